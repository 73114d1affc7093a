"""Wrong files that are whole in themselves: parts of a list, older ones, other schools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from benchmarks.files_sent import (
    BIG,
    LEAVERS,
    OLDER,
    OTHER,
    SHIFTED,
    WRONG,
    File,
    Wrong,
    wrong,
)
from benchmarks.kinds_of_school import (
    BORN,
    LAST,
    NUMBER,
    Child,
    School,
    a_year_later,
    known_pupil,
    layout_of,
    make_school,
    register_of,
    regrouped,
    rows_of,
)

from leesloket.roster.model import KnownPupil, SourceFacts


def _known_keys(school: School) -> set[str]:
    return {child.key for child in school.before}


def _staying(school: School) -> dict[str, list[Child]]:
    """Children who stay, by last year's group, outside the final year."""
    after = {child.key for child in school.after}
    groups: dict[str, list[Child]] = {}
    for child in school.before:
        if child.key in after and not school.is_final(child):
            groups.setdefault(child.group, []).append(child)
    return groups


def _without(school: School, gone: set[str]) -> File:
    return File(school, rows_of([c for c in school.after if c.key not in gone], school))


# --- parts that are missing ----------------------------------------------------------------------


@wrong("a whole group missing", *LEAVERS)
def group_missing(school: School) -> File | None:
    groups = [group for group in _staying(school).values() if len(group) >= 5]
    if not groups:
        return None
    return _without(school, {child.key for child in school.random.choice(groups)})


