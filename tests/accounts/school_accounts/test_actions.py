"""Linking, unlinking, letting somebody in, and the rights that a school gives."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.db import ProgrammingError, connection, transaction
from pytest_django import Settings
from tests.accounts.cast import NOW, TODAY, Cast, mark_of

from leesloket.accounts import actions as people
from leesloket.accounts import closing
from leesloket.accounts.models import Account, Right
from leesloket.accounts.queries import PersonNotFoundError, viewer_of
from leesloket.accounts.school_accounts import actions, queries, unlinking
from leesloket.accounts.school_accounts.config import KINDS, Grant, Provider
from leesloket.accounts.school_accounts.rules import Identity, RefusedError
from leesloket.audit.models import Event
from leesloket.branches.models import Library
from leesloket.isolation.scope import Scope, scoped, signing_in

SCHOOL = "11zz03"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def provider(cast: Cast, settings: Settings) -> Provider:
    """The provider of Anna's library."""
    found = _provider(cast)
    settings.SCHOOL_ACCOUNTS = (found,)
    return found


def _provider(cast: Cast) -> Provider:
    """Whose employees may send for De Regenboog."""
    return Provider(
        id="entree",
        name="Entree Federatie",
        kind="entree",
        library=cast.library.name,
        server_url="https://entree.example",
        client_id="leesloket",
        secret="geheim",
        schools=frozenset({SCHOOL}),
        claims=KINDS["entree"],
        pupil_roles=frozenset({"student"}),
        grants=(Grant(SCHOOL, "employee", "", "upload", "regenboog"),),
        second_factor=frozenset(),
        scope=("openid",),
    )


def _somebody(uid: str = "abc@school", *roles: str) -> Identity:
    return Identity(
        uid=uid,
        name="Nienke Nieuwland",
        schools=frozenset({SCHOOL}),
        roles=frozenset(roles),
        entitlements=frozenset(),
        second_factor=False,
        shown_at=0,
    )


def _rights(cast: Cast, account_id: UUID) -> list[Right]:
    with scoped(Scope(cast.library.pk, (cast.regenboog.pk, cast.vuurvlinder.pk))):
        return list(Right.objects.filter(account_id=account_id).order_by("from_date", "kind"))


def _codes(cast: Cast) -> list[str]:
    with scoped(Scope(cast.library.pk, (cast.regenboog.pk, cast.vuurvlinder.pk))):
        return list(Event.objects.order_by("id").values_list("code", flat=True))


# --- linking -------------------------------------------------------------------------------------


def test_a_linked_school_account_opens_that_account(cast: Cast, provider: Provider) -> None:
    bas = cast.ids["bas"]
    actions.link(provider=provider, identity=_somebody(), account_id=bas, now=NOW)
    actions.link(provider=provider, identity=_somebody(), account_id=bas, now=NOW)

    account = actions.account_for(provider=provider, identity=_somebody(), now=NOW)

    assert account.pk == bas
    assert [one.name for one in queries.links_of(bas)] == ["Entree Federatie"]
    assert _codes(cast).count("school_linked") == 1


def test_an_address_or_a_name_alone_never_opens_an_account(cast: Cast, provider: Provider) -> None:
    with signing_in():
        Account.objects.filter(pk=cast.ids["bas"]).update(
            email="abc@school", display_name="Nienke Nieuwland"
        )

    with pytest.raises(RefusedError) as refused:
        actions.account_for(provider=provider, identity=_somebody(), now=NOW)

    assert refused.value.reason == "unknown"


def test_one_school_account_opens_one_account(cast: Cast, provider: Provider) -> None:
    actions.link(provider=provider, identity=_somebody(), account_id=cast.ids["bas"], now=NOW)

    with pytest.raises(RefusedError) as refused:
        actions.link(provider=provider, identity=_somebody(), account_id=cast.ids["anna"], now=NOW)

    assert refused.value.reason == "taken"


def test_somebody_of_another_library_can_neither_link_nor_come_in(
    cast: Cast, provider: Provider
) -> None:
    dirk = cast.ids["dirk"]
    with pytest.raises(RefusedError) as refused:
        actions.link(provider=provider, identity=_somebody(), account_id=dirk, now=NOW)
    assert refused.value.reason == "other_library"

    theirs = replace(provider, library=cast.other_library.name)
    actions.link(provider=theirs, identity=_somebody(), account_id=dirk, now=NOW)
    with pytest.raises(RefusedError) as refused:
        actions.account_for(provider=provider, identity=_somebody(), now=NOW)
    assert refused.value.reason == "other_library"


