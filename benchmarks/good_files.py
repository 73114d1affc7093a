"""Good files: none of them may be held, however much it looks like a mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from benchmarks.files_sent import File
from benchmarks.kinds_of_school import (
    BORN,
    FIRST,
    GROUP,
    LAST,
    LAST_YEAR,
    NAME,
    NUMBER,
    PREFIX,
    SPRING_DAY,
    YEAR,
    Child,
    School,
    a_year_later,
    known_pupil,
    layout_of,
    register_of,
    regrouped,
    row_of,
    rows_of,
)

from leesloket.roster.model import Mode

Good = Callable[[School], File | None]
GOOD: dict[str, Good] = {}


def _good(name: str) -> Callable[[Good], Good]:
    def register(make: Good) -> Good:
        GOOD[name] = make
        return make

    return register


@_good("an ordinary new year")
def ordinary(school: School) -> File:
    return File(school, rows_of(school.after, school))


@_good("a growing school")
def growing(school: School) -> File:
    new = [school.new_child(1, 2026) for _ in range(len(school.after) // 10)]
    return File(school, rows_of([*school.after, *regrouped(new, school)], school))


@_good("a district with 15 % newcomers")
def new_district(school: School) -> File:
    children = a_year_later(school.before, school, 2026, arrives=0.15)
    return File(school, rows_of(children, school))


@_good("a shrinking school: 7 % leaves, few come")
def shrinking(school: School) -> File:
    stay = list(school.before)
    school.random.shuffle(stay)
    outside = [child for child in stay if not school.is_final(child)]
    gone = {child.key for child in _spread(outside, int(0.07 * len(outside)))}
    size, school.size = school.size, school.size // 2
    children = a_year_later(
        [c for c in school.before if c.key not in gone], school, 2026, leaves=0, arrives=0.01
    )
    school.size = size
    return File(school, rows_of(children, school))


def _spread(children: list[Child], count: int) -> list[Child]:
    """Some of every group, as families that move are."""
    by_group: dict[str, list[Child]] = {}
    for child in children:
        by_group.setdefault(child.group, []).append(child)
    chosen: list[Child] = []
    groups = sorted(by_group.values(), key=len, reverse=True)
    while len(chosen) < count and any(groups):
        for group in groups:
            if group and len(chosen) < count:
                chosen.append(group.pop())
    return chosen


@_good("many repeaters")
def repeaters(school: School) -> File:
    children = a_year_later(school.before, school, 2026, repeats=0.12)
    return File(school, rows_of(children, school))


@_good("nobody new but the first year")
def quiet_year(school: School) -> File:
    children = a_year_later(school.before, school, 2026, arrives=0, leaves=0.005)
    return File(school, rows_of(children, school))


def _with_groups(name: str, group_of: Callable[[Child], str]) -> None:
    def make(school: School) -> File:
        children = [replace(child, group=group_of(child)) for child in school.after]
        return File(school, rows_of(children, school))

    GOOD[name] = make


_ANIMALS = ("Bijen", "Mieren", "Vossen", "Dassen", "Uilen", "Egels", "Otters", "Wolven", "Lynxen")

_with_groups("groups written as Groep 5", lambda child: f"Groep {child.group}")
_with_groups("groups named after animals", lambda c: f"{_ANIMALS[c.year]} {c.group[-1:].upper()}")
_with_groups("groups named after teachers", lambda c: f"{c.group} - juf {_ANIMALS[c.year]}")


def _renamed(child: Child) -> str:
    """5a becomes 5.1, 5 becomes 5A, Oranje becomes Stamgroep Oranje."""
    group = child.group
    if group[-1] in "ab":
        return f"{group[:-1]}.{'ab'.index(group[-1]) + 1}"
    if group.isdigit():
        return f"{group}{'AB'[sum(map(ord, child.key)) % 2]}"
    return f"Stamgroep {group}"


_with_groups("a new way of naming groups", _renamed)


@_good("classes split in two")
def split_classes(school: School) -> File | None:
    if school.kind == "special":
        return None
    children = [replace(c, group=f"{c.group}-{1 + sum(map(ord, c.key)) % 2}") for c in school.after]
    return File(school, rows_of(children, school))


@_good("classes taken together")
def merged_classes(school: School) -> File | None:
    if school.kind == "secondary":
        return None
    children = [replace(c, group=f"{2 * ((c.year - 1) // 2) + 1}/{2 * ((c.year - 1) // 2) + 2}")
                for c in school.after]  # fmt: skip
    return File(school, rows_of(children, school))


@_good("combination groups arranged anew")
def rearranged(school: School) -> File | None:
    if school.kind != "combined":
        return None
    names = {1: "1", 2: "2/3", 3: "2/3", 4: "4/5/6", 5: "4/5/6", 6: "4/5/6", 7: "7/8", 8: "7/8"}
    children = [replace(child, group=names[child.year]) for child in school.after]
    return File(school, rows_of(children, school))


@_good("special groups mixed anew")
def mixed_anew(school: School) -> File | None:
    if school.kind != "special":
        return None
    by_age = sorted({child.group: child.year for child in school.after}.items(), key=_second)
    names = [name for name, _ in by_age]
    children = []
    for child in school.after:
        at = names.index(child.group) + (school.random.random() < 0.5)
        children.append(replace(child, group=names[min(at, len(names) - 1)]))
    return File(school, rows_of(children, school))


def _second(pair: tuple[str, int]) -> int:
    return pair[1]


@_good("newcomers with the numbers of leavers")
def reused_numbers(school: School) -> File | None:
    if NUMBER not in layout_of(school):
        return None
    here, known = {c.key for c in school.after}, {c.key for c in school.before}
    free = [child.number for child in school.before if child.key not in here]
    children = [
        child if child.key in known or not free else replace(child, number=free.pop())
        for child in school.after
    ]
    return File(school, rows_of(children, school))


@_good("in the year: a few changes")
def in_the_year(school: School) -> File:
    children = [*school.before[3:], *(school.new_child(1, 2025) for _ in range(4))]
    rows = rows_of(regrouped(children, school), school)
    return File(school, rows, school_year=LAST_YEAR, as_of=SPRING_DAY)


@_good("in the year: the same list again")
def the_same_again(school: School) -> File:
    rows = rows_of(school.before, school)
    return File(school, rows, school_year=LAST_YEAR, as_of=SPRING_DAY)


@_good("in the year, to a register without school years")
def no_school_year(school: School) -> File:
    register = [replace(pupil, school_year=None) for pupil in register_of(school)]
    rows = rows_of(school.before, school)
    return File(school, rows, register=register, school_year=LAST_YEAR, as_of=SPRING_DAY)


@_good("a new year, to a register without school years")
def new_year_unknown(school: School) -> File:
    register = [replace(pupil, school_year=None) for pupil in register_of(school)]
    return File(school, rows_of(school.after, school), register=register)


@_good("a register without year groups")
def no_year_groups(school: School) -> File:
    register = [replace(pupil, year_group="") for pupil in register_of(school)]
    return File(school, rows_of(school.after, school), register=register)


@_good("additions: twelve newcomers")
def additions(school: School) -> File:
    new = regrouped([school.new_child(1, 2026) for _ in range(8)], school)
    return File(school, rows_of(new, school), mode=Mode.ADDITIONS)


@_good("a first list for an empty register")
def first_list(school: School) -> File:
    return File(school, rows_of(school.after, school), empty_register=True)


@_good("only the final year leaves, nobody comes")
def only_leavers(school: School) -> File | None:
    children = [c for c in school.before if not school.is_final(c)]
    children = regrouped([replace(c, year=c.year + 1) for c in children], school)
    return File(school, rows_of(children, school))


@_good("a family of three leaves")
def family_leaves(school: School) -> File:
    known = {child.key for child in school.before}
    gone: set[str] = set()
    years: set[int] = set()
    for child in school.after:
        if child.key in known and child.year not in years and len(gone) < 3:
            gone.add(child.key)
            years.add(child.year)
    left = {c.key for c in school.before if not school.is_final(c)} - {c.key for c in school.after}
    back = [c for c in school.before if c.key in left][3:]
    stay = [c for c in school.after if c.key not in gone]
    stay += regrouped([replace(c, year=c.year + 1) for c in back], school)
    return File(school, rows_of(stay, school))


@_good("some dates with day and month swapped")
def swapped_dates(school: School) -> File | None:
    if BORN not in layout_of(school):
        return None
    rows = rows_of(school.after, school)
    for row in rows:
        day, month, year = row[BORN].split("-")
        if int(day) <= 12 and school.random.random() < 0.15:
            row[BORN] = f"{month}-{day}-{year}"
    return File(school, rows)


@_good("surnames written in full and in capitals")
def capitals(school: School) -> File | None:
    if LAST not in layout_of(school):
        return None
    rows = [{**row, LAST: row[LAST].upper()} for row in rows_of(school.after, school)]
    return File(school, rows)


@_good("some blanks")
def blanks(school: School) -> File:
    rows = rows_of(school.after, school)
    for at, row in enumerate(rows):
        if at % 60 == 7:
            row[BORN] = ""
        if at % 60 == 17:
            row[NUMBER] = ""
        if at % 90 == 27:
            row[BORN] = "onbekend"
            row[NUMBER] = "geen"
    return File(school, rows)


@_good("newcomers with numbers of another form")
def other_numbers(school: School) -> File | None:
    if NUMBER not in layout_of(school):
        return None
    known = {child.key for child in school.before}
    children = [
        c if c.key in known else replace(c, number=c.number.lstrip("0")) for c in school.after
    ]
    return File(school, rows_of(children, school))


@_good("a small correction: every tenth child has a new number")
def some_new_numbers(school: School) -> File | None:
    if NUMBER not in layout_of(school):
        return None
    children = [
        replace(c, number=f"6{c.number}") if at % 10 == 4 else c
        for at, c in enumerate(school.after)
    ]
    return File(school, rows_of(children, school))


@_good("sorted by surname within groups, all in order")
def in_order(school: School) -> File:
    children = sorted(school.after, key=lambda c: (c.group, c.surname, c.first))
    return File(school, [row_of(child) for child in children])


@_good("sorted by birth date")
def by_birth_date(school: School) -> File:
    children = sorted(school.after, key=lambda c: c.born)
    return File(school, [row_of(child) for child in children])


@_good("Dutch spelling of prefixes in the surname")
def prefix_in_surname(school: School) -> File | None:
    headings = layout_of(school)
    if "Tussenvoegsel" not in headings:
        return None
    rows = [
        {**row, LAST: f"{row['Tussenvoegsel']} {row[LAST]}".strip()}
        for row in rows_of(school.after, school)
    ]
    return File(school, rows, headings=tuple(h for h in headings if h != "Tussenvoegsel"))


@_good("an official name for every first name")
def given_names(school: School) -> File | None:
    if FIRST not in layout_of(school):
        return None
    headings = tuple("Voornamen" if h == FIRST else h for h in layout_of(school))
    rows = [{**row, "Voornamen": f"{row[FIRST]} Maria"} for row in rows_of(school.after, school)]
    return File(school, rows, headings=headings)


@_good("all names in capitals")
def in_capitals(school: School) -> File:
    names = {FIRST, PREFIX, LAST, NAME}
    rows = [
        {column: text.upper() if column in names else text for column, text in row.items()}
        for row in rows_of(school.after, school)
    ]
    return File(school, rows)


@_good("an initial for every first name")
def initials(school: School) -> File | None:
    if not {FIRST, BORN} <= {*layout_of(school)}:
        return None
    rows = rows_of(school.after, school)
    return File(school, [{**row, FIRST: f"{row[FIRST][0]}."} for row in rows])


@_good("a July list before the summer")
def july(school: School) -> File:
    return File(school, rows_of(school.after, school), as_of=date(2026, 7, 6))


@_good("an October list, after the first weeks")
def october(school: School) -> File:
    new = regrouped([school.new_child(1, 2026) for _ in range(len(school.after) // 30)], school)
    return File(school, rows_of([*school.after, *new], school), as_of=date(2026, 10, 5))


@_good("the second list of the year, all applied")
def second_list(school: School) -> File:
    here = {child.key for child in school.after}
    left = [child for child in school.before if child.key not in here]
    register = [
        *(known_pupil(child, school, "2026-2027") for child in school.after),
        *(replace(known_pupil(c, school, LAST_YEAR), enrolled=False) for c in left),
    ]
    new = regrouped([school.new_child(1, 2026) for _ in range(3)], school)
    return File(school, rows_of([*school.after[2:], *new], school), register=register)


@_good("whole names, other order")
def whole_names(school: School) -> File:
    headings = tuple(h for h in (NUMBER, NAME, BORN, GROUP, YEAR) if h in layout_of(school)
                     or h in (NAME, GROUP))  # fmt: skip
    return File(school, rows_of(school.after, school), headings=headings)
