"""What a library sets for all of its branches, and what comes of it."""

from dataclasses import asdict, fields, replace
from datetime import timedelta

import pytest
from django.conf import settings
from tests.imports.journey import plan_of
from tests.imports.school import School, make_school, next_year
from tests.people import NOW, TODAY, add_person

from leesloket.accounts.queries import Viewer
from leesloket.branches.actions import ChangedMeanwhileError
from leesloket.branches.limits import BOUNDS, LIMITS, Limits, unfit
from leesloket.branches.models import Branch, Library
from leesloket.branches.policies import (
    LimitsUnfitError,
    NotAnAdministratorError,
    TermUnfitError,
    chosen_leaver_days,
    leaver_term,
    limits_of,
    scan_required,
    set_leaver_days,
    set_limits,
    set_scan_required,
)
from leesloket.branches.queries import scope_of_library
from leesloket.isolation.scope import scoped
from leesloket.patrons.policy_page import policy_page
from leesloket.roster import Thresholds

pytestmark = pytest.mark.enable_socket

STRICT = Limits(leavers_share=3, leavers_at_least=3, newcomers_at_least=5)


@pytest.fixture
def school(db: None, reader: None) -> School:
    return make_school()


@pytest.fixture
def wim(school: School) -> Viewer:
    """Who administers the library of this school."""
    library = Library.objects.get(id=school.branch.library_id)
    return add_person(library, "wim", {"administer": [Branch.objects.get(id=school.branch.id)]})


def _set(by: Viewer, limits: Limits = STRICT, seen: Limits | None = None) -> bool:
    return set_limits(limits, seen=seen or Limits(), acting_user=by, now=NOW)


# --- the limits of the checks ---------------------------------------------------------------------


def test_who_set_nothing_has_the_limits_of_the_engine() -> None:
    usual = Thresholds()

    for name, value in asdict(Limits()).items():
        engine = getattr(usual, name)
        assert value == (round(engine * 100) if name.endswith("_share") else engine)


def test_every_limit_has_bounds_around_the_usual_one_and_none_is_off() -> None:
    assert set(BOUNDS) == {field.name for field in fields(Limits)}
    for name, (lowest, highest) in BOUNDS.items():
        assert 0 < lowest < getattr(Limits(), name) < highest
        assert highest <= 50


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_outside_of_its_bounds_is_refused(name: str) -> None:
    lowest, highest = BOUNDS[name]

    assert unfit(replace(Limits(), **{name: lowest - 1})) == (name,)
    assert unfit(replace(Limits(), **{name: highest + 1})) == (name,)
    assert unfit(replace(Limits(), **{name: lowest})) == ()
    assert unfit(replace(Limits(), **{name: highest})) == ()


def test_limits_are_set_for_the_library_and_who_did_it_is_told(school: School, wim: Viewer) -> None:
    assert _set(wim)

    page = policy_page(viewer=wim)
    assert page.limits == STRICT
    [change] = page.changes
    assert change.by == "Wim Voorbeeld"
    assert set(change.changed) == {
        ("leavers_share", "10", "3"),
        ("leavers_at_least", "8", "3"),
        ("newcomers_at_least", "10", "5"),
    }
    with scoped(scope_of_library(school.noortje.library_id)):
        assert limits_of(school.noortje.library_id) == Limits()


def test_a_second_click_changes_and_tells_nothing(school: School, wim: Viewer) -> None:
    _set(wim)

    assert not _set(wim)

    assert len(policy_page(viewer=wim).changes) == 1


def test_a_page_that_shows_what_is_no_longer_so_overwrites_nothing(
    school: School, wim: Viewer
) -> None:
    _set(wim)

    with pytest.raises(ChangedMeanwhileError):
        _set(wim, replace(Limits(), leavers_share=12), seen=Limits())

    assert policy_page(viewer=wim).limits == STRICT