def test_a_closed_account_stays_closed(cast: Cast, provider: Provider) -> None:
    actions.link(provider=provider, identity=_somebody(), account_id=cast.ids["bas"], now=NOW)
    closing.close(account_id=cast.ids["bas"], acting_user=cast.viewer("beheer"), now=NOW)

    with pytest.raises(RefusedError) as refused:
        actions.account_for(provider=provider, identity=_somebody(), now=NOW)

    assert refused.value.reason == "inactive"


def test_unlinking_closes_the_door_and_only_ones_own(cast: Cast, provider: Provider) -> None:
    bas = cast.ids["bas"]
    actions.link(provider=provider, identity=_somebody(), account_id=bas, now=NOW)
    [link] = queries.links_of(bas)

    with pytest.raises(unlinking.LinkNotFoundError):
        unlinking.unlink(link_id=link.id, account_id=cast.ids["anna"], now=NOW)
    unlinking.unlink(link_id=link.id, account_id=bas, now=NOW)

    with pytest.raises(RefusedError):
        actions.account_for(provider=provider, identity=_somebody(), now=NOW)
    with pytest.raises(unlinking.LinkNotFoundError):
        unlinking.unlink(link_id=link.id, account_id=bas, now=NOW)


def test_a_reset_at_the_desk_takes_away_what_was_linked_beside_a_password(
    cast: Cast, provider: Provider
) -> None:
    actions.link(provider=provider, identity=_somebody(), account_id=cast.ids["bas"], now=NOW)

    people.start_reset(
        account_id=cast.ids["bas"],
        seen=mark_of(cast.ids["bas"]),
        acting_user=cast.viewer("beheer"),
        now=NOW,
    )

    assert queries.links_of(cast.ids["bas"]) == ()
    assert "school_unlinked" in _codes(cast)


def _unlinks(cast: Cast, who: str, *, by: str) -> bool:
    [link] = queries.links_of(cast.ids[who])
    return unlinking.unlink_for(
        link_id=link.id, account_id=cast.ids[who], acting_user=cast.viewer(by), now=NOW
    )


def test_the_library_takes_off_a_school_account_that_somebody_else_linked(
    cast: Cast, provider: Provider
) -> None:
    actions.link(provider=provider, identity=_somebody(), account_id=cast.ids["bas"], now=NOW)

    assert _unlinks(cast, "bas", by="beheer") is False

    assert queries.links_of(cast.ids["bas"]) == ()
    with pytest.raises(RefusedError):
        actions.account_for(provider=provider, identity=_somebody(), now=NOW)
    with scoped(Scope(cast.library.pk, (cast.regenboog.pk, cast.vuurvlinder.pk))):
        [told] = Event.objects.filter(code="school_unlinked")
    assert (told.account_id, told.subject_id) == (cast.ids["beheer"], cast.ids["bas"])
    assert cast.viewer("bas").may("upload", cast.regenboog.pk)


def test_what_the_school_gave_ends_with_it_and_who_has_nothing_else_is_out(
    cast: Cast, provider: Provider
) -> None:
    employee = _somebody("n", "employee")
    account = actions.account_for(provider=provider, identity=employee, now=NOW)
    [link] = queries.links_of(account.pk)

    is_out = unlinking.unlink_for(
        link_id=link.id, account_id=account.pk, acting_user=cast.viewer("beheer"), now=NOW
    )

    assert is_out
    assert [right.ended_at for right in _rights(cast, account.pk)] == [NOW]


def test_who_may_not_reset_somebody_unlinks_nothing_and_a_second_click_finds_nothing(
    cast: Cast, provider: Provider
) -> None:
    bas = cast.ids["bas"]
    actions.link(provider=provider, identity=_somebody(), account_id=bas, now=NOW)
    [link] = queries.links_of(bas)
    for nobody in ("bas", "dirk"):
        with pytest.raises((people.NotAllowedError, PersonNotFoundError)):
            _unlinks(cast, "bas", by=nobody)

    _unlinks(cast, "bas", by="beheer")

    with pytest.raises(unlinking.LinkNotFoundError):
        unlinking.unlink_for(
            link_id=link.id, account_id=bas, acting_user=cast.viewer("beheer"), now=NOW
        )


