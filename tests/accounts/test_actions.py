import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from pytest_django import Settings
from tests.accounts.cast import NOW, PASSWORD, SECRET, TODAY, Cast, mark_of

from leesloket.accounts import actions, queries
from leesloket.accounts.models import Account, Right
from leesloket.audit.queries import EventLine, events_about
from leesloket.branches.models import Branch
from leesloket.isolation.scope import scoped, signing_in

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def _events(cast: Cast, login: str, about: UUID) -> tuple[EventLine, ...]:
    with scoped(queries.managing_scope(cast.viewer(login))):
        return events_about(about)


def _account(account_id: UUID) -> Account:
    with signing_in():
        return Account.objects.get(pk=account_id)


def _rights(account_id: UUID) -> list[Right]:
    with signing_in():
        return list(Right.objects.filter(account_id=account_id).order_by("from_date"))


# --- add_account ---------------------------------------------------------------------------------


def _add(cast: Cast, login: str = "p.lindhout", by: str = "anna") -> actions.OneTime:
    return actions.add_account(
        login=login, display_name="Piet Lindhout", acting_user=cast.viewer(by), now=NOW
    )


def test_somebody_added_can_sign_in_with_the_password_for_one_time(cast: Cast) -> None:
    one_time = _add(cast, " P.Lindhout ")

    found = authenticate(None, username="p.lindhout", password=one_time.password)
    assert found is not None
    assert found.pk == one_time.account_id
    assert found.one_time_until == NOW + timedelta(days=14)
    assert one_time.password not in repr(one_time)
    [event] = _events(cast, "anna", one_time.account_id)
    assert (event.code, event.by) == ("account_added", cast.ids["anna"])


@pytest.mark.parametrize("by", ["bas", "vera"])
def test_only_staff_who_import_or_administer_add_people(cast: Cast, by: str) -> None:
    cast.add("vera", ("lending", cast.regenboog), ("desk", cast.regenboog))

    with pytest.raises(actions.NotAllowedError):
        _add(cast, by=by)


def test_a_login_name_is_there_once_in_all_libraries(cast: Cast) -> None:
    _add(cast)

    with pytest.raises(actions.LoginTakenError):
        _add(cast, "P.LINDHOUT")
    with pytest.raises(actions.LoginTakenError):
        _add(cast, "dirk")


@pytest.mark.parametrize("login", ["ab", "piet lindhout", "-piet", "p" * 61, "piët"])
def test_a_login_name_can_be_typed_without_doubt(cast: Cast, login: str) -> None:
    with pytest.raises(actions.LoginUnfitError):
        _add(cast, login)


# --- give_right and end_right --------------------------------------------------------------------


def _give(
    cast: Cast,
    to: str = "bas",
    *,
    by: str = "anna",
    kind: str = "upload",
    branch_id: int | None = None,
    from_date: date = TODAY,
    until_date: date | None = None,
) -> UUID:
    return actions.give_right(
        account_id=cast.ids[to],
        branch_id=branch_id or cast.regenboog.pk,
        kind=kind,
        from_date=from_date,
        until_date=until_date,
        acting_user=cast.viewer(by),
        now=NOW,
    )


def test_nobody_sends_lists_for_a_public_library(cast: Cast) -> None:
    cast.add("piet")
    Branch.objects.filter(pk=cast.regenboog.pk).update(kind="public")

    with pytest.raises(actions.NoSchoolError):
        _give(cast, "piet", kind="upload")

    given = _give(cast, "piet", by="beheer", kind="import")
    assert [right.id for right in cast.viewer("piet", TODAY).rights] == [given]


def test_a_right_given_holds_on_its_days(cast: Cast) -> None:
    cast.add("piet")

    right_id = _give(cast, "piet", from_date=TOMORROW, until_date=TOMORROW)

    assert not cast.viewer("piet", TODAY).rights
    [right] = cast.viewer("piet", TOMORROW).rights
    assert (right.id, right.kind, right.branch_slug) == (right_id, "upload", "regenboog")
    [event] = _events(cast, "anna", cast.ids["piet"])
    assert (event.code, event.by) == ("right_given", cast.ids["anna"])
    assert event.detail == {"kind": "upload", "right": str(right_id)}


def test_an_importer_gives_upload_only_and_only_in_own_branches(cast: Cast) -> None:
    cast.add("piet")

    with pytest.raises(actions.NotAllowedError):
        _give(cast, "piet", kind="import")
    with pytest.raises(actions.NotAllowedError):
        _give(cast, "piet", branch_id=cast.vuurvlinder.pk)
    with pytest.raises(actions.NotAllowedError):
        _give(cast, "piet", by="bas")
    with pytest.raises(actions.NotAllowedError):
        _give(cast, "piet", by="beheer", kind="king")
    assert _rights(cast.ids["piet"]) == []


