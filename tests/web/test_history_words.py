"""What happened to a patron, in Dutch."""

import pytest
from django.utils.translation import override

from leesloket.patrons.showing import HistoryChange, HistoryLine
from leesloket.web.history_words import as_text, told_line

BRANCH = "De Vuurvlinder"


def _line(
    table: str,
    kind: str,
    *changes: tuple[str, str, str],
    about: str = "",
    school_year: str = "",
    category: str = "",
) -> HistoryLine:
    return HistoryLine(
        table=table,
        kind=kind,
        changes=tuple(HistoryChange(*change) for change in changes),
        about=about,
        branch_name=BRANCH if table == "membership" else "",
        school_year=school_year,
        category=category,
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            _line(
                "patron",
                "insert",
                ("first_name", "", "Zoë"),
                ("surname", "", "Dijk"),
                ("birth_date", "", "2018-03-02"),
                about="Zoë Dijk",
            ),
            "In het register gekomen als Zoë Dijk; Geboortedatum: leeg → 2 maart 2018",
        ),
        (_line("patron", "update", ("surname", "Dijk", "Vos")), "Achternaam: Dijk → Vos"),
        (
            _line("placement", "update", ("year_group", "12", "13"), school_year="2026-2027"),
            "Schooljaar 2026-2027; Leerjaar: 2 → 3",
        ),
        (
            _line("membership", "insert", ("from_date", "", "2026-08-01"), category="pupil"),
            "Ingeschreven bij De Vuurvlinder, vanaf 1 augustus 2026",
        ),
        (
            _line("membership", "insert", ("from_date", "", "2026-08-01"), category="teacher"),
            "Ingeschreven bij De Vuurvlinder als leerkracht, vanaf 1 augustus 2026",
        ),
        (
            _line("membership", "update", ("until_date", "", "2026-08-01"), category="pupil"),
            "Uitgeschreven bij De Vuurvlinder, per 1 augustus 2026",
        ),
        (
            _line("membership", "update", ("until_date", "2026-08-01", ""), category="pupil"),
            "Weer ingeschreven bij De Vuurvlinder",
        ),
        (
            _line("membership", "delete", category="pupil"),
            "Inschrijving bij De Vuurvlinder weggehaald",
        ),
        (
            _line(
                "placement",
                "insert",
                ("school_year", "", "2026-2027"),
                ("group", "", "5b"),
                ("year_group", "", "5"),
                about="5b",
                school_year="2026-2027",
            ),
            "Groep 5b, schooljaar 2026-2027",
        ),
        (
            _line(
                "placement",
                "insert",
                ("group", "", "Kabouters"),
                ("year_group", "", "1"),
                about="Kabouters",
                school_year="2026-2027",
            ),
            "Groep Kabouters, schooljaar 2026-2027; Leerjaar: leeg → 1",
        ),
        (
            _line("placement", "insert", ("school_year", "", "2026-2027"), school_year="2026-2027"),
            "Schooljaar 2026-2027, zonder groep",
        ),
        (
            _line(
                "placement", "update", ("group", "4a", "5b"), about="5b", school_year="2026-2027"
            ),
            "Schooljaar 2026-2027; Groep: 4a → 5b",
        ),
        (
            _line("number", "insert", ("number", "", "001200"), about="001200"),
            "Leerlingnummer 001200",
        ),
        (
            _line("number", "update", ("until_date", "", "2026-08-01"), about="001200"),
            "Leerlingnummer 001200 geldt niet meer, vanaf 1 augustus 2026",
        ),
        (_line("card", "insert", ("number", "", "V12"), about="V12"), "Pas V12"),
        (
            _line("card", "update", ("blocked_on", "", "2026-08-01"), about="V12"),
            "Pas V12 geblokkeerd, 1 augustus 2026",
        ),
        (
            _line("card", "update", ("blocked_on", "2026-08-01", ""), about="V12"),
            "Pas V12 kan weer gebruikt worden",
        ),
        (_line("card", "delete", about="V12"), "Pas V12 weggehaald"),
    ],
)
def test_a_line_is_said_as_a_person_would_say_it(line: HistoryLine, said: str) -> None:
    with override("nl"):
        assert as_text(told_line(line)) == said
