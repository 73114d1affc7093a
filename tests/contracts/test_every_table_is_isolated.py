"""Every table stands behind a policy that binds its owner too, or is listed here with a reason."""

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {
    "branches_library": "the tenants themselves: names, no person; needed before signing in",
    "branches_branch": "the page 'Hoe moet ik aanmelden?' shows them to everybody",
    "branches_schoolyear": "facts of the calendar",
    "vault_acceptedkey": "which public keys may seal: marks of them, nobody's data",
    "web_cache": "counters of rate limits under hashed keys",
    "django_session": "signed-in sessions, found by a secret key; ids, no pupil data",
    "django_migrations": "the framework's; the web role only reads it",
    "django_content_type": "the framework's; the web role only reads it",
    "auth_group": "the framework's; empty",
    "auth_group_permissions": "the framework's; empty",
    "auth_permission": "the framework's; names of models",
    "account_emailaddress": "allauth's; empty, because nobody signs in with an address",
    "account_emailconfirmation": "allauth's; empty, as above",
    "pghistory_context": "pghistory's; empty, because every row of history carries its own",
    "procrastinate_events": "when a job ran",
    "procrastinate_jobs": "jobs carry ids and their scope, never a name",
    "procrastinate_periodic_defers": "when a periodic job was enqueued",
    "procrastinate_workers": "which workers live",
}

BARRED = {
    "socialaccount_socialapp": "allauth's; providers stand in the operator's file",
    "socialaccount_socialtoken": "allauth's; no token of a provider is kept",
}
"""Tables in which no row can stand: their policy is never true."""

APPEND_ONLY = {
    "audit_event",
    "audit_link",
    "vault_shredded",
    "patrons_patronevent",
    "patrons_membershipevent",
    "patrons_placementevent",
    "patrons_pupilnumberevent",
    "patrons_cardevent",
}


def _rows(query: str, *values: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


TABLES = "relkind in ('r', 'p', 'v', 'm') and relnamespace = 'public'::regnamespace"


def test_every_table_is_isolated_or_has_a_reason_not_to_be() -> None:
    isolated = {
        name
        for (name,) in _rows(
            f"select relname from pg_class c where {TABLES}"  # noqa: S608 - the constant above
            " and relrowsecurity and relforcerowsecurity"
            " and exists (select 1 from pg_policy p where p.polrelid = c.oid)"
        )
    }
    everything = {name for (name,) in _rows(f"select relname from pg_class where {TABLES}")}  # noqa: S608 - the constant above

    assert everything - isolated == set(OPEN_TO_ALL)


def test_no_policy_lets_everything_through() -> None:
    policies = _rows(
        "select polrelid::regclass::text, polpermissive,"
        " pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) from pg_policy"
    )

    assert len({table for table, *_ in policies}) == len(policies)
    for table, permissive, using, with_check in policies:
        assert permissive, table
        for expression in (using, with_check):
            assert "scope_" in str(expression), table


@pytest.mark.parametrize("table", BARRED)
def test_what_is_barred_takes_no_row_from_anybody(table: str) -> None:
    policies = _rows(
        "select pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) from pg_policy"
        " where polrelid = %s::regclass",
        table,
    )
    [(using, with_check)] = policies

    for purpose in ("", "sign_in"):
        _rows("select set_config('leesloket.purpose', %s, true)", purpose)
        assert _rows(f"select {using}, {with_check}") == [(False, False)]


def test_every_history_table_can_only_grow() -> None:
    told = {
        name
        for (name,) in _rows(
            f"select relname from pg_class where {TABLES}"  # noqa: S608 - the constant above
            " and obj_description(oid, 'pg_class') = 'append-only'"
        )
    }
    grows_only = {
        name
        for (name,) in _rows(
            f"select relname from pg_class where {TABLES}"  # noqa: S608 - the constant above
            " and has_table_privilege(%s, oid, 'insert')"
            " and not has_table_privilege(%s, oid, 'update, delete, truncate')",
            settings.WEB_ROLE,
            settings.WEB_ROLE,
        )
    }

    assert told == grows_only == APPEND_ONLY
    every_event = {
        name
        for (name,) in _rows("select relname from pg_class where relname like %s", r"%event")
        if "_" in str(name)
    }
    assert every_event == APPEND_ONLY - {"vault_shredded", "audit_link"}


def test_what_is_said_to_be_empty_is_never_written() -> None:
    empty = [table for table, reason in OPEN_TO_ALL.items() if "empty" in reason]

    assert len(empty) == 5
    for table in empty:
        assert _rows(f"select count(*) from {table}") == [(0,)]  # noqa: S608 - from the table above


def test_the_web_role_owns_nothing_and_walks_through_no_wall() -> None:
    assert _rows("select current_user") == [(settings.WEB_ROLE,)]
    assert _rows(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles"
        " where rolname = current_user"
    ) == [(False, False, False, False)]
    assert _rows("select relname from pg_class where relowner = current_user::regrole") == []
    assert (
        _rows(
            "select rolname from pg_roles where rolname <> current_user"
            " and pg_has_role(current_user, oid, 'member')"
        )
        == []
    )


def test_every_table_of_the_register_keeps_its_history() -> None:
    for table in ("patron", "membership", "placement", "pupilnumber", "card"):
        kinds = {
            kind
            for (kind,) in _rows(
                "select tgtype & 28 from pg_trigger where tgrelid = %s::regclass"
                " and not tgisinternal and tgenabled <> 'D'",
                f"patrons_{table}",
            )
        }
        # Insert (4), delete (8) and update (16), one trigger each.
        assert kinds == {4, 8, 16}, table
