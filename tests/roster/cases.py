"""Invented pupils, tables and registers, in as few words as a test needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import settings

from leesloket.roster import (
    Extraction,
    Plan,
    extract_records,
    make_plan,
    suggest_mapping,
)
from leesloket.roster.model import (
    Enrol,
    Fingerprint,
    Keep,
    KnownPupil,
    Mode,
    Origin,
    PatronId,
    PupilRecord,
    RawRow,
    RawTable,
    Update,
    Withdraw,
)

SECRET = b"a secret of the tests"
AS_OF = date(2026, 8, 20)
LAST_YEAR, THIS_YEAR = "2025-2026", "2026-2027"
HEADINGS = ("Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam", "Geboortedatum", "Groep")

_FIRST = (
    *("Emma", "Noah", "Julia", "Lucas", "Mila", "Levi", "Sara", "Finn", "Zoë", "Daan", "Nora"),
    *("Milan", "Eva", "Luuk", "Lotte", "Sem", "Fenna", "Bram", "Isa", "Thijs", "Yara", "Joris"),
    *("Hanna", "Ruben"),
)
_LAST = (
    *("Jansen", "Vries", "Bakker", "Visser", "Smit", "Meijer", "Boer", "Mulder", "Groot", "Bos"),
    *("Vos", "Peters", "Hendriks", "Leeuwen", "Dekker", "Brouwer", "Wit", "Dijkstra", "Smits"),
    *("Graaf", "Meer", "Kok", "Jacobs", "Haan", "Vermeulen", "Heuvel", "Veen", "Broek", "Schouten"),
)


def examples_at_most(count: int) -> int:
    """As many as the profile asks for, and no more than this: each costs a whole plan or file."""
    return min(count, settings().max_examples)


def table(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> RawTable:
    """A table as a reader gives it: the headings on line 1, the rows below."""
    return RawTable(
        format="csv",
        sheet=None,
        headings=tuple(headings),
        rows=tuple(RawRow(Origin(at), tuple(cells)) for at, cells in enumerate(rows, start=2)),
        heading_row=1,
    )


def extract(
    rows: Sequence[Sequence[str]],
    headings: Sequence[str] = HEADINGS,
    *,
    as_of: date = AS_OF,
    leave_out: Collection[Fingerprint] = (),
) -> Extraction:
    """The pupils of a table with these rows."""
    found = table(rows, headings)
    return extract_records(
        found, suggest_mapping(found), secret=SECRET, leave_out=leave_out, as_of=as_of
    )


def known(
    key: str,
    name: str = "",
    *,
    number: str = "",
    born: date | None = None,
    group: str = "4",
    enrolled: bool = True,
) -> KnownPupil:
    """A child of the register; the name is `Roepnaam Achternaam`, the group is also the year."""
    first, _, last = name.partition(" ")
    return KnownPupil(
        patron_id=PatronId(key),
        pupil_number=number,
        first_name=first,
        surname=last,
        birth_date=born,
        group=group,
        year_group=group if group.isdigit() else "",
        enrolled=enrolled,
        school_year=LAST_YEAR,
    )


def school(children_per_group: int = 6) -> list[KnownPupil]:
    """A school of eight groups; every child has a name, number and birth date of its own."""
    pupils = []
    for group in range(1, 9):
        for seat in range(children_per_group):
            at = (group - 1) * children_per_group + seat
            first = _FIRST[at % len(_FIRST)]
            last = _LAST[(at + at // len(_LAST)) % len(_LAST)]
            born = date(2021 - group, 1 + at % 12, 1 + at % 28)
            pupils.append(
                known(f"K{at:03d}", f"{first} {last}", number=f"00{500 + at}", born=born,
                      group=str(group))
            )  # fmt: skip
    return pupils


def row_of(pupil: KnownPupil, *, group: str | None = None) -> list[str]:
    """The row a school writes for a child."""
    born = pupil.birth_date
    return [
        pupil.pupil_number,
        pupil.first_name,
        pupil.prefix,
        pupil.surname,
        f"{born:%d-%m-%Y}" if born else "",
        pupil.group if group is None else group,
    ]


def next_year_rows(pupils: Sequence[KnownPupil]) -> list[list[str]]:
    """Everybody one group up; group 8 has left."""
    return [
        row_of(pupil, group=str(int(pupil.year_group) + 1))
        for pupil in pupils
        if pupil.year_group != "8"
    ]


def plan(
    extraction: Extraction,
    register: Sequence[KnownPupil],
    *,
    mode: Mode = Mode.FULL,
    school_year: str = THIS_YEAR,
    **others: Any,
) -> Plan:
    """The plan of an extraction, made with the tests' secret and day."""
    return make_plan(
        extraction=extraction,
        known=register,
        mode=mode,
        school_year=school_year,
        as_of=AS_OF,
        secret=SECRET,
        **others,
    )


def applied(made: Plan, register: Sequence[KnownPupil]) -> list[KnownPupil]:
    """The register after a plan, as the database would have it."""
    after = {pupil.patron_id: pupil for pupil in register}
    for at, step in enumerate(made.steps):
        match step:
            case Enrol(record):
                key = PatronId(f"N{at:05d}")
                after[key] = _enrolled(record, key, made.school_year)
            case Update(_, pupil, changes):
                values: dict[str, Any] = {change.field.value: change.after for change in changes}
                born = values.pop("birth_date", None)
                changed = replace(pupil, enrolled=True, school_year=made.school_year, **values)
                if born is not None:
                    changed = replace(changed, birth_date=date.fromisoformat(born))
                after[pupil.patron_id] = changed
            case Keep(_, pupil):
                after[pupil.patron_id] = replace(pupil, school_year=made.school_year)
            case Withdraw(pupil):
                after[pupil.patron_id] = replace(pupil, enrolled=False)
            case _:
                pass
    return list(after.values())


def _enrolled(record: PupilRecord, key: PatronId, school_year: str) -> KnownPupil:
    return KnownPupil(
        patron_id=key,
        pupil_number=record.pupil_number,
        first_name=record.first_name,
        prefix=record.prefix,
        surname=record.surname,
        birth_date=record.birth_date,
        group=record.group,
        year_group=record.year_group,
        school_year=school_year,
    )
