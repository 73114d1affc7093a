"""A child that a teacher enters mid-year, and the lists that come after it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from tests.imports.journey import approve, lift_all, plan_of, receive, send
from tests.imports.school import CHILDREN
from tests.people import NOW, THIS_YEAR, TODAY, Child, list_of
from tests.teaching.conftest import Taught

from leesloket.audit.queries import events_about
from leesloket.children import actions as cards
from leesloket.children.own import own_group
from leesloket.imports import actions as lists
from leesloket.isolation.scope import scoped
from leesloket.patrons import arrivals
from leesloket.patrons.actions import NotAllowedError
from leesloket.patrons.erasing import erase_rows
from leesloket.patrons.models import Arrival, Card, Membership, Patron, Placement
from leesloket.patrons.pages import GroupNotFoundError
from leesloket.patrons.showing import PatronLine
from leesloket.privacy.dossier import dossier

pytestmark = pytest.mark.usefixtures("reader")

PIEN = Child("001300", "Pien", "", "Zomer", date(2019, 2, 14), "3a")


def enters(
    taught: Taught,
    first_name: str = "Pien",
    surname: str = "Zomer",
    *,
    page: UUID | None = None,
    group: str = "3a",
    sure: bool = False,
    prefix: str = "",
) -> UUID:
    return arrivals.add_child(
        arrivals.NewChild(page or uuid4(), first_name, prefix, surname, is_another=sure),
        group_id=taught.groups[group],
        branch=taught.school.branch,
        acting_user=taught.anna(),
        now=NOW,
    )


def in_group(taught: Taught) -> list[PatronLine]:
    page = own_group(
        taught.school.branch, taught.groups["3a"], viewer=taught.anna(), today=TODAY, now=NOW
    )
    return [line.patron for line in page.lines]


# --- entering ------------------------------------------------------------------------------------


def test_a_child_gets_a_membership_a_place_and_a_card(taught: Taught) -> None:
    patron_id = enters(taught, "  Pien ", " Zomer")

    [line] = [one for one in in_group(taught) if one.id == patron_id]
    assert (line.name, line.birth_date, line.pupil_number) == ("Pien Zomer", None, "")
    with scoped(taught.school.scope):
        membership = Membership.objects.get(patron_id=patron_id)
        placement = Placement.objects.get(membership=membership)
        arrival = Arrival.objects.get(membership=membership)
        [event] = events_about(patron_id)
        assert Card.objects.get(patron_id=patron_id).number == line.card
    assert (membership.category, membership.from_date) == ("pupil", TODAY)
    assert (placement.school_year_id, placement.year_group) == (THIS_YEAR, "3")
    assert (arrival.entered_on, arrival.entered_by_id) == (TODAY, taught.anna_id)
    assert (event.code, event.by) == ("arrival_entered", taught.anna_id)
    assert "Pien" not in str(event.detail)


def test_a_second_click_adds_nobody(taught: Taught) -> None:
    page = uuid4()

    first, second = enters(taught, page=page), enters(taught, page=page)

    assert first == second
    assert len(in_group(taught)) == 5


def test_the_page_of_somebody_else_names_no_patron_of_theirs(taught: Taught) -> None:
    known = taught.school.ids[CHILDREN[10].number]

    added = enters(taught, page=known)

    assert added != known
    with scoped(taught.school.scope):
        assert Patron.objects.get(id=known).surname == CHILDREN[10].surname


@pytest.mark.parametrize(
    ("first_name", "prefix", "surname"),
    [("Zoë", "van", "Dijk"), ("ZOE", "Van", "dijk"), (" Zoë", "van ", " Dijk ")],
)
def test_a_name_that_is_in_the_group_is_asked_about(
    taught: Taught, first_name: str, prefix: str, surname: str
) -> None:
    with pytest.raises(arrivals.SameNameError):
        enters(taught, first_name, surname, prefix=prefix)
    assert len(in_group(taught)) == 4

    enters(taught, first_name, surname, prefix=prefix, sure=True)

    assert len(in_group(taught)) == 5


def test_the_name_of_a_child_of_another_group_tells_nothing(taught: Taught) -> None:
    other = CHILDREN[10]

    enters(taught, other.first_name, other.surname, prefix=other.prefix)

    assert len(in_group(taught)) == 5


@pytest.mark.parametrize(
    ("first_name", "surname"),
    [("", "Zomer"), ("Pien", ""), (" ", " "), ("Pien", "Zo\x00mer"), ("P" * 81, "Zomer")],
)
def test_a_name_that_is_none_adds_nobody(taught: Taught, first_name: str, surname: str) -> None:
    with pytest.raises(arrivals.NameMissingError):
        enters(taught, first_name, surname)
    assert len(in_group(taught)) == 4


def test_only_the_teacher_of_the_group_enters_a_child(taught: Taught) -> None:
    school = taught.school
    tries = [
        (taught.anna(), school.branch, taught.groups["4a"]),
        (taught.anna(), school.other, taught.elsewhere),
        (taught.anna(), school.branch, taught.elsewhere),
        (taught.anna(), school.branch, uuid4()),
        (school.petra, school.branch, taught.groups["3a"]),
        (school.marloes, school.branch, taught.groups["3a"]),
        (school.noortje, school.branch, taught.groups["3a"]),
    ]
    for viewer, branch, group_id in tries:
        with pytest.raises(GroupNotFoundError):
            arrivals.add_child(
                arrivals.NewChild(uuid4(), "Pien", "", "Zomer"),
                group_id=group_id,
                branch=branch,
                acting_user=viewer,
                now=NOW,
            )


def test_activation_cards_are_printed_for_the_own_group_and_no_other(taught: Taught) -> None:
    patron_id = enters(taught)

    def prints(group: str, *patrons: UUID) -> tuple[cards.PrintedActivation, ...]:
        sheet = cards.Sheet(uuid4(), taught.groups[group], taught.school.branch, patrons)
        return cards.print_activations(sheet, acting_user=taught.anna(), now=NOW)

    [printed] = prints("3a", patron_id)
    assert printed.name == "Pien"
    of_4a = taught.school.ids[CHILDREN[4].number]
    with pytest.raises(NotAllowedError):
        prints("4a", of_4a)
    with pytest.raises(cards.NobodyChosenError):
        prints("3a", of_4a)


def test_picture_cards_are_printed_for_the_own_group_and_no_other(taught: Taught) -> None:
    patron_id = enters(taught)

    def prints(group: str, *patrons: UUID) -> tuple[cards.PrintedPicture, ...]:
        sheet = cards.Sheet(uuid4(), taught.groups[group], taught.school.branch, patrons)
        return cards.print_pictures(sheet, acting_user=taught.anna(), now=NOW)

    [printed] = prints("3a", patron_id)
    assert printed.name == "Pien"
    of_4a = taught.school.ids[CHILDREN[4].number]
    with pytest.raises(NotAllowedError):
        prints("4a", of_4a)
    with pytest.raises(cards.NobodyChosenError):
        prints("3a", of_4a)
    for deed in (cards.revoke_picture, cards.let_in_again):
        with pytest.raises(NotAllowedError):
            deed(patron_id=patron_id, acting_user=taught.anna(), now=NOW)


# --- the next list -------------------------------------------------------------------------------


def _list(taught: Taught, *more: Child, days: int = 1, without: int = 0) -> UUID:
    """A list of this year's children and these, some days later."""
    return receive(
        list_of([*CHILDREN[without:], *more]),
        branch_id=taught.school.branch.id,
        by=taught.school.petra,
        now=NOW + timedelta(days=days),
    )


