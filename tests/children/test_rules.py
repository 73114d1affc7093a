"""Codes that can be read and typed, and names that tell no more than needed."""

from collections import Counter

import pytest

from leesloket.accounts.rules import login_fits
from leesloket.children import rules
from leesloket.children.rules import Called


def test_a_code_has_no_letters_that_are_taken_for_others_and_makes_no_words() -> None:
    assert set(rules.ALPHABET).isdisjoint("AEIOUQ01258BSZG")
    assert len(rules.ALPHABET) == len(set(rules.ALPHABET)) == 21


def test_nobody_guesses_a_code_within_the_tries_there_are() -> None:
    codes = len(rules.ALPHABET) ** rules.ACTIVATION_LENGTH

    # A thousand cards waiting at once, each tried until it is stopped: one in millions.
    assert codes / (1000 * rules.WRONG_CODES) > 1_000_000
    assert len(rules.ALPHABET) ** rules.PICTURE_LENGTH > 2**52


def test_codes_that_follow_from_a_digest_use_the_whole_alphabet() -> None:
    seen = Counter(
        char for number in range(3000) for char in rules.code_from(f"{number * 7919**19:064x}", 8)
    )

    assert set(seen) == set(rules.ALPHABET)


def test_a_code_is_taken_as_people_type_it() -> None:
    assert rules.shown_code("CDFHJKLM") == "CDFH-JKLM"
    assert rules.cleaned_code(" cdfh - jklm ") == "CDFHJKLM"


def test_a_user_name_can_be_one() -> None:
    assert all(login_fits(rules.new_login()) for _ in range(200))


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ([("Zoë", "van", "Dijk"), ("Sem", "", "Vos")], ("Zoë", "Sem")),
        ([("Noor", "de", "Wit"), ("Noor", "", "Vos")], ("Noor de W.", "Noor V.")),
        ([("Noor", "", "Wit"), ("Noor", "", "Was")], ("Noor Wit", "Noor Was")),
        ([("", "van", "Dijk")], ("van Dijk",)),
        ([("", "", "")], ("",)),
    ],
)
def test_a_card_says_a_first_name_and_more_only_where_two_are_called_so(
    people: list[tuple[str, str, str]], shown: tuple[str, ...]
) -> None:
    assert rules.names_on_cards([Called(*one) for one in people]) == shown
