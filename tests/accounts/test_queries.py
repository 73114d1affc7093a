from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from tests.accounts.cast import SECRET, TODAY, Cast

from leesloket.accounts import queries
from leesloket.accounts.models import Account
from leesloket.accounts.names import display_names
from leesloket.isolation.scope import Scope, scoped, signing_in

# --- the viewer ----------------------------------------------------------------------------------


def test_a_viewer_knows_the_rights_of_today(cast: Cast) -> None:
    viewer = cast.viewer("anna")

    assert viewer.branches_with("import") == (cast.regenboog.pk,)
    assert viewer.branches_with("import", "desk") == (cast.regenboog.pk,)
    assert viewer.branches_with("upload") == ()
    assert viewer.may("desk", cast.regenboog.pk)
    assert not viewer.may("desk", cast.vuurvlinder.pk)
    assert viewer.scope == Scope(cast.library.pk, (cast.regenboog.pk,), cast.ids["anna"])
    assert (viewer.library_name, viewer.initials) == ("Bibliotheek Rivierenland", "AV")
    assert not viewer.second_factor


def test_a_right_of_last_year_or_next_year_opens_nothing(cast: Cast) -> None:
    branch = cast.regenboog
    cast.add("oud", ("upload", branch), until_date=date(2026, 8, 23))
    cast.add("nieuw", ("upload", branch), from_date=date(2026, 8, 25))

    assert cast.viewer("oud").rights == ()
    assert cast.viewer("nieuw").rights == ()
    assert cast.viewer("nieuw", date(2026, 8, 25)).may("upload", branch.pk)


def test_a_viewer_shows_no_name_in_a_log(cast: Cast) -> None:
    told = repr(cast.viewer("anna")) + str(cast.viewer("anna"))

    assert "Anna" not in told
    assert "Regenboog" not in told


def test_somebody_switched_off_is_no_viewer(cast: Cast) -> None:
    with signing_in():
        Account.objects.filter(pk=cast.ids["anna"]).update(is_active=False)

    with pytest.raises(queries.AccountNotFoundError):
        cast.viewer("anna")
    with pytest.raises(queries.AccountNotFoundError):
        queries.viewer_of(uuid4(), today=TODAY)


def test_a_viewer_costs_the_same_with_many_rights(cast: Cast) -> None:
    cast.add("veel", *[(kind, cast.regenboog) for kind in ("upload", "desk", "lending")])
    cast.add("weinig", ("upload", cast.regenboog))

    with CaptureQueriesContext(connection) as few:
        cast.viewer("weinig")
    with CaptureQueriesContext(connection) as many:
        cast.viewer("veel")

    assert len(few) == len(many)


# --- people --------------------------------------------------------------------------------------


def test_people_are_those_of_the_own_library_with_rights_in_the_own_branches(cast: Cast) -> None:
    cast.add("carla", ("upload", cast.vuurvlinder))

    people = queries.people_of(cast.viewer("anna"), today=TODAY)

    assert [(person.login, len(person.rights)) for person in people] == [
        ("anna", 2),
        ("bas", 1),
        ("beheer", 1),
        ("carla", 0),
    ]


def test_an_administrator_sees_the_rights_in_every_branch_of_the_library(cast: Cast) -> None:
    carla = cast.add("carla", ("upload", cast.vuurvlinder))

    page = queries.person(cast.viewer("beheer"), carla, today=TODAY)

    [right] = page.rights
    assert (right.kind, right.branch_name, right.active) == ("upload", "De Vuurvlinder", True)


def test_a_page_about_a_person_shows_what_was_what_is_and_what_will_be(cast: Cast) -> None:
    met = cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET, one_time=True)
    cast.add("oud", ("upload", cast.regenboog), until_date=date(2026, 8, 23))
    cast.add("straks", ("upload", cast.regenboog), from_date=date(2026, 9, 1))
    viewer = cast.viewer("anna")

    with_factor = queries.person(viewer, met, today=TODAY)
    old = queries.person(viewer, cast.ids["oud"], today=TODAY)
    later = queries.person(viewer, cast.ids["straks"], today=TODAY)

    assert with_factor.second_factor
    assert with_factor.one_time_until is not None
    assert with_factor.may_reset
    assert (len(old.rights), len(old.ended_rights)) == (0, 1)
    [coming] = later.rights
    assert not coming.active
    assert not queries.person(viewer, cast.ids["beheer"], today=TODAY).may_reset
    assert not queries.person(viewer, viewer.account_id, today=TODAY).may_reset


def test_somebody_of_another_library_does_not_exist(cast: Cast) -> None:
    viewer = cast.viewer("beheer")

    with pytest.raises(queries.PersonNotFoundError):
        queries.person(viewer, cast.ids["dirk"], today=TODAY)
    with pytest.raises(queries.PersonNotFoundError):
        queries.person(viewer, uuid4(), today=TODAY)


def test_names_in_history_stop_at_the_library(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with scoped(cast.viewer("anna").scope), django_assert_num_queries(1):
        names = display_names([cast.ids["bas"], cast.ids["dirk"], cast.ids["bas"]])

    assert names.known == {cast.ids["bas"]: "Bas Voorbeeld"}


def test_whom_to_call_are_the_branches_one_belongs_to(cast: Cast) -> None:
    [line] = queries.contacts_of(cast.ids["bas"])

    assert (line.slug, line.contact_name) == ("regenboog", "Els van de balie")
