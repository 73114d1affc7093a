"""Names for sorting and finding."""

import pytest

from leesloket.patrons.rules import folded, folded_number, search_text, sort_key


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Zoë van 't Hof", "zoe van t hof"),
        ("Gökçe Öztürk", "gokce ozturk"),
        ("IJsbrand-Jan", "ijsbrand jan"),
        ("Łukasz", "lukasz"),
        ("Чехов", "chekhov"),
        ("  D'Arcy  ", "d arcy"),
        ("%_'\";--", ""),
    ],
)
def test_a_name_folds_to_plain_letters(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_a_list_sorts_on_the_core_word_with_the_prefix_behind() -> None:
    berg = sort_key(surname="Berg", prefix="van der", first_name="Jan")
    bergman = sort_key(surname="Bergman", prefix="", first_name="Aad")
    visser = sort_key(surname="Visser", prefix="", first_name="Sem")

    assert sorted([visser, bergman, berg]) == [berg, bergman, visser]


def test_a_search_text_has_a_space_before_every_word() -> None:
    text = search_text(surname="Hof", prefix="van 't", first_name="Eva", given_names="Eva Maria")

    assert text == " eva eva maria van t hof"


@pytest.mark.parametrize(
    ("number", "plain"),
    [("001234", "1234"), ("1234", "1234"), ("0000", "0"), (" A01 ", "a01"), ("", "")],
)
def test_a_number_is_the_same_with_and_without_zeros(number: str, plain: str) -> None:
    assert folded_number(number) == plain
