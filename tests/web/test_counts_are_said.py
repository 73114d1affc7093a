"""What the readers count and the limits they keep, as a person reads them: from a real file on."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter

from leesloket.roster.readers import read
from leesloket.roster.readers.result import Budget
from leesloket.web import problem_texts

HEADINGS = ("Leerlingnummer", "Roepnaam", "Achternaam", "Groep")
PUPILS = tuple((f"{1000 + at}", f"Bo{at}", f"Vos{at}", "5a") for at in range(6))


def _workbook() -> bytes:
    """Three hidden rows, two hidden sheets and four cells with a formula."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Leerlingen")
        for row, cells in enumerate((HEADINGS, *PUPILS)):
            sheet.write_row(row, 0, cells)
        for row in (2, 3, 4):
            sheet.set_row(row, options={"hidden": True})
        for row in (1, 2, 3, 4):
            sheet.write_formula(row, 3, '="5"&"a"', value="5a")
        for name in ("Oud", "Ouder"):
            older = book.add_worksheet(name)
            older.write_row(0, 0, HEADINGS)
            older.hide()
    return target.getvalue()


def _csv(rows: tuple[tuple[str, ...], ...]) -> bytes:
    return "".join(";".join(row) + "\r\n" for row in rows).encode()


def _said(content: bytes, budget: Budget | None = None) -> list[str]:
    problems = read(content, budget=budget or Budget()).problems
    return [problem_texts.sentence(problem.code.value, problem.detail) for problem in problems]


def test_what_was_counted_in_a_workbook_is_said_as_a_number() -> None:
    assert _said(_workbook()) == [
        "2 verborgen bladen zijn niet gelezen.",
        "3 rijen zijn verborgen in het blad. Wij hebben ze wel gelezen.",
        "In 4 vakken staat een formule. Wij lazen de uitkomst.",
    ]


@pytest.mark.parametrize("cover", [True, False])
def test_a_list_that_is_hidden_is_told_of(*, cover: bool) -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        first = book.add_worksheet("Voorblad")
        if cover:
            first.write_string(0, 0, "Basisschool De Regenboog")
        hidden = book.add_worksheet("Leerlingen")
        for row, cells in enumerate((HEADINGS, *PUPILS)):
            hidden.write_row(row, 0, cells)
        hidden.hide()

    [said] = _said(target.getvalue())

    assert said.startswith("Op wat te zien is, vinden wij geen leerlingen; 1 blad is verborgen.")


def test_groups_that_were_taken_from_above_are_counted() -> None:
    rows = tuple((*pupil[:3], {0: "5a", 3: "6a"}.get(at, "")) for at, pupil in enumerate(PUPILS))

    [said] = _said(_csv((HEADINGS, *rows)))

    assert said.startswith("Bij 4 kinderen staat de groep alleen bij een kind erboven.")


@pytest.mark.parametrize(
    ("budget", "limit"),
    [
        (Budget(content_bytes=3 * 1024 * 1024), "hooguit 3 MB"),
        (Budget(rows=5), "hooguit 5"),
        (Budget(columns=3), "hooguit 3"),
        (Budget(cells=20), "hooguit 20"),
    ],
)
def test_a_refusal_for_a_limit_names_the_limit(budget: Budget, limit: str) -> None:
    content = _csv((HEADINGS, *PUPILS))
    if budget.content_bytes < Budget().content_bytes:
        content = content.ljust(budget.content_bytes + 1, b"\n")

    [said] = _said(content, budget)

    assert limit in said


def test_the_limit_of_cells_is_that_of_all_sheets_together() -> None:
    [said] = _said(_workbook(), Budget(cells=30))

    assert "hooguit 30" in said