def test_a_library_with_another_name_keeps_its_provider_where_the_file_names_a_branch(
    cast: Cast, provider: Provider, settings: Settings
) -> None:
    settings.SCHOOL_ACCOUNTS = (by_branch := replace(provider, library="", branch="regenboog"),)
    actions.link(provider=by_branch, identity=_somebody(), account_id=cast.ids["bas"], now=NOW)

    Library.objects.filter(pk=cast.library.pk).update(name="Bibliotheek Anders")

    assert queries.providers_of(cast.library.pk) == (by_branch,)
    account = actions.account_for(provider=by_branch, identity=_somebody(), now=NOW)
    assert account.pk == cast.ids["bas"]
    assert queries.without_library() == ()


def test_a_provider_of_a_library_that_is_not_here_is_told(
    cast: Cast, provider: Provider, settings: Settings
) -> None:
    assert queries.without_library() == ()

    Library.objects.filter(pk=cast.library.pk).update(name="Bibliotheek Anders")
    nobody = replace(provider, id="tikfout", library="", branch="regenbog")
    settings.SCHOOL_ACCOUNTS = (provider, nobody)

    assert queries.without_library() == ("entree", "tikfout")


# --- what a school gives -------------------------------------------------------------------------


def test_an_employee_gets_an_account_with_that_right_and_nothing_else(
    cast: Cast, provider: Provider, settings: Settings
) -> None:
    account = actions.account_for(provider=provider, identity=_somebody("n", "employee"), now=NOW)

    viewer = viewer_of(account.pk, today=TODAY)
    assert viewer.display_name == "Nienke Nieuwland"
    assert [(right.kind, right.branch_slug) for right in viewer.rights] == [("upload", "regenboog")]
    [right] = _rights(cast, account.pk)
    assert right.until_date == TODAY + timedelta(days=settings.SCHOOL_RIGHT_DAYS)
    assert (account.email, account.has_usable_password()) == ("", False)
    assert {"account_added", "school_linked", "right_given"} <= set(_codes(cast))


