"""What happens to children: twins, new names, returns, and children who look alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from benchmarks.school_years import Child, SchoolYear, register_of
from benchmarks.situations import HEADINGS, Cells, Sent, send

from leesloket.roster.model import PatronId, RawRow


def _some(school: SchoolYear, share: float, *, staying: bool = True) -> list[Child]:
    """Children as they were, of those who stay or of those who leave."""
    keys = {child.key for child in school.after}
    children = [child for child in school.before if (child.key in keys) is staying]
    return school.random.sample(children, min(len(children), max(1, round(share * len(children)))))


def _families(school: SchoolYear, names: tuple[str, ...]) -> list[Child]:
    """Children born on one day in one family, placed in last year's register and this year's."""
    first = school.random.choice([c for c in school.before if c.year < c.last_year])
    made = [
        replace(
            school.new_child(first.year, family=first),
            first_name=name, given_names=name, born=first.born, group=first.group,
        )
        for name in names
    ]  # fmt: skip
    school.before += made
    school.after += [replace(child, year=child.year + 1) for child in made]
    return made


def _only(column: str, value: Callable[[str], str]) -> Callable[[Cells, int], None]:
    def edit(cells: Cells, _at: int) -> None:
        cells[column] = value(cells[column])

    return edit


def _swap_numbers(school: SchoolYear, pairs: list[list[Child]]) -> None:
    """The two of each pair have each other's number in this year's file."""
    number: dict[str, str] = {}
    for one, other in pairs:
        number |= {one.key: other.number, other.key: one.number}
    school.after = [replace(c, number=number.get(c.key, c.number)) for c in school.after]


def twins_with_swapped_numbers(school: SchoolYear) -> Sent:
    _swap_numbers(school, [_families(school, ("Tim", "Tom"))])
    return send(school)


def classmates_with_swapped_numbers(school: SchoolYear) -> Sent:
    some = _some(school, 0.04)
    pairs = [some[at : at + 2] for at in range(0, len(some) - 1, 2)]
    _swap_numbers(school, pairs)
    # Ten children with each other's numbers may be two classes whose cells were exchanged.
    return send(school, may_hold=["column_sorted_alone"])


def triplets_without_numbers(school: SchoolYear) -> Sent:
    _families(school, ("Roos", "Roan", "Rosa"))
    return send(school, drop=["Lln.nr."])


def twins_by_initials(school: SchoolYear) -> Sent:
    """A list with initials only, for twins with the same one."""
    _families(school, ("Jan", "Jip"))
    _families(school, ("Noor", "Bas"))
    sent = send(school, edit=_only("Roepnaam", lambda name: f"{name[0]}."))
    headings = ("Lln.nr.", "Voorletters", *HEADINGS[2:])
    sent.table = replace(sent.table, headings=headings)
    return sent


def twins_by_initials_without_numbers(school: SchoolYear) -> Sent:
    sent = twins_by_initials(school)
    rows = tuple(replace(row, cells=("", *row.cells[1:])) for row in sent.table.rows)
    sent.table = replace(sent.table, rows=rows)
    return sent


def _a_leavers_twin_comes(school: SchoolYear) -> None:
    """Who leaves has a twin, named almost the same, who comes."""
    for child in _some(school, 0.1, staying=False):
        if child.year == child.last_year:
            continue
        new = school.new_child(child.year + 1, family=child)
        first = f"{child.first_name[:-1]}{'a' if child.first_name[-1] != 'a' else 'e'}"
        school.after.append(replace(new, first_name=first, born=child.born, group=child.group))


def leavers_twin(school: SchoolYear) -> Sent:
    _a_leavers_twin_comes(school)
    return send(school)


def leavers_twin_without_numbers(school: SchoolYear) -> Sent:
    _a_leavers_twin_comes(school)
    return send(school, drop=["Lln.nr."])


def foster_siblings(school: SchoolYear) -> Sent:
    """Two of one birth date and no family, who have one surname since."""
    pair = _some(school, 1)[:2]
    keys, born = {child.key for child in pair}, pair[0].born
    school.before = [replace(c, born=born) if c.key in keys else c for c in school.before]
    school.after = [
        replace(c, born=born, prefix="", surname="Pleegman", number=f"9{c.number}")
        if c.key in keys
        else replace(c, number=f"9{c.number}")
        for c in school.after
    ]
    return send(school, must_hold=["numbers_all_new"])


def _a_younger_sibling_comes(school: SchoolYear) -> None:
    for child in _some(school, 0.04, staying=False):
        new = school.new_child(max(1, child.year - 1), family=child)
        try:
            born = child.born.replace(year=child.born.year + 1)
        except ValueError:
            continue
        first = f"{child.first_name[:-1]}{'a' if child.first_name[-1] != 'a' else 'e'}"
        school.after.append(replace(new, first_name=first, born=born, group=child.group))


def siblings_a_year_apart(school: SchoolYear) -> Sent:
    """Who leaves has a brother or sister who comes, named almost the same, born a year later."""
    _a_younger_sibling_comes(school)
    return send(school)


def siblings_without_numbers(school: SchoolYear) -> Sent:
    _a_younger_sibling_comes(school)
    return send(school, drop=["Lln.nr."])


def double_surnames(school: SchoolYear) -> Sent:
    """Adopted or chosen since: a second surname in front, behind, or gone."""
    some = {child.key for child in _some(school, 0.05)}
    other = school.before[0].surname
    school.after = [
        replace(
            c, surname=f"{c.surname}-{other}" if "-" not in c.surname else c.surname.split("-")[0]
        )
        if c.key in some
        else c
        for c in school.after
    ]  # fmt: skip
    return send(school)


def double_surnames_new_numbers(school: SchoolYear) -> Sent:
    sent = double_surnames(school)
    sent.table = replace(sent.table, rows=tuple(map(_number_in_front, sent.table.rows)))
    sent.may_hold = sent.must_hold = frozenset({"numbers_all_new"})
    return sent


def _number_in_front(row: RawRow) -> RawRow:
    return replace(row, cells=(f"7{row.cells[0]}", *row.cells[1:]))


def other_first_name(school: SchoolYear) -> Sent:
    """A new first name altogether, the number stays."""
    some = {child.key for child in _some(school, 0.02)}
    school.after = [replace(c, first_name="Robin") if c.key in some else c for c in school.after]
    return send(school)


def call_name_for_given_names(school: SchoolYear) -> Sent:
    """The register has the call name, the list all given names, and the other way about."""
    register = [
        replace(pupil, first_name=child.given_names) if at % 3 == 0 else pupil
        for at, (pupil, child) in enumerate(
            zip(register_of(school.before), school.before, strict=True)
        )
    ]
    children = [
        replace(c, first_name=c.given_names) if at % 2 else c for at, c in enumerate(school.after)
    ]
    return send(school, children=children, register=register, drop=["Lln.nr."])


def withdrawn_return(school: SchoolYear) -> Sent:
    """Some who left a year ago are back, half of them with a new number."""
    gone = _some(school, 0.05)
    keys = {child.key for child in gone}
    register = [
        replace(p, enrolled=p.patron_id not in keys) for p in register_of(school.before)
    ]  # fmt: skip
    renumbered = {child.key: school.new_number() for child in gone[::2]}
    school.after = [replace(c, number=renumbered.get(c.key, c.number)) for c in school.after]
    return send(school, register=register)


def withdrawn_namesakes(school: SchoolYear) -> Sent:
    """Newcomers named as children who left before, born in another year."""
    gone = _some(school, 0.1, staying=False)
    keys = {child.key for child in gone}
    register = [replace(p, enrolled=p.patron_id not in keys) for p in register_of(school.before)]
    for child in gone:
        _add_namesake(school, child, year=1 + school.random.randrange(4))
    return send(school, register=register)


def _add_namesake(school: SchoolYear, child: Child, *, year: int) -> None:
    new = school.new_child(year)
    if new.born != child.born:
        school.after.append(
            replace(
                new,
                first_name=child.first_name, prefix=child.prefix, surname=child.surname,
                group=child.group,
            )
        )  # fmt: skip


def leavers_namesake_of_the_same_year(school: SchoolYear) -> Sent:
    """A newcomer has a leaver's name, year group and year of birth."""
    for child in _some(school, 0.3, staying=False):
        _add_namesake(school, child, year=min(child.last_year, child.year + 1))
    return send(school)


