"""An import, an undo or an erasure, while somebody does something else to the same child."""

import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from django.db import connection
from tests.imports.journey import approve, receive, send
from tests.imports.school import NEWCOMER, School, make_school, next_year
from tests.imports.test_transferring import PIEN_THERE, SOMEBODY, answer_transfer
from tests.people import NOW, THIS_YEAR, TODAY, add_person, enrol_children, list_of, make_branch
from tests.waiting import until_they_wait

from leesloket.branches.models import Branch, Group, Library
from leesloket.branches.queries import branch_line, lock_branch
from leesloket.children import entering
from leesloket.children.actions import Sheet, print_activations
from leesloket.children.models import Activation
from leesloket.imports import actions
from leesloket.imports.actions.undoing import UndoResult
from leesloket.imports.models import RosterImport
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons.actions import correct_details
from leesloket.patrons.consents import give_consent, withdraw_consent
from leesloket.patrons.models import Membership, Patron, Placement
from leesloket.patrons.rules import ChildDetails
from leesloket.privacy.erasing import erase
from leesloket.teaching.actions import GroupUnfitError, Newcomer, name_teacher
from leesloket.teaching.models import Teaching
from leesloket.vault.queries import open_sealed

Done = TypeVar("Done")

pytestmark = [
    pytest.mark.usefixtures("reader", "fresh_database"),
    pytest.mark.enable_socket,
]


@pytest.fixture
def school(reader: None, fresh_database: str) -> School:
    return make_school(tag="-tegelijk")


@pytest.fixture
def pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1)


def _everywhere(school: School) -> Scope:
    return Scope(school.branch.library_id, (school.branch.id, school.other.id))


def _begin(pool: ThreadPoolExecutor, doing: Callable[[], Done]) -> Future[Done]:
    """Let somebody else do something that has to wait for what is under way here."""

    def run() -> Done:
        with closing(connection):
            return doing()

    begun = pool.submit(run)
    until_they_wait(1)
    return begun


def _applied(school: School) -> UUID:
    upload = school.receive()
    send(upload, by=school.petra)
    assert approve(upload, by=school.marloes)
    return upload


def _came_over(school: School) -> tuple[UUID, UUID]:
    """Pien of the other school is a member here too; the upload and who she is."""
    upload, pien = _comes_over(school)
    assert approve(upload, by=school.marloes)
    return upload, pien


def _comes_over(school: School) -> tuple[UUID, UUID]:
    linde = Branch.objects.get(id=school.other.id)
    pien = enrol_children(linde, [PIEN_THERE, SOMEBODY])["77"]
    upload = receive(list_of((*next_year(), NEWCOMER)), branch_id=school.branch.id, by=school.petra)
    send(upload, by=school.petra)
    answer_transfer(upload, school.marloes, patron=pien)
    return upload, pien


def _undo(school: School, upload: UUID) -> UndoResult:
    return actions.undo_import(upload, reason="x", acting_user=school.marloes, now=NOW)


def test_an_undo_waits_for_who_corrects_a_newcomer_and_does_not_take_it_away(
    school: School, pool: ThreadPoolExecutor
) -> None:
    upload = _applied(school)
    with scoped(school.scope):
        pien = Patron.objects.get(surname="Zomer").pk
    winter = ChildDetails(first_name="Pien", surname="Winter", birth_date=NEWCOMER.born)

    with scoped(school.marloes.scope):
        correct_details(patron_id=pien, details=winter, acting_user=school.marloes, now=NOW)
        undoing = _begin(pool, lambda: _undo(school, upload))

    result = undoing.result()
    assert isinstance(result, UndoResult)
    assert result.signed_off == 1
    with scoped(school.scope):
        assert Patron.objects.get(id=pien).surname == "Winter"


def test_an_undo_waits_for_the_next_list_and_finds_that_it_is_the_latest_no_more(
    school: School, pool: ThreadPoolExecutor
) -> None:
    first, later = _applied(school), NOW + timedelta(hours=1)
    second = school.receive((*next_year(), NEWCOMER), now=later)
    send(second, by=school.petra, now=later)

    with scoped(school.marloes.scope):
        approve(second, by=school.marloes, now=later)
        undoing = _begin(pool, lambda: _undo(school, first))

    with pytest.raises(actions.NotTheLatestError):
        undoing.result()


def test_an_undo_waits_for_who_erases_the_child_elsewhere_and_leaves_nobody_unseen(
    school: School, pool: ThreadPoolExecutor
) -> None:
    upload, pien = _came_over(school)

    with scoped(_everywhere(school)):
        erase(pien, not_again=False, acting_user=school.carla, now=NOW)
        undoing = _begin(pool, lambda: _undo(school, upload))

    undoing.result()
    with scoped(_everywhere(school)):
        [here] = Membership.objects.filter(patron_id=pien)
    assert (here.branch_id, here.until_date) == (school.branch.id, TODAY)


