from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from leesloket.accounts.models import Account
from leesloket.accounts.queries import Viewer, viewer_of
from leesloket.branches.models import Branch, Group, Library
from leesloket.demo.accounts import Credential
from leesloket.demo.cast import CAST
from leesloket.demo.model import LAST_YEAR
from leesloket.demo.populate import patron_id_of, populate
from leesloket.demo.world import make_world
from leesloket.isolation.scope import Scope, scoped, signing_in
from leesloket.patrons.models import Card, Membership, Patron, Placement, PupilNumber

NOW = datetime(2026, 8, 17, 9, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]


@pytest.fixture
def quick_hashes(settings: Settings) -> None:
    """Eight hashes of Argon2 for every test take longer than all the rest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def credentials(quick_hashes: None) -> dict[str, Credential]:
    return {one.login: one for one in populate(now=NOW)}


def _scope_of(library: Library) -> Scope:
    branches = Branch.objects.filter(library=library).values_list("pk", flat=True)
    return Scope(library.pk, tuple(branches))


def _viewer(login: str) -> Viewer:
    with signing_in():
        account_id = Account.objects.get(login=login).pk
    return viewer_of(account_id, today=date(2026, 8, 17))


def test_the_register_holds_last_year_as_the_world_tells_it(
    credentials: dict[str, Credential],
) -> None:
    library = Library.objects.get(name="Bibliotheek Rietoever")

    with scoped(_scope_of(library)):
        assert Patron.objects.count() == 900
        assert Card.objects.count() == 900
        assert Membership.objects.count() == 948
        assert Membership.objects.filter(until_date=None).count() == 948
        assert Placement.objects.count() == PupilNumber.objects.count() == 400
        assert set(Placement.objects.values_list("school_year", flat=True)) == {LAST_YEAR}


def test_every_pupil_has_its_own_number_group_and_birth_date(
    credentials: dict[str, Credential],
) -> None:
    branch = Branch.objects.get(slug="wilgenbos")
    truth = {patron_id_of(one.key): one for one in make_world().branches["wilgenbos"].members}

    with scoped(Scope(branch.library_id, (branch.pk,))):
        found = Placement.objects.select_related("membership__patron", "group")
        numbers = dict(PupilNumber.objects.values_list("membership__patron_id", "number"))
        for placement in found:
            patron = placement.membership.patron
            member = truth.pop(patron.pk)
            assert placement.group is not None
            assert (placement.group.code, placement.year_group) == (member.group, member.year_group)
            assert numbers[patron.pk] == member.pupil_number
            assert (patron.first_name, patron.prefix, patron.surname, patron.birth_date) == (
                member.first_name,
                member.prefix,
                member.surname,
                member.birth_date,
            )
            # A child of group 5 has been a member for five school years.
            since = placement.membership.from_date
            assert since == date(2026 - int(member.year_group), 8, 1)
        combined = Group.objects.get(code="4/5")

    assert truth == {}
    assert combined.year_groups == ["4", "5"]


def test_somebody_with_two_memberships_is_one_patron_with_one_card(
    credentials: dict[str, Credential],
) -> None:
    library = Library.objects.get(name="Bibliotheek Rietoever")

    with scoped(_scope_of(library)):
        memberships = Counter(Membership.objects.values_list("patron_id", flat=True))
        twice = [patron for patron, count in memberships.items() if count == 2]
        assert len(twice) == 48
        assert Card.objects.filter(patron_id__in=twice).count() == 48


def test_starting_again_changes_nothing(credentials: dict[str, Credential]) -> None:
    library = Library.objects.get(name="Bibliotheek Rietoever")
    with signing_in():
        before = list(Account.objects.order_by("login").values())

    assert populate(now=NOW) == ()

    with signing_in():
        assert list(Account.objects.order_by("login").values()) == before
    with scoped(_scope_of(library)):
        assert Patron.objects.count() == 900


def test_everybody_of_the_cast_can_sign_in_once_and_has_a_second_factor_if_one_is_asked(
    credentials: dict[str, Credential],
) -> None:
    assert set(credentials) == {person.login for person in CAST}
    for person in CAST:
        one = credentials[person.login]
        viewer = _viewer(person.login)
        with signing_in():
            kinds = set(
                Authenticator.objects.filter(user_id=viewer.account_id).values_list(
                    "type", flat=True
                )
            )
            account = Account.objects.get(pk=viewer.account_id)
        assert account.check_password(one.password)
        assert account.one_time_until is not None
        assert viewer.second_factor == bool(one.totp_secret) == bool(person.rights)
        assert kinds == ({"totp", "recovery_codes"} if person.rights else set())
        assert (viewer.display_name, viewer.initials) == (person.display_name, person.initials)


def test_everybody_has_the_rights_of_the_cast_and_no_others(
    credentials: dict[str, Credential],
) -> None:
    for person in CAST:
        held = {(one.branch_slug, one.kind) for one in _viewer(person.login).rights}
        assert held == {(right.branch, right.kind) for right in person.rights}


def test_the_other_library_sees_only_its_own_twenty(credentials: dict[str, Credential]) -> None:
    viewer = _viewer("noortje")

    with scoped(viewer.scope):
        assert Patron.objects.count() == 20
        assert Membership.objects.count() == 20


def test_no_secret_is_in_the_repr_of_a_credential(credentials: dict[str, Credential]) -> None:
    for one in credentials.values():
        assert one.password not in repr(one)
        assert not one.totp_secret or one.totp_secret not in repr(one)


def test_the_register_is_written_in_sets() -> None:
    with CaptureQueriesContext(connection) as captured:
        populate(now=NOW)

    writes = [
        query["sql"]
        for query in captured
        if query["sql"].lstrip().lower().startswith(("insert into patrons_", "update patrons_"))
        or 'into "patrons_' in query["sql"].lower()
    ]
    # Per school and year group: patrons, memberships, cards and numbers; 920 patrons in all.
    assert 0 < len(writes) < 130
