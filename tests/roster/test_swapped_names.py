"""A first list with the headings of first names and surnames swapped is asked about."""

from __future__ import annotations

import pytest
from tests.roster.cases import table

from leesloket.demo.world import make_world
from leesloket.roster import suggest_mapping
from leesloket.roster.model import Field

HEADINGS = ("Voornaam", "Achternaam", "Groep")
NAMES = (
    *(("Emma", "Bakker"), ("Daan", "Visser"), ("Mohammed", "El Amrani"), ("Yara", "Klaver")),
    *(("Jelte", "Hoekstra"), ("Wietske", "Anemoon"), ("Sem", "Roos"), ("Fenna", "Distel")),
)


def _rows(names: tuple[tuple[str, str], ...] = NAMES) -> list[tuple[str, str, str]]:
    return [(first, surname, "5a") for first, surname in names]


def _swapped(rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [(surname, first, group) for first, surname, group in rows]


def test_it_is_asked_with_the_answer_that_the_names_give() -> None:
    mapping = suggest_mapping(table(_swapped(_rows()), HEADINGS))

    assert not mapping.is_certain
    assert mapping.doubts == (0, 1)
    assert mapping.fields == (Field.SURNAME, Field.FIRST_NAME, Field.GROUP)


def test_a_name_with_ij_counts_as_well() -> None:
    odd = (("Thijs", "Xa"), ("Stijn", "Ya"), ("Qo", "Dijkstra"), ("Wo", "van Dijk"), ("Zo", "Za"))

    assert not suggest_mapping(table(_swapped(_rows(odd)), HEADINGS)).is_certain


def test_a_good_list_is_not_asked_about() -> None:
    assert suggest_mapping(table(_rows(), HEADINGS)).is_certain


def test_prefixes_among_first_names_tell_it_too() -> None:
    odd = (("Xana", "Alst"), ("Ybe", "Brug"), ("Zyta", "Dool"), ("Quito", "Eik"))
    names = tuple((first, f"van den {surname}") for first, surname in odd)

    assert not suggest_mapping(table(_swapped(_rows(names)), HEADINGS)).is_certain
    assert suggest_mapping(table(_rows(names), HEADINGS)).is_certain


@pytest.mark.parametrize("few", [1, 2, 3])
def test_a_few_names_prove_nothing(few: int) -> None:
    odd = (("Bakker", "Emma"), ("Visser", "Daan"), ("Mulder", "Sem"))[:few]
    rest = tuple((f"Xq{at}", f"Zw{at}") for at in "abcdefgh")

    assert suggest_mapping(table(_rows((*odd[:1], *rest)), HEADINGS)).is_certain


def test_surnames_that_are_first_names_are_no_swap() -> None:
    names = (
        ("Emma", "Thomas"),
        ("Daan", "Max"),
        ("Lotte", "Jan"),
        ("Sem", "David"),
        ("Ibe", "Tom"),
    )

    assert suggest_mapping(table(_rows(names), HEADINGS)).is_certain


def test_what_was_said_before_is_not_asked_again() -> None:
    said = {"Voornaam": Field.SURNAME, "Achternaam": Field.FIRST_NAME}

    mapping = suggest_mapping(table(_swapped(_rows()), HEADINGS), remembered=said)

    assert mapping.is_certain
    assert mapping.fields[:2] == (Field.SURNAME, Field.FIRST_NAME)


@pytest.mark.parametrize("slug", ["vuurvlinder", "wilgenbos", "zilvermeeuw"])
def test_every_demo_school_is_told_apart_both_ways(slug: str) -> None:
    pupils = make_world().branches[slug].next_year
    rows = [
        (pupil.first_name, f"{pupil.prefix} {pupil.surname}".strip(), pupil.group)
        for pupil in pupils
    ]

    assert suggest_mapping(table(rows, HEADINGS)).is_certain
    assert not suggest_mapping(table(_swapped(rows), HEADINGS)).is_certain


def test_whole_names_that_begin_with_the_surname_are_asked_about() -> None:
    names = [(f"{surname} {first}", "5a") for first, surname in NAMES]
    right = [(f"{first} {surname}", "5a") for first, surname in NAMES]
    comma = [(f"{surname}, {first}", "5a") for first, surname in NAMES]

    mapping = suggest_mapping(table(names, ("Naam", "Groep")))

    assert mapping.doubts == (0,)
    assert mapping.fields == (Field.SURNAME_FIRST, Field.GROUP)
    for good in (right, comma):
        assert suggest_mapping(table(good, ("Naam", "Groep"))).is_certain