def test_two_who_erase_two_children_of_one_journal_leave_neither_in_it(
    school: School, pool: ThreadPoolExecutor
) -> None:
    upload, pien = _came_over(school)
    # Her membership here is taken back, and the journal still holds her.
    actions.undo_one(upload, patron_id=pien, acting_user=school.marloes, now=NOW)
    zoe = school.ids[school.children[0].number]

    with scoped(_everywhere(school)):
        erase(zoe, not_again=False, acting_user=school.tarik, now=NOW)
        erasing = _begin(
            pool, lambda: erase(pien, not_again=False, acting_user=school.carla, now=NOW)
        )

    erasing.result()
    with scoped(school.scope):
        journal_id = RosterImport.objects.get(upload_id=upload).journal_id
        assert journal_id is not None
        named = {line[0] for line in json.loads(open_sealed(journal_id))}
    assert len(named) == len(school.children) - 1
    assert not named & {str(pien), str(zoe)}


def test_the_second_of_two_who_erase_a_child_finds_it_done(
    school: School, pool: ThreadPoolExecutor
) -> None:
    zoe = school.ids[school.children[0].number]

    with scoped(_everywhere(school)):
        erase(zoe, not_again=True, acting_user=school.tarik, now=NOW)
        erasing = _begin(
            pool, lambda: erase(zoe, not_again=True, acting_user=school.marloes, now=NOW)
        )

    assert erasing.result().already


def test_who_erases_a_child_that_comes_over_meanwhile_erases_it_there_too(
    school: School, pool: ThreadPoolExecutor
) -> None:
    upload, pien = _comes_over(school)

    with scoped(_everywhere(school)):
        assert approve(upload, by=school.marloes)
        erasing = _begin(
            pool, lambda: erase(pien, not_again=False, acting_user=school.marloes, now=NOW)
        )

    assert erasing.result().whole


def test_who_withdraws_consent_waits_for_an_import_before_it_holds_the_child(
    school: School, pool: ThreadPoolExecutor
) -> None:
    public = make_branch(Library.objects.get(id=school.branch.library_id), "stad", kind="public")
    here = Branch.objects.get(id=school.branch.id)
    lies = add_person(public.library, "lies", {"desk": [public, here]})
    zoe, line = school.ids[school.children[0].number], branch_line(public.pk)
    give_consent(
        patron_id=zoe, branch=line, given_by="parent", source="form", given_on=TODAY,
        acting_user=lies, now=NOW,
    )  # fmt: skip

    with scoped(lies.scope):
        lock_branch(public.pk)
        withdrawing = _begin(
            pool,
            lambda: withdraw_consent(patron_id=zoe, branch=line, acting_user=lies, now=NOW),
        )
        # As an import does with every member; who held the child already would wait for us.
        assert list(Patron.objects.select_for_update(nowait=True).filter(id=zoe))

    withdrawing.result()


def test_a_child_that_signs_in_is_waited_for_before_its_card_is_held(
    school: School, pool: ThreadPoolExecutor
) -> None:
    upload = _applied(school)
    with scoped(school.scope):
        placed = Placement.objects.get(membership__patron__surname="Zomer")
        pien, group = placed.membership.patron_id, placed.group_id
    assert group is not None
    sheet = Sheet(uuid4(), group, school.branch, [pien])
    [card] = print_activations(sheet, acting_user=school.marloes, now=NOW)
    found = entering.find_activation(number=card.number, code=card.code, now=NOW)

    with scoped(school.scope):
        Patron.objects.select_for_update().get(id=pien)
        entered = _begin(
            pool, lambda: entering.activate(found, password="paarse-olifant-7", now=NOW)
        )
        # An undo that takes the child away takes the card along.
        assert list(Activation.objects.select_for_update(nowait=True).filter(id=found))

    entered.result()
    assert _undo(school, upload).signed_off == 1


def _new_group(school: School) -> UUID:
    with scoped(school.scope):
        return Group.objects.get(school_year_id=THIS_YEAR, code="8a").pk


def _name_anna(school: School, group_id: UUID) -> None:
    name_teacher(
        Newcomer("anna-tegelijk", "Anna de Vries"),
        branch_id=school.branch.id,
        group_ids=[group_id],
        acting_user=school.petra,
        now=NOW,
    )


def test_who_names_a_teacher_of_a_group_that_is_undone_hears_that_it_is_gone(
    school: School, pool: ThreadPoolExecutor
) -> None:
    upload = _applied(school)
    group = _new_group(school)

    with scoped(school.marloes.scope):
        _undo(school, upload)
        naming = _begin(pool, lambda: _name_anna(school, group))

    assert isinstance(naming.exception(), GroupUnfitError)


def test_an_undo_waits_for_who_names_a_teacher_of_its_group(
    school: School, pool: ThreadPoolExecutor
) -> None:
    upload = _applied(school)
    group = _new_group(school)

    with scoped(school.scope):
        _name_anna(school, group)
        undoing = _begin(pool, lambda: _undo(school, upload))

    undoing.result()
    with scoped(school.scope):
        assert not Group.objects.filter(id=group).exists()
        assert not Teaching.objects.exists()
