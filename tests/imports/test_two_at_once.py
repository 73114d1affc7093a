"""Two people, two connections, one moment: exactly one of them does it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from tests.imports.journey import approve, fingerprint_of_register, plan_of, receive, send
from tests.people import NOW, branch, demo_file, viewer, whole_scope

from leesloket.imports import actions
from leesloket.imports.models import JournalIndex, RosterImport
from leesloket.intake.models import Upload
from leesloket.isolation.scope import scoped

pytestmark = [
    pytest.mark.usefixtures("reader", "fresh_database"),
    pytest.mark.enable_socket,
]

NAME = "wilgenbos-2026-2027.csv"


def _both(*doings: Callable[[], object]) -> list[object]:
    """What came of doing these at the same moment: an answer, or the error it ended with."""
    start = Barrier(len(doings))

    def run(doing: Callable[[], object]) -> object:
        start.wait()
        try:
            return doing()
        except (actions.AlreadyAppliedError, actions.NotOpenError, actions.SameFileError) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(run, doings))


def _sent() -> UUID:
    joost = viewer("joost")
    upload = receive(demo_file(NAME), branch_id=branch("wilgenbos").id, by=joost)
    send(upload, by=joost)
    return upload


def test_two_approvals_write_once() -> None:
    upload = _sent()
    marloes, tarik = viewer("marloes"), viewer("tarik")
    digest = plan_of(upload, by=marloes).digest

    outcome = _both(
        *(
            lambda who=who: actions.approve(upload, digest=digest, acting_user=who, now=NOW)
            for who in (marloes, tarik)
        )
    )

    assert sorted(outcome, key=str) == sorted([True, actions.AlreadyAppliedError], key=str)
    with scoped(whole_scope("wilgenbos")):
        assert JournalIndex.objects.count() == plan_counts(upload)


def plan_counts(upload: UUID) -> int:
    counts = RosterImport.objects.get(upload_id=upload).counts
    return sum(counts[kind] for kind in ("enrol", "update", "keep", "withdraw"))


def test_two_undoings_take_back_once() -> None:
    before = fingerprint_of_register(whole_scope("wilgenbos"))
    upload = _sent()
    marloes, tarik = viewer("marloes"), viewer("tarik")
    approve(upload, by=marloes)

    outcome = _both(
        *(
            lambda who=who: actions.undo_import(upload, reason="x", acting_user=who, now=NOW)
            for who in (marloes, tarik)
        )
    )

    assert sum(one is actions.NotOpenError for one in outcome) == 1
    assert fingerprint_of_register(whole_scope("wilgenbos")) == before


def test_a_double_click_on_the_form_is_one_upload() -> None:
    joost, wilgenbos = viewer("joost"), branch("wilgenbos").id
    content = demo_file(NAME)

    first, second = _both(
        *[lambda: receive(content, branch_id=wilgenbos, by=joost, token="formulier")] * 2
    )

    assert first == second
    with scoped(whole_scope("wilgenbos")):
        assert Upload.objects.count() == RosterImport.objects.count() == 1


def test_the_same_file_in_two_windows_is_taken_once() -> None:
    joost, wilgenbos = viewer("joost"), branch("wilgenbos").id
    content = demo_file(NAME)

    outcome = _both(*[lambda: receive(content, branch_id=wilgenbos, by=joost)] * 2)

    assert sum(one is actions.SameFileError for one in outcome) == 1
