"""The library looks, lifts what holds, agrees; and the register changes, once and whole."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.imports.journey import approve, fingerprint_of_register, lift_all, plan_of, send
from tests.imports.school import CHILDREN, NEWCOMER, School, make_school, next_year
from tests.people import LAST_YEAR, NOW, THIS_YEAR, TODAY, Child, enrol_children, recorded

from leesloket.accounts.queries import Viewer
from leesloket.audit.queries import events_about
from leesloket.branches.models import Branch
from leesloket.imports import actions, queries
from leesloket.imports.models import JournalIndex, RosterImport
from leesloket.isolation.scope import scoped
from leesloket.patrons.actions import correct_details
from leesloket.patrons.models import Card, Membership, Patron, Placement, PupilNumber
from leesloket.patrons.rules import ChildDetails
from leesloket.vault.models import Sealed

pytestmark = pytest.mark.enable_socket


def sent(school: School, children: tuple[Child, ...] = ()) -> UUID:
    upload = school.receive(children)
    send(upload, by=school.petra)
    return upload


def _lift(upload: UUID, key: str, by: Viewer, *, reason: str = "gebeld") -> None:
    actions.lift_hold(upload, key=key, reason=reason, acting_user=by, now=NOW)


# --- holds ---------------------------------------------------------------------------------------

HALF = next_year()[:8]
"""Twelve of twenty would leave."""


def test_a_hold_is_lifted_with_a_reason_by_who_may_import_here(school: School) -> None:
    upload = school.receive(HALF)
    with pytest.raises(actions.NotOpenError):
        _lift(upload, "x", school.marloes)
    send(upload, by=school.petra)
    holds = plan_of(upload, by=school.marloes).holds
    assert {hold.code for hold in holds} == {"too_many_leavers", "part_missing"}
    hold = holds[0]

    for stranger in (*school.strangers, school.petra):
        with pytest.raises(queries.ImportNotFoundError):
            _lift(upload, hold.key, stranger)
    with pytest.raises(actions.ReasonMissingError):
        _lift(upload, hold.key, school.marloes, reason="  ")
    with pytest.raises(actions.PlanOutdatedError):
        _lift(upload, "another hold", school.marloes)
    with pytest.raises(actions.NotReadyError) as told:
        approve(upload, by=school.marloes)
    assert told.value.missing == ("holds",)

    _lift(upload, hold.key, school.marloes)
    _lift(upload, hold.key, school.marloes, reason="nog eens gebeld")

    lifted, *others = plan_of(upload, by=school.marloes).holds
    assert (lifted.lifted_by, lifted.lifted_reason) == ("Marloes Voorbeeld", "nog eens gebeld")
    assert not any(other.lifted_by for other in others)
    # The school reads along, and can lift nothing.
    assert len(plan_of(upload, by=school.petra, staff=False).holds) == len(holds)
    # Who was refused left nothing in the record.
    assert recorded(upload, school.scope) == [
        *("upload_received", "list_sent"),
        *("hold_lifted", "hold_lifted"),
    ]


def test_a_lifted_hold_stops_again_when_its_numbers_change(school: School) -> None:
    upload = sent(school, HALF)
    lift_all(upload, by=school.marloes)
    assert plan_of(upload, by=school.marloes).missing == ()

    with scoped(school.scope):
        [branch] = Branch.objects.filter(id=school.branch.id)
    enrol_children(branch, [replace(NEWCOMER, number="001400", group="5a")])

    now = plan_of(upload, by=school.marloes)
    assert now.missing == ("holds",)
    assert {hold.detail["of"] for hold in now.holds if not hold.lifted_by} == {21, 13}


def test_an_abnormal_plan_wants_two_people(school: School) -> None:
    upload = sent(school, HALF)
    lift_all(upload, by=school.marloes)
    before = fingerprint_of_register(school.scope)
    assert plan_of(upload, by=school.marloes).needs_second

    assert approve(upload, by=school.marloes) is False

    mine = plan_of(upload, by=school.marloes)
    assert (mine.approved_by_me, mine.may_approve) == (True, False)
    theirs = plan_of(upload, by=school.tarik)
    assert (theirs.first_approver, theirs.may_approve) == ("Marloes Voorbeeld", True)
    with pytest.raises(actions.SecondPersonNeededError):
        approve(upload, by=school.marloes)
    assert fingerprint_of_register(school.scope) == before

    assert approve(upload, by=school.tarik) is True

    with scoped(school.scope):
        assert Membership.objects.filter(until_date=TODAY).count() == 12
        assert RosterImport.objects.get().applied_by_id == school.tarik.account_id
    done = queries.result_page(upload, viewer=school.tarik, staff=True, now=NOW)
    assert (done.agreed_by, done.applied_by) == ("Marloes Voorbeeld", "Tarik Voorbeeld")
    assert recorded(upload, school.scope)[-2:] == ["plan_agreed", "import_applied"]


def test_the_board_counts_what_nobody_judged_and_names_who_agreed_first(school: School) -> None:
    upload = sent(school, HALF)

    def waits() -> tuple[int, str]:
        [line] = queries.queue(viewer=school.tarik, today=TODAY).waiting
        return line.holds, line.first_approver

    first, *others = plan_of(upload, by=school.marloes).holds
    _lift(upload, first.key, school.marloes)
    assert waits() == (len(others), "")
    lift_all(upload, by=school.marloes)
    assert waits() == (0, "")

    approve(upload, by=school.marloes)

    assert waits() == (0, "Marloes Voorbeeld")


def test_a_first_agreement_counts_for_the_plan_that_was_read_only(school: School) -> None:
    upload = sent(school, HALF)
    lift_all(upload, by=school.marloes)
    approve(upload, by=school.marloes)
    child = next(one for one in plan_of(upload, by=school.marloes).children if one.row == 3)

    actions.repair_cell(
        upload,
        fingerprint=child.fingerprint,
        field="group",
        value="8b",
        acting_user=school.marloes,
        now=NOW,
    )
    lift_all(upload, by=school.tarik)

    assert approve(upload, by=school.tarik) is False


# --- approving -----------------------------------------------------------------------------------


def test_only_who_may_import_here_approves_and_only_what_was_sent(school: School) -> None:
    upload = school.receive()
    with pytest.raises(actions.NotOpenError):
        approve(upload, by=school.marloes)
    send(upload, by=school.petra)
    digest = plan_of(upload, by=school.marloes).digest
    before = fingerprint_of_register(school.scope)

    for stranger in (*school.strangers, school.petra):
        with pytest.raises(queries.ImportNotFoundError):
            actions.approve(upload, digest=digest, acting_user=stranger, now=NOW)

    assert fingerprint_of_register(school.scope) == before


def test_a_question_is_answered_first(school: School) -> None:
    again = replace(next_year()[0], number="009999", first_name="Zoe", surname="Dijck")
    upload = sent(school, (again, *next_year()[1:]))

    with pytest.raises(actions.NotReadyError) as told:
        approve(upload, by=school.marloes)

    assert told.value.missing == ("questions",)


def test_a_register_that_changed_since_the_plan_was_read_stops_it_and_nothing_is_written(
    school: School,
) -> None:
    upload = sent(school)
    plan = plan_of(upload, by=school.marloes)
    sem = school.ids["001203"]
    _correct(school, sem, surname="Visscher")
    before = fingerprint_of_register(school.scope)

    with pytest.raises(actions.PlanOutdatedError):
        actions.approve(upload, digest=plan.digest, acting_user=school.marloes, now=NOW)

    assert fingerprint_of_register(school.scope) == before
    with scoped(school.scope):
        assert not JournalIndex.objects.exists()
    now = plan_of(upload, by=school.marloes, seen=plan.step_marks)
    assert {child.patron_id for child in now.changed_since} == {sem}
    assert now.vanished == 0


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


def test_what_was_set_by_hand_is_shown_as_a_conflict_and_stays(school: School) -> None:
    sem = school.ids["001203"]
    _correct(school, sem, surname="Visscher")
    upload = sent(school)

    [child] = [one for one in plan_of(upload, by=school.marloes).children if one.patron_id == sem]
    conflicts = [(fact.field, fact.before, fact.after) for fact in child.changes if fact.conflict]
    assert conflicts == [("surname", "Visscher", "Visser")]
    assert approve(upload, by=school.marloes)

    with scoped(school.scope):
        assert Patron.objects.get(id=sem).surname == "Visscher"


def test_a_blank_cell_erases_nothing(school: School) -> None:
    zoe, *others = next_year()
    upload = sent(school, (replace(zoe, prefix="", first_name=""), *others))

    assert approve(upload, by=school.marloes)

    with scoped(school.scope):
        patron = Patron.objects.get(id=school.ids[zoe.number])
    assert (patron.first_name, patron.surname) == ("Zoë", "Dijk")


NAMED = tuple(replace(one, group=f"Kevers {one.group}") for one in next_year())


@pytest.mark.parametrize(("lists", "year_group"), [([NAMED], ""), ([next_year(), NAMED], "4")])
def test_a_year_group_is_that_of_its_own_school_year(
    school: School, lists: list[tuple[Child, ...]], year_group: str
) -> None:
    for children in lists:
        upload = sent(school, children)
        lift_all(upload, by=school.marloes)
        approve(upload, by=school.marloes)

    with scoped(school.scope):
        told = Placement.objects.filter(membership__patron_id=school.ids[CHILDREN[0].number])
        years = dict(told.values_list("school_year_id", "year_group"))
    assert years == {LAST_YEAR: "3", THIS_YEAR: year_group}


@pytest.mark.parametrize("written", ["", "volgt nog"])
def test_a_number_that_is_not_told_or_not_readable_stays_in_the_register(
    school: School, written: str
) -> None:
    zoe, *others = next_year()

    approve(sent(school, (replace(zoe, number=written), *others)), by=school.marloes)

    with scoped(school.scope):
        numbers = PupilNumber.objects.filter(membership__patron_id=school.ids[zoe.number])
        assert list(numbers.values_list("number", "until_date")) == [(zoe.number, None)]
        assert Patron.objects.count() == len(CHILDREN)


def test_approving_twice_is_approving_once(school: School) -> None:
    upload = sent(school)
    digest = plan_of(upload, by=school.marloes).digest
    assert actions.approve(upload, digest=digest, acting_user=school.marloes, now=NOW)
    after = fingerprint_of_register(school.scope)

    with pytest.raises(actions.AlreadyAppliedError):
        actions.approve(upload, digest=digest, acting_user=school.tarik, now=NOW)

    assert fingerprint_of_register(school.scope) == after


def test_a_newcomer_gets_a_card_that_nobody_has(school: School) -> None:
    twins = tuple(
        replace(NEWCOMER, number=f"00140{at}", first_name=name)
        for at, name in enumerate(("Pien", "Jip", "Bo"))
    )
    upload = sent(school, (*next_year(), *twins))

    approve(upload, by=school.marloes)

    with scoped(school.scope):
        numbers = list(Card.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 23
    # A million behind a V for each library: from the hundredth on they have a figure more.
    assert sum(re.fullmatch(r"V\d{8,}", number) is not None for number in numbers) == 3


def test_what_is_recorded_are_counts_codes_and_ids(school: School) -> None:
    upload = sent(school)
    approve(upload, by=school.marloes)

    with scoped(school.scope):
        *_, applied = events_about(upload)
        journal = Sealed.objects.get(kind="journal")
    assert (applied.code, applied.by) == ("import_applied", school.marloes.account_id)
    assert (applied.detail["enrol"], applied.detail["update"]) == (1, 20)
    assert len(str(applied.detail["journal"])) == 64
    assert (journal.expires_on - TODAY).days == 30
    with scoped(school.scope):
        others = Sealed.objects.exclude(kind="journal").values_list("expires_on", flat=True)
        assert {(day - TODAY).days for day in others} == {14}


def test_a_child_that_comes_back_is_reopened(school: School) -> None:
    zoe, *others = next_year()
    first = sent(school, tuple(others))
    approve(first, by=school.marloes)
    with scoped(school.scope):
        assert Membership.objects.get(patron_id=school.ids[zoe.number]).until_date == TODAY

    second = sent(school, (zoe, *others))
    [child] = [one for one in plan_of(second, by=school.marloes).children if one.returns]
    assert child.patron_id == school.ids[zoe.number]
    approve(second, by=school.marloes)

    with scoped(school.scope):
        assert Membership.objects.get(patron_id=school.ids[zoe.number]).until_date is None
        assert Card.objects.filter(patron_id=school.ids[zoe.number]).count() == 1


@pytest.mark.parametrize("wide", ["surname", "first_name", "group", "number"])
def test_a_cell_of_a_thousand_letters_is_no_error_of_the_site(school: School, wide: str) -> None:
    long = replace(NEWCOMER, **{wide: "a1" * 500})  # type: ignore[arg-type]  # all of them text
    upload = sent(school, (*next_year(), long))

    assert approve(upload, by=school.marloes)


@pytest.mark.parametrize(
    "wide", ["surname", "first_name", "prefix", "initials", "group", "pupil_number", "year_group"]
)
def test_nor_is_a_repair_of_a_thousand_letters(school: School, wide: str) -> None:
    upload = sent(school)
    child = next(one for one in plan_of(upload, by=school.marloes).children if one.row == 22)

    actions.repair_cell(
        upload,
        fingerprint=child.fingerprint,
        field=wide,
        value="a1" * 500,
        acting_user=school.marloes,
        now=NOW,
    )

    assert approve(upload, by=school.marloes)


def test_the_longest_cells_there_may_be_are_written_as_they_are(school: School) -> None:
    long = replace(NEWCOMER, surname="Щ" * 200, prefix="x" * 200, group="3" + "a" * 199)
    upload = sent(school, (*next_year(), long))

    approve(upload, by=school.marloes)

    with scoped(school.scope):
        patron = Patron.objects.get(surname__startswith="Щ")
    assert (len(patron.surname), len(patron.prefix)) == (200, 200)
    assert patron.search.endswith("shch" * 200)


def test_four_hundred_children_take_as_many_queries_as_twenty(db: None, reader: None) -> None:
    crowd = tuple(
        replace(child, number=f"{at:02d}{child.number}", surname=f"{child.surname}{_LETTERS[at]}")
        for at in range(20)
        for child in CHILDREN
    )

    few = _queries(make_school())
    many = _queries(make_school(children=crowd, tag="-groot"))

    assert many == few


_LETTERS = "abcdefghijklmnopqrst"


def _queries(school: School) -> int:
    """How many it takes to approve a list in which somebody comes, goes, moves and is renamed."""
    _, renamed, *others = next_year(school.children)
    upload = sent(school, (replace(renamed, surname=f"{renamed.surname}s"), *others, NEWCOMER))
    plan = plan_of(upload, by=school.marloes)
    assert plan.counts["update"] == len(school.children) - 1
    with CaptureQueriesContext(connection) as captured:
        assert actions.approve(upload, digest=plan.digest, acting_user=school.marloes, now=NOW)
    return len(captured)