def _patrons(taught: Taught, surname: str = "Zomer") -> list[Patron]:
    with scoped(taught.school.scope):
        return list(Patron.objects.filter(surname=surname))


def test_the_list_that_holds_the_child_asks_and_makes_no_second_one(taught: Taught) -> None:
    patron_id = enters(taught)
    petra, later = taught.school.petra, NOW + timedelta(days=1)
    upload = _list(taught, PIEN)
    plan = plan_of(upload, by=petra, staff=False)

    assert plan.counts["question"] == 1
    assert plan.counts["enrol"] == plan.counts["withdraw"] == 0
    [question] = plan.questions
    assert [candidate.patron_id for candidate in question.candidates] == [patron_id]

    lists.answer_question(
        upload,
        fingerprint=question.fingerprint,
        answer="same",
        patron_id=question.candidates[0].patron_id,
        shown=(question.candidates[0].patron_id,),
        acting_user=petra,
        now=later,
    )
    send(upload, by=petra, now=later)
    lift_all(upload, by=taught.school.marloes, now=later)
    assert approve(upload, by=taught.school.marloes, now=later)

    [pien] = _patrons(taught)
    assert (pien.pk, pien.birth_date) == (patron_id, PIEN.born)
    [line] = [one for one in in_group(taught) if one.id == patron_id]
    assert line.pupil_number == PIEN.number


