from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from leesloket.demo.cast import CAST, CONTACTS
from leesloket.demo.model import DemoBranch, DemoMember, DemoWorld
from leesloket.demo.world import make_world


@pytest.fixture(scope="module")
def world() -> DemoWorld:
    return make_world()


def _schools(world: DemoWorld) -> list[DemoBranch]:
    return [branch for branch in world.branches.values() if branch.kind == "school"]


def _age_on(day: date, born: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _by_key(members: tuple[DemoMember, ...]) -> dict[str, DemoMember]:
    return {member.key: member for member in members}


def test_one_seed_gives_one_world_and_another_seed_another(world: DemoWorld) -> None:
    assert make_world() == world
    assert make_world(seed=7) != world


def test_there_are_900_patrons_of_which_some_are_a_pupil_and_a_public_member(
    world: DemoWorld,
) -> None:
    rietoever, overzee = world.libraries
    memberships = Counter(one.key for branch in rietoever.branches for one in branch.members)

    assert len(memberships) == 900
    assert sum(count == 2 for count in memberships.values()) == 48
    assert [len(branch.members) for branch in rietoever.branches] == [210, 190, 548]
    assert [len(branch.members) for branch in overzee.branches] == [20]


def test_nobody_is_in_a_branch_twice_and_no_number_or_card_is_given_twice(
    world: DemoWorld,
) -> None:
    for branch in world.branches.values():
        for members in (branch.members, branch.next_year):
            assert len(_by_key(members)) == len(members)
    for branch in _schools(world):
        numbers = Counter(one.pupil_number for one in (*branch.members, *branch.next_year))
        assert max(numbers.values()) == 2
        assert len({one.pupil_number for one in branch.next_year}) == len(branch.next_year)
        assert all(number.startswith("0") for number in numbers)
    cards = {one.card_number: one.key for b in world.branches.values() for one in b.members}
    assert len(cards) == len(set(cards.values())) == 920


def test_every_pupil_has_an_age_that_fits_the_year_group(world: DemoWorld) -> None:
    for branch in _schools(world):
        for members, last_day in (
            (branch.members, date(2026, 7, 31)),
            (branch.next_year, date(2027, 7, 31)),
        ):
            # Group 1 is for children of four and five; who repeated a year is a year older.
            for member in members:
                beyond = _age_on(last_day, member.birth_date) - int(member.year_group)
                assert beyond in {3, 4, 5}


def test_year_groups_move_up_and_the_final_group_leaves(world: DemoWorld) -> None:
    for branch in _schools(world):
        after = _by_key(branch.next_year)
        for member in branch.members:
            if member.year_group == "8":
                assert member.key not in after
        steps = Counter(
            int(after[one.key].year_group) - int(one.year_group)
            for one in branch.members
            if one.key in after
        )
        assert set(steps) == {0, 1}
        assert steps[0] < 8


def test_the_story_of_de_vuurvlinder_is_told(world: DemoWorld) -> None:
    branch = world.branches["vuurvlinder"]
    after = _by_key(branch.next_year)
    stayed = [(one, after[one.key]) for one in branch.members if one.key in after]
    left_early = [one for one in branch.members if one.key not in after and one.year_group != "8"]

    [renamed] = [pair for pair in stayed if pair[0].surname != pair[1].surname]
    [corrected] = [pair for pair in stayed if pair[0].birth_date != pair[1].birth_date]
    [respelled] = [pair for pair in stayed if pair[0].first_name != pair[1].first_name]

    assert renamed[0].pupil_number == renamed[1].pupil_number
    assert corrected[0].pupil_number == corrected[1].pupil_number
    assert respelled[0].pupil_number != respelled[1].pupil_number
    assert len(left_early) == 3
    assert len(after.keys() - _by_key(branch.members).keys()) == 27


def test_one_child_goes_from_the_one_school_to_the_other(world: DemoWorld) -> None:
    before = _by_key(world.branches["vuurvlinder"].members)
    arrived = _by_key(world.branches["wilgenbos"].next_year)

    [key] = before.keys() & arrived.keys()

    assert key not in _by_key(world.branches["vuurvlinder"].next_year)
    assert before[key].pupil_number != arrived[key].pupil_number
    assert before[key].card_number == arrived[key].card_number
    assert int(arrived[key].year_group) == int(before[key].year_group) + 1


def test_there_are_twins_namesakes_and_brothers_and_sisters(world: DemoWorld) -> None:
    for slug in ("vuurvlinder", "wilgenbos"):
        members = world.branches[slug].members
        births = Counter((one.prefix, one.surname, one.birth_date) for one in members)
        names = Counter((one.first_name, one.prefix, one.surname) for one in members)
        families = Counter((one.prefix, one.surname) for one in members)

        assert list(births.values()).count(2) >= 2
        [namesakes] = [name for name, count in names.items() if count > 1]
        assert names[namesakes] == 2
        assert max(families.values()) >= 3


def test_only_newcomers_have_no_card_yet(world: DemoWorld) -> None:
    for branch in _schools(world):
        known = _by_key(branch.members)
        for member in branch.next_year:
            newcomer = member.key not in known and not member.key.startswith("vuurvlinder-s")
            assert (member.card_number == "") == newcomer


def test_a_school_with_an_old_system_keeps_only_letters_it_can_store(world: DemoWorld) -> None:
    def letters(slug: str) -> str:
        branch = world.branches[slug]
        return "".join(
            one.first_name + one.prefix + one.surname + one.given_names
            for one in (*branch.members, *branch.next_year)
        )

    assert letters("wilgenbos").encode("cp1252")
    with pytest.raises(UnicodeEncodeError):
        letters("vuurvlinder").encode("cp1252")


def test_combination_groups_hold_two_years(world: DemoWorld) -> None:
    branch = world.branches["wilgenbos"]
    years: dict[str, set[str]] = {}
    for member in branch.next_year:
        years.setdefault(member.group, set()).add(member.year_group)

    assert sorted(years) == ["1/2a", "1/2b", "3", "4", "4/5", "5/6", "6/7", "8"]
    assert years["4/5"] == {"4", "5"}
    assert years["1/2a"] == {"1", "2"}


def test_a_member_does_not_show_in_a_repr(world: DemoWorld) -> None:
    [member] = [one for one in world.branches["vuurvlinder"].members if one.first_name == "Sanne"]
    shown = repr(replace(member, given_names="Sanne Johanna"))

    assert "Sanne" not in shown
    assert "Bakker" not in shown
    assert member.pupil_number not in shown
    assert str(member.birth_date.year) not in shown


def test_initials_know_the_dutch_ij_and_the_hyphen(world: DemoWorld) -> None:
    members = {one.first_name: one for one in world.branches["vuurvlinder"].members}

    assert members["IJsbrand"].initials == "IJ."
    assert members["Anne-Sophie"].initials == "A.S."


def test_the_cast_works_in_branches_that_exist_and_only_in_their_own_library(
    world: DemoWorld,
) -> None:
    own = {library.slug: {one.slug for one in library.branches} for library in world.libraries}

    assert len({one.login for one in CAST}) == len(CAST)
    for person in CAST:
        assert {right.branch for right in person.rights} <= own[person.library]
    assert {contact.branch for contact in CONTACTS} == set(world.branches)