def test_nobody_is_made_whom_the_school_gives_nothing(cast: Cast, provider: Provider) -> None:
    with signing_in():
        before = Account.objects.count()

    with pytest.raises(RefusedError):
        actions.account_for(provider=provider, identity=_somebody("n", "affiliate"), now=NOW)

    with signing_in():
        assert (Account.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_a_right_for_a_branch_of_another_library_gives_nothing(
    cast: Cast, provider: Provider
) -> None:
    wrong = replace(provider, grants=(Grant(SCHOOL, "employee", "", "upload", "lijster"),))

    with pytest.raises(RefusedError) as refused:
        actions.account_for(provider=wrong, identity=_somebody("n", "employee"), now=NOW)

    assert refused.value.reason == "unknown"


def test_coming_again_makes_the_right_longer_and_not_twice(
    cast: Cast, provider: Provider, settings: Settings
) -> None:
    employee = _somebody("n", "employee")
    account = actions.account_for(provider=provider, identity=employee, now=NOW)
    again = actions.account_for(provider=provider, identity=employee, now=LATER)

    assert again.pk == account.pk
    [right] = _rights(cast, account.pk)
    assert right.until_date == TODAY + timedelta(days=settings.SCHOOL_RIGHT_DAYS + 1)
    assert _codes(cast).count("right_given") == 1


def test_who_does_not_come_back_by_the_school_keeps_nothing(
    cast: Cast, provider: Provider, settings: Settings
) -> None:
    account = actions.account_for(provider=provider, identity=_somebody("n", "employee"), now=NOW)

    too_late = TODAY + timedelta(days=settings.SCHOOL_RIGHT_DAYS + 1)

    assert viewer_of(account.pk, today=too_late).rights == ()


def test_the_right_ends_when_the_school_does_not_say_it_any_more(
    cast: Cast, provider: Provider
) -> None:
    account = actions.account_for(provider=provider, identity=_somebody("n", "employee"), now=NOW)

    actions.account_for(provider=provider, identity=_somebody("n", "affiliate"), now=LATER)

    assert viewer_of(account.pk, today=TODAY).rights == ()
    assert "right_ended" in _codes(cast)
    # And comes back with the word.
    actions.account_for(provider=provider, identity=_somebody("n", "employee"), now=LATER)
    assert len(viewer_of(account.pk, today=TODAY + timedelta(days=1)).rights) == 1


def test_a_right_that_people_gave_is_not_touched(cast: Cast, provider: Provider) -> None:
    bas = cast.ids["bas"]
    actions.link(provider=provider, identity=_somebody(), account_id=bas, now=NOW)

    actions.account_for(provider=provider, identity=_somebody("abc@school", "employee"), now=NOW)
    actions.account_for(provider=provider, identity=_somebody("abc@school"), now=LATER)

    [right] = _rights(cast, bas)
    assert (right.provider, right.ended_at, right.from_date) == ("", None, date(2025, 8, 1))


def test_what_the_library_took_away_is_not_given_again(cast: Cast, provider: Provider) -> None:
    employee = _somebody("n", "employee")
    account = actions.account_for(provider=provider, identity=employee, now=NOW)
    [right] = _rights(cast, account.pk)
    people.end_right(right_id=right.pk, acting_user=cast.viewer("beheer"), now=NOW)

    actions.account_for(provider=provider, identity=employee, now=LATER)

    assert viewer_of(account.pk, today=TODAY).rights == ()


def test_unlinking_ends_what_the_school_gave(cast: Cast, provider: Provider) -> None:
    both = replace(provider, grants=(Grant(SCHOOL, "employee", "", "lending", "regenboog"),))
    bas = cast.ids["bas"]
    actions.link(provider=both, identity=_somebody(), account_id=bas, now=NOW)
    actions.account_for(provider=both, identity=_somebody("abc@school", "employee"), now=NOW)
    assert {right.kind for right in cast.viewer("bas").rights} == {"upload", "lending"}

    [link] = queries.links_of(bas)
    unlinking.unlink(link_id=link.id, account_id=bas, now=NOW)

    assert {right.kind for right in cast.viewer("bas").rights} == {"upload"}


def test_the_only_way_in_is_not_taken_off(cast: Cast, provider: Provider) -> None:
    account = actions.account_for(provider=provider, identity=_somebody("n", "employee"), now=NOW)
    [link] = queries.links_of(account.pk)

    with pytest.raises(unlinking.OnlyWayInError):
        unlinking.unlink(link_id=link.id, account_id=account.pk, now=NOW)

    assert len(queries.links_of(account.pk)) == 1


# --- the wall behind it --------------------------------------------------------------------------


def test_a_link_is_there_for_its_owner_and_for_nobody_else(cast: Cast, provider: Provider) -> None:
    bas, anna = cast.ids["bas"], cast.ids["anna"]
    actions.link(provider=provider, identity=_somebody(), account_id=bas, now=NOW)
    branches = (cast.regenboog.pk,)

    with scoped(Scope(cast.library.pk, branches, anna)):
        assert not SocialAccount.objects.exists()
    with scoped(Scope(cast.library.pk, branches, bas)):
        assert SocialAccount.objects.count() == 1
    with pytest.raises(ProgrammingError, match="no scope"), transaction.atomic():
        SocialAccount.objects.exists()


def test_a_token_or_a_secret_can_never_be_kept(cast: Cast, provider: Provider) -> None:
    bas = cast.ids["bas"]
    actions.link(provider=provider, identity=_somebody(), account_id=bas, now=NOW)
    with signing_in():
        link = SocialAccount.objects.get(user_id=bas)

    for kept in (SocialToken(account=link, token="t"), SocialApp(provider="x", name="x")):
        with pytest.raises(ProgrammingError, match="row-level security"), signing_in():
            kept.save(force_insert=True)


# --- twice at once -------------------------------------------------------------------------------


def test_the_same_newcomer_twice_at_once_is_one_person(
    committed_cast: Cast, settings: Settings
) -> None:
    cast = committed_cast
    entree = _provider(cast)
    settings.SCHOOL_ACCOUNTS = (entree,)
    employee, start = _somebody("n", "employee"), Barrier(4)

    def comes() -> UUID:
        start.wait()
        try:
            return actions.account_for(provider=entree, identity=employee, now=NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as doors:
        made = {one.result() for one in [doors.submit(comes) for _ in range(4)]}

    assert len(made) == 1
    [account_id] = made
    assert len(_rights(cast, account_id)) == 1
    with signing_in():
        assert SocialAccount.objects.count() == 1
