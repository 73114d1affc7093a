"""Cards at the desk: given, scanned, blocked, replaced, and for a whole group at once."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.imports.school import CHILDREN, School
from tests.people import LAST_YEAR, NOW, TODAY

from leesloket.accounts.queries import Viewer
from leesloket.audit.models import Event
from leesloket.isolation.scope import scoped
from leesloket.patrons import cards
from leesloket.patrons.actions import NotAllowedError
from leesloket.patrons.card_numbers import new_card_numbers
from leesloket.patrons.models import Card
from leesloket.patrons.pages import GroupNotFoundError, groups_of, patron_page
from leesloket.patrons.queries import PatronNotFoundError
from leesloket.patrons.rules import card_number_fits, cleaned_card_number
from leesloket.patrons.showing import CardLine

CHILD = CHILDREN[0]
SCANNED = "29990001234567"


@pytest.fixture
def child(school: School) -> UUID:
    return school.ids[CHILD.number]


def _cards(school: School, child: UUID) -> tuple[CardLine, ...]:
    return patron_page(child, viewer=school.marloes, today=TODAY).cards


def _present(school: School, child: UUID) -> str:
    [card] = [one.number for one in _cards(school, child) if one.blocked_on is None]
    return card


def _codes(school: School) -> list[str]:
    with scoped(school.scope):
        return list(Event.objects.order_by("id").values_list("code", flat=True))


@pytest.mark.parametrize(
    ("typed", "kept"), [("2999 0001 2345 67", SCANNED), ("ab12cd", "AB12CD"), (" v12 ", "V12")]
)
def test_a_number_is_kept_in_capitals_without_spaces(typed: str, kept: str) -> None:
    assert cleaned_card_number(typed) == kept


@pytest.mark.parametrize(
    "number", ["V00000001", "V123000001", "123", "A" * 21, "12-34", "é1234", ""]
)
def test_what_no_scanned_card_can_say_is_refused(number: str) -> None:
    assert not card_number_fits(number)


@pytest.mark.parametrize("number", ["1234", SCANNED, "AB12CD", "V123", "V000000012"])
def test_what_a_scanned_card_can_say_is_taken(number: str) -> None:
    assert card_number_fits(number)


def test_a_lost_card_is_replaced_and_stays_in_the_history(school: School, child: UUID) -> None:
    lost = _present(school, child)

    new = cards.replace_card(patron_id=child, number=lost, acting_user=school.marloes, now=NOW)

    assert new.startswith("V")
    assert {(one.number, one.blocked_on) for one in _cards(school, child)} == {
        (lost, TODAY),
        (new, None),
    }
    history = patron_page(child, viewer=school.marloes, today=TODAY).history
    done = [block for block in history if block.by == "Marloes Voorbeeld"]
    assert {(line.table, line.about) for block in done for line in block.lines} == {
        ("card", lost),
        ("card", new),
    }
    assert _codes(school)[-1] == "card_replaced"


def test_a_second_click_on_replace_gives_no_second_card(school: School, child: UUID) -> None:
    lost = _present(school, child)
    cards.replace_card(patron_id=child, number=lost, acting_user=school.marloes, now=NOW)

    with pytest.raises(cards.NoSuchCardError):
        cards.replace_card(patron_id=child, number=lost, acting_user=school.marloes, now=NOW)

    assert len(_cards(school, child)) == 2


def test_a_scanned_card_is_given_to_who_has_none(school: School, child: UUID) -> None:
    lost = _present(school, child)
    cards.block_card(patron_id=child, number=lost, acting_user=school.marloes, now=NOW)

    cards.give_card(patron_id=child, number="2999 0001 234567", acting_user=school.marloes, now=NOW)

    assert _present(school, child) == SCANNED
    assert _codes(school)[-2:] == ["card_blocked", "card_given"]
    with pytest.raises(cards.HasCardError):
        cards.give_card(patron_id=child, number="9999", acting_user=school.marloes, now=NOW)


def test_a_number_of_our_own_series_is_never_scanned(school: School, child: UUID) -> None:
    lost = _present(school, child)

    with pytest.raises(cards.CardUnfitError):
        cards.replace_card(
            patron_id=child,
            number=lost,
            new_number="V99999999",
            acting_user=school.marloes,
            now=NOW,
        )

    assert _present(school, child) == lost


def _scan(school: School, patron_id: UUID, number: str) -> None:
    cards.replace_card(
        patron_id=patron_id,
        number=_present(school, patron_id),
        new_number=number,
        acting_user=school.marloes,
        now=NOW,
    )


def test_a_card_of_somebody_else_is_not_given_twice(school: School, child: UUID) -> None:
    _scan(school, school.ids[CHILDREN[1].number], SCANNED)
    before = _present(school, child)

    with pytest.raises(cards.CardTakenError):
        _scan(school, child, SCANNED)

    assert _present(school, child) == before


def test_a_blocked_number_is_not_given_to_somebody_else(school: School, child: UUID) -> None:
    other = school.ids[CHILDREN[1].number]
    _scan(school, other, SCANNED)
    cards.block_card(patron_id=other, number=SCANNED, acting_user=school.marloes, now=NOW)
    with pytest.raises(cards.NoSuchCardError):
        cards.block_card(patron_id=other, number=SCANNED, acting_user=school.marloes, now=NOW)

    with pytest.raises(cards.CardTakenError):
        _scan(school, child, SCANNED)


Deed = Callable[[UUID, str, Viewer], object]
DEEDS: tuple[Deed, ...] = (
    lambda child, number, by: cards.block_card(
        patron_id=child, number=number, acting_user=by, now=NOW
    ),
    lambda child, number, by: cards.replace_card(
        patron_id=child, number=number, acting_user=by, now=NOW
    ),
    lambda child, _, by: cards.give_card(patron_id=child, acting_user=by, now=NOW),
)


@pytest.mark.parametrize("deed", DEEDS)
def test_another_branch_touches_no_card(school: School, child: UUID, deed: Deed) -> None:
    number = _present(school, child)
    for stranger in school.strangers:
        with pytest.raises(PatronNotFoundError):
            deed(child, number, stranger)
    with pytest.raises(NotAllowedError):
        deed(child, number, school.petra)

    assert _present(school, child) == number


def _group(school: School, code: str = "3a") -> UUID:
    [group] = [
        one
        for one in groups_of(school.branch, LAST_YEAR, viewer=school.marloes, today=TODAY)
        if one.code == code
    ]
    return group.id


def _without_cards(school: School, count: int) -> None:
    for child in school.children[:count]:
        patron_id = school.ids[child.number]
        cards.block_card(
            patron_id=patron_id,
            number=_present(school, patron_id),
            acting_user=school.marloes,
            now=NOW,
        )


def test_everybody_of_a_group_without_a_card_gets_one(school: School) -> None:
    _without_cards(school, 3)
    kept = _present(school, school.ids[CHILDREN[3].number])

    given = cards.give_cards(
        group_id=_group(school), branch=school.branch, acting_user=school.marloes, now=NOW
    )

    assert given == 3
    numbers = [_present(school, school.ids[one.number]) for one in CHILDREN[:4]]
    assert len(set(numbers)) == 4
    assert numbers[3] == kept
    assert (
        cards.give_cards(
            group_id=_group(school),
            branch=school.branch,
            acting_user=school.marloes,
            now=NOW + timedelta(seconds=1),
        )
        == 0
    )
    assert _codes(school).count("cards_given") == 1


def test_giving_cards_takes_as_many_statements_for_one_as_for_four(school: School) -> None:
    counts = []
    with scoped(school.scope):
        new_card_numbers(1, library_id=school.branch.library_id)  # the first makes the series
    for size in (1, 4):
        with scoped(school.scope):
            Card.objects.filter(
                patron_id__in=[school.ids[one.number] for one in CHILDREN[:size]]
            ).update(blocked_on=TODAY)
        with CaptureQueriesContext(connection) as asked:
            given = cards.give_cards(
                group_id=_group(school), branch=school.branch, acting_user=school.marloes, now=NOW
            )
        counts.append((given, len(asked)))

    assert [given for given, _ in counts] == [1, 4]
    assert counts[0][1] == counts[1][1]


def test_another_branch_gives_a_group_no_cards(school: School) -> None:
    _without_cards(school, 1)
    group = _group(school)

    for stranger in (*school.strangers, school.petra):
        with pytest.raises(NotAllowedError):
            cards.give_cards(group_id=group, branch=school.branch, acting_user=stranger, now=NOW)
    with pytest.raises(GroupNotFoundError):
        cards.give_cards(group_id=group, branch=school.other, acting_user=school.carla, now=NOW)
