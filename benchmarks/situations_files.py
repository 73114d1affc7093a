"""What happens to files, registers and whole schools."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from benchmarks.school_years import SchoolYear, make_school_year, mistyped, placed, register_of
from benchmarks.situations import HEADINGS, Cells, Sent, send

_STREAM_ENDS = frozenset({"14", "15", "16"})


def _secondary(school: SchoolYear) -> SchoolYear:
    return make_school_year(school.next_number, "secondary")


def secondary(school: SchoolYear) -> Sent:
    """Three streams, each with its own last year; the file writes leerjaar 3 of 2havo3."""
    sent = send(_secondary(school))
    sent.final_years = _STREAM_ENDS
    return sent


def secondary_without_dates(school: SchoolYear) -> Sent:
    sent = send(_secondary(school), drop=["Geb.datum", "Leerjaar"])
    sent.final_years = _STREAM_ENDS
    return sent


def secondary_numbers_new(school: SchoolYear) -> Sent:
    school = _secondary(school)
    school.after = [replace(child, number=f"5{child.number}") for child in school.after]
    sent = send(school, must_hold=["numbers_all_new"])
    sent.final_years = _STREAM_ENDS
    return sent


def special(school: SchoolYear) -> Sent:
    """Special education: groups called Zon and Maan, no years, so nobody has a last one."""
    school = make_school_year(school.next_number, "special")
    return send(school, drop=["Leerjaar"], may_hold=["too_many_leavers", "too_many_newcomers"])


def special_without_numbers(school: SchoolYear) -> Sent:
    school = make_school_year(school.next_number, "special")
    return send(
        school, drop=["Leerjaar", "Lln.nr."], may_hold=["too_many_leavers", "too_many_newcomers"]
    )


def poor_register(school: SchoolYear) -> Sent:
    """A third of the register without a birth date, another third without a number."""
    register = [
        replace(pupil, birth_date=None) if at % 3 == 0
        else replace(pupil, pupil_number="") if at % 3 == 1
        else pupil
        for at, pupil in enumerate(register_of(school.before))
    ]  # fmt: skip
    return send(school, register=register)


def brin_in_front(school: SchoolYear) -> Sent:
    def edit(cells: Cells, _at: int) -> None:
        cells["Lln.nr."] = f"05KO01-{cells['Lln.nr.']}"

    return send(school, edit=edit)


def zeros_lost_and_reused(school: SchoolYear) -> Sent:
    """The zeros are gone, and newcomers got the numbers of leavers."""
    staying = {child.key for child in school.after}
    known = {child.key for child in school.before}
    free = [child.number for child in school.before if child.key not in staying]
    after = [
        replace(child, number=free.pop()) if child.key not in known and free else child
        for child in school.after
    ]

    def edit(cells: Cells, _at: int) -> None:
        cells["Lln.nr."] = cells["Lln.nr."].lstrip("0")

    return send(school, children=after, edit=edit, must_hold=["zeros_lost"])


_NO_MARKS = str.maketrans("łŁıø", "lLio")


def _respelled(surname: str) -> str:
    plain = unicodedata.normalize("NFKD", surname.translate(_NO_MARKS)).encode("ascii", "ignore")
    return plain.decode().replace("ij", "y").replace("-", " ")


def other_system(school: SchoolYear) -> Sent:
    """All numbers new, and the new system writes names its own way: no accents, capitals."""
    at_school = {child.number: child for child in school.after}

    def edit(cells: Cells, at: int) -> None:
        child = at_school[cells["Lln.nr."]]
        cells["Lln.nr."] = f"{20260000 + at}"
        cells["Tussenv."] = ""
        cells["Achternaam"] = f"{child.prefix} {_respelled(child.surname)}".strip()
        cells["Roepnaam"] = _respelled(child.first_name)

    return send(school, edit=edit, must_hold=["numbers_all_new"])


def capitals(school: SchoolYear) -> Sent:
    def edit(cells: Cells, _at: int) -> None:
        for column in ("Roepnaam", "Tussenv.", "Achternaam"):
            cells[column] = cells[column].upper()

    return send(school, edit=edit)


def groups_renamed(school: SchoolYear) -> Sent:
    """The school gives its groups names; their years are in a column of their own, or nowhere."""
    names = ("Vos", "Das", "Ree", "Uil", "Egel", "Haas", "Mol", "Otter")

    def edit(cells: Cells, _at: int) -> None:
        cells["Groep"] = f"{names[int(cells['Leerjaar']) - 1]}{cells['Groep'][1:]}"

    drop = ["Leerjaar"] if school.next_number % 2 else []
    return send(school, edit=edit, drop=drop, may_hold=["too_many_newcomers"])


def register_two_years_behind(school: SchoolYear) -> Sent:
    """Nobody sent a list last year: everybody is two years further than the register."""
    after = [
        placed(replace(child, year=child.year + 1), school)
        for child in school.after
        if child.year < 8
    ]
    known = {child.key for child in school.before}
    after = [child for child in after if child.key in known or child.year > 0]
    register = register_of(school.before, school_year="2024-2025")
    return send(
        school, children=after, register=register,
        may_hold=["too_many_leavers", "part_missing", "too_many_newcomers"],
    )  # fmt: skip


def upper_half(school: SchoolYear) -> Sent:
    """The school splits: groups 5-8 stay here."""
    after = [child for child in school.after if child.year > 4]
    return send(school, children=after, must_hold=["too_many_leavers", "part_missing"])


def merger_of_acquaintances(school: SchoolYear) -> Sent:
    """A second school comes in; a third of its children left here before."""
    register = register_of(school.before)
    taken = {child.number for child in (*school.before, *school.after)}
    incoming = []
    for at, child in enumerate(school.before):
        if child.year == 8:
            continue
        new = school.new_child(child.year + 1)
        if at % 3 == 0:
            left = replace(new, year=child.year, group=child.group)
            register += [replace(p, enrolled=False) for p in register_of([left])]
            new = replace(new, number=school.new_number())
        if new.number not in taken:
            incoming.append(replace(new, group=child.group))
    return send(
        school, children=[*school.after, *incoming], register=register,
        may_hold=["merger", "too_many_newcomers"],
    )  # fmt: skip


def numbers_shifted_a_row(school: SchoolYear) -> Sent:
    """The column of numbers slid one row down, or was sorted without the rest."""
    numbers = [child.number for child in school.after]
    moved = sorted(numbers) if school.next_number % 2 else [numbers[-1], *numbers[:-1]]
    after = [replace(c, number=n) for c, n in zip(school.after, moved, strict=True)]
    return send(school, children=after, must_hold=["numbers_all_new", "column_sorted_alone"])


def surnames_sorted_alone(school: SchoolYear) -> Sent:
    names = sorted((child.surname, child.prefix) for child in school.after)
    after = [
        replace(child, surname=surname, prefix=prefix)
        for child, (surname, prefix) in zip(school.after, names, strict=True)
    ]
    return send(school, children=after, must_hold=["column_sorted_alone"])


def names_swapped(school: SchoolYear) -> Sent:
    """First name and surname changed places in a few rows."""

    def edit(cells: Cells, _at: int) -> None:
        if school.random.random() < 0.015:
            cells["Roepnaam"], cells["Achternaam"] = cells["Achternaam"], cells["Roepnaam"]

    return send(school, edit=edit, may_hold=["columns_shifted"])


def names_swapped_without_numbers(school: SchoolYear) -> Sent:
    sent = names_swapped(school)
    rows = tuple(replace(row, cells=("", *row.cells[1:])) for row in sent.table.rows)
    sent.table = replace(sent.table, rows=rows)
    return sent


def american_dates(school: SchoolYear) -> Sent:
    def edit(cells: Cells, _at: int) -> None:
        day, month, year = cells["Geb.datum"].split("-")
        cells["Geb.datum"] = f"{int(month)}/{int(day)}/{year}"

    return send(school, edit=edit)


def american_dates_new_numbers(school: SchoolYear) -> Sent:
    school.after = [replace(child, number=f"9{child.number}") for child in school.after]
    sent = american_dates(school)
    sent.may_hold = sent.must_hold = frozenset({"numbers_all_new"})
    return sent


def mistakes_without_numbers(school: SchoolYear) -> Sent:
    def edit(cells: Cells, _at: int) -> None:
        chance = school.random.random()
        if chance < 0.02:
            cells["Achternaam"] = mistyped(cells["Achternaam"], school.random)
        elif chance < 0.04:
            cells["Roepnaam"] = mistyped(cells["Roepnaam"], school.random)
        elif chance < 0.05:
            cells["Geb.datum"] = f"{cells['Geb.datum'][:-1]}{school.random.randint(0, 9)}"

    return send(school, edit=edit, drop=["Lln.nr."])


def no_dates_numbers_new(school: SchoolYear) -> Sent:
    """Neither side has numbers or dates in common: names and groups must do."""
    after = [replace(child, number=f"9{child.number}") for child in school.after]
    return send(school, children=after, drop=["Geb.datum"], must_hold=["numbers_all_new"])


def arrivals_by_hand(school: SchoolYear) -> Sent:
    """Newcomers of the spring were entered at the desk: a name and a group."""
    register = register_of(school.before)
    for child in school.after[:3]:
        if child.key in {pupil.patron_id for pupil in register} or child.year < 2:
            continue
        by_hand = replace(child, number="", year=child.year - 1)
        register += [replace(pupil, birth_date=None) for pupil in register_of([by_hand])]
    return send(school, register=register)


def initials_numbers_new(school: SchoolYear) -> Sent:
    """Another system, which writes initials where the register has call names."""
    after = [replace(child, number=f"9{child.number}") for child in school.after]

    def edit(cells: Cells, _at: int) -> None:
        cells["Roepnaam"] = f"{cells['Roepnaam'][0]}."

    sent = send(school, children=after, edit=edit, must_hold=["numbers_all_new"])
    headings = ("Lln.nr.", "Voorletters", *HEADINGS[2:])
    sent.table = replace(sent.table, headings=headings)
    return sent


def register_of_initials(school: SchoolYear) -> Sent:
    """Another system, and the register has initials only."""
    after = [replace(child, number=f"9{child.number}") for child in school.after]
    register = [
        replace(pupil, first_name="", initials=f"{pupil.first_name[0]}.")
        for pupil in register_of(school.before)
    ]
    return send(school, children=after, register=register, must_hold=["numbers_all_new"])


def dates_a_day_off(school: SchoolYear, *, drop: tuple[str, ...] = ()) -> Sent:
    """A program wrote midnight in UTC, which is the day before."""
    after = [replace(child, born=child.born - timedelta(days=1)) for child in school.after]
    return send(school, children=after, drop=drop, must_hold=["birth_dates_moved"])


def dates_a_day_off_without_numbers(school: SchoolYear) -> Sent:
    return dates_a_day_off(school, drop=("Lln.nr.",))


def one_group(school: SchoolYear) -> Sent:
    """A school of one group; the list has no column of years."""
    register = [
        replace(pupil, group="1-8", year_group="") for pupil in register_of(school.before)
    ]  # fmt: skip
    after = [replace(child, group="1-8") for child in school.after]
    return send(school, children=after, register=register, drop=["Leerjaar"])


FILES: dict[str, Callable[[SchoolYear], Sent]] = {
    "secondary": secondary,
    "secondary, no dates": secondary_without_dates,
    "secondary, numbers new": secondary_numbers_new,
    "special education": special,
    "special, no numbers": special_without_numbers,
    "poor register": poor_register,
    "BRIN in front": brin_in_front,
    "zeros lost, nrs reused": zeros_lost_and_reused,
    "other system": other_system,
    "capitals": capitals,
    "groups renamed": groups_renamed,
    "register two years behind": register_two_years_behind,
    "upper half stays": upper_half,
    "merger of acquaintances": merger_of_acquaintances,
    "numbers shifted a row": numbers_shifted_a_row,
    "surnames sorted alone": surnames_sorted_alone,
    "names swapped": names_swapped,
    "names swapped, no numbers": names_swapped_without_numbers,
    "American dates": american_dates,
    "same, numbers new ": american_dates_new_numbers,
    "mistakes, no numbers": mistakes_without_numbers,
    "no dates, numbers new": no_dates_numbers_new,
    "arrivals by hand": arrivals_by_hand,
    "initials, numbers new": initials_numbers_new,
    "register of initials": register_of_initials,
    "dates a day off": dates_a_day_off,
    "same, no numbers ": dates_a_day_off_without_numbers,
    "one group": one_group,
}
