"""Two people, two connections, one moment: exactly one of them does it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from tests.imports.journey import (
    all_the_same,
    approve,
    fingerprint_of_register,
    lift_all,
    plan_of,
    receive,
    send,
)
from tests.imports.school import NEWCOMER, make_school, next_year
from tests.people import (
    NOW,
    Child,
    branch,
    demo_file,
    enrol_children,
    list_of,
    viewer,
    whole_scope,
)
from tests.waiting import until_they_wait

from leesloket.accounts.queries import Viewer
from leesloket.branches.actions import ChangedMeanwhileError
from leesloket.branches.models import Branch
from leesloket.branches.queries import lock_branch
from leesloket.imports import actions
from leesloket.imports.models import JournalIndex, RosterImport
from leesloket.intake.models import Upload
from leesloket.isolation.scope import Scope, scoped

pytestmark = [
    pytest.mark.usefixtures("reader", "fresh_database"),
    pytest.mark.enable_socket,
]

NAME = "wilgenbos-2026-2027.csv"
_REFUSALS = (
    actions.AlreadyAppliedError,
    actions.NotOpenError,
    actions.SameFileError,
    ChangedMeanwhileError,
)


def _both(*doings: Callable[[], object]) -> list[object]:
    """What came of doing these at the same moment: an answer, or the error it ended with."""
    start = Barrier(len(doings))

    def run(doing: Callable[[], object]) -> object:
        start.wait()
        try:
            return doing()
        except _REFUSALS as error:
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


def test_two_tabs_give_a_branch_one_name() -> None:
    line = branch("wilgenbos")

    def rename(name: str) -> bool:
        what = replace(line.described, name=name)
        return actions.describe_branch(
            line.id, what, seen=line.described, acting_user=viewer("willem"), now=NOW
        )

    outcome = _both(lambda: rename("De Ene"), lambda: rename("De Andere"))

    assert sorted(map(str, outcome)) == sorted(["True", str(ChangedMeanwhileError)])
    assert branch("wilgenbos").name == ("De Ene" if outcome[0] is True else "De Andere")


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


def test_lists_that_take_children_from_each_other_are_processed_one_after_the_other() -> None:
    school = make_school(tag="-om-en-om")
    here, there = school.branch.id, school.other.id
    kept = Child("78", "Kaj", "", "Anders", date(2016, 3, 3), "6b")
    enrol_children(Branch.objects.get(id=there), [replace(NEWCOMER, number="77"), kept])
    first = school.receive()
    send(first, by=school.petra)
    known_here = replace(next_year(school.children)[0], number="79")
    content = list_of((replace(NEWCOMER, number="77"), kept, known_here))
    second = receive(content, branch_id=there, by=school.carla)
    send(second, by=school.carla)
    digests = {
        upload: _read_with_all_the_same(upload, by=school.marloes) for upload in (first, second)
    }

    with ThreadPoolExecutor(2) as pool:
        # Who has the higher one and waits for the lower would meet who has the lower.
        with scoped(Scope(school.branch.library_id, (here, there))):
            lock_branch(min(here, there))
            doing = [
                pool.submit(_approved, upload, digest, school.marloes)
                for upload, digest in digests.items()
            ]
            until_they_wait(2)
        outcome = [one.result() for one in doing]

    assert outcome == [True, True]


def _read_with_all_the_same(upload: UUID, *, by: Viewer) -> str:
    """Say of every new child that another branch knows that it is the same; gives the digest."""
    assert all_the_same(upload, by=by) == 1
    lift_all(upload, by=by)
    return plan_of(upload, by=by).digest


def _approved(upload: UUID, digest: str, by: Viewer) -> bool:
    try:
        return actions.approve(upload, digest=digest, acting_user=by, now=NOW)
    finally:
        connection.close()
