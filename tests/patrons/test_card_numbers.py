"""The numbers of cards: of the library's own series, never twice, and until they are used up."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from tests.imports.journey import fingerprint_of_register, lift_all, plan_of, receive
from tests.imports.school import CHILDREN, NEWCOMER, School, make_school, next_year
from tests.people import NOW, THIS_YEAR, Child, add_person, enrol_children, list_of
from tests.waiting import until_they_wait

from leesloket.accounts.queries import Viewer
from leesloket.branches.actions import ChangedMeanwhileError
from leesloket.branches.models import Branch, Group, Library
from leesloket.branches.policies import NotAnAdministratorError
from leesloket.branches.queries import lock_branch
from leesloket.imports import actions
from leesloket.isolation.scope import scoped
from leesloket.patrons import cards
from leesloket.patrons.card_numbers import (
    NumbersUsedUpError,
    SeriesGivenError,
    SeriesUnfitError,
    new_card_numbers,
    set_series,
)
from leesloket.patrons.members import lock_patrons
from leesloket.patrons.models import Card
from leesloket.patrons.policy_page import policy_page
from leesloket.patrons.rules import Series, series_fits, usual_series

pytestmark = pytest.mark.enable_socket

OURS = Series("LP", 6, 100, 199)


@pytest.fixture
def school(db: None, reader: None) -> School:
    return make_school()


@pytest.fixture
def wim(school: School) -> Viewer:
    return _administrator(school)


def _administrator(school: School) -> Viewer:
    library = Library.objects.get(id=school.branch.library_id)
    return add_person(library, "wim", {"administer": [Branch.objects.get(id=school.branch.id)]})


def _set(by: Viewer, series: Series, *, seen: Series | None = None) -> bool:
    seen = seen or policy_page(viewer=by).cards.series
    return set_series(series, seen=seen, acting_user=by, now=NOW)


def _new(school: School, count: int, **more: object) -> list[str]:
    with scoped(school.scope):
        return list(new_card_numbers(count, library_id=school.branch.library_id, **more))  # type: ignore[arg-type]


# --- which numbers can be a series ----------------------------------------------------------------


@pytest.mark.parametrize(
    "series",
    [
        Series("V", 8, 1, 99_999_999),
        Series("", 14, 29990001000000, 29990001999999),
        Series("ABC123", 14, 1, 1),
    ],
)
def test_what_can_be_a_series_is_taken(series: Series) -> None:
    assert series_fits(series)


@pytest.mark.parametrize(
    "series",
    [
        Series("V", 8, 0, 10),
        Series("V", 8, 11, 10),
        Series("V", 4, 1, 10_000),
        Series("V", 3, 1, 9),
        Series("V", 15, 1, 9),
        Series("v", 8, 1, 9),
        Series("É", 8, 1, 9),
        Series("V-", 8, 1, 9),
        Series("ABCDEFG", 8, 1, 9),
    ],
)
def test_what_can_be_none_is_refused(series: Series) -> None:
    assert not series_fits(series)


def test_the_usual_series_of_libraries_never_meet() -> None:
    for library in (1, 2, 98, 99, 100, 4321):
        one, next_one = usual_series(library), usual_series(library + 1)
        assert series_fits(one)
        assert one.last < next_one.first


# --- giving ---------------------------------------------------------------------------------------


def test_numbers_are_given_in_order_without_gaps(school: School, wim: Viewer) -> None:
    _set(wim, OURS)

    assert _new(school, 3) == ["LP000100", "LP000101", "LP000102"]
    assert _new(school, 1) == ["LP000103"]
    page = policy_page(viewer=wim).cards
    assert (page.upcoming, page.left) == ("LP000104", 96)


def test_a_number_that_somebody_has_is_passed_over_also_at_another_branch(
    school: School, wim: Viewer
) -> None:
    child = school.ids[CHILDREN[0].number]
    with scoped(school.scope):
        Card.objects.filter(patron_id=child).update(number="LP000101")
    _set(wim, OURS)

    # Carla's branch cannot see that child.
    with scoped(school.carla.scope):
        assert not Card.objects.filter(number="LP000101").exists()
        given = new_card_numbers(3, library_id=school.branch.library_id, avoid={"LP000102"})

    assert given == ["LP000100", "LP000103", "LP000104"]


def test_a_series_that_is_used_up_gives_nothing_half(school: School, wim: Viewer) -> None:
    _set(wim, Series("LP", 6, 1, 3))
    assert len(_new(school, 2)) == 2

    with pytest.raises(NumbersUsedUpError):
        _new(school, 2)

    assert _new(school, 1) == ["LP000003"]
    assert policy_page(viewer=wim).cards.upcoming == ""


def test_nobody_takes_a_number_that_is_still_to_come(school: School, wim: Viewer) -> None:
    _set(wim, OURS)
    child = school.ids[CHILDREN[0].number]
    old = _number(school, child)

    with pytest.raises(cards.CardUnfitError):
        cards.replace_card(
            patron_id=child,
            number=old,
            new_number="LP000150",
            acting_user=school.marloes,
            now=NOW,
        )

    given = cards.replace_card(
        patron_id=child, number=old, new_number="LP000250", acting_user=school.marloes, now=NOW
    )
    assert given == "LP000250"


def _number(school: School, child: UUID) -> str:
    with scoped(school.scope):
        return Card.objects.get(patron_id=child, blocked_on=None).number


# --- setting --------------------------------------------------------------------------------------


def test_another_series_is_told_with_what_it_was(school: School, wim: Viewer) -> None:
    before = policy_page(viewer=wim).cards.series

    assert _set(wim, OURS)
    assert not _set(wim, OURS)

    [change] = policy_page(viewer=wim).changes
    told = f"{before.number(before.first)}-{before.number(before.last)}"
    assert change.changed == (("cards", told, "LP000100-LP000199"),)


def test_no_number_is_given_twice_when_a_series_comes_back(school: School, wim: Viewer) -> None:
    _set(wim, OURS)
    first = _new(school, 5)
    _set(wim, Series("Q", 6, 1, 50))
    second = _new(school, 2)

    _set(wim, OURS)

    assert _new(school, 2) == ["LP000105", "LP000106"]
    assert (len(first), second) == (5, ["Q000001", "Q000002"])
    with pytest.raises(SeriesGivenError) as refused:
        _set(wim, Series("LP", 6, 1, 106))
    assert refused.value.upcoming == "LP000107"
    assert policy_page(viewer=wim).cards.series == OURS


def test_only_an_administrator_sets_it_and_sees_what_others_changed(
    school: School, wim: Viewer
) -> None:
    for nobody in (school.marloes, *school.strangers):
        with pytest.raises(NotAnAdministratorError):
            set_series(OURS, seen=OURS, acting_user=nobody, now=NOW)
    with pytest.raises(SeriesUnfitError):
        _set(wim, Series("v", 8, 1, 2))
    shown = policy_page(viewer=wim).cards.series
    _set(wim, OURS)

    with pytest.raises(ChangedMeanwhileError):
        _set(wim, Series("Q", 6, 1, 50), seen=shown)

    assert policy_page(viewer=wim).cards.series == OURS


# --- in an import ---------------------------------------------------------------------------------


def test_an_import_for_which_the_numbers_are_not_enough_writes_nothing(
    school: School, wim: Viewer
) -> None:
    _set(wim, Series("LP", 6, 1, 1))
    upload = school.receive((*next_year(), NEWCOMER, _child("001301")))
    _send(school, upload)
    before = fingerprint_of_register(school.scope)

    with pytest.raises(actions.NotReadyError) as stopped:
        _approve(upload, school.marloes)

    assert stopped.value.missing == ("card_numbers",)
    assert fingerprint_of_register(school.scope) == before
    assert policy_page(viewer=wim).cards.upcoming == "LP000001"


def _child(number: str) -> Child:
    return Child(number, f"Nieuw{number}", "", "Zeeman", date(2020, 3, 1), "3a")


def _send(school: School, upload: UUID, by: Viewer | None = None) -> None:
    by = by or school.petra
    digest = plan_of(upload, by=by, staff=False).digest
    actions.send(upload, digest=digest, school_year=THIS_YEAR, acting_user=by, now=NOW)


def _approve(upload: UUID, by: Viewer) -> bool:
    digest = plan_of(upload, by=by).digest
    return actions.approve(upload, digest=digest, acting_user=by, now=NOW)


# --- at the same moment ---------------------------------------------------------------------------


def _at_once(*doings: Callable[[], object]) -> list[object]:
    start = Barrier(len(doings))

    def run(doing: Callable[[], object]) -> object:
        start.wait()
        try:
            return doing()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(run, doings))


@pytest.mark.usefixtures("reader", "fresh_database")
def test_two_branches_and_the_desk_at_once_never_give_a_number_twice_nor_wait_for_each_other() -> (
    None
):
    # Both branches have a list of twenty newcomers; at the desk everybody who is in the group of
    # half of them already gets a card, twice.
    school = make_school(tag="-x")
    _set(_administrator(school), Series("LP", 6, 1, 500))
    enrol_children(
        Branch.objects.get(id=school.branch.id),
        [replace(one, number=f"9{at}") for at, one in enumerate(school.children[:4])],
        school_year=THIS_YEAR,
    )
    piet = add_person(
        Library.objects.get(id=school.branch.library_id),
        "piet",
        {"upload": list(Branch.objects.filter(slug__in=["kiem-x", "linde-x"]))},
    )
    uploads = [_newcomers(line.id, by=piet) for line in (school.branch, school.other)]
    for upload in uploads:
        _send(school, upload, piet)
        lift_all(upload, by=school.marloes)
    with scoped(school.scope):
        Card.objects.update(blocked_on=NOW.date())
        group = Group.objects.get(
            branch_id=school.branch.id, school_year_id=THIS_YEAR, code="3a"
        ).pk

    def give() -> int:
        return cards.give_cards(
            group_id=group, branch=school.branch, acting_user=school.marloes, now=NOW
        )

    outcome = _at_once(
        lambda: _approve(uploads[0], school.marloes),
        lambda: _approve(uploads[1], school.carla),
        give,
        give,
    )

    assert outcome[:2] == [True, True]
    assert sorted(outcome[2:]) == [0, 4]  # type: ignore[type-var] # numbers of cards
    with scoped(school.marloes.scope):
        given = list(Card.objects.filter(blocked_on=None).values_list("number", flat=True))
    assert sorted(given) == [f"LP{at:06d}" for at in range(1, 45)]


def _newcomers(branch_id: int, *, by: Viewer) -> UUID:
    """A list of additions: twenty children for the group 3a of this year."""
    children = [
        Child(f"{branch_id}{at:03d}", name, "", f"Zee{name}", date(2020, 3, 1 + at), "3a")
        for at, name in enumerate(_NAMES)
    ]
    upload = receive(list_of(children), branch_id=branch_id, by=by)
    actions.set_terms(upload, mode="additions", school_year=THIS_YEAR, acting_user=by, now=NOW)
    return upload


_NAMES = (
    *("Aart", "Berend", "Coosje", "Dirkje", "Egbert", "Froukje", "Gerrit", "Hiske", "Ilse"),
    *("Jorrit", "Klaske", "Lubbert", "Machteld", "Nienke", "Okke", "Pleun", "Quirijn", "Rixt"),
    *("Sietske", "Tjitske"),
)


# --- who waits for whom --------------------------------------------------------------------------


def _series_is_free() -> bool:
    """Whether the next number could be taken now: who waits must not hold it."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from patrons_cardseries")
        there = int(cursor.fetchone()[0])
        cursor.execute("select 1 from patrons_cardseries for update skip locked")
        return len(cursor.fetchall()) == there > 0


