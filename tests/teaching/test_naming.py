"""Saying who teaches what, and what a teacher then reaches."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from tests.imports.school import School
from tests.people import LAST_YEAR, NOW, THIS_YEAR, TODAY
from tests.teaching.conftest import Taught, name_anna

from leesloket.accounts.actions import LoginTakenError, LoginUnfitError, end_right
from leesloket.accounts.models import Right
from leesloket.accounts.queries import PersonNotFoundError, Viewer
from leesloket.audit.queries import events_about
from leesloket.branches.models import Group
from leesloket.children.own import own_group, own_groups
from leesloket.isolation.scope import scoped
from leesloket.patrons.actions import remove_empty_groups
from leesloket.patrons.pages import GroupNotFoundError, groups_of
from leesloket.teaching import actions, queries
from leesloket.teaching.models import Teaching


def _again(taught: Taught, code: str, *, by: Viewer | None = None) -> None:
    actions.name_teacher(
        taught.anna_id,
        branch_id=taught.school.branch.id,
        group_ids=[taught.groups[code]],
        acting_user=by or taught.school.petra,
        now=NOW,
    )


def _teaching(taught: Taught, code: str) -> UUID:
    known = queries.teachers_of(taught.school.branch, THIS_YEAR, viewer=taught.school.petra)
    [line] = known[taught.groups[code]]
    return line.teaching_id


def _end(taught: Taught, code: str, *, by: Viewer | None = None) -> None:
    actions.end_teaching(
        teaching_id=_teaching(taught, code),
        branch_id=taught.school.branch.id,
        acting_user=by or taught.school.petra,
        now=NOW,
    )


def _sees(taught: Taught, *, today: date = TODAY) -> list[str]:
    return [
        group.code
        for school in own_groups(taught.anna(today), today=today)
        for group in school.groups
    ]


# --- who says it ---------------------------------------------------------------------------------


def test_school_and_library_name_a_teacher_who_then_sees_that_group(taught: Taught) -> None:
    assert _sees(taught) == ["3a"]

    _again(taught, "5a", by=taught.school.marloes)

    assert _sees(taught) == ["3a", "5a"]


def test_strangers_and_the_teacher_name_nobody(taught: Taught) -> None:
    for stranger in (*taught.school.strangers, taught.anna()):
        with pytest.raises(queries.NotAllowedError):
            _again(taught, "4a", by=stranger)
        with pytest.raises(queries.NotAllowedError):
            _end(taught, "3a", by=stranger)
        with pytest.raises(queries.NotAllowedError):
            queries.teachers_of(taught.school.branch, THIS_YEAR, viewer=stranger)
        with pytest.raises(queries.NotAllowedError):
            queries.colleagues_of(taught.school.branch, viewer=stranger, today=TODAY)
    assert _sees(taught) == ["3a"]


def test_a_group_of_another_school_or_year_is_nobodys_to_give(taught: Taught) -> None:
    [old] = [
        one.id
        for one in groups_of(
            taught.school.branch, LAST_YEAR, viewer=taught.school.petra, today=TODAY
        )
        if one.code == "4a"
    ]
    for groups in ([], [taught.elsewhere], [old], [uuid4()], [taught.groups["4a"], old]):
        with pytest.raises(actions.GroupUnfitError):
            actions.name_teacher(
                taught.anna_id,
                branch_id=taught.school.branch.id,
                group_ids=groups,
                acting_user=taught.school.petra,
                now=NOW,
            )
    assert _sees(taught) == ["3a"]


def test_of_the_staff_and_of_other_schools_a_school_sees_nobody(taught: Taught) -> None:
    names = {
        one.login
        for one in queries.colleagues_of(
            taught.school.branch, viewer=taught.school.petra, today=TODAY
        )
    }

    assert names == {"petra", "anna"}
    for other in (taught.school.marloes, taught.school.carla, taught.school.noortje):
        with pytest.raises(PersonNotFoundError):
            actions.name_teacher(
                other.account_id,
                branch_id=taught.school.branch.id,
                group_ids=[taught.groups["4a"]],
                acting_user=taught.school.petra,
                now=NOW,
            )


def test_who_sends_the_list_can_teach_as_well(taught: Taught) -> None:
    actions.name_teacher(
        taught.school.petra.account_id,
        branch_id=taught.school.branch.id,
        group_ids=[taught.groups["7a"]],
        acting_user=taught.school.marloes,
        now=NOW,
    )

    known = queries.teachers_of(taught.school.branch, THIS_YEAR, viewer=taught.school.petra)
    assert [one.display_name for one in known[taught.groups["7a"]]] == ["Petra Voorbeeld"]


@pytest.mark.parametrize(("login", "error"), [("petra", LoginTakenError), ("a b", LoginUnfitError)])
def test_a_login_name_that_is_taken_or_unfit_names_nobody(
    taught: Taught, login: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        name_anna(taught.school, taught.groups["4a"], login=login)
    with scoped(taught.school.scope):
        assert Teaching.objects.count() == 1


# --- how long ------------------------------------------------------------------------------------


def _rights(school: School, account_id: UUID) -> list[tuple[date, date | None, bool]]:
    with scoped(school.scope):
        found = Right.objects.filter(account_id=account_id, kind="teach").order_by(
            "from_date", "ended_at"
        )
        return [(one.from_date, one.until_date, one.ended_at is None) for one in found]


def test_it_ends_with_the_school_year_by_itself(taught: Taught) -> None:
    assert _sees(taught, today=date(2027, 7, 31)) == ["3a"]
    assert _sees(taught, today=date(2027, 8, 1)) == []
    assert taught.anna(date(2027, 8, 1)).rights == ()


def test_a_right_without_an_end_opens_no_group_of_another_year(taught: Taught) -> None:
    with scoped(taught.school.scope):
        Right.objects.filter(account_id=taught.anna_id).update(until_date=None)

    later = date(2027, 8, 1)
    assert taught.anna(later).branches_with("teach") == (taught.school.branch.id,)
    assert _sees(taught, today=later) == []
    with pytest.raises(GroupNotFoundError):
        own_group(
            taught.school.branch,
            taught.groups["3a"],
            viewer=taught.anna(later),
            today=later,
            now=NOW,
        )


def test_naming_twice_is_naming_once(taught: Taught) -> None:
    before = _rights(taught.school, taught.anna_id)

    _again(taught, "3a")
    _again(taught, "3a")

    with scoped(taught.school.scope):
        assert Teaching.objects.count() == 1
    assert _rights(taught.school, taught.anna_id) == before
    assert before == [(TODAY, date(2027, 7, 31), True)]


def test_the_right_goes_with_the_last_group_and_comes_back_with_one(taught: Taught) -> None:
    _again(taught, "5a")
    _end(taught, "3a")
    assert _sees(taught) == ["5a"]

    _end(taught, "5a")
    assert taught.anna().rights == ()

    _again(taught, "3a")
    assert _sees(taught) == ["3a"]
    assert [active for *_, active in _rights(taught.school, taught.anna_id)] == [False, True]


def test_ending_twice_is_ending_once(taught: Taught) -> None:
    teaching_id = _teaching(taught, "3a")
    for _ in range(2):
        actions.end_teaching(
            teaching_id=teaching_id,
            branch_id=taught.school.branch.id,
            acting_user=taught.school.petra,
            now=NOW,
        )

    with scoped(taught.school.scope):
        codes = [one.code for one in events_about(taught.anna_id)]
    assert codes.count("teacher_ended") == 1


def test_a_right_that_an_administrator_ends_shuts_out(taught: Taught) -> None:
    [right] = taught.anna().rights

    end_right(right_id=right.id, acting_user=taught.school.marloes, now=NOW)

    assert own_groups(taught.anna(), today=TODAY) == ()


def test_what_is_said_stands_in_the_record(taught: Taught) -> None:
    _end(taught, "3a")

    with scoped(taught.school.scope):
        lines = events_about(taught.anna_id)
    assert [line.code for line in lines] == ["account_added", "teacher_named", "teacher_ended"]
    assert {line.by for line in lines} == {taught.school.petra.account_id}
    assert lines[1].detail["group"] == str(taught.groups["3a"])


# --- what a teacher reaches ----------------------------------------------------------------------


def test_every_other_group_is_not_there(taught: Taught) -> None:
    school = taught.school
    for branch, group_id in (
        (school.branch, taught.groups["4a"]),
        (school.other, taught.elsewhere),
        (school.branch, taught.elsewhere),
        (school.other, taught.groups["3a"]),
        (school.branch, uuid4()),
    ):
        with pytest.raises(GroupNotFoundError):
            own_group(branch, group_id, viewer=taught.anna(), today=TODAY, now=NOW)


def test_who_does_not_teach_has_no_own_group(taught: Taught) -> None:
    for other in (taught.school.petra, taught.school.marloes, *taught.school.strangers):
        assert own_groups(other, today=TODAY) == ()
        with pytest.raises(GroupNotFoundError):
            own_group(taught.school.branch, taught.groups["3a"], viewer=other, today=TODAY, now=NOW)


def test_another_branch_cannot_even_read_who_teaches(taught: Taught) -> None:
    with scoped(taught.school.carla.scope):
        assert Teaching.objects.count() == 0


def test_an_undo_that_takes_a_group_away_is_not_held_up_by_its_teacher(taught: Taught) -> None:
    with scoped(taught.school.scope):
        made = Group.objects.create(
            branch_id=taught.school.branch.id, school_year_id=THIS_YEAR, code="9z", name="9z"
        )
    actions.name_teacher(
        taught.anna_id,
        branch_id=taught.school.branch.id,
        group_ids=[made.pk],
        acting_user=taught.school.petra,
        now=NOW,
    )
    with scoped(taught.school.scope):
        remove_empty_groups([made.pk])
        assert not Group.objects.filter(id=made.pk).exists()
        assert Teaching.objects.count() == 1
