"""What schools send: the same school year in the situations of DOMAIN.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from benchmarks.school_years import LAST_YEAR, THIS_YEAR, Child, SchoolYear, mistyped, register_of

from leesloket.roster.model import KnownPupil, Origin, RawRow, RawTable

HEADINGS = ("Lln.nr.", "Roepnaam", "Tussenv.", "Achternaam", "Geb.datum", "Groep", "Leerjaar")


@dataclass
class Sent:
    """A file, the register it meets, and the truth of every row (None: a new child)."""

    table: RawTable
    register: list[KnownPupil]
    truth: list[str | None]
    school_year: str = THIS_YEAR
    may_hold: frozenset[str] = field(default_factory=frozenset)
    must_hold: frozenset[str] = field(default_factory=frozenset)
    """At least one of these."""
    same: dict[str, str] = field(default_factory=dict)
    """Second entries of a child in the register, by the key of the first."""
    final_years: frozenset[str] = frozenset({"8"})


Cells = dict[str, str]


def cells_of(child: Child) -> Cells:
    return dict(
        zip(
            HEADINGS,
            (
                *(child.number, child.first_name, child.prefix, child.surname),
                *(f"{child.born:%d-%m-%Y}", child.group, child.year_group[-1:]),
            ),
            strict=True,
        )
    )


def send(
    school: SchoolYear,
    *,
    edit: Callable[[Cells, int], None] = lambda _cells, _at: None,
    children: Sequence[Child] | None = None,
    drop: Sequence[str] = (),
    register: list[KnownPupil] | None = None,
    school_year: str = THIS_YEAR,
    may_hold: Sequence[str] = (),
    must_hold: Sequence[str] = (),
) -> Sent:
    children = school.after if children is None else children
    register = register_of(school.before) if register is None else register
    known = {pupil.patron_id for pupil in register}
    headings = [heading for heading in HEADINGS if heading not in drop]
    rows = []
    for at, child in enumerate(children):
        cells = cells_of(child)
        edit(cells, at)
        rows.append(RawRow(Origin(at + 2), tuple(cells[heading] for heading in headings)))
    table = RawTable("csv", None, tuple(headings), tuple(rows), heading_row=1)
    truth = [child.key if child.key in known else None for child in children]
    held = frozenset(must_hold)
    return Sent(table, register, truth, school_year, frozenset(may_hold) | held, held)


def ordinary(school: SchoolYear) -> Sent:
    return send(school)


def no_birth_dates(school: SchoolYear) -> Sent:
    return send(school, drop=["Geb.datum"])


def no_numbers(school: SchoolYear) -> Sent:
    return send(school, drop=["Lln.nr."])


def names_and_groups_only(school: SchoolYear) -> Sent:
    return send(school, drop=["Lln.nr.", "Geb.datum"])


def all_numbers_new(school: SchoolYear) -> Sent:
    after = [replace(child, number=f"9{child.number}") for child in school.after]
    return send(school, children=after, must_hold=["numbers_all_new"])


def new_numbers_collide(school: SchoolYear) -> Sent:
    numbers = [child.number for child in school.before]
    numbers += [school.new_number() for _ in school.after]
    numbers = numbers[: len(school.after)]
    school.random.shuffle(numbers)
    after = [
        replace(child, number=number) for child, number in zip(school.after, numbers, strict=True)
    ]
    return send(school, children=after, must_hold=["numbers_all_new"])


def leavers_numbers_reused(school: SchoolYear) -> Sent:
    staying = {child.key for child in school.after}
    free = [child.number for child in school.before if child.key not in staying]
    known = {child.key for child in school.before}
    after = [
        child if child.key in known or not free else replace(child, number=free.pop())
        for child in school.after
    ]
    return send(school, children=after)


def merger(school: SchoolYear) -> Sent:
    """A second school of the same size comes in, its numbers those of our own children."""
    numbers = [child.number for child in school.before]
    incoming = []
    for at, child in enumerate(school.before):
        new = school.new_child(min(8, child.year + 1))
        incoming.append(replace(new, number=numbers[at], group=child.group))
    taken = {child.number for child in school.after}
    after = [
        *school.after,
        *(child for child in incoming if child.year > 1 and child.number not in taken),
        *(replace(c, number=school.new_number()) for c in incoming if c.number in taken),
    ]
    return send(school, children=after, must_hold=["merger", "too_many_newcomers"])


def split(school: SchoolYear) -> Sent:
    half = [child for at, child in enumerate(school.after) if at % 2]
    return send(school, children=half, must_hold=["too_many_leavers", "part_missing"])


def swapped_dates(school: SchoolYear) -> Sent:
    def edit(cells: Cells, _at: int) -> None:
        day, month, year = cells["Geb.datum"].split("-")
        if int(day) <= 12 and school.random.random() < 0.15:
            cells["Geb.datum"] = f"{month}-{day}-{year}"

    return send(school, edit=edit)


def swapped_dates_new_numbers(school: SchoolYear) -> Sent:
    sent = swapped_dates(school)
    rows = [replace(row, cells=(f"9{row.cells[0]}", *row.cells[1:])) for row in sent.table.rows]
    sent.table = replace(sent.table, rows=tuple(rows))
    sent.may_hold = sent.must_hold = frozenset({"numbers_all_new"})
    return sent


def typing_mistakes(school: SchoolYear) -> Sent:
    def edit(cells: Cells, _at: int) -> None:
        chance = school.random.random()
        if chance < 0.02:
            cells["Achternaam"] = mistyped(cells["Achternaam"], school.random)
        elif chance < 0.04:
            cells["Roepnaam"] = mistyped(cells["Roepnaam"], school.random)
        elif chance < 0.05:
            cells["Lln.nr."] = mistyped(cells["Lln.nr."], school.random)
        elif chance < 0.06:
            cells["Geb.datum"] = f"{cells['Geb.datum'][:-1]}{school.random.randint(0, 9)}"

    return send(school, edit=edit)


def blanks(school: SchoolYear) -> Sent:
    def edit(cells: Cells, _at: int) -> None:
        chance = school.random.random()
        if chance < 0.01:
            cells["Groep"] = ""
        elif chance < 0.03:
            cells["Lln.nr."] = ""
        elif chance < 0.05:
            cells["Geb.datum"] = ""
        elif chance < 0.055:
            cells["Achternaam"] = ""

    return send(school, edit=edit)


def entered_by_hand(school: SchoolYear) -> Sent:
    register = [
        replace(pupil, pupil_number="", birth_date=None) if at % 40 == 7 else pupil
        for at, pupil in enumerate(register_of(school.before))
    ]
    return send(school, register=register)


def namesakes(school: SchoolYear) -> Sent:
    """A newcomer named as a leaver, and one named as a child that stays."""
    staying = {child.key for child in school.after}
    leavers = [child for child in school.before if child.key not in staying]
    stayers = [child for child in school.before if child.key in staying]
    copies = []
    few = max(1, len(school.before) // 50)
    for child in (*leavers[:few], *stayers[:few]):
        new = school.new_child(school.random.randint(1, 8))
        copies.append(
            replace(
                new,
                first_name=child.first_name,
                prefix=child.prefix,
                surname=child.surname,
                group=child.group,
            )
        )
    return send(school, children=[*school.after, *copies])


def whole_names(school: SchoolYear) -> Sent:
    """A list with one column of names, `Berg, Jan van den`, capitals, zeros lost."""
    sent = send(school, may_hold=["zeros_lost"])
    headings = ("Leerlingnummer", "Naam", "Geboortedatum", "Groep")
    rows = []
    for row in sent.table.rows:
        number, first, prefix, surname, born, group, _ = row.cells
        name = f"{surname}, {first} {prefix}".strip()
        rows.append(replace(row, cells=(number.lstrip("0"), name, born, f"Groep {group}")))
    sent.table = replace(sent.table, headings=headings, rows=tuple(rows))
    return sent


def other_program(school: SchoolYear) -> Sent:
    """Another program: prefixes in the surname, given names, no accents, ISO dates."""
    sent = send(school)
    headings = ("Stamnr", "Voornamen", "Achternaam", "Geboortedatum", "Klas")
    by_number = {child.number: child for child in school.after}
    rows = []
    for row in sent.table.rows:
        child = by_number[row.cells[0]]
        surname = f"{child.prefix} {child.surname}".strip()
        cells = (child.number, child.given_names, surname, child.born.isoformat(), child.group)
        rows.append(replace(row, cells=cells))
    sent.table = replace(sent.table, headings=headings, rows=tuple(rows))
    return sent


def in_the_year(school: SchoolYear) -> Sent:
    """A list in March: four newcomers, two leavers, three changes of group."""
    children = [*school.before[2:], *(school.new_child(1) for _ in range(4))]
    children = [replace(child, group=child.group or "1a") for child in children]
    return send(
        school,
        children=children,
        register=register_of(school.before, school_year=LAST_YEAR),
        school_year=LAST_YEAR,
    )


def new_twins(school: SchoolYear) -> Sent:
    """The twin brother or sister of a child that stays comes in, and of one that leaves."""
    staying = {child.key for child in school.after}
    twins = []
    for child in school.before[: max(1, len(school.before) // 25)]:
        new = school.new_child(child.year + (child.key in staying), family=child)
        if (new.first_name, new.surname, child.born) not in school.taken:
            twins.append(replace(new, born=child.born, group=child.group, year=min(8, new.year)))
    return send(school, children=[*school.after, *twins])


SITUATIONS: dict[str, Callable[[SchoolYear], Sent]] = {
    "ordinary": ordinary,
    "no birth dates": no_birth_dates,
    "no numbers": no_numbers,
    "names and groups only": names_and_groups_only,
    "all numbers new": all_numbers_new,
    "new numbers collide": new_numbers_collide,
    "leavers' numbers reused": leavers_numbers_reused,
    "merger, numbers collide": merger,
    "split": split,
    "day and month swapped": swapped_dates,
    "swapped, all numbers new": swapped_dates_new_numbers,
    "typing mistakes": typing_mistakes,
    "blanks": blanks,
    "entered by hand": entered_by_hand,
    "namesakes": namesakes,
    "new twins": new_twins,
    "whole names": whole_names,
    "other program": other_program,
    "in the year": in_the_year,
}

AS_OF = {THIS_YEAR: date(2026, 8, 24), LAST_YEAR: date(2026, 3, 2)}
