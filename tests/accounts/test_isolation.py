"""What the database itself keeps apart, asked in plain SQL as the web role."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError
from tests.accounts.cast import SECRET, Cast

from leesloket.isolation.scope import Scope, scoped, signing_in

TABLES = ("accounts_account", "accounts_right", "mfa_authenticator")


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")  # noqa: S608 - a name from TABLES
        (count,) = cursor.fetchone()
    return int(count)


@pytest.mark.parametrize("table", TABLES)
def test_reading_without_a_scope_raises(cast: Cast, table: str) -> None:
    cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)

    with pytest.raises(ProgrammingError, match="no scope set"), transaction.atomic():
        _count(table)


def test_a_scope_shows_the_accounts_of_its_library_and_the_rights_of_its_branches(
    cast: Cast,
) -> None:
    cast.add("carla", ("upload", cast.vuurvlinder))

    with scoped(Scope(cast.library.pk, (cast.vuurvlinder.pk,))):
        assert _count("accounts_account") == 4
        assert _count("accounts_right") == 1


def test_second_factors_are_there_for_their_owner_only(cast: Cast) -> None:
    met = cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)
    everything = (cast.regenboog.pk, cast.vuurvlinder.pk)

    with scoped(Scope(cast.library.pk, everything, cast.ids["beheer"])):
        assert _count("mfa_authenticator") == 0
    with scoped(Scope(cast.library.pk, everything, met)):
        assert _count("mfa_authenticator") == 1
    with scoped(Scope(cast.library.pk, everything)):
        assert _count("mfa_authenticator") == 0


def test_nobody_gets_a_right_while_signing_in(cast: Cast) -> None:
    with signing_in():
        assert _count("accounts_right") == 5

    with (
        pytest.raises(DatabaseError, match=r"no scope set|row-level security"),
        signing_in(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "insert into accounts_right (id, account_id, branch_id, kind, from_date)"
            " values (gen_random_uuid(), %s, %s, 'administer', '2026-01-01')",
            [cast.ids["bas"], cast.regenboog.pk],
        )


def test_a_second_factor_is_not_stored_in_the_clear(cast: Cast) -> None:
    cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)

    with signing_in(), connection.cursor() as cursor:
        cursor.execute("select data::text from mfa_authenticator")
        [(data,)] = cursor.fetchall()

    assert SECRET not in data
