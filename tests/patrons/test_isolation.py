"""The second wall: what the web role meets when our own code would forget to ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, InternalError, ProgrammingError, connection, transaction
from tests.imports.school import CHILDREN, School
from tests.people import TODAY

from leesloket.isolation.scope import Scope, scoped

TABLES = ("patron", "membership", "placement", "pupilnumber", "card")


def _run(statement: str, *values: date | UUID | str | int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        count: int = cursor.rowcount
    return count


@contextmanager
def _as_carla(school: School) -> Iterator[None]:
    with scoped(Scope(school.other.library_id, (school.other.id,))):
        yield


@pytest.mark.parametrize("table", [*TABLES, *(f"{name}event" for name in TABLES)])
def test_nothing_is_read_without_a_scope(school: School, table: str) -> None:
    with pytest.raises((ProgrammingError, InternalError), match="no scope set"):
        _run(f"select * from patrons_{table}")  # noqa: S608 - from TABLES


@pytest.mark.parametrize("table", [*TABLES, *(f"{name}event" for name in TABLES)])
def test_another_branch_reads_nothing(school: School, table: str) -> None:
    query = f"select * from patrons_{table}"  # noqa: S608 - from TABLES
    with scoped(school.scope):
        assert _run(query) == len(CHILDREN)

    with _as_carla(school):
        assert _run(query) == 0


@pytest.mark.parametrize("table", TABLES)
def test_another_branch_changes_and_removes_nothing(school: School, table: str) -> None:
    column = {"patron": "surname", "pupilnumber": "number", "card": "number"}.get(
        table, "from_date"
    )
    value = "2000-01-01" if column == "from_date" else "x"

    with _as_carla(school):
        assert _run(f"update patrons_{table} set {column} = %s", value) == 0  # noqa: S608 - from TABLES
        assert _run(f"delete from patrons_{table}") == 0  # noqa: S608 - from TABLES


def test_a_row_for_another_branch_cannot_be_written(school: School) -> None:
    with _as_carla(school), pytest.raises(ProgrammingError, match="row-level security"):
        _run(
            "insert into patrons_membership (id, patron_id, branch_id, category, from_date)"
            " values (%s, %s, %s, 'pupil', %s)",
            uuid4(),
            school.ids[CHILDREN[0].number],
            school.branch.id,
            TODAY,
        )


def test_a_row_cannot_be_moved_to_another_branch(school: School) -> None:
    with scoped(school.scope), pytest.raises(ProgrammingError, match="row-level security"):
        _run("update patrons_membership set branch_id = %s", school.other.id)


def test_a_person_for_another_library_cannot_be_made(school: School) -> None:
    with _as_carla(school), pytest.raises(ProgrammingError, match="row-level security"):
        _run(
            "insert into patrons_patron (id, library_id, first_name, given_names, initials,"
            " prefix, surname, sort_key, search, hand_edited)"
            " values (%s, %s, '', '', '', '', 'x', '', '', '{}')",
            uuid4(),
            school.noortje.library_id,
        )


@pytest.mark.parametrize("table", [f"patrons_{name}event" for name in TABLES] + ["audit_event"])
@pytest.mark.parametrize("deed", ["update {} set {} = null", "delete from {}", "truncate {}"])
def test_history_and_record_cannot_be_changed(school: School, table: str, deed: str) -> None:
    column = "detail" if table == "audit_event" else "pgh_label"

    with scoped(school.scope), pytest.raises(ProgrammingError, match="permission denied"):
        _run(deed.format(table, column))


def test_triggers_and_policies_cannot_be_switched_off(school: School) -> None:
    for statement in (
        "alter table patrons_patron disable row level security",
        "alter table patrons_patron disable trigger all",
        "drop policy scope on patrons_patron",
        "set session_replication_role = replica",
        "set role leesloket_owner",
    ):
        with pytest.raises(DatabaseError, match=r"must be owner|permission denied"):
            _run(statement)
