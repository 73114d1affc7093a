"""The wall around children's cards: what the web role meets without our own code."""

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from tests.children.conftest import Class
from tests.people import NOW

from leesloket.children import entering
from leesloket.isolation.scope import Scope, scoped, signing_in

TABLES = ("children_child", "children_activation", "children_picturecard")


def _run(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        count: int = cursor.rowcount
    return count


@pytest.fixture
def filled(group: Class) -> Class:
    """A card of each kind, and an account."""
    [card] = group.activations(only=1)
    entering.activate(
        entering.find_activation(number=card.number, code=card.code, now=NOW),
        password="paarse olifant danst",
        now=NOW,
    )
    group.pictures(only=1)
    return group


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_read_without_a_scope(filled: Class, table: str) -> None:
    with pytest.raises((ProgrammingError, InternalError), match="no scope set"):
        _run(f"select * from {table}")  # noqa: S608 - from TABLES


@pytest.mark.parametrize("table", TABLES)
def test_another_branch_reads_changes_and_removes_nothing(filled: Class, table: str) -> None:
    other = filled.school.other
    with scoped(filled.school.scope):
        assert _run(f"select * from {table}") == 1  # noqa: S608 - from TABLES

    with scoped(Scope(other.library_id, (other.id,))):
        assert _run(f"select * from {table}") == 0  # noqa: S608 - from TABLES
        assert _run(f"update {table} set library_id = library_id") == 0  # noqa: S608 - from TABLES
        assert _run(f"delete from {table}") == 0  # noqa: S608 - from TABLES


@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_moved_to_another_library(filled: Class, table: str) -> None:
    with (
        scoped(filled.school.scope),
        pytest.raises(ProgrammingError, match="row-level security"),
    ):
        _run(f"update {table} set library_id = {filled.school.noortje.library_id}")  # noqa: S608 - from TABLES


def test_while_signing_in_no_name_of_a_child_can_be_read(filled: Class) -> None:
    with (
        signing_in(),
        pytest.raises((ProgrammingError, InternalError), match="no scope set"),
    ):
        _run("select * from patrons_patron")