def test_an_administrator_gives_every_right_in_the_library_and_none_outside(cast: Cast) -> None:
    cast.add("piet")

    _give(cast, "piet", by="beheer", kind="import", branch_id=cast.vuurvlinder.pk)

    assert cast.viewer("piet").may("import", cast.vuurvlinder.pk)
    with pytest.raises(actions.NotAllowedError):
        _give(cast, "piet", by="beheer", branch_id=cast.lijster.pk)
    with pytest.raises(queries.PersonNotFoundError):
        _give(cast, "dirk", by="beheer")


def test_giving_a_right_twice_does_no_harm(cast: Cast) -> None:
    cast.add("piet")
    _give(cast, "piet")

    with pytest.raises(actions.RightAlreadyGivenError):
        _give(cast, "piet")
    with pytest.raises(actions.RightAlreadyGivenError):
        _give(cast, "piet", from_date=TOMORROW)

    assert len(_rights(cast.ids["piet"])) == 1


@pytest.mark.parametrize(
    ("first", "last"), [(TODAY, YESTERDAY), (date(2025, 8, 1), YESTERDAY), (TOMORROW, TODAY)]
)
def test_a_right_that_never_holds_is_refused(cast: Cast, first: date, last: date) -> None:
    cast.add("piet")

    with pytest.raises(actions.EndsBeforeItStartsError):
        _give(cast, "piet", from_date=first, until_date=last)


def _end(cast: Cast, right_id: UUID, by: str = "anna") -> None:
    actions.end_right(right_id=right_id, acting_user=cast.viewer(by), now=NOW)


def test_a_right_ends_at_once_and_stays_in_the_history(cast: Cast) -> None:
    [right] = cast.viewer("bas").rights

    _end(cast, right.id)

    assert cast.viewer("bas").rights == ()
    page = queries.person(cast.viewer("anna"), cast.ids["bas"], today=TODAY)
    assert [ended.id for ended in page.ended_rights] == [right.id]
    assert [(event.code, event.by, event.kind) for event in page.events] == [
        ("right_ended", "Anna Voorbeeld", "upload")
    ]


def test_ending_a_right_twice_does_no_harm(cast: Cast) -> None:
    [right] = cast.viewer("bas").rights
    _end(cast, right.id)

    _end(cast, right.id, by="beheer")

    assert [event.code for event in _events(cast, "beheer", cast.ids["bas"])] == ["right_ended"]


def test_an_ended_right_can_be_given_again(cast: Cast) -> None:
    [right] = cast.viewer("bas").rights
    _end(cast, right.id)

    _give(cast, "bas")

    assert cast.viewer("bas").may("upload", cast.regenboog.pk)


def test_a_right_is_ended_by_who_could_give_it(cast: Cast) -> None:
    cast.add("carla", ("upload", cast.vuurvlinder))
    [carlas] = cast.viewer("carla").rights
    [administers] = cast.viewer("beheer").rights
    [dirks] = cast.viewer("dirk").rights

    with pytest.raises(actions.NotAllowedError):
        _end(cast, administers.id)
    with pytest.raises(actions.RightNotFoundError):
        _end(cast, carlas.id)
    with pytest.raises(actions.RightNotFoundError):
        _end(cast, dirks.id, by="beheer")
    with pytest.raises(actions.RightNotFoundError):
        _end(cast, uuid4())


# --- start_reset ---------------------------------------------------------------------------------


def _reset(cast: Cast, whose: str, by: str = "anna", *, seen: str | None = None) -> actions.OneTime:
    return actions.start_reset(
        account_id=cast.ids[whose],
        seen=mark_of(cast.ids[whose]) if seen is None else seen,
        acting_user=cast.viewer(by),
        now=NOW,
    )


def test_a_reset_replaces_the_password_by_one_for_one_time(cast: Cast) -> None:
    one_time = _reset(cast, "bas")

    [event] = _events(cast, "anna", cast.ids["bas"])
    assert (event.code, event.by) == ("reset_started", cast.ids["anna"])
    assert authenticate(None, username="bas", password=PASSWORD) is None
    assert authenticate(None, username="bas", password=one_time.password) is not None
    assert _account(cast.ids["bas"]).one_time_until == one_time.valid_until


def test_a_second_reset_makes_the_first_password_worthless(cast: Cast) -> None:
    first = _reset(cast, "bas")
    second = _reset(cast, "bas")

    assert authenticate(None, username="bas", password=first.password) is None
    assert authenticate(None, username="bas", password=second.password) is not None


def test_the_same_form_makes_one_password_and_that_one_works(cast: Cast) -> None:
    seen = mark_of(cast.ids["bas"])
    made = _reset(cast, "bas", seen=seen)

    for by, form in (("anna", seen), ("beheer", seen), ("anna", "")):
        with pytest.raises(actions.PasswordChangedError):
            _reset(cast, "bas", by, seen=form)

    assert [event.code for event in _events(cast, "anna", cast.ids["bas"])] == ["reset_started"]
    assert authenticate(None, username="bas", password=made.password) is not None