@wrong("half a group missing", *LEAVERS)
def half_group_missing(school: School) -> File | None:
    groups = [group for group in _staying(school).values() if len(group) >= 12]
    if not groups:
        return None
    group = school.random.choice(groups)
    return _without(school, {child.key for child in group[: len(group) // 2 + 1]})


@wrong("two groups missing", *LEAVERS)
def two_groups_missing(school: School) -> File | None:
    groups = [group for group in _staying(school).values() if len(group) >= 5]
    if len(groups) < 2:
        return None
    chosen = school.random.sample(groups, 2)
    return _without(school, {child.key for group in chosen for child in group})


@wrong("a year group missing", *LEAVERS)
def year_missing(school: School) -> File | None:
    after = {child.key for child in school.after}
    years: dict[int, list[Child]] = {}
    for child in school.before:
        if child.key in after and not school.is_final(child):
            years.setdefault(child.year, []).append(child)
    fit = [year for year in years.values() if len(year) >= 4]
    # A special school has no years to miss one of.
    if not fit or school.kind == "special":
        return None
    return _without(school, {child.key for child in school.random.choice(fit)})


@wrong("a filter hides the first year", *LEAVERS)
def first_year_hidden(school: School) -> File | None:
    first = [child for child in school.after if child.year == 1]
    if len(first) < 12 or school.kind == "special" or len(first) < 0.06 * len(school.after):
        return None
    return File(school, rows_of([c for c in school.after if c.year > 1], school))


@wrong("a class has the name of another", *LEAVERS, *SHIFTED)
def class_of_another_name(school: School) -> File | None:
    groups = Counter((child.group, child.year) for child in school.after)
    classes = [group for group, children in groups.items() if children >= 22]
    pairs = [(one, other) for one in classes for other in classes if one < other]
    fit = [(one, other) for one, other in pairs if one[1] == other[1]]
    if not fit or school.kind == "special":
        return None
    (one, _), (other, _) = school.random.choice(fit)
    children = [replace(c, group=other) if c.group == one else c for c in school.after]
    return File(school, rows_of(children, school))


@wrong("the first group's sheet only", *LEAVERS, *OTHER)
def one_group_only(school: School) -> File | None:
    groups = Counter(child.group for child in school.after)
    group = groups.most_common(1)[0][0]
    return File(school, rows_of([c for c in school.after if c.group == group], school))


def _first_rows(share: float) -> Wrong:
    def make(school: School) -> File:
        rows = rows_of(school.after, school)
        return File(school, rows[: max(3, int(share * len(rows)))])

    return make


for _share in (0.1, 0.3, 0.5, 0.7, 0.8):
    WRONG[f"only the first {_share:.0%} of the rows"] = (
        _first_rows(_share),
        frozenset((*LEAVERS, *OTHER)),
    )


@wrong("a filter on surnames A-M", *LEAVERS)
def first_half_of_alphabet(school: School) -> File | None:
    rows = [row for row in rows_of(school.after, school) if row[LAST][0].upper() <= "M"]
    return File(school, rows)


@wrong("cut off before the last letters", *LEAVERS)
def last_letters_missing(school: School) -> File | None:
    rows = sorted(rows_of(school.after, school), key=lambda row: row[LAST].casefold())
    known = {child.number for child in school.before}
    kept = rows[: len(rows) - max(8, len(rows) // 25)]
    lost = [row for row in rows[len(kept) :] if row[NUMBER] in known]
    if len({row[LAST] for row in lost}) < 4 or len(lost) < 6:
        return None
    return File(school, kept)


@wrong("newcomers only, sent as a full list", *LEAVERS, *OTHER)
def newcomers_only(school: School) -> File | None:
    known = _known_keys(school)
    return File(school, rows_of([c for c in school.after if c.key not in known], school))


@wrong("a split: half goes to a second location", *LEAVERS)
def split(school: School) -> File:
    half = [c for c in school.after if sum(map(ord, c.surname)) % 2]
    return File(school, rows_of(half, school))


@wrong("only the headings", "no_rows")
def headings_only(school: School) -> File:
    return File(school, [])


# --- older files ---------------------------------------------------------------------------------


@wrong("last year's file again", *OLDER)
def last_year(school: School) -> File:
    return File(school, rows_of(school.before, school))


@wrong("a first list of last year", *OLDER)
def first_list_of_last_year(school: School) -> File | None:
    if BORN not in layout_of(school) or school.kind == "special":
        return None
    return File(school, rows_of(school.before, school), empty_register=True)


@wrong("last year's spring file, with arrivals since", *OLDER)
def spring_file(school: School) -> File:
    arrivals = [school.new_child(1, 2025) for _ in range(3)]
    return File(school, rows_of([*school.before, *regrouped(arrivals, school)], school))


@wrong("the file of two years ago", *OLDER)
def two_years_old(school: School) -> File:
    return File(school, rows_of(school.two_years_ago, school))


@wrong("last year's file without its last group", *OLDER, *LEAVERS)
def last_year_without_leavers(school: School) -> File:
    rows = [child for child in school.before if not school.is_final(child)]
    return File(school, rows_of(rows, school))


@wrong("a file that says it is last year's", *OLDER)
def says_last_year(school: School) -> File:
    facts = SourceFacts(school_year="2025-2026")
    return File(school, rows_of(school.before, school), facts=facts)


# --- another school ------------------------------------------------------------------------------


@wrong("another school", *OTHER)
def another_school(school: School) -> File:
    other = make_school(school.seed + 600)
    return File(school, rows_of(other.after, other))


@wrong("another school with the same numbers", *OTHER)
def another_school_same_numbers(school: School) -> File:
    other = make_school(school.seed + 600)
    numbers = [child.number for child in school.before]
    school.random.shuffle(numbers)
    rows = rows_of(other.after, other)
    for row, number in zip(rows, numbers, strict=False):
        row[NUMBER] = number
    return File(school, rows)


@wrong("another school with a tenth of our children", *OTHER, *LEAVERS)
def another_school_some_shared(school: School) -> File:
    other = make_school(school.seed + 600)
    shared = school.after[: len(school.after) // 10]
    return File(school, rows_of([*other.after, *shared], school))


@wrong("another school, two thirds ours", *OTHER, *LEAVERS, *BIG)
def a_mixture(school: School) -> File:
    other = make_school(school.seed + 600)
    ours = [c for at, c in enumerate(school.after) if at % 3]
    return File(school, rows_of([*ours, *other.after], school))


@wrong("a file that names another BRIN", *OTHER)
def other_brin(school: School) -> File:
    facts = SourceFacts(brin="19ZZ00")
    return File(school, rows_of(school.after, school), facts=facts, branch_brin="05KO00")


# --- registers that say less ---------------------------------------------------------------------


def _lesser(make: Wrong, change: Callable[[KnownPupil], KnownPupil]) -> Wrong:
    def lesser(school: School) -> File | None:
        file = make(school)
        if file is None:
            return None
        file.register = [change(pupil) for pupil in register_of(school)]
        return file

    return lesser


def _without_years(pupil: KnownPupil) -> KnownPupil:
    return replace(pupil, year_group="")


def _without_school_year(pupil: KnownPupil) -> KnownPupil:
    return replace(pupil, school_year=None)


for _name in ("a whole group missing", "last year's file again", "another school"):
    _make, _codes = WRONG[_name]
    WRONG[f"{_name}; no years in the register"] = (_lesser(_make, _without_years), _codes)
for _name in ("a whole group missing", "the file of two years ago", "another school"):
    _make, _codes = WRONG[_name]
    WRONG[f"{_name}; no school year known"] = (_lesser(_make, _without_school_year), _codes)


@wrong("in the year: half the school gone", *LEAVERS)
def in_the_year_half(school: School) -> File:
    rows = rows_of(school.before[::2], school)
    return File(school, rows, school_year="2025-2026", as_of=date(2026, 3, 2))


@wrong("in the year: the file of last summer", *OLDER, *LEAVERS)
def in_the_year_old(school: School) -> File:
    """The register is of this year already; the file is of the year before."""
    register = [replace(pupil, school_year="2026-2027") for pupil in _register_now(school)]
    return File(school, rows_of(school.before, school), register=register)


def _register_now(school: School) -> list[KnownPupil]:
    here = {child.key for child in school.after}
    left = [child for child in school.before if child.key not in here]
    return [
        *(known_pupil(child, school, "2026-2027") for child in school.after),
        *(replace(known_pupil(c, school, "2025-2026"), enrolled=False) for c in left),
    ]


@wrong("two years of turnover at once", *LEAVERS, *BIG)
def half_moved(school: School) -> File:
    moved = a_year_later(school.before, school, 2026, leaves=0.4, arrives=0.4)
    return File(school, rows_of(moved, school))
