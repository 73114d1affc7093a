"""Leavers are erased by themselves, on their day and no sooner, and told of beforehand."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from tests.imports.school import School, make_school
from tests.people import NOW, TODAY, add_person

from leesloket.accounts.queries import Viewer
from leesloket.audit.queries import events_about
from leesloket.branches.models import Branch, Library
from leesloket.branches.policies import chosen_leaver_days, set_leaver_days
from leesloket.branches.queries import scope_of_library, scopes_of_libraries
from leesloket.imports.models import NotIncluded
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons.actions import end_memberships
from leesloket.patrons.models import Membership, Patron
from leesloket.privacy import leavers
from leesloket.privacy.leavers import erase_leavers, leavers_to_erase
from leesloket.privacy.officer import accountability
from leesloket.privacy.processing import as_markdown

pytestmark = pytest.mark.enable_socket
ZOE, GOKCE, JAN = "001200", "001201", "001202"


@pytest.fixture
def school(db: None, reader: None) -> School:
    """Zoë, Gökçe and Jan left today; Jan still belongs to the other school."""
    made = make_school()
    with scoped(scope_of_library(made.branch.library_id)):
        ids = [made.ids[one] for one in (ZOE, GOKCE, JAN)]
        end_memberships(ids, branch_id=made.branch.id, on=TODAY)
        Membership.objects.create(
            patron_id=made.ids[JAN],
            branch_id=made.other.id,
            category="pupil",
            from_date=TODAY,
        )
    return made


def _after(days: int) -> datetime:
    return NOW + timedelta(days=days)


def _library(school: School) -> Scope:
    return scope_of_library(school.branch.library_id)


def _there(school: School) -> set[str]:
    with scoped(_library(school)):
        kept = set(Patron.objects.values_list("id", flat=True))
    return {number for number in (ZOE, GOKCE, JAN) if school.ids[number] in kept}


def test_who_left_goes_on_its_day_and_who_stays_somewhere_does_not(school: School) -> None:
    term = settings.RETENTION_LEAVERS
    assert erase_leavers(_library(school), now=_after(term - 1)) == 0
    assert _there(school) == {ZOE, GOKCE, JAN}

    assert erase_leavers(_library(school), now=_after(term)) == 2

    assert _there(school) == {JAN}
    assert erase_leavers(_library(school), now=_after(term)) == 0
    with scoped(school.scope):
        events = events_about(school.ids[ZOE])
        assert [(one.code, one.by, one.detail["reason"]) for one in events] == [
            ("patron_erased", None, "left")
        ]
        assert not NotIncluded.objects.exists()


def test_who_has_books_at_home_stays_until_they_are_back(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leavers, "copies_at_home", lambda ids: {school.ids[ZOE]: 2})

    assert erase_leavers(_library(school), now=_after(400)) == 1

    assert _there(school) == {ZOE, JAN}


def test_who_came_back_is_not_erased(school: School) -> None:
    with scoped(school.scope):
        Membership.objects.filter(patron_id=school.ids[ZOE]).update(until_date=None)

    erase_leavers(_library(school), now=_after(400))

    assert _there(school) == {ZOE, JAN}


def test_a_run_takes_no_more_than_a_few_and_the_next_takes_the_rest(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leavers, "AT_ONCE", 1)

    assert [erase_leavers(_library(school), now=_after(400)) for _ in range(3)] == [1, 1, 0]


def test_an_administrator_reads_beforehand_who_it_will_be(school: School) -> None:
    library = Library.objects.get(pk=school.branch.library_id)
    kiem = Branch.objects.get(pk=school.branch.id)
    willem = add_person(library, "willem", {"administer": [kiem]})
    term = timedelta(days=settings.RETENTION_LEAVERS)
    day = TODAY + term - timedelta(days=leavers.TOLD_BEFORE)

    lines = leavers_to_erase(viewer=willem, today=day)

    assert [(line.patron.name, line.erased_on, line.copies) for line in lines] == [
        ("Zoë van Dijk", TODAY + term, 0),
        ("Gökçe Öztürk", TODAY + term, 0),
    ]
    assert leavers_to_erase(viewer=willem, today=day - timedelta(days=1)) == ()
    for nobody in (school.marloes, *school.strangers):
        assert leavers_to_erase(viewer=nobody, today=day) == ()


# --- a term of the library's own ------------------------------------------------------------------


def _willem(school: School) -> Viewer:
    library = Library.objects.get(pk=school.branch.library_id)
    kiem = Branch.objects.get(pk=school.branch.id)
    return add_person(library, "willem", {"administer": [kiem]})


def test_a_library_with_a_longer_term_keeps_its_leavers_longer(school: School) -> None:
    set_leaver_days(365, seen=180, acting_user=_willem(school), now=NOW)

    assert erase_leavers(_library(school), now=_after(364)) == 0
    assert erase_leavers(_library(school), now=_after(365)) == 2


def test_after_a_shorter_term_nobody_goes_before_it_could_be_seen_for_thirty_days(
    school: School,
) -> None:
    willem = _willem(school)
    set_leaver_days(30, seen=180, acting_user=willem, now=_after(100))

    assert erase_leavers(_library(school), now=_after(129)) == 0
    day = TODAY + timedelta(days=100)
    lines = leavers_to_erase(viewer=willem, today=day)
    assert {line.erased_on for line in lines} == {day + timedelta(days=30)}
    assert len(lines) == 2
    assert erase_leavers(_library(school), now=_after(130)) == 2


def test_the_register_of_processing_names_the_term_of_a_library(school: School) -> None:
    willem = _willem(school)
    set_leaver_days(365, seen=180, acting_user=willem, now=NOW)

    told = "\n".join(as_markdown(chosen_leaver_days(scopes_of_libraries())))

    assert f"| `RETENTION_LEAVERS`, zoals {school.branch.library_name} koos | 365 |" in told
    page = accountability(school.branch, viewer=willem, now=NOW)
    assert any("Tot 365 dagen na vertrek" in one.kept for one in page.processing)
