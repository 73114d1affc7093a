"""Groups that are cells of another column, in a part of the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.roster.cases import HEADINGS, extract, next_year_rows, plan, school

from leesloket.roster.model import KnownPupil

Rows = list[list[str]]
REGISTER = school(12)
ROWS = next_year_rows(REGISTER)
BY_NAME = sorted(ROWS, key=lambda row: (row[3], row[1]))
NUMBER, FIRST, LAST, BORN, GROUP = 0, 1, 3, 4, 5


def _held(rows: Rows, register: Sequence[KnownPupil] = REGISTER) -> dict[str, Any]:
    return {hold.code: dict(hold.detail) for hold in plan(extract(rows, HEADINGS), register).holds}


def _with_groups(rows: Rows, part: slice, group: Callable[[int, list[str]], str]) -> Rows:
    rows = [row[:] for row in rows]
    for at, row in enumerate(rows[part]):
        row[GROUP] = group(at, row)
    return rows


CELLS = [
    lambda _at, row: row[FIRST],
    lambda _at, row: row[LAST],
    lambda _at, row: row[BORN][-4:],
    lambda at, _row: str(60 + at),
]


@pytest.mark.parametrize("group", CELLS, ids=["first name", "surname", "year of birth", "count"])
@pytest.mark.parametrize("part", [slice(5), slice(36, 48), slice(None, None, 2)])
def test_groups_that_are_other_cells_are_seen_in_a_part(
    part: slice, group: Callable[[int, list[str]], str]
) -> None:
    assert "columns_shifted" in _held(_with_groups(BY_NAME, part, group))


TEACHERS = ("Emma", "Sara", "Daan", "Eva", "Sem", "Isa", "Noah", "Finn")


@pytest.mark.parametrize(
    "group",
    [
        lambda _at, row: TEACHERS[int(row[GROUP]) - 1],
        lambda at, row: f"Groep {row[5]}" if at % 20 else "Extern " + row[1],
        lambda _at, row: f"{row[5]}a",
    ],
    ids=["called after teachers", "four by themselves", "renamed"],
)
def test_groups_may_be_called_as_a_child_is(group: Callable[[int, list[str]], str]) -> None:
    assert _held(_with_groups(ROWS, slice(80), group)) == {}


def test_groups_by_year_of_birth_that_a_school_had_are_groups() -> None:
    register = [_in(pupil, f"{pupil.birth_date:%Y}") for pupil in REGISTER]
    rows = _with_groups(ROWS, slice(None), lambda _at, row: row[BORN][-4:])

    assert "columns_shifted" not in _held(rows, register)


def _in(pupil: KnownPupil, group: str) -> KnownPupil:
    return replace(pupil, group=group, year_group="")
