"""A branch gets another name, place or kind; and what hangs on that."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from pytest_django import Settings
from tests.imports.journey import approve, fingerprint_of_register, plan_of, receive, send
from tests.imports.school import NEWCOMER, School, next_year
from tests.imports.test_placing import board_file
from tests.imports.test_taking_over import ADA, take_over
from tests.people import NOW, TODAY, add_person, make_branch, provider_named

from leesloket.accounts.branch_pages import branch_page
from leesloket.accounts.models import Right
from leesloket.accounts.queries import Viewer
from leesloket.accounts.school_accounts.config import Grant
from leesloket.accounts.school_accounts.queries import library_of
from leesloket.audit.models import Event
from leesloket.branches import founding
from leesloket.branches.actions import BranchSettings, ChangedMeanwhileError
from leesloket.branches.models import Branch, Library
from leesloket.branches.queries import (
    BranchLine,
    BranchNotFoundError,
    Described,
    branch_by_slug,
    branch_line,
)
from leesloket.imports import actions
from leesloket.intake.models import Upload
from leesloket.isolation.scope import scoped
from leesloket.patrons.actions import NotAllowedError
from leesloket.patrons.consents import give_consent

pytestmark = pytest.mark.enable_socket

BEFORE = Described("Kiem", "Polderdorp", "primary")
AFTER = Described("De Kiem → Noord", "Noorddorp", "primary")
EMPTY = Described("Leeg", "Polderdorp", "primary")


@pytest.fixture
def library(school: School) -> Library:
    return Library.objects.get(id=school.branch.library_id)


@pytest.fixture
def empty(library: Library) -> Branch:
    """A school without anybody."""
    return make_branch(library, "leeg")


@pytest.fixture
def wim(school: School, library: Library, empty: Branch) -> Viewer:
    """Who administers both."""
    kiem = Branch.objects.get(id=school.branch.id)
    return add_person(library, "wim", {"administer": [kiem, empty], "desk": [kiem, empty]})


def _describe(
    by: Viewer, what: Described = AFTER, *, seen: Described | None = BEFORE, slug: str = "kiem"
) -> bool:
    branch_id = Branch.objects.get(slug=slug).pk
    return actions.describe_branch(branch_id, what, seen=seen, acting_user=by, now=NOW)


def _now(slug: str = "kiem") -> Described:
    return branch_line(Branch.objects.get(slug=slug).pk).described


# --- name and place ------------------------------------------------------------------------------


def test_the_branch_is_called_so_and_who_did_it_is_told(school: School, wim: Viewer) -> None:
    assert _describe(wim)

    line = branch_by_slug("kiem", among=[school.branch.id])
    assert line == replace(school.branch, name=AFTER.name, place=AFTER.place)
    [change] = branch_page("kiem", viewer=wim).changes
    assert change.by == "Wim Voorbeeld"
    assert change.changed == (
        ("name", BEFORE.name, AFTER.name),
        ("place", "Polderdorp", "Noorddorp"),
    )


def test_a_second_click_changes_and_tells_nothing(wim: Viewer) -> None:
    _describe(wim)

    assert not _describe(wim)
    assert not _describe(wim, Described(f" {AFTER.name}  ", f"{AFTER.place} ", "primary"))

    with scoped(wim.scope):
        assert Event.objects.filter(code="branch_described").count() == 1


def test_a_page_that_shows_what_is_no_longer_so_overwrites_nothing(wim: Viewer) -> None:
    _describe(wim)

    for seen in (BEFORE, None, replace(AFTER, kind="secondary")):
        with pytest.raises(ChangedMeanwhileError):
            _describe(wim, Described("Anders", "Elders", "secondary"), seen=seen)

    assert _now() == AFTER


@pytest.mark.parametrize(
    ("what", "error"),
    [
        (Described("  ", "Voort", "primary"), founding.NameMissingError),
        (Described("x" * 121, "Voort", "primary"), founding.FieldUnfitError),
        (Described("Kiem", "x" * 81, "primary"), founding.FieldUnfitError),
        (Described("Kiem", "Voort", "school"), founding.KindUnknownError),
    ],
)
def test_the_rules_are_those_by_which_a_branch_is_made(
    school: School, wim: Viewer, what: Described, error: type[Exception]
) -> None:
    settings = BranchSettings("", "", "", "", "", "", ("8",))
    new = founding.NewBranch(what.name, what.place, what.kind, settings)

    with pytest.raises(error):
        _describe(wim, what)
    with pytest.raises(error):
        founding.add_branches([new], library_id=school.branch.library_id, by=None, now=NOW)

    assert _now() == BEFORE


def test_two_branches_may_share_a_name_as_when_they_are_made(wim: Viewer) -> None:
    assert _describe(wim, replace(BEFORE, name="Linde"))


def test_only_who_administers_the_branch_describes_it(school: School, wim: Viewer) -> None:
    for stranger in (school.carla, school.noortje, school.marloes, school.petra):
        with pytest.raises(BranchNotFoundError):
            _describe(stranger)
    with pytest.raises(BranchNotFoundError):
        _describe(wim, seen=_now("linde"), slug="linde")

    assert _now() == BEFORE


def test_what_was_typed_is_text_and_nothing_else(wim: Viewer) -> None:
    hostile = Described("<b>'; drop table branches_branch; --", "{{ place }}", "primary")

    assert _describe(wim, hostile)

    assert _now() == hostile
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from branches_branch where slug = 'kiem'")
        assert cursor.fetchone() == (1,)


def test_a_school_account_finds_its_library_by_the_word_that_stays(
    wim: Viewer, settings: Settings
) -> None:
    provider = provider_named("", branch="kiem")
    settings.SCHOOL_ACCOUNTS = (provider,)

    assert _describe(wim)

    assert library_of(provider) == wim.library_id


# --- plans that were read before -----------------------------------------------------------------


def test_a_plan_in_which_the_name_told_whose_the_rows_are_is_read_again(
    school: School, wim: Viewer
) -> None:
    theirs = [replace(one, number=f"9{one.number}", first_name="Ada") for one in next_year()[:8]]
    content = board_file((*next_year(), NEWCOMER), theirs)
    upload = receive(content, branch_id=school.branch.id, by=school.petra)
    send(upload, by=school.petra)
    before = plan_of(upload, by=school.marloes)
    assert (before.counts["skip"], before.counts["enrol"]) == (8, 1)
    register = fingerprint_of_register(school.scope)

    _describe(wim)

    with pytest.raises(actions.PlanOutdatedError):
        actions.approve(upload, digest=before.digest, acting_user=school.marloes, now=NOW)
    assert fingerprint_of_register(school.scope) == register
    # Nothing says any more which rows are this school's.
    assert plan_of(upload, by=school.marloes).counts["skip"] == 0

    _describe(wim, BEFORE, seen=AFTER)

    assert plan_of(upload, by=school.marloes).digest == before.digest
    assert approve(upload, by=school.marloes)


def test_a_plan_that_does_not_follow_from_the_name_is_approved(school: School, wim: Viewer) -> None:
    upload = school.receive()
    send(upload, by=school.petra)
    digest = plan_of(upload, by=school.marloes).digest

    _describe(wim)

    assert actions.approve(upload, digest=digest, acting_user=school.marloes, now=NOW)


# --- another kind of school ----------------------------------------------------------------------


def test_another_kind_of_school_has_its_usual_final_years_and_the_same_children(
    school: School, wim: Viewer
) -> None:
    register = fingerprint_of_register(school.scope)

    assert _describe(wim, replace(BEFORE, kind="secondary"))

    assert branch_line(school.branch.id).final_year_groups == ("14", "15", "16")
    assert fingerprint_of_register(school.scope) == register
    [change] = branch_page("kiem", viewer=wim).changes
    assert change.changed == (
        ("kind", "primary", "secondary"),
        ("final_year_groups", "8", "14, 15, 16"),
    )


def test_final_years_that_somebody_chose_stay_with_another_name(
    school: School, wim: Viewer
) -> None:
    Branch.objects.filter(id=school.branch.id).update(final_year_groups=["7", "8"])

    _describe(wim)

    assert branch_line(school.branch.id).final_year_groups == ("7", "8")


def test_a_plan_from_before_another_kind_is_read_again(school: School, wim: Viewer) -> None:
    upload = school.receive([one for one in next_year() if one.group != "8a"])
    Branch.objects.filter(id=school.branch.id).update(final_year_groups=["7", "8"])
    send(upload, by=school.petra)
    before = plan_of(upload, by=school.marloes)
    assert before.holds == ()

    _describe(wim, replace(BEFORE, kind="secondary"))

    with pytest.raises(actions.PlanOutdatedError):
        actions.approve(upload, digest=before.digest, acting_user=school.marloes, now=NOW)
    assert plan_of(upload, by=school.marloes).holds


def test_a_take_over_reads_its_groups_as_of_the_other_kind(school: School, wim: Viewer) -> None:
    row = (*ADA[:6], "3b", *ADA[7:])
    upload = take_over([row], by=school.tarik, branch_id=school.branch.id)
    digest = plan_of(upload, by=school.tarik).digest

    _describe(wim, replace(BEFORE, kind="secondary"))

    with pytest.raises(actions.PlanOutdatedError):
        actions.approve(upload, digest=digest, acting_user=school.tarik, now=NOW)


# --- a school and a public library ---------------------------------------------------------------


def _becomes(by: Viewer, kind: str) -> tuple[str, ...]:
    """Make another kind of the empty branch; gives what kept it from that."""
    seen = _now("leeg")
    try:
        _describe(by, replace(seen, kind=kind), seen=seen, slug="leeg")
    except actions.KindHeldError as error:
        assert _now("leeg") == seen
        return error.by
    assert _now("leeg").kind == kind
    return ()


def test_a_school_without_anybody_becomes_a_public_library_and_a_school_again(
    wim: Viewer, empty: Branch
) -> None:
    assert _becomes(wim, "public") == ()
    assert branch_line(empty.pk).final_year_groups == ()
    assert _becomes(wim, "secondary") == ()
    assert branch_line(empty.pk).final_year_groups == ("14", "15", "16")


def test_a_school_with_pupils_stays_a_school(wim: Viewer) -> None:
    with pytest.raises(actions.KindHeldError) as held:
        _describe(wim, replace(BEFORE, kind="public"))

    assert held.value.by == ("members", "rights")
    assert _now() == BEFORE


def test_a_list_that_is_under_way_keeps_the_kind(
    wim: Viewer, library: Library, empty: Branch
) -> None:
    ria = add_person(library, "ria", {"import": [empty]})
    upload = take_over([ADA], by=ria, branch_id=empty.pk)

    assert _becomes(wim, "public") == ("lists",)

    actions.remove_takeover(upload, acting_user=ria, now=NOW)
    assert _becomes(wim, "public") == ()


def test_a_file_that_waits_to_be_read_keeps_the_kind(
    wim: Viewer, library: Library, empty: Branch
) -> None:
    ria = add_person(library, "ria", {"import": [empty]})
    upload = take_over([ADA], by=ria, branch_id=empty.pk)
    actions.remove_takeover(upload, acting_user=ria, now=NOW)
    with scoped(ria.scope):
        Upload.objects.filter(id=upload).update(scan=Upload.Scan.WAITING)

    assert _becomes(wim, "public") == ("lists",)


@pytest.mark.parametrize("kind", ["upload", "teach"])
def test_who_sends_lists_or_teaches_keeps_a_school_a_school(
    wim: Viewer, library: Library, empty: Branch, kind: str
) -> None:
    add_person(library, "ria", {kind: [empty]})
    assert _becomes(wim, "public") == ("rights",)

    with scoped(wim.scope):
        rights = Right.objects.filter(branch=empty, kind=kind)
        rights.update(until_date=TODAY)
        assert _becomes(wim, "public") == ("rights",)
        rights.update(until_date=date(2025, 12, 31))

    assert _becomes(wim, "public") == ()


def test_a_public_branch_that_somebody_may_send_lists_for_becomes_a_school(
    wim: Viewer, library: Library, empty: Branch
) -> None:
    Branch.objects.filter(id=empty.pk).update(kind="public", final_year_groups=[])
    add_person(library, "ria", {"upload": [empty]})

    assert _becomes(wim, "primary") == ()


def test_a_right_that_a_school_account_brings_keeps_a_school_a_school(
    wim: Viewer, settings: Settings
) -> None:
    provider = provider_named("", branch="kiem")

    for kind, held_by in (("upload", ("rights",)), ("lending", ())):
        grant = Grant("11zz03", "employee", "", kind, "leeg")
        settings.SCHOOL_ACCOUNTS = (replace(provider, grants=(grant,)),)
        assert _becomes(wim, "public") == held_by


def test_a_public_library_with_members_stays_one(
    school: School, wim: Viewer, empty: Branch
) -> None:
    assert _becomes(wim, "public") == ()
    public = branch_line(empty.pk)
    _consent(school, wim, public)

    assert _becomes(wim, "primary") == ("members",)


def test_consent_is_for_what_the_branch_is_now(school: School, wim: Viewer, empty: Branch) -> None:
    _becomes(wim, "public")
    public = branch_line(empty.pk)
    _becomes(wim, "primary")

    with pytest.raises(NotAllowedError):
        _consent(school, wim, public)


def _consent(school: School, by: Viewer, branch: BranchLine) -> None:
    give_consent(
        patron_id=next(iter(school.ids.values())),
        branch=branch,
        given_by="parent",
        source="desk",
        given_on=TODAY,
        acting_user=by,
        now=NOW,
    )
