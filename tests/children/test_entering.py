"""A card becomes a way in: once for a password, again and again for a picture."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth import authenticate
from tests.children.conftest import Class
from tests.people import NOW, TODAY, recorded

from leesloket.accounts import actions as accounts
from leesloket.accounts.models import Account
from leesloket.accounts.queries import PersonNotFoundError, people_of, person, viewer_of
from leesloket.audit.models import Event
from leesloket.children import actions, entering, rules
from leesloket.children.models import Activation, Child
from leesloket.children.queries import NotAChildError, own_page
from leesloket.isolation.scope import scoped, signing_in
from leesloket.patrons import cards
from leesloket.patrons.actions import end_memberships
from leesloket.patrons.erasing import erase_rows
from leesloket.patrons.models import Patron
from leesloket.privacy.erasing import erase

PASSWORD = "paarse olifant danst"


def _activate(group: Class, *, password: str = PASSWORD) -> tuple[Account, str]:
    [card] = group.activations(only=1)
    found = entering.find_activation(number=card.number, code=card.code, now=NOW)
    return entering.activate(found, password=password, now=NOW), card.number


def _signs_in(name: str, password: str = PASSWORD) -> UUID | None:
    account = authenticate(None, username=name, password=password)
    return account.pk if account else None


def _wrong_code(number: str) -> None:
    with pytest.raises(entering.CardUnknownError):
        entering.find_activation(number=number, code="CCCCCCCC", now=NOW)


# --- a password -----------------------------------------------------------------------------------


def test_a_child_signs_in_with_its_card_number_or_its_user_name(group: Class) -> None:
    account, number = _activate(group)

    assert _signs_in(number) == _signs_in(number.lower()) == _signs_in(account.login) == account.pk
    assert _signs_in(number, "een ander wachtwoord") is None
    assert recorded(group.ids[0], group.school.scope)[-1] == "child_activated"


def test_the_account_is_bound_to_the_patron_and_holds_no_name_and_no_rights(group: Class) -> None:
    account, number = _activate(group)

    viewer = viewer_of(account.pk, today=TODAY)
    page = own_page(viewer, today=TODAY)
    assert (viewer.rights, account.display_name, account.email) == ((), "", "")
    assert page.patron.id == group.ids[0]
    assert (page.first_name, page.patron.name, page.patron.card) == (
        "Zoë",
        "Zoë van Dijk",
        number,
    )


def test_a_code_is_taken_in_small_letters_with_spaces(group: Class) -> None:
    [card] = group.activations(only=1)
    typed = " " + rules.shown_code(card.code).lower() + " "

    assert isinstance(
        entering.find_activation(number=card.number.lower(), code=typed, now=NOW), UUID
    )


def test_a_card_works_once(group: Class) -> None:
    [card] = group.activations(only=1)
    found = entering.find_activation(number=card.number, code=card.code, now=NOW)
    entering.activate(found, password=PASSWORD, now=NOW)

    with pytest.raises(entering.CardUnknownError):
        entering.activate(found, password="een heel ander wachtwoord", now=NOW)
    with pytest.raises(entering.CardUnknownError):
        entering.find_activation(number=card.number, code=card.code, now=NOW)
    assert _signs_in(card.number)


def test_ten_wrong_codes_stop_a_card_and_no_other_one(group: Class) -> None:
    first, second = group.activations(only=2)
    for _ in range(rules.WRONG_CODES):
        _wrong_code(first.number)

    with pytest.raises(entering.CardUnknownError):
        entering.find_activation(number=first.number, code=first.code, now=NOW)
    assert isinstance(
        entering.find_activation(number=second.number, code=second.code, now=NOW), UUID
    )
    with scoped(group.school.scope):
        assert Activation.objects.get(ended_why="guessed").card_number == first.number
        assert Event.objects.filter(code="activation_guessed").count() == 1


def test_nine_wrong_codes_do_not(group: Class) -> None:
    [card] = group.activations(only=1)
    for _ in range(rules.WRONG_CODES - 1):
        _wrong_code(card.number)

    assert isinstance(entering.find_activation(number=card.number, code=card.code, now=NOW), UUID)


@pytest.mark.parametrize(
    "password", ["kort", "wachtwoord", "12345678", "zoe van dijk", "Zoë van Dijk"]
)
def test_a_password_is_not_too_easy_and_the_card_stays_good(group: Class, password: str) -> None:
    [card] = group.activations(only=1)
    found = entering.find_activation(number=card.number, code=card.code, now=NOW)

    with pytest.raises(entering.PasswordUnfitError) as unfit:
        entering.activate(found, password=password, now=NOW)

    assert unfit.value.sentences
    assert entering.activate(found, password=PASSWORD, now=NOW).has_usable_password()


def test_the_card_number_is_no_password(group: Class) -> None:
    [card] = group.activations(only=1)
    found = entering.find_activation(number=card.number, code=card.code, now=NOW)

    with pytest.raises(entering.PasswordUnfitError):
        entering.activate(found, password=card.number, now=NOW)


@pytest.mark.parametrize("password", ["paarse olifant", "aaaa bbbb", "kaas met tosti"])
def test_three_words_in_small_letters_are_enough(group: Class, password: str) -> None:
    account, _ = _activate(group, password=password)
    assert account.has_usable_password()


def test_a_second_activation_is_a_new_password_for_the_same_account(group: Class) -> None:
    account, number = _activate(group)

    again, _ = _activate(group, password="groene giraf lacht")

    assert again.pk == account.pk
    assert _signs_in(number) is None
    assert _signs_in(number, "groene giraf lacht") == account.pk


def test_a_replaced_card_signs_in_by_its_new_number_only(group: Class) -> None:
    account, number = _activate(group)

    new = cards.replace_card(
        patron_id=group.ids[0], number=number, acting_user=group.school.marloes, now=NOW
    )

    assert _signs_in(number) is None
    assert _signs_in(new) == account.pk
    cards.block_card(patron_id=group.ids[0], number=new, acting_user=group.school.marloes, now=NOW)
    assert _signs_in(new) is None
    assert _signs_in(account.login) == account.pk


def test_an_activation_card_of_a_blocked_library_card_opens_nothing(group: Class) -> None:
    [card] = group.activations(only=1)
    found = entering.find_activation(number=card.number, code=card.code, now=NOW)
    cards.block_card(
        patron_id=group.ids[0], number=card.number, acting_user=group.school.marloes, now=NOW
    )

    with pytest.raises(entering.CardUnknownError):
        entering.activate(found, password=PASSWORD, now=NOW)


def test_who_has_left_the_school_comes_in_with_no_card(group: Class) -> None:
    [card] = group.activations(only=1)
    [key] = group.pictures(only=1)
    found = entering.find_activation(number=card.number, code=card.code, now=NOW)
    with scoped(group.school.scope):
        end_memberships([group.ids[0]], branch_id=group.school.branch.id, on=TODAY)

    with pytest.raises(entering.CardUnknownError):
        entering.activate(found, password=PASSWORD, now=NOW)
    with pytest.raises(entering.CardUnknownError):
        entering.enter_by_picture(
            entering.find_picture_card(code=key.code, now=NOW), picture=key.picture, now=NOW
        )


def test_no_card_opens_the_account_of_somebody_who_works_here(group: Class) -> None:
    with scoped(group.school.scope):
        Patron.objects.filter(id=group.ids[0]).update(account_id=group.school.petra.account_id)
    [card] = group.activations(only=1)
    found = entering.find_activation(number=card.number, code=card.code, now=NOW)

    with pytest.raises(entering.CardUnknownError):
        entering.activate(found, password=PASSWORD, now=NOW)


# --- a picture ------------------------------------------------------------------------------------


def _other(picture: str) -> str:
    return next(one for one in rules.PICTURES if one != picture)


def test_a_young_child_comes_in_again_and_again_with_its_picture(group: Class) -> None:
    [key] = group.pictures(only=1)

    came = [
        entering.enter_by_picture(
            entering.find_picture_card(code=key.code, now=NOW + timedelta(days=day)),
            picture=key.picture,
            now=NOW + timedelta(days=day),
        )
        for day in (0, 1, 200)
    ]

    assert isinstance(came[0], Account)
    assert len({one.pk for one in came if isinstance(one, Account)}) == 1
    assert not came[0].has_usable_password()


def test_three_wrong_pictures_in_a_row_and_the_right_one_opens_nothing(group: Class) -> None:
    [key] = group.pictures(only=1)
    card = entering.find_picture_card(code=key.code, now=NOW)

    left = [entering.enter_by_picture(card, picture=_other(key.picture), now=NOW) for _ in range(3)]

    assert left == [entering.WrongPicture(2), entering.WrongPicture(1), entering.WrongPicture(0)]
    assert entering.enter_by_picture(card, picture=key.picture, now=NOW) == entering.WrongPicture(0)
    assert recorded(group.ids[0], group.school.scope)[-3:] == ["picture_wrong"] * 3


def test_staff_let_a_child_in_again(group: Class) -> None:
    [key] = group.pictures(only=1)
    card = entering.find_picture_card(code=key.code, now=NOW)
    for _ in range(3):
        entering.enter_by_picture(card, picture=_other(key.picture), now=NOW)

    actions.let_in_again(patron_id=group.ids[0], acting_user=group.school.marloes, now=NOW)

    assert isinstance(entering.enter_by_picture(card, picture=key.picture, now=NOW), Account)


def test_wrong_pictures_are_forgotten_after_a_right_one(group: Class) -> None:
    [key] = group.pictures(only=1)
    card = entering.find_picture_card(code=key.code, now=NOW)
    for _ in range(4):
        entering.enter_by_picture(card, picture=_other(key.picture), now=NOW)
        entering.enter_by_picture(card, picture=_other(key.picture), now=NOW)
        assert isinstance(entering.enter_by_picture(card, picture=key.picture, now=NOW), Account)


# --- the account afterwards -----------------------------------------------------------------------


def test_staff_see_no_children_among_the_people_and_give_them_nothing(group: Class) -> None:
    account, _ = _activate(group)
    marloes = group.school.marloes

    assert account.pk not in {one.id for one in people_of(marloes, today=TODAY)}
    with pytest.raises(PersonNotFoundError):
        person(marloes, account.pk, today=TODAY)
    with pytest.raises(PersonNotFoundError):
        accounts.start_reset(
            account_id=account.pk, seen=account.password_mark, acting_user=marloes, now=NOW
        )
    with pytest.raises(PersonNotFoundError):
        accounts.give_right(
            account_id=account.pk,
            branch_id=group.school.branch.id,
            kind="upload",
            from_date=TODAY,
            until_date=None,
            acting_user=marloes,
            now=NOW,
        )


def test_nobody_else_has_an_own_page(group: Class) -> None:
    with pytest.raises(NotAChildError):
        own_page(group.school.petra, today=TODAY)


def test_erasing_a_child_takes_its_cards_and_its_way_in(group: Class) -> None:
    account, number = _activate(group)
    group.pictures(only=1)

    erase(group.ids[0], not_again=False, acting_user=group.school.marloes, now=NOW)

    assert _signs_in(number) is None
    assert _signs_in(account.login) is None
    with signing_in():
        assert not Child.objects.filter(account_id=account.pk).exists()
        assert not Activation.objects.filter(patron_id=group.ids[0]).exists()
        assert Account.objects.get(pk=account.pk).login == f"gewist-{account.pk}"


def test_taking_rows_out_with_plain_sql_leaves_no_card_behind(group: Class) -> None:
    group.activations(only=2)
    group.pictures(only=2)

    with scoped(group.school.scope):
        erase_rows(group.ids[0], branch_ids=[group.school.branch.id])

    with signing_in():
        assert Activation.objects.count() == 1
