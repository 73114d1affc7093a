"""Printing cards for a group: who may, for whom, and what an earlier card is worth after it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from tests.children.conftest import Class
from tests.people import NOW, TODAY

from leesloket.audit.models import Event
from leesloket.children import actions, entering
from leesloket.children.models import Activation, PictureCard
from leesloket.children.queries import group_cards
from leesloket.isolation.scope import scoped
from leesloket.patrons import cards
from leesloket.patrons.actions import NotAllowedError
from leesloket.patrons.pages import GroupNotFoundError
from leesloket.patrons.queries import PatronNotFoundError, lines_of


def test_every_chosen_child_gets_a_card_with_its_own_code(group: Class) -> None:
    printed = group.activations(only=3)

    assert [one.name for one in printed] == ["Jan", "Zoë", "Gökçe"]  # as their surnames sort
    assert len({one.code for one in printed}) == 3
    page = group_cards(
        group.school.branch, group.group_id, viewer=group.school.marloes, today=TODAY, now=NOW
    )
    assert sum(line.activation_until is not None for line in page.lines) == 3


def test_no_code_is_kept(group: Class) -> None:
    codes = [one.code for one in group.activations()] + [one.code for one in group.pictures()]

    with scoped(group.school.scope), connection.cursor() as cursor:
        for table in ("children_activation", "children_picturecard", "audit_event"):
            cursor.execute(f"select coalesce(string_agg(t::text, ' '), '') from {table} t")  # noqa: S608 - the names above
            [(kept,)] = cursor.fetchall()
            assert kept
            assert not [code for code in codes if code in kept]


def test_a_new_card_makes_the_earlier_one_useless(group: Class) -> None:
    first, *_ = group.activations()
    second, *_ = group.activations()

    with pytest.raises(entering.CardUnknownError):
        entering.find_activation(number=first.number, code=first.code, now=NOW)
    assert isinstance(
        entering.find_activation(number=second.number, code=second.code, now=NOW), UUID
    )


def test_pressing_twice_on_one_page_gives_the_same_cards(group: Class) -> None:
    page = uuid4()

    assert group.activations(page=page) == group.activations(page=page)
    assert group.pictures(page=page) == group.pictures(page=page)

    with scoped(group.school.scope):
        assert Activation.objects.count() == PictureCard.objects.count() == 4


def test_a_page_whose_cards_were_replaced_prints_nothing_any_more(group: Class) -> None:
    page = uuid4()
    group.activations(page=page)
    group.activations()

    with pytest.raises(actions.SheetIsOverError):
        group.activations(page=page)


def test_a_child_without_a_library_card_gets_no_activation_card(group: Class) -> None:
    with scoped(group.school.scope):
        [line] = lines_of([group.ids[0]], today=TODAY)
    cards.block_card(
        patron_id=group.ids[0], number=line.card, acting_user=group.school.marloes, now=NOW
    )

    with pytest.raises(actions.NobodyChosenError):
        group.activations(only=1)

    assert len(group.pictures(only=1)) == 1


def test_a_child_of_another_group_is_not_printed_for(group: Class) -> None:
    sheet = actions.Sheet(
        uuid4(), group.group_id, group.school.branch, [group.school.ids["001210"]]
    )

    with pytest.raises(actions.NobodyChosenError):
        actions.print_activations(sheet, acting_user=group.school.marloes, now=NOW)


def test_another_branch_prints_nothing(group: Class) -> None:
    for stranger in (*group.school.strangers, group.school.petra):
        with pytest.raises(NotAllowedError):
            group.activations(by=stranger)
        with pytest.raises(NotAllowedError):
            group.pictures(by=stranger)
    own = actions.Sheet(uuid4(), group.group_id, group.school.other, group.ids)
    with pytest.raises(GroupNotFoundError):
        actions.print_activations(own, acting_user=group.school.carla, now=NOW)


def test_a_picture_card_is_revoked_and_a_second_click_changes_nothing(group: Class) -> None:
    [card] = group.pictures(only=1)

    for _ in range(2):
        actions.revoke_picture(patron_id=group.ids[0], acting_user=group.school.marloes, now=NOW)

    with pytest.raises(entering.CardUnknownError):
        entering.find_picture_card(code=card.code, now=NOW)
    with scoped(group.school.scope):
        told = list(Event.objects.filter(code="picture_revoked"))
    assert [event.subject_id for event in told] == [group.ids[0]]


def test_another_branch_revokes_nothing(group: Class) -> None:
    [card] = group.pictures(only=1)

    for stranger in group.school.strangers:
        with pytest.raises(PatronNotFoundError):
            actions.revoke_picture(patron_id=group.ids[0], acting_user=stranger, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.revoke_picture(patron_id=group.ids[0], acting_user=group.school.petra, now=NOW)

    assert isinstance(entering.find_picture_card(code=card.code, now=NOW), UUID)


def test_what_was_printed_is_recorded_with_a_count_and_no_name(group: Class) -> None:
    group.activations(only=2)

    with scoped(group.school.scope):
        [event] = Event.objects.filter(code="activations_printed")
    assert event.detail == {"count": 2}
    assert event.subject_id == group.group_id
    assert event.branch_id == group.school.branch.id


def test_cards_wait_until_their_day(group: Class) -> None:
    card, *_ = group.activations()
    [key, *_] = group.pictures()

    assert isinstance(
        entering.find_activation(number=card.number, code=card.code, now=NOW + timedelta(days=29)),
        UUID,
    )
    with pytest.raises(entering.CardUnknownError):
        entering.find_activation(number=card.number, code=card.code, now=NOW + timedelta(days=30))
    with pytest.raises(entering.CardUnknownError):
        entering.find_picture_card(code=key.code, now=NOW + timedelta(days=400))