def test_once_a_list_has_held_the_child_it_is_known_as_all_others(taught: Taught) -> None:
    test_the_list_that_holds_the_child_asks_and_makes_no_second_one(taught)

    again = plan_of(_list(taught, PIEN, days=9), by=taught.school.petra, staff=False)
    assert again.counts["question"] == again.counts["enrol"] == 0

    gone = plan_of(_list(taught, days=10), by=taught.school.petra, staff=False)
    assert gone.counts["withdraw"] == 1
    assert "entered_by_hand" not in {hold.code for hold in gone.holds}


def test_in_another_group_with_another_spelling_it_is_still_asked(taught: Taught) -> None:
    enters(taught, "Pien", "Zommer")

    plan = plan_of(_list(taught, replace(PIEN, group="4a")), by=taught.school.petra, staff=False)

    assert plan.counts["question"] == 1
    assert plan.counts["withdraw"] == 0


def test_a_list_of_the_same_day_leaves_the_child_alone(taught: Taught) -> None:
    enters(taught)

    plan = plan_of(_list(taught, days=0), by=taught.school.petra, staff=False)

    assert plan.counts["withdraw"] == plan.counts["question"] == 0
    assert not plan.holds


def test_a_later_list_without_the_child_is_held_and_says_why(taught: Taught) -> None:
    enters(taught)
    upload = _list(taught, days=3)
    later = NOW + timedelta(days=3)

    plan = plan_of(upload, by=taught.school.petra, staff=False)

    assert plan.counts["withdraw"] == 1
    assert [hold.code for hold in plan.holds] == ["entered_by_hand"]
    send(upload, by=taught.school.petra, now=later)
    with pytest.raises(lists.NotReadyError):
        approve(upload, by=taught.school.marloes, now=later)


def test_children_of_lists_are_no_arrivals(taught: Taught) -> None:
    plan = plan_of(_list(taught, without=1), by=taught.school.petra, staff=False)

    assert plan.counts["withdraw"] == 1
    assert not plan.holds


def test_everything_about_the_child_says_who_entered_it(taught: Taught) -> None:
    patron_id = enters(taught)

    found = dossier(patron_id, viewer=taught.school.marloes, today=TODAY)

    assert [(one.on, one.branch_name, one.by) for one in found.entered] == [
        (TODAY, taught.school.branch.name, "Anna de Vries")
    ]
    of_a_list = taught.school.ids[CHILDREN[0].number]
    assert not dossier(of_a_list, viewer=taught.school.marloes, today=TODAY).entered


def test_the_mark_goes_with_the_child(taught: Taught) -> None:
    patron_id = enters(taught)

    with scoped(taught.school.scope):
        erase_rows(patron_id, branch_ids=[taught.school.branch.id])
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        assert not Arrival.objects.exists()
        assert not Patron.objects.filter(id=patron_id).exists()