@pytest.mark.usefixtures("reader", "fresh_database")
def test_who_gives_cards_waits_for_a_child_before_taking_numbers() -> None:
    # An import of the child's other branch holds the child, and wants numbers next.
    school = make_school(tag="-y")
    _set(_administrator(school), Series("LP", 6, 1, 500))
    with scoped(school.scope):
        Card.objects.update(blocked_on=NOW.date())
        group = Group.objects.get(branch_id=school.branch.id, code="3a").pk

    def give() -> int:
        try:
            return cards.give_cards(
                group_id=group, branch=school.branch, acting_user=school.marloes, now=NOW
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with scoped(school.scope):
            lock_patrons(school.ids.values())
            giving = pool.submit(give)
            until_they_wait(1)
            assert _series_is_free()
        assert giving.result() == 4


@pytest.mark.usefixtures("reader", "fresh_database")
def test_who_only_points_at_a_branch_does_not_wait_for_its_import() -> None:
    # It may hold what the import waits for: a key that is checked at the commit is a lock as well.
    school = make_school(tag="-z")

    def point() -> int:
        try:
            with scoped(school.scope), connection.cursor() as cursor:
                cursor.execute("set local lock_timeout = '5s'")
                Group.objects.create(
                    branch_id=school.branch.id, school_year_id=THIS_YEAR, code="9z", name="9z"
                )
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, scoped(school.scope):
        lock_branch(school.branch.id)
        assert pool.submit(point).result() == 1
