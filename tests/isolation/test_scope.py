"""Row-level security as the web role meets it."""

import pytest
from django.db import InternalError, ProgrammingError, connection
from tests.people import make_library

from leesloket.isolation.scope import Scope, scoped, signing_in
from leesloket.patrons.models import Patron

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody() -> None:
    """A table without rows has nothing to hide: PostgreSQL asks a policy about rows only."""
    library = make_library()
    with scoped(Scope(library.pk, ())):
        Patron.objects.create(library=library, first_name="Noor", surname="Dijk")


def _visible_branches() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select scope_ids()")
        return str(cursor.fetchone()[0])


@pytest.mark.usefixtures("somebody")
def test_reading_without_a_scope_raises_instead_of_showing_an_empty_register() -> None:
    with (
        pytest.raises((ProgrammingError, InternalError), match="no scope set"),
        connection.cursor() as cursor,
    ):
        cursor.execute("select count(*) from patrons_patron")


def test_a_scope_ends_with_its_block() -> None:
    with scoped(Scope(1, (12, 15))):
        assert _visible_branches() == "[12, 15]"

    with pytest.raises((ProgrammingError, InternalError), match="no scope set"):
        _visible_branches()


def test_an_inner_scope_gives_back_the_outer_one() -> None:
    with scoped(Scope(1, (12, 15))):
        with scoped(Scope(1, (12,))):
            assert _visible_branches() == "[12]"
        assert _visible_branches() == "[12, 15]"


@pytest.mark.usefixtures("somebody")
def test_signing_in_sees_no_register() -> None:
    with (
        pytest.raises((ProgrammingError, InternalError), match="no scope set"),
        signing_in(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select count(*) from patrons_patron")


def test_the_web_role_may_not_empty_a_table() -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute("truncate patrons_patron cascade")
