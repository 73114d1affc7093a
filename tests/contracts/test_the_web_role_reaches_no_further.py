"""What somebody would reach who could send any SQL as the web role: the scope's rows, no more."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import sql
from tests.contracts.test_every_table_is_isolated import BARRED, OPEN_TO_ALL
from tests.people import branch, whole_scope

from leesloket.isolation.scope import Scope, scoped

pytestmark = pytest.mark.usefixtures("demo")


def _rows(query: str | sql.Composed, *values: object) -> list[tuple[object, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query, values)  # type: ignore[arg-type] # psycopg's own
        return list(cursor.fetchall()) if cursor.description else []


def _isolated() -> list[str]:
    found = _rows("select relname from pg_class where relrowsecurity and relkind = 'r'")
    return sorted(str(name) for (name,) in found if name not in BARRED)


def _columns_of(table: str) -> set[str]:
    found = _rows(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0"
        " and not attisdropped",
        table,
    )
    return {str(name) for (name,) in found}


def test_no_table_of_a_library_shows_a_row_of_another() -> None:
    ours, theirs = whole_scope("vuurvlinder"), whole_scope("zilvermeeuw")
    filled = 0

    for table in _isolated():
        own = [name for name in ("library_id", "branch_id") if name in _columns_of(table)]
        query = sql.SQL("select {} from {}").format(
            sql.SQL(", ").join(map(sql.Identifier, own)), sql.Identifier(table)
        )
        for scope in (ours, theirs):
            allowed: dict[str, set[object]] = {
                "library_id": {scope.library_id},
                "branch_id": {None, *scope.branch_ids},
            }
            with scoped(scope):
                rows = _rows(query)
            filled += bool(rows)
            for column, values in zip(own, zip(*rows, strict=True), strict=False):
                assert set(values) <= allowed[column], (table, column)

    # Or nothing would have been tried.
    assert filled > 20


@pytest.mark.parametrize("what", ["select 1 from {}", "update {} set {} = {}", "delete from {}"])
def test_without_a_scope_no_table_is_read_or_written(what: str) -> None:
    refusals = []

    for table in _isolated():
        column = sql.Identifier(min(_columns_of(table)))
        refusals.append(
            _refusal(
                sql.SQL(what).format(sql.Identifier(table), *[column] * what.count("= {}") * 2)
            )
        )

    assert {one for one in refusals if one} <= {"no scope set", "permission denied"}
    assert len([one for one in refusals if one]) > 10


def _refusal(statement: sql.Composed) -> str:
    """Why it is refused; empty for a table without rows, about which nobody asks the policy."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return f"{cursor.rowcount} rows" if cursor.rowcount else ""
    except DatabaseError as error:
        return re.split(r" for |\n", str(error))[0]


def test_a_branch_alone_shows_nothing_of_the_others_of_its_library() -> None:
    everything = whole_scope("vuurvlinder")
    one = Scope(everything.library_id, (branch("vuurvlinder").id,))

    for table in _isolated():
        if "branch_id" not in _columns_of(table):
            continue
        with scoped(one):
            found = _rows(
                sql.SQL("select distinct branch_id from {}").format(sql.Identifier(table))
            )
        assert {branch_id for (branch_id,) in found} <= {None, *one.branch_ids}, table


@pytest.mark.parametrize(
    "statement",
    [
        "select pg_read_file('/etc/passwd')",
        "select pg_read_binary_file('PG_VERSION')",
        "select pg_ls_dir('.')",
        "select lo_import('/etc/passwd')",
        "copy (select 1) to program 'id'",
        "copy (select 1) to '/tmp/leesloket'",
        "create temp table t (line text); copy t from '/etc/passwd'",
        "create table public.mine (line text)",
        "create schema mine",
        "create function public.mine() returns int language sql as 'select 1'",
        "create extension postgres_fdw",
        "set role leesloket_owner",
        "set role postgres",
        "set session authorization postgres",
        "set session_replication_role = replica",
        "set log_statement = 'all'",
        "alter role leesloket_web bypassrls",
        "grant leesloket_owner to leesloket_web",
        "select rolpassword from pg_authid",
        "select passwd from pg_shadow",
        "set row_security = off; select * from patrons_patron",
        "alter table patrons_patron disable row level security",
        "alter policy scope on patrons_patron using (true)",
        "drop trigger pgtrigger_update_update_60207 on patrons_patron",
        "create or replace function scope_ids() returns bigint[] language sql as 'select null'",
        "insert into django_migrations (app, name, applied) values ('x', 'y', now())",
        "select setval('branches_library_id_seq', 1)",
    ],
)
def test_nothing_else_of_the_machine_or_the_database_opens(statement: str) -> None:
    *before, last = statement.split("; ")
    for one in before:
        _rows(one)

    with pytest.raises(DatabaseError, match=r"denied|must be owner|not available|affected by"):
        _rows(last)


def test_history_cannot_be_told_to_look_away() -> None:
    """There is a setting of pgtrigger for it, which any role may set."""
    triggers = _rows(
        "select tgname from pg_trigger where tgrelid = 'patrons_patron'::regclass"
        " and not tgisinternal"
    )
    assert len(triggers) == 3
    with scoped(whole_scope("vuurvlinder")):
        [(before,)] = _rows("select count(*) from patrons_patronevent")

        _rows(
            "select set_config('pgtrigger.ignore', %s, true)",
            "{" + ",".join(str(name) for (name,) in triggers) + "}",
        )
        _rows("update patrons_patron set prefix = 'stil'")

        [(after,)] = _rows("select count(*) from patrons_patronevent")
        [(changed,)] = _rows("select count(*) from patrons_patron")
    assert after - before == changed > 0  # type: ignore[operator] # numbers


def test_what_runs_as_the_owner_looks_in_no_schema_but_its_own() -> None:
    found = _rows(
        "select proname, proconfig from pg_proc where prosecdef"
        " and pronamespace = 'public'::regnamespace"
    )

    assert found == [("erase_patron", ["search_path=public, pg_temp"])]


def test_what_others_are_asking_shows_no_value() -> None:
    """Statements of the same role can be read in pg_stat_activity: values travel beside them."""
    with scoped(whole_scope("vuurvlinder")), connection.cursor() as cursor:
        cursor.execute(
            "select query from pg_stat_activity where pid = pg_backend_pid() and %s <> ''",
            ["Quirijntje"],
        )
        [(query,)] = cursor.fetchall()

    assert re.search(r"\$\d <> ''", query)
    assert "Quirijntje" not in query


def test_every_open_table_is_open_on_purpose() -> None:
    """What no policy guards can be read without a scope: so none may hold a person's name."""
    for table in sorted(set(OPEN_TO_ALL)):
        named = _columns_of(table) & {"first_name", "surname", "birth_date", "patron_id", "number"}
        assert not named, table