def test_only_an_administrator_reads_and_sets_it(school: School, wim: Viewer) -> None:
    for nobody in (school.petra, school.marloes, *school.strangers):
        with pytest.raises(NotAnAdministratorError):
            policy_page(viewer=nobody)
        with pytest.raises(NotAnAdministratorError):
            _set(nobody)
        with pytest.raises(NotAnAdministratorError):
            set_leaver_days(90, seen=180, acting_user=nobody, now=NOW)
    with pytest.raises(LimitsUnfitError):
        _set(wim, replace(Limits(), leavers_share=100))
    assert policy_page(viewer=wim).changes == ()


def test_a_plan_is_held_by_the_limit_of_the_library_and_says_which(
    school: School, wim: Viewer
) -> None:
    stay = [one for at, one in enumerate(next_year(school.children)) if at % 4]  # five leave
    upload = school.receive(stay)
    before = plan_of(upload, by=school.marloes)
    assert "too_many_leavers" not in {hold.code for hold in before.holds}

    _set(wim)

    for staff, who in ((True, school.marloes), (False, school.petra)):
        plan = plan_of(upload, by=who, staff=staff)
        [hold] = [hold for hold in plan.holds if hold.code == "too_many_leavers"]
        assert hold.detail["limit"] == 3
        assert plan.digest != before.digest


# --- the term of leavers --------------------------------------------------------------------------


def _term(school: School) -> tuple[int, object]:
    with scoped(school.scope):
        term = leaver_term(school.branch.library_id)
    return term.days, term.erasing_from


def test_a_library_that_chose_no_term_has_that_of_the_site(school: School) -> None:
    assert _term(school) == (settings.RETENTION_LEAVERS, None)


def test_a_longer_term_counts_at_once_and_a_shorter_one_after_a_pause(
    school: School, wim: Viewer
) -> None:
    set_leaver_days(365, seen=180, acting_user=wim, now=NOW)
    assert _term(school) == (365, None)

    set_leaver_days(30, seen=365, acting_user=wim, now=NOW)

    assert _term(school) == (30, TODAY + timedelta(days=30))
    assert [one.changed for one in policy_page(viewer=wim).changes] == [
        (("leaver_days", "365", "30"),),
        (("leaver_days", "180", "365"),),
    ]
    assert chosen_leaver_days([scope_of_library(school.branch.library_id)]) == {
        school.branch.library_name: 30
    }


@pytest.mark.parametrize("days", [0, 29, 1096])
def test_a_term_out_of_bounds_is_refused(school: School, wim: Viewer, days: int) -> None:
    with pytest.raises(TermUnfitError):
        set_leaver_days(days, seen=180, acting_user=wim, now=NOW)


def test_a_term_that_somebody_else_changed_is_not_overwritten(school: School, wim: Viewer) -> None:
    set_leaver_days(365, seen=180, acting_user=wim, now=NOW)

    with pytest.raises(ChangedMeanwhileError):
        set_leaver_days(90, seen=180, acting_user=wim, now=NOW)

    assert _term(school) == (365, None)


# --- files and viruses ----------------------------------------------------------------------------


def test_a_library_asks_for_scans_and_everybody_reads_who_chose_it(
    school: School, wim: Viewer
) -> None:
    with scoped(school.scope):
        assert not scan_required(school.branch.library_id)

    assert set_scan_required(True, seen=False, acting_user=wim, now=NOW)
    assert not set_scan_required(True, seen=False, acting_user=wim, now=NOW)

    page = policy_page(viewer=wim)
    assert page.scan_required
    assert [one.changed for one in page.changes] == [(("scan_required", "False", "True"),)]
    with scoped(scope_of_library(school.noortje.library_id)):
        assert not scan_required(school.noortje.library_id)


def test_only_an_administrator_says_what_happens_without_a_scanner(
    school: School, wim: Viewer
) -> None:
    for nobody in (school.petra, school.marloes, *school.strangers):
        with pytest.raises(NotAnAdministratorError):
            set_scan_required(True, seen=False, acting_user=nobody, now=NOW)
    set_scan_required(True, seen=False, acting_user=wim, now=NOW)

    with pytest.raises(ChangedMeanwhileError):
        set_scan_required(False, seen=False, acting_user=wim, now=NOW)

    assert policy_page(viewer=wim).scan_required
