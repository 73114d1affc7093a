"""What a report says behind each row, and which rows did not go along: in Dutch."""

import pytest
from django.utils.translation import override

from leesloket.imports.showing import FactLine, ReportRow
from leesloket.web import rows_left
from leesloket.web.reports import explanation, what_was_done


@pytest.mark.parametrize(
    ("row", "done", "told"),
    [
        (ReportRow(("Pien",), kind="new", group="3a"), "Nieuw", ""),
        (ReportRow(("totaal 21",)), "", ""),
        (
            ReportRow(("Pien",), kind="skip", code="not_to_be_included"),
            "Niet meegegaan",
            "Staat op de lijst “niet opnemen”.",
        ),
        (
            ReportRow(("",), kind="error", code="name_missing"),
            "Niet meegegaan",
            "In deze rij staat geen naam.",
        ),
        (
            ReportRow(
                ("Pien",),
                kind="change",
                changes=(
                    FactLine("surname", "Zomer", "Herfst"),
                    FactLine("birth_date", "", "2020-02-14"),
                ),
            ),
            "Gewijzigd",
            "Achternaam: Zomer → Herfst; Geboortedatum: leeg → 14 februari 2020",
        ),
        (ReportRow(("Pien",), kind="new", undone=True), "Teruggedraaid", ""),
    ],
)
def test_every_row_says_what_was_done_and_why(row: ReportRow, done: str, told: str) -> None:
    with override("nl"):
        assert (what_was_done(row), explanation(row)) == (done, told)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((12,), "rij 12"),
        ((3, 4, 7), "rijen 3, 4, 7"),
        (tuple(range(2, 20)), "rijen 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 en nog 6"),
    ],
)
def test_so_many_rows_are_named_as_can_be_read_at_once(rows: tuple[int, ...], said: str) -> None:
    with override("nl"):
        assert rows_left.which(rows) == said
