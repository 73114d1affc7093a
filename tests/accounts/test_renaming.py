"""A library gets another name."""

import pytest
from django.db import connection
from pytest_django import Settings
from tests.people import NOW, add_person, make_branch, make_library, provider_named

from leesloket.accounts.queries import Viewer, viewer_of
from leesloket.accounts.renaming import NamedByProvidersError, rename_library
from leesloket.audit.models import Event
from leesloket.branches import founding
from leesloket.branches.actions import ChangedMeanwhileError
from leesloket.branches.models import Library
from leesloket.branches.policies import NotAnAdministratorError
from leesloket.branches.queries import Called, library_called
from leesloket.isolation.scope import scoped
from leesloket.patrons.policy_page import policy_page

BEFORE = Called("Bibliotheek Voort", "Voort")
AFTER = Called("Bibliotheek Voort → Noord", "Noordwoud")


@pytest.fixture
def library(db: None) -> Library:
    return Library.objects.create(name=BEFORE.name, place=BEFORE.place)


@pytest.fixture
def wim(library: Library) -> Viewer:
    return add_person(library, "wim", {"administer": [make_branch(library, "centrum")]})


def _rename(by: Viewer, called: Called = AFTER, seen: Called | None = BEFORE) -> bool:
    return rename_library(called, seen=seen, acting_user=by, now=NOW)


def _now(by: Viewer) -> Called:
    return library_called(by.library_id)


def test_the_library_is_called_so_everywhere_and_who_did_it_is_told(wim: Viewer) -> None:
    assert _rename(wim)

    assert _now(wim) == AFTER
    assert viewer_of(wim.account_id, today=NOW.date()).library_name == AFTER.name
    [change] = policy_page(viewer=wim).changes
    assert change.by == "Wim Voorbeeld"
    assert change.changed == (
        ("name", BEFORE.name, AFTER.name),
        ("place", "Voort", "Noordwoud"),
    )


def test_a_second_click_changes_and_tells_nothing(wim: Viewer) -> None:
    _rename(wim)

    assert not _rename(wim)

    with scoped(wim.scope):
        assert Event.objects.filter(code="library_renamed").count() == 1


def test_only_what_changed_is_told(wim: Viewer) -> None:
    _rename(wim, Called(BEFORE.name, ""))

    [change] = policy_page(viewer=wim).changes
    assert change.changed == (("place", "Voort", ""),)


def test_spaces_around_a_name_are_no_other_name(wim: Viewer) -> None:
    assert not _rename(wim, Called(f"  {BEFORE.name} ", " Voort"))


def test_a_page_that_shows_what_is_no_longer_so_overwrites_nothing(wim: Viewer) -> None:
    _rename(wim)

    for seen in (BEFORE, None):
        with pytest.raises(ChangedMeanwhileError):
            _rename(wim, Called("Anders", "Elders"), seen=seen)

    assert _now(wim) == AFTER


@pytest.mark.parametrize(
    ("called", "error"),
    [
        (Called("  ", "Voort"), founding.NameMissingError),
        (Called("x" * 121, "Voort"), founding.FieldUnfitError),
        (Called("Bibliotheek", "x" * 81), founding.FieldUnfitError),
        (Called("Bibliotheek Hoge Heide", ""), founding.LibraryTakenError),
    ],
)
def test_the_rules_are_those_of_setup(wim: Viewer, called: Called, error: type[Exception]) -> None:
    make_library("Bibliotheek Hoge Heide")

    with pytest.raises(error):
        _rename(wim, called)
    with pytest.raises(error):
        founding.found_library(name=called.name, place=called.place)

    assert _now(wim) == BEFORE


def test_only_an_administrator_of_this_library_renames_it(library: Library, wim: Viewer) -> None:
    centrum = make_branch(library, "noord")
    others = make_library("Bibliotheek Hoge Heide")
    els = add_person(library, "els", {"import": [centrum], "desk": [centrum]})
    carla = add_person(others, "carla", {"administer": [make_branch(others, "heide")]})

    with pytest.raises(NotAnAdministratorError):
        _rename(els)
    with pytest.raises(ChangedMeanwhileError):
        _rename(carla)

    assert _now(wim) == BEFORE
    assert _now(carla).name == "Bibliotheek Hoge Heide"


def test_a_name_that_school_accounts_hang_on_stays(wim: Viewer, settings: Settings) -> None:
    settings.SCHOOL_ACCOUNTS = (provider_named(BEFORE.name),)

    with pytest.raises(NamedByProvidersError):
        _rename(wim)
    assert _rename(wim, Called(BEFORE.name, "Elders"))

    assert _now(wim) == Called(BEFORE.name, "Elders")


@pytest.mark.parametrize(("name", "branch"), [("", "centrum"), ("Een andere", "")])
def test_school_accounts_that_do_not_hang_on_the_name_keep_nothing_back(
    wim: Viewer, settings: Settings, name: str, branch: str
) -> None:
    settings.SCHOOL_ACCOUNTS = (provider_named(name, branch=branch),)

    assert _rename(wim)


def test_what_was_typed_is_text_and_nothing_else(wim: Viewer) -> None:
    hostile = Called("<b>'; drop table branches_library; --", "{{ place }}")

    assert _rename(wim, hostile)

    assert _now(wim) == hostile
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from branches_library")
        assert cursor.fetchone() == (1,)
