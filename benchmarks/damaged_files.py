"""Files that were damaged on the way, mostly in a spreadsheet; numbers, mergers and teachers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from benchmarks.files_sent import (
    BIG,
    NEW_NUMBERS,
    SHIFTED,
    SORTED,
    WRONG,
    File,
    Wrong,
    wrong,
)
from benchmarks.kinds_of_school import (
    BORN,
    FIRST,
    GROUP,
    LAST,
    NAME,
    NUMBER,
    PREFIX,
    YEAR,
    Child,
    Row,
    School,
    layout_of,
    make_school,
    regrouped,
    rows_of,
)

# --- columns sorted on their own -----------------------------------------------------------------


def _sorted(column: str, *, part: float = 1.0, reverse: bool = False) -> Wrong:
    def make(school: School) -> File | None:
        if column not in layout_of(school):
            return None
        rows = rows_of(school.after, school)
        if column == BORN:
            key: Callable[[str], str] = lambda text: text[6:] + text[3:5] + text[:2]  # noqa: E731
        else:
            key = str.casefold
        some = rows[: int(part * len(rows))]
        values = sorted((row[column] for row in some), key=key, reverse=reverse)
        changed = sum(row[column] != value for row, value in zip(some, values, strict=True))
        if changed < max(8, 0.15 * len(rows)):
            return None  # the list was in this order already
        for row, value in zip(some, values, strict=True):
            row[column] = value
        return File(school, rows)

    return make


for _column in (FIRST, PREFIX, LAST, BORN, GROUP, NAME):
    WRONG[f"{_column} sorted alone"] = (_sorted(_column), frozenset(SORTED))
    WRONG[f"{_column} sorted downwards"] = (_sorted(_column, reverse=True), frozenset(SORTED))
    WRONG[f"{_column}, half of it sorted"] = (_sorted(_column, part=0.5), frozenset(SORTED))
for _column in (NUMBER,):
    WRONG[f"{_column} sorted alone"] = (_sorted(_column), frozenset(SORTED))
    WRONG[f"{_column} sorted downwards"] = (_sorted(_column, reverse=True), frozenset(SORTED))
    WRONG[f"{_column}, half of it sorted"] = (
        _sorted(_column, part=0.5),
        frozenset((*SORTED, *NEW_NUMBERS)),
    )


def _slid(column: str) -> Wrong:
    """A cell was inserted: the column is one row lower than the rest."""

    def make(school: School) -> File | None:
        if column not in layout_of(school):
            return None
        rows = rows_of(school.after, school)
        values = [row[column] for row in rows]
        for row, value in zip(rows, [values[-1], *values[:-1]], strict=True):
            row[column] = value
        return File(school, rows)

    return make


for _column in (FIRST, LAST, BORN, NUMBER):
    WRONG[f"{_column} slid down a row"] = (
        _slid(_column),
        frozenset((*SORTED, *SHIFTED, *(NEW_NUMBERS if _column == NUMBER else ()))),
    )


# --- shifted cells -------------------------------------------------------------------------------


def _shifted(rows: Sequence[Row], columns: Sequence[str], *, at: int, by: int) -> list[Row]:
    shifted = []
    for row in rows:
        cells = [row[column] for column in columns]
        if by > 0:
            cells = [*cells[:at], "", *cells[at:]][: len(columns)]
        else:
            cells = [*cells[:at], *cells[at + 1 :], ""]
        shifted.append({**row, **dict(zip(columns, cells, strict=True))})
    return shifted


def _shift(share: float, *, at: int, by: int) -> Wrong:
    def make(school: School) -> File | None:
        columns = layout_of(school)
        rows = rows_of(school.after, school)
        every = max(2, round(1 / share))
        off = [row for n, row in enumerate(rows) if n % every == 1]
        if len(off) < 4:
            return None
        moved = iter(_shifted(off, columns, at=at, by=by))
        rows = [next(moved) if n % every == 1 else row for n, row in enumerate(rows)]
        return File(school, rows)

    return make


for _part in (0.05, 0.2, 0.5):
    WRONG[f"{_part:.0%} of the rows shifted right"] = (
        _shift(_part, at=0, by=1),
        frozenset(SHIFTED),
    )
    WRONG[f"{_part:.0%} of the rows shifted left"] = (
        _shift(_part, at=0, by=-1),
        frozenset(SHIFTED),
    )
    WRONG[f"{_part:.0%} shifted from the third column"] = (
        _shift(_part, at=2, by=1),
        frozenset(SHIFTED),
    )


@wrong("first name and surname changed places", *SHIFTED)
def names_swapped(school: School) -> File | None:
    if FIRST not in layout_of(school):
        return None
    rows = rows_of(school.after, school)
    return File(school, [{**row, FIRST: row[LAST], LAST: row[FIRST]} for row in rows])


@wrong("names changed places in a fifth of the rows", *SHIFTED)
def some_names_swapped(school: School) -> File | None:
    if FIRST not in layout_of(school):
        return None
    rows = [
        {**row, FIRST: row[LAST], LAST: row[FIRST]} if at % 5 == 2 else row
        for at, row in enumerate(rows_of(school.after, school))
    ]
    return File(school, rows)


@wrong("the other parent's name behind every surname", "names_changed")
def other_surnames(school: School) -> File | None:
    return _renamed(school, LAST, "-de Wit")


@wrong("an official form of every first name", "names_changed")
def official_names(school: School) -> File | None:
    return _renamed(school, FIRST, "ius")


def _renamed(school: School, column: str, ending: str) -> File | None:
    if not {column, BORN} <= {*layout_of(school)}:
        return None
    rows = rows_of(school.after, school)
    return File(school, [{**row, column: row[column] + ending} for row in rows])


# --- numbers -------------------------------------------------------------------------------------


def _with_groups(name: Callable[[int, str], str]) -> Wrong:
    """Something else under the heading of the group."""

    def make(school: School) -> File | None:
        if GROUP not in layout_of(school):
            return None
        rows = rows_of(school.after, school)
        return File(school, [{**row, GROUP: name(at, row[GROUP])} for at, row in enumerate(rows)])

    return make


NO_GROUPS = ("part_missing",)
WRONG["one word under the heading of the group"] = (
    _with_groups(lambda _at, _group: "leerling"),
    frozenset(SHIFTED),
)
WRONG["yes and no under the heading of the group"] = (
    _with_groups(lambda at, _group: "ja" if at % 3 else "nee"),
    frozenset(SHIFTED),
)


@wrong("no group at all", *NO_GROUPS)
def no_groups(school: School) -> File | None:
    if GROUP not in layout_of(school):
        return None
    rows = [{**row, GROUP: "", YEAR: ""} for row in rows_of(school.after, school)]
    return File(school, rows)


WRONG["a group in every third row"] = (
    _with_groups(lambda at, group: "" if at % 3 else group),
    frozenset(NO_GROUPS),
)


@wrong("zeros lost by Excel", "zeros_lost")
def zeros_lost(school: School) -> File | None:
    if not school.zeros or NUMBER not in layout_of(school):
        return None
    rows = [{**row, NUMBER: row[NUMBER].lstrip("0")} for row in rows_of(school.after, school)]
    return File(school, rows)


@wrong("zeros lost and one digit in front", "zeros_lost")
def zeros_lost_brin(school: School) -> File | None:
    if not school.zeros or NUMBER not in layout_of(school):
        return None
    rows = [
        {**row, NUMBER: row[NUMBER].lstrip("0")} if at % 4 else row
        for at, row in enumerate(rows_of(school.after, school))
    ]
    return File(school, rows)


def _renumbered(school: School, number_of: Callable[[Child, int], str]) -> File | None:
    if NUMBER not in layout_of(school):
        return None
    children = [
        replace(child, number=number_of(child, at)) for at, child in enumerate(school.after)
    ]
    return File(school, rows_of(children, school))


@wrong("all numbers new", *NEW_NUMBERS)
def numbers_new(school: School) -> File | None:
    return _renumbered(school, lambda child, _at: f"7{child.number}")


@wrong("all numbers new, counted from 1", *NEW_NUMBERS)
def numbers_from_one(school: School) -> File | None:
    return _renumbered(school, lambda _child, at: str(at + 1))


@wrong("all numbers new and those of others", *NEW_NUMBERS)
def numbers_collide(school: School) -> File | None:
    old = [child.number for child in school.before]
    school.random.shuffle(old)
    return _renumbered(school, lambda child, at: old[at] if at < len(old) else f"9{child.number}")


@wrong("all numbers new, and other headings", *NEW_NUMBERS)
def numbers_new_other_system(school: School) -> File | None:
    if NUMBER not in layout_of(school):
        return None
    rows = [
        {
            "Stamnummer": f"5{row[NUMBER]}",
            "Roepnaam": row[FIRST],
            "Achternaam": f"{row[PREFIX]} {row[LAST]}".strip(),
            "Geb.datum": "-".join(reversed(row[BORN].split("-"))),
            "Klas": row[GROUP],
        }
        for row in rows_of(school.after, school)
    ]
    return File(
        school, rows, headings=("Stamnummer", "Roepnaam", "Achternaam", "Geb.datum", "Klas")
    )


@wrong("most numbers new", *NEW_NUMBERS)
def most_numbers_new(school: School) -> File | None:
    return _renumbered(school, lambda child, at: f"7{child.number}" if at % 5 else child.number)


# --- two schools ---------------------------------------------------------------------------------


def _merged(school: School, share: float, *, renumber: bool = False) -> File:
    wanted = max(12, int(share * len(school.after)))
    pool: list[Child] = []
    seed = school.seed + 1200
    while len(pool) < wanted:
        other = make_school(seed)
        pool.extend(other.after)
        seed += 6
    school.random.shuffle(pool)
    incoming = [
        replace(child, key=f"o{child.key}", number=f"3{child.number}") for child in pool[:wanted]
    ]
    children = [*school.after, *regrouped(incoming, school)]
    if renumber:
        children = [replace(c, number=f"8{at:05d}") for at, c in enumerate(children)]
    return File(school, rows_of(children, school))


@wrong("a merger with a school of the same size", *BIG)
def merger_same_size(school: School) -> File:
    return _merged(school, 1.0)


@wrong("a merger with a smaller school", *BIG)
def merger_smaller(school: School) -> File:
    return _merged(school, 0.5)


@wrong("a merger with a bigger school", *BIG)
def merger_bigger(school: School) -> File:
    return _merged(school, 3.0)


@wrong("a merger with all numbers new", *BIG, *NEW_NUMBERS)
def merger_new_numbers(school: School) -> File:
    return _merged(school, 0.8, renumber=True)


@wrong("too many newcomers in one year", "too_many_newcomers", "merger")
def one_full_year(school: School) -> File | None:
    if school.kind == "special":
        return None
    new = [school.new_child(3, 2026) for _ in range(max(14, int(len(school.after) * 0.35)))]
    return File(school, rows_of([*school.after, *regrouped(new, school)], school))


# --- teachers ------------------------------------------------------------------------------------


def _teachers(count: int, **values: str) -> Wrong:
    def make(school: School) -> File | None:
        rows = rows_of(school.after, school)
        if values.get(BORN) == "adult" and BORN not in layout_of(school):
            return None
        for at in range(count):
            adult = school.new_child(1, 2026)
            row = {
                NUMBER: f"P{at:03d}",
                FIRST: adult.first,
                PREFIX: adult.prefix,
                LAST: adult.surname,
                NAME: f"{adult.surname}, {adult.first}",
                BORN: f"{adult.born.day:02d}-{adult.born.month:02d}-{1964 + 3 * at}",
                GROUP: values.get(GROUP, rows[at]["Groep"]),
                YEAR: "",
            }
            if BORN in values and values[BORN] != "adult":
                row[BORN] = values[BORN]
            rows.append(row)
        return File(school, rows)

    return make


for _group in (
    *("Team", "Leerkrachten", "leerkracht", "Personeel", "Docenten", "OOP", "Directie"),
    *("Onderwijsassistent", "Groepsleerkracht", "Leerkracht groep 5", "IB", "MT"),
):
    WRONG[f"teachers in a group {_group}"] = (
        _teachers(6, **{GROUP: _group, BORN: ""}),
        frozenset({"teachers_in_list"}),
    )
WRONG["teachers in the groups they teach"] = (
    _teachers(8, **{BORN: "adult"}),
    frozenset({"teachers_in_list"}),
)
WRONG["two teachers of a small school"] = (
    _teachers(2, **{BORN: "adult"}),
    frozenset({"teachers_in_list"}),
)
