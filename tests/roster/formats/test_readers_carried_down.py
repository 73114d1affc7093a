"""Groups that stand at the first child of each only: merged cells, or blanks below it."""

from __future__ import annotations

import pytest
from tests.roster.formats.reader_books import as_xlsx

from leesloket.roster.problems import Code
from leesloket.roster.readers import read

HEADINGS = ("Groep", "Leerlingnummer", "Roepnaam", "Achternaam")


def _read(*groups: str) -> tuple[list[str], list[tuple[Code, object]]]:
    """The groups of children of whom these stand in the file, and what is said about that."""
    children = [(group, f"{at:06d}", "Noor", "Dijk") for at, group in enumerate(groups)]
    result = read(as_xlsx({"Leerlingen": (HEADINGS, *children)}))
    assert result.table is not None
    at = result.table.headings.index("Groep")
    said: list[tuple[Code, object]] = [
        (problem.code, problem.detail.get("count")) for problem in result.problems
    ]
    return [row.cells[at] for row in result.table.rows], said


def test_a_group_holds_for_the_children_below_it() -> None:
    groups, said = _read("Groep 1", "", "", "Groep 2", "", "", "")

    assert groups == ["Groep 1"] * 3 + ["Groep 2"] * 4
    assert said == [(Code.GROUP_TAKEN_FROM_ABOVE, 5)]


@pytest.mark.parametrize("mark", ["idem", "Id.", "\u201d", '"', "\u3003", "''", "dito"])
def test_a_mark_says_that_the_group_is_the_one_above(mark: str) -> None:
    groups, said = _read("1", mark, mark, "2", mark, "1", mark)

    assert groups == ["1", "1", "1", "2", "2", "1", "1"]
    assert said == [(Code.GROUP_TAKEN_FROM_ABOVE, 4)]


def test_a_blank_beside_marks_stays_a_blank() -> None:
    groups, said = _read("1", "idem", "", "2", "idem", "1", "idem")

    assert groups == ["1", "1", "", "2", "2", "1", "1"]
    assert said == [(Code.GROUP_TAKEN_FROM_ABOVE, 3)]


def test_a_mark_below_nothing_is_no_group() -> None:
    groups, said = _read("idem", "1", "1")

    assert groups == ["idem", "1", "1"]
    assert said == []


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param(("", "1", "", "", "", "2", "", ""), id="the first child has none"),
        pytest.param(("1", "", "", "1", "", "", "2", "", ""), id="a group comes back"),
        pytest.param(("1", "1", "", "2", "2", "2"), id="one child without"),
        pytest.param(("1", "", "", "", "", ""), id="one group only"),
        pytest.param(("1", "2", "3", "", "4", "5"), id="most children have one"),
        pytest.param(("1", "2", "3"), id="nobody without"),
    ],
)
def test_a_blank_elsewhere_stays_a_blank(groups: tuple[str, ...]) -> None:
    assert _read(*groups) == (list(groups), [])


def test_a_line_with_a_remark_gets_no_group() -> None:
    child = ("", "000009", "Noor", "Dijk")
    lines = (("1", *child[1:]), child, ("2", *child[1:]), child, child, ("", "", "Remise"), child)

    result = read(as_xlsx({"Leerlingen": (HEADINGS, *lines)}))

    assert result.table is not None
    at = result.table.headings.index("Groep")
    assert [row.cells[at] for row in result.table.rows] == [*"11222", "", "2"]
