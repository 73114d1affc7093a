"""What an administrator sets of a branch, and what comes of it."""

from dataclasses import replace

import pytest
from tests.imports.journey import plan_of
from tests.imports.school import School, make_school, next_year
from tests.people import NOW, add_person

from leesloket.accounts.branch_pages import branch_page
from leesloket.accounts.queries import Viewer
from leesloket.branches.actions import (
    BranchSettings,
    BrinTakenError,
    BrinUnfitError,
    ChangedMeanwhileError,
    FinalYearsUnfitError,
    change_settings,
    settings_of,
)
from leesloket.branches.models import Branch, Library
from leesloket.branches.queries import BranchNotFoundError, branch_line

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def school(db: None, reader: None) -> School:
    return make_school()


@pytest.fixture
def wim(school: School) -> Viewer:
    """Who administers this school's branch."""
    library = Library.objects.get(id=school.branch.library_id)
    return add_person(library, "wim", {"administer": [Branch.objects.get(id=school.branch.id)]})


SETTINGS = BranchSettings(
    brin6="05KO01",
    contact_name="Petra Voorbeeld",
    contact_email="petra@kiem.example",
    contact_phone="088 000 00 21",
    helpdesk="088 000 00 10",
    notice_email="kiem@bibliotheek.example",
    final_year_groups=("8",),
)


def _set(school: School, by: Viewer, **other: object) -> bool:
    return change_settings(
        school.branch.id,
        replace(SETTINGS, **other),  # type: ignore[arg-type]
        seen=_now(school),
        acting_user=by,
        now=NOW,
    )


def _now(school: School) -> BranchSettings:
    return settings_of(branch_line(school.branch.id))


def test_settings_are_set_and_who_did_it_is_told(school: School, wim: Viewer) -> None:
    assert _set(school, wim)

    line = branch_line(school.branch.id)
    assert (line.brin6, line.contact_name) == ("05KO01", "Petra Voorbeeld")
    [change] = branch_page("kiem", viewer=wim).changes
    assert change.by == "Wim Voorbeeld"
    assert set(change.changed) == {
        (code, "", "")
        for code in ("brin6", "contact_name", "contact_email", "contact_phone", "helpdesk")
    }


def test_a_second_click_changes_and_tells_nothing(school: School, wim: Viewer) -> None:
    _set(school, wim)

    assert not _set(school, wim)

    assert len(branch_page("kiem", viewer=wim).changes) == 1


def test_what_somebody_else_set_meanwhile_is_not_overwritten(school: School, wim: Viewer) -> None:
    seen = _now(school)
    _set(school, wim, helpdesk="088 000 00 99")

    for shown in (seen, None):
        with pytest.raises(ChangedMeanwhileError):
            change_settings(school.branch.id, SETTINGS, seen=shown, acting_user=wim, now=NOW)

    assert _now(school).helpdesk == "088 000 00 99"
    assert len(branch_page("kiem", viewer=wim).changes) == 1


def test_two_people_can_each_set_something_else(school: School, wim: Viewer) -> None:
    _set(school, wim)
    seen = _now(school)
    for other in ({"helpdesk": "088 000 00 99"}, {"final_year_groups": ("7", "8")}):
        wanted = replace(seen, **other)
        assert change_settings(school.branch.id, wanted, seen=seen, acting_user=wim, now=NOW)

    assert _now(school) == replace(seen, helpdesk="088 000 00 99", final_year_groups=("7", "8"))


def test_only_who_administers_the_branch_sets_it(school: School, wim: Viewer) -> None:
    before = branch_line(school.branch.id)
    for stranger in (school.carla, school.noortje, school.marloes, school.petra):
        with pytest.raises(BranchNotFoundError):
            _set(school, stranger)
        with pytest.raises(BranchNotFoundError):
            branch_page("kiem", viewer=stranger)
    with pytest.raises(BranchNotFoundError):
        change_settings(school.other.id, SETTINGS, seen=_now(school), acting_user=wim, now=NOW)

    assert branch_line(school.branch.id) == before


@pytest.mark.parametrize("brin", ["05KO", "5KO001", "05KO0", "school"])
def test_a_brin_has_the_number_of_a_location(school: School, wim: Viewer, brin: str) -> None:
    with pytest.raises(BrinUnfitError):
        _set(school, wim, brin6=brin)


def test_two_branches_of_a_library_never_share_a_brin(school: School, wim: Viewer) -> None:
    Branch.objects.filter(id=school.other.id).update(brin6="05KO01")

    with pytest.raises(BrinTakenError):
        _set(school, wim)

    assert branch_line(school.branch.id).brin6 == ""


@pytest.mark.parametrize("years", [(), ("14",), ("8", "9")])
def test_final_years_are_those_of_the_kind_of_school(
    school: School, wim: Viewer, years: tuple[str, ...]
) -> None:
    with pytest.raises(FinalYearsUnfitError):
        _set(school, wim, final_year_groups=years)


def test_a_plan_uses_new_final_years_at_once(school: School, wim: Viewer) -> None:
    upload = school.receive([one for one in next_year() if one.group != "8a"])
    before = plan_of(upload, by=school.petra, staff=False)
    assert "part_missing" in {hold.code for hold in before.holds}

    _set(school, wim, final_year_groups=("7", "8"))

    after = plan_of(upload, by=school.petra, staff=False, kind="leave")
    assert {child.usual for child in after.children} == {True}
    assert after.holds == ()
    assert after.digest != before.digest
    [change] = branch_page("kiem", viewer=wim).changes
    assert ("final_year_groups", "8", "7, 8") in change.changed
