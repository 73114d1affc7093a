"""Taking an import back, whole or one child, without trampling what people did since."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.imports.journey import approve, fingerprint_of_register, send
from tests.imports.school import NEWCOMER, School, next_year
from tests.people import NOW, TODAY, add_person, make_branch, recorded

from leesloket.accounts.queries import Viewer
from leesloket.audit.queries import events_about
from leesloket.branches.models import Branch, Group, Library
from leesloket.branches.queries import branch_line
from leesloket.imports import actions, queries
from leesloket.imports.actions.undoing import UndoResult
from leesloket.imports.models import JournalIndex, RosterImport
from leesloket.isolation.scope import scoped
from leesloket.messaging.models import Notice
from leesloket.patrons.actions import correct_details
from leesloket.patrons.consents import consents_of, give_consent
from leesloket.patrons.models import Card, Membership, Patron, Placement, PupilNumber
from leesloket.patrons.pages import patron_page
from leesloket.patrons.rules import ChildDetails
from leesloket.vault import actions as vault

pytestmark = pytest.mark.enable_socket


def applied(school: School, children: tuple[object, ...] = ()) -> UUID:
    """One renamed, one gone, one new, everybody else moved."""
    first, renamed, *others = next_year()
    del first
    upload = school.receive(
        children or (replace(renamed, surname="Özdemir"), *others, NEWCOMER)  # type: ignore[arg-type]
    )
    send(upload, by=school.petra)
    assert approve(upload, by=school.marloes)
    return upload


def _undo(
    upload: UUID, by: Viewer, *, reason: str = "verkeerde lijst", days: int = 0
) -> UndoResult:
    return actions.undo_import(
        upload, reason=reason, acting_user=by, now=NOW + timedelta(days=days)
    )


def _newcomer(school: School) -> Patron:
    with scoped(school.scope):
        return Patron.objects.get(surname="Zomer")


def test_only_who_may_import_here_takes_back_and_only_what_was_applied(school: School) -> None:
    before = fingerprint_of_register(school.scope)
    upload = school.receive()
    send(upload, by=school.petra)
    with pytest.raises(actions.NotOpenError):
        _undo(upload, school.marloes)
    approve(upload, by=school.marloes)
    after = fingerprint_of_register(school.scope)
    assert after != before

    for stranger in (*school.strangers, school.petra):
        with pytest.raises(queries.ImportNotFoundError):
            _undo(upload, stranger)
    with pytest.raises(actions.ReasonMissingError):
        _undo(upload, school.marloes, reason=" ")
    assert fingerprint_of_register(school.scope) == after

    assert _undo(upload, school.tarik) == UndoResult(restored=21, signed_off=0, kept=0)
    assert fingerprint_of_register(school.scope) == before
    with pytest.raises(actions.NotOpenError):
        _undo(upload, school.tarik)
    assert fingerprint_of_register(school.scope) == before


def test_everything_an_import_did_is_taken_back(school: School) -> None:
    before = fingerprint_of_register(school.scope)
    upload = applied(school)
    with scoped(school.scope):
        assert Group.objects.filter(school_year="2026-2027").count() == 6
        assert Membership.objects.filter(until_date=TODAY).count() == 1

    _undo(upload, school.marloes)

    assert fingerprint_of_register(school.scope) == before
    line = queries.upload_line(upload, viewer=school.petra)
    assert (line.status, line.history[-1].event, line.history[-1].reason) == (
        "undone",
        "undone",
        "verkeerde lijst",
    )
    with scoped(school.scope):
        last = events_about(upload)[-1]
    assert (last.code, dict(last.detail)) == (
        "import_undone",
        {"restored": 21, "signed_off": 0, "kept": 0},
    )


def _told(school: School, upload: UUID) -> list[str]:
    with scoped(school.scope):
        told = Notice.objects.filter(subject_id=upload).exclude(kind="list_sent")
        return list(told.order_by("made_at", "kind").values_list("kind", flat=True))


def test_the_school_is_told_that_its_list_was_processed_and_that_it_was_turned_back(
    school: School,
) -> None:
    upload = applied(school)
    assert _told(school, upload) == ["list_applied"]

    _undo(upload, school.marloes)

    assert _told(school, upload) == ["list_applied", "list_undone"]


def test_what_the_desk_set_since_stays_and_is_counted(school: School) -> None:
    upload = applied(school)
    gokce = school.ids["001201"]
    with scoped(school.scope):
        assert Patron.objects.get(id=gokce).surname == "Özdemir"
    _correct(school, gokce, surname="Özdemir-Kaya")

    assert _undo(upload, school.marloes).kept == 1

    with scoped(school.scope):
        patron = Patron.objects.get(id=gokce)
        years = set(
            Placement.objects.filter(membership__patron=patron).values_list(
                "school_year_id", flat=True
            )
        )
    assert (patron.surname, patron.hand_edited) == ("Özdemir-Kaya", ["surname"])
    # The rest of what the import did to this child is gone all the same.
    assert years == {"2025-2026"}


def _correct(school: School, patron_id: UUID, *, surname: str) -> None:
    with scoped(school.scope):
        patron = Patron.objects.get(id=patron_id)
    correct_details(
        patron_id=patron_id,
        details=ChildDetails(
            first_name=patron.first_name,
            prefix=patron.prefix,
            surname=surname,
            birth_date=patron.birth_date,
        ),
        acting_user=school.marloes,
        now=NOW,
    )


def test_a_newcomer_whom_the_desk_knows_by_now_is_signed_off_not_removed(school: School) -> None:
    upload = applied(school)
    pien = _newcomer(school)
    _correct(school, pien.id, surname="Zomers")

    assert _undo(upload, school.marloes).signed_off == 1

    with scoped(school.scope):
        assert Membership.objects.get(patron_id=pien.id).until_date == TODAY
        assert Card.objects.filter(patron_id=pien.id).count() == 1


def test_a_newcomer_with_a_login_is_signed_off_not_removed(school: School) -> None:
    upload = applied(school)
    pien = _newcomer(school)
    with scoped(school.scope):
        Patron.objects.filter(id=pien.id).update(account_id=school.petra.account_id)

    assert _undo(upload, school.marloes).signed_off == 1

    with scoped(school.scope):
        assert Membership.objects.get(patron_id=pien.id).until_date == TODAY


def test_a_list_for_after_the_summer_that_is_taken_back_in_july_ends_when_it_would_have_begun(
    school: School,
) -> None:
    july = NOW.replace(month=7, day=6)
    upload = school.receive(now=july)
    send(upload, by=school.petra, now=july)
    approve(upload, by=school.marloes, now=july)
    _correct(school, _newcomer(school).id, surname="Zomers")

    actions.undo_import(upload, reason="x", acting_user=school.marloes, now=july)

    with scoped(school.scope):
        pien = Membership.objects.get(patron__surname="Zomers")
    assert pien.until_date == pien.from_date


def test_only_the_latest_is_taken_back_as_a_whole_and_older_ones_child_by_child(
    school: School,
) -> None:
    before = fingerprint_of_register(school.scope)
    first = applied(school)
    later = NOW + timedelta(hours=1)
    second = school.receive((*next_year(), NEWCOMER), now=later)
    send(second, by=school.petra, now=later)
    approve(second, by=school.marloes, now=later)
    gokce = school.ids["001201"]
    with pytest.raises(actions.NotTheLatestError):
        _undo(first, school.marloes)

    one = actions.undo_one(
        first, patron_id=school.ids["001202"], acting_user=school.marloes, now=later
    )

    assert one == UndoResult(restored=1, signed_off=0, kept=0)
    _undo(second, school.marloes)
    with scoped(school.scope):
        assert Patron.objects.get(id=gokce).surname == "Özdemir"
    _undo(first, school.marloes)
    with scoped(school.scope):
        assert Patron.objects.get(id=gokce).surname == "Öztürk"
        assert RosterImport.objects.filter(status="undone").count() == 2
    assert fingerprint_of_register(school.scope) == before


def test_one_child_is_taken_back_once_and_the_rest_stays(school: School) -> None:
    before = fingerprint_of_register(school.scope)
    upload = applied(school)
    zoe = school.ids["001200"]
    after = fingerprint_of_register(school.scope)
    for stranger in (*school.strangers, school.petra):
        with pytest.raises(queries.ImportNotFoundError):
            actions.undo_one(upload, patron_id=zoe, acting_user=stranger, now=NOW)
    assert fingerprint_of_register(school.scope) == after

    actions.undo_one(upload, patron_id=zoe, acting_user=school.marloes, now=NOW)

    with scoped(school.scope):
        assert Membership.objects.get(patron_id=zoe).until_date is None
        assert Membership.objects.filter(until_date=None).count() == 21
        assert JournalIndex.objects.filter(undone_at=NOW).count() == 1
    back, left, *_ = patron_page(zoe, viewer=school.marloes, today=TODAY).history
    assert (back.import_id, back.undone, left.import_id, left.undone) == (
        *(upload, True),
        *(upload, False),
    )
    with pytest.raises(actions.NotOpenError):
        actions.undo_one(upload, patron_id=zoe, acting_user=school.marloes, now=NOW)
    # Of all that, the record has what was done and nothing of what was refused.
    assert recorded(upload, school.scope)[-2:] == ["import_applied", "child_undone"]
    # And the whole of it after that gives back the rest.
    assert _undo(upload, school.marloes).restored == 20
    assert fingerprint_of_register(school.scope) == before


def test_before_and_after_the_undo_the_page_says_what_and_why(school: School) -> None:
    upload = applied(school)
    actions.undo_one(
        upload,
        patron_id=_newcomer(school).pk,
        acting_user=school.marloes,
        now=NOW,
    )

    before = queries.result_page(upload, viewer=school.marloes, staff=True, now=NOW)
    _undo(upload, school.marloes, reason="lijst van vorig jaar")
    after = queries.result_page(upload, viewer=school.petra, staff=False, now=NOW)

    counts = before.counts
    assert before.to_undo == {
        "enrol": counts["enrol"] - 1,
        "update": counts["update"],
        "withdraw": counts["withdraw"],
    }
    assert after.undo_reason == "lijst van vorig jaar"


def test_a_newcomer_is_taken_back_alone(school: School) -> None:
    upload = applied(school)
    pien = _newcomer(school)

    actions.undo_one(upload, patron_id=pien.id, acting_user=school.marloes, now=NOW)

    with scoped(school.scope):
        assert not Membership.objects.filter(patron_id=pien.id).exists()
        assert not PupilNumber.objects.filter(number=NEWCOMER.number).exists()


def test_a_newcomer_with_consent_on_record_is_signed_off_and_not_removed(school: School) -> None:
    upload = applied(school)
    pien = _newcomer(school)
    public = make_branch(Library.objects.get(id=school.branch.library_id), "stad")
    Branch.objects.filter(id=public.pk).update(kind="public")
    here = Branch.objects.get(id=school.branch.id)
    lies = add_person(public.library, "lies", {"desk": [public, here]})
    give_consent(
        patron_id=pien.id,
        branch=branch_line(public.pk),
        given_by="parent",
        source="form",
        given_on=TODAY,
        acting_user=lies,
        now=NOW,
    )

    assert _undo(upload, school.marloes).signed_off == 1

    assert len(consents_of(pien.id, viewer=lies, today=TODAY).lines) == 1


def test_a_child_the_import_did_not_touch_cannot_be_taken_back(school: School) -> None:
    upload = applied(school)

    with pytest.raises(actions.NotOpenError):
        actions.undo_one(
            upload,
            patron_id=uuid4(),
            acting_user=school.marloes,
            now=NOW,
        )


def test_without_its_journal_nothing_is_taken_back(school: School) -> None:
    upload = applied(school)
    after = fingerprint_of_register(school.scope)
    with scoped(school.scope):
        vault.shred_expired(today=TODAY + timedelta(days=30), now=NOW)

    with pytest.raises(actions.JournalGoneError):
        _undo(upload, school.marloes)
    with pytest.raises(actions.JournalGoneError):
        actions.undo_one(
            upload,
            patron_id=school.ids["001202"],
            acting_user=school.marloes,
            now=NOW,
        )

    assert fingerprint_of_register(school.scope) == after


def test_after_a_week_it_takes_two_people(school: School) -> None:
    before = fingerprint_of_register(school.scope)
    upload = applied(school)
    after = fingerprint_of_register(school.scope)

    with pytest.raises(actions.SecondPersonNeededError):
        _undo(upload, school.marloes, days=8)
    with pytest.raises(actions.SecondPersonNeededError):
        _undo(upload, school.marloes, days=8)
    assert fingerprint_of_register(school.scope) == after
    with scoped(school.scope):
        codes = [event.code for event in events_about(upload)]
    assert codes.count("undo_asked") == 1

    def waits_for(viewer: Viewer) -> list[tuple[UUID, bool]]:
        board = queries.queue(viewer=viewer, today=TODAY + timedelta(days=9))
        return [(one.upload_id, one.mine) for one in board.undo_asked]

    assert waits_for(school.tarik) == [(upload, False)]
    assert waits_for(school.marloes) == [(upload, True)]
    assert waits_for(school.noortje) == []

    _undo(upload, school.tarik, days=9)

    assert waits_for(school.tarik) == []
    assert fingerprint_of_register(school.scope) == before


def test_on_the_seventh_day_one_person_still_does(school: School) -> None:
    upload = applied(school)

    assert _undo(upload, school.marloes, days=7).restored == 21


def test_a_list_that_was_taken_back_can_be_sent_again(school: School) -> None:
    upload = applied(school)
    after = fingerprint_of_register(school.scope)
    _undo(upload, school.marloes)

    applied(school)

    # New ids for what is new; the number of rows is what it was.
    assert fingerprint_of_register(school.scope).keys() == after.keys()
    with scoped(school.scope):
        assert Membership.objects.filter(until_date=None).count() == 20
