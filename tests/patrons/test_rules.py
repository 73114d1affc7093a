"""Names for sorting and finding, and what can be typed as somebody's details."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leesloket.patrons.rules import (
    ChildDetails,
    DetailsDoNotFitError,
    folded_number,
    kept_by_one_slip,
    must_fit,
    search_text,
    sort_key,
    with_one_slip,
)


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


TODAY = date(2026, 8, 13)
KNOWN = ChildDetails(first_name="Zoë", surname="Dijk", birth_date=date(2018, 3, 2))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"surname": ""}, "name_missing"),
        ({"first_name": ""}, "name_missing"),
        ({"surname": "x" * 201}, "name_unfit"),
        ({"given_names": "Zoë\x07"}, "name_unfit"),
        ({"first_name": "😀"}, "name_unfit"),
        ({"surname": "Dijk ♥"}, "name_unfit"),
        ({"birth_date": date(2026, 8, 14)}, "birth_date_unlikely"),
        ({"birth_date": date(1805, 3, 2)}, "birth_date_unlikely"),
    ],
)
def test_what_no_list_may_say_a_hand_may_not_type(typed: dict[str, Any], reason: str) -> None:
    with pytest.raises(DetailsDoNotFitError, match=reason):
        must_fit(replace(KNOWN, **typed), before=KNOWN, today=TODAY)


@pytest.mark.parametrize(
    ("before", "typed"),
    [
        (KNOWN, {"surname": "Dijkstra", "birth_date": date(2018, 2, 3)}),
        (KNOWN, {"first_name": "", "initials": "Z."}),
        (KNOWN, {"first_name": "X Æ A-12", "surname": "d'Ancona-O`Brien Şahin Ōkina"}),
        (replace(KNOWN, first_name="Zoë ♥"), {"surname": "Dijkstra"}),
        (KNOWN, {"birth_date": None}),
        (replace(KNOWN, surname=""), {"first_name": "Zoe"}),
        (replace(KNOWN, given_names="Zoë\u200dAnna"), {"surname": "Dijkstra"}),
        (replace(KNOWN, birth_date=date(1805, 3, 2)), {"surname": "Dijkstra"}),
    ],
    ids=[
        "other",
        "initials",
        "odd",
        "sign as it came",
        "no day",
        "one name",
        "as it came",
        "day as it came",
    ],
)
def test_what_a_list_may_say_can_be_typed(before: ChildDetails, typed: dict[str, Any]) -> None:
    must_fit(replace(before, **typed), before=before, today=TODAY)


_LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


@given(
    st.text(_LETTERS, min_size=5, max_size=12),
    st.sampled_from(["other", "missing", "too many", "swapped"]),
    _LETTERS,
    st.data(),
)
def test_whoever_was_meant_with_one_slip_is_found_by_a_piece_and_by_the_whole(
    typed: str, slip: str, letter: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(typed) - (2 if slip == "swapped" else 1)))
    meant = (
        typed[:at]
        + {
            "other": letter + typed[at + 1 :],
            "missing": letter + typed[at:],
            "too many": typed[at + 1 :],
            "swapped": typed[at + 1 : at + 2] + typed[at] + typed[at + 2 :],
        }[slip]
    )
    name = f" anna {meant} van"

    assert any(piece in name for piece in kept_by_one_slip(typed))
    assert re.search(f" {with_one_slip(typed)}", name)