def test_a_form_from_before_somebody_chose_a_password_leaves_that_password(cast: Cast) -> None:
    seen = mark_of(cast.ids["bas"])
    actions.set_new_password(account_id=cast.ids["bas"], password="een eigen zin", now=NOW)

    with pytest.raises(actions.PasswordChangedError):
        _reset(cast, "bas", seen=seen)

    assert authenticate(None, username="bas", password="een eigen zin") is not None


def test_the_mark_of_a_password_tells_nothing_of_it(cast: Cast, settings: Settings) -> None:
    account = _account(cast.ids["bas"])
    mark = account.password_mark

    assert re.fullmatch("[0-9a-f]{64}", mark)
    assert mark != account.get_session_auth_hash()
    settings.SECRET_KEY = "another key"
    assert account.password_mark != mark


def test_two_at_once_make_one_password(committed_cast: Cast) -> None:
    cast = committed_cast
    seen = mark_of(cast.ids["bas"])
    ready = Barrier(2, timeout=30)

    def click(by: str) -> str:
        try:
            ready.wait()
            return type(_reset(cast, "bas", by, seen=seen)).__name__
        except actions.PasswordChangedError as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        came_of = sorted(both.map(click, ("anna", "beheer")))

    assert came_of == ["OneTime", "PasswordChangedError"]
    assert [event.code for event in _events(cast, "anna", cast.ids["bas"])] == ["reset_started"]


def test_nobody_takes_more_rights_by_a_reset(cast: Cast) -> None:
    cast.add("carla", ("upload", cast.vuurvlinder))
    cast.add("els", ("upload", cast.regenboog), ("import", cast.vuurvlinder))

    for whose in ("beheer", "anna", "carla", "els"):
        with pytest.raises(actions.NotAllowedError):
            _reset(cast, whose)
    with pytest.raises(actions.NotAllowedError):
        _reset(cast, "anna", by="bas")
    _reset(cast, "anna", by="beheer")


def test_a_reset_leaves_the_second_factor(cast: Cast) -> None:
    met = cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)

    _reset(cast, "met")

    assert queries.has_second_factor(met)


# --- reset_second_factor -------------------------------------------------------------------------


def _reset_factor(cast: Cast, whose: str, by: str = "anna") -> None:
    actions.reset_second_factor(account_id=cast.ids[whose], acting_user=cast.viewer(by), now=NOW)


def test_a_second_factor_can_be_taken_away_so_that_a_new_one_is_set(cast: Cast) -> None:
    met = cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)

    _reset_factor(cast, "met")

    assert not queries.has_second_factor(met)
    [event] = _events(cast, "anna", met)
    assert (event.code, event.by) == ("second_factor_reset", cast.ids["anna"])


def test_taking_a_second_factor_away_twice_is_recorded_once(cast: Cast) -> None:
    met = cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)

    _reset_factor(cast, "met")
    _reset_factor(cast, "met")

    assert len(_events(cast, "anna", met)) == 1


def test_a_second_factor_is_not_taken_from_somebody_with_more_rights(cast: Cast) -> None:
    chief = cast.add("chef", ("administer", cast.regenboog), totp_secret=SECRET)

    with pytest.raises(actions.NotAllowedError):
        _reset_factor(cast, "chef")

    assert queries.has_second_factor(chief)


@pytest.mark.parametrize("action", [_reset, _reset_factor])
def test_somebody_of_another_library_is_not_found(
    cast: Cast, action: Callable[[Cast, str, str], object]
) -> None:
    with pytest.raises(queries.PersonNotFoundError):
        action(cast, "dirk", "beheer")


@pytest.mark.parametrize("action", [_reset, _reset_factor])
def test_nobody_resets_oneself(cast: Cast, action: Callable[[Cast, str, str], object]) -> None:
    with pytest.raises(actions.NotAllowedError):
        action(cast, "beheer", "beheer")


# --- set_new_password ----------------------------------------------------------------------------


def test_a_new_password_ends_the_time_of_the_one_time_one(cast: Cast) -> None:
    bas = cast.ids["bas"]
    one_time = _reset(cast, "bas")

    changed = actions.set_new_password(account_id=bas, password="zelf gekozen zin", now=NOW)

    assert changed.one_time_until is None
    assert _account(bas).one_time_until is None
    assert [event.code for event in _events(cast, "anna", bas)] == ["reset_started", "password_set"]
    assert authenticate(None, username="bas", password=one_time.password) is None
    assert authenticate(None, username="bas", password="zelf gekozen zin") is not None


def test_passwords_are_kept_as_argon2id(cast: Cast) -> None:
    with signing_in(), connection.cursor() as cursor:
        cursor.execute("select password from accounts_account")
        assert all(password.startswith("argon2$argon2id$") for (password,) in cursor.fetchall())


def test_a_password_for_nobody_is_set_for_nobody(cast: Cast) -> None:
    with pytest.raises(queries.PersonNotFoundError):
        actions.set_new_password(account_id=uuid4(), password="zelf gekozen zin", now=NOW)