def leavers_namesake_without_numbers(school: SchoolYear) -> Sent:
    leavers_namesake_of_the_same_year(school)
    return send(school, drop=["Lln.nr."])


_ALIKE_FIRST = ("Mohamed", "Mohamad", "Mohammed", "Ahmad", "Ahmed", "Yousef", "Yusuf", "Ali")
_ALIKE_LAST = ("Al Ahmad", "Alahmed", "Al Ali", "Alali", "Hassan", "Hasan")


def placeholder_dates(school: SchoolYear, *, drop: tuple[str, ...] = ()) -> Sent:
    """Every seventh child, from abroad, is registered as born on the first of January.

    Their names are spelled alike, and each is another child.
    """
    taken: dict[tuple[str, str, int], str] = {}

    def placeholder(child: Child) -> Child:
        at = int(child.number)
        if at % 7:
            return child
        first, surname = _ALIKE_FIRST[at // 7 % 8], _ALIKE_LAST[at // 56 % 6]
        key = taken.setdefault((first, surname, child.born.year), child.key)
        born = child.born.replace(month=1, day=1)
        if key != child.key:  # nothing could tell these two apart
            return replace(child, born=born)
        return replace(child, first_name=first, prefix="", surname=surname, born=born)

    school.before = list(map(placeholder, school.before))
    school.after = list(map(placeholder, school.after))
    return send(school, drop=drop)


def placeholder_dates_without_numbers(school: SchoolYear) -> Sent:
    return placeholder_dates(school, drop=("Lln.nr.",))


def single_names(school: SchoolYear) -> Sent:
    """Children with one name: no list can say that, so the school puts a dash for the other."""
    some = {child.key for child in _some(school, 0.02)}

    def single(children: list[Child]) -> list[Child]:
        return [
            replace(c, first_name="-", prefix="", given_names="-") if c.key in some else c
            for c in children
        ]

    school.before, school.after = single(school.before), single(school.after)
    return send(school)


def twice_in_the_register(school: SchoolYear) -> Sent:
    """Some children have a second entry, made at the desk or under an old number."""
    register = register_of(school.before)
    same = {}
    for at, child in enumerate(_some(school, 0.02)):
        second = PatronId(f"{child.key}-again")
        [first] = [pupil for pupil in register if pupil.patron_id == child.key]
        number = "" if at % 2 else f"88{child.number}"
        register.append(replace(first, patron_id=second, pupil_number=number))
        same[second] = child.key
    sent = send(school, register=register)
    sent.same = {str(second): first for second, first in same.items()}
    return sent


CHILDREN: dict[str, Callable[[SchoolYear], Sent]] = {
    "twins, swapped numbers": twins_with_swapped_numbers,
    "classmates, swapped nrs": classmates_with_swapped_numbers,
    "triplets, no numbers": triplets_without_numbers,
    "twins by initials": twins_by_initials,
    "same, no numbers": twins_by_initials_without_numbers,
    "leaver's twin": leavers_twin,
    "leaver's twin, no numbers": leavers_twin_without_numbers,
    "foster siblings, nrs new": foster_siblings,
    "siblings a year apart": siblings_a_year_apart,
    "siblings, no numbers": siblings_without_numbers,
    "double surnames": double_surnames,
    "same, numbers new": double_surnames_new_numbers,
    "other first name": other_first_name,
    "call for given names": call_name_for_given_names,
    "withdrawn return": withdrawn_return,
    "withdrawn namesakes": withdrawn_namesakes,
    "leaver's namesake": leavers_namesake_of_the_same_year,
    "leaver's namesake, no nr": leavers_namesake_without_numbers,
    "placeholder dates": placeholder_dates,
    "placeholder, no numbers": placeholder_dates_without_numbers,
    "single names": single_names,
    "twice in the register": twice_in_the_register,
}
