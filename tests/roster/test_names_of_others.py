"""A parent's or a teacher's name under a heading that the child has too is a question."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.roster.cases import table

from leesloket.roster import ColumnMapping, suggest_mapping
from leesloket.roster.model import Field

CHILDREN = (
    *(("Emma", "Bakker"), ("Noah", "de Vries"), ("Yara", "Yilmaz"), ("Sem", "van Dijk")),
    *(("Fenna", "Smit"), ("Tjibbe", "Vos"), ("Lotte", "Visser"), ("Omar", "Kok")),
)
PARENTS = ("Petra", "Wim", "Hatice", "Ria", "Joke", "Anke", "Karin", "Driss")


def _mapping(headings: Sequence[str], *columns: Sequence[str]) -> ColumnMapping:
    return suggest_mapping(table([*zip(*columns, strict=True)], headings))


def _first(name: int = 0) -> list[str]:
    return [child[name] for child in CHILDREN]


FIRST, LAST, GROUP = _first(0), _first(1), ["5a"] * 4 + ["6a"] * 4


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        pytest.param("Voornaam", PARENTS, id="first names"),
        pytest.param("Voornamen", PARENTS, id="given names"),
        pytest.param("Voorletters", [f"{name[0]}." for name in PARENTS], id="initials"),
    ],
)
def test_first_names_that_begin_otherwise_are_of_somebody_else(
    heading: str, cells: Sequence[str]
) -> None:
    headings = ["Voornaam", "Achternaam", "Groep", heading]

    mapping = _mapping(headings, FIRST, LAST, GROUP, cells)

    assert mapping.fields[3] is None
    assert mapping.doubts == (0, 3)


def test_the_place_of_a_column_does_not_tell_whose_names_it_holds() -> None:
    headings = ["Voornaam", "Voornaam", "Achternaam", "Groep"]

    mapping = _mapping(headings, PARENTS, FIRST, LAST, GROUP)

    assert mapping.doubts == (0, 1)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        pytest.param("Voornamen", [f"{name} Maria" for name in FIRST], id="given names"),
        pytest.param("Voornamen", ["Jo Emma", *FIRST[1:4], *PARENTS[4:7], "Omar"], id="some"),
        pytest.param("Voorletters", [f"{name[0]}.J." for name in FIRST], id="initials"),
        pytest.param("Voorletters", [f"{name[0]}J" for name in FIRST], id="without stops"),
    ],
)
def test_more_of_the_childs_own_names_is_no_question(heading: str, cells: Sequence[str]) -> None:
    mapping = _mapping(["Roepnaam", "Achternaam", "Groep", heading], FIRST, LAST, GROUP, cells)

    assert mapping.is_certain


def test_two_children_may_be_called_quite_otherwise() -> None:
    rows = [("Sjaak", "Bos", "5a", "Jacobus"), ("Bep", "Vos", "6a", "Elisabeth")]

    mapping = suggest_mapping(table(rows, ["Roepnaam", "Achternaam", "Groep", "Voornamen"]))

    assert mapping.is_certain


def test_a_second_column_of_prefixes_in_other_rows_is_a_question() -> None:
    headings = ["Voornaam", "Tussenvoegsel", "Achternaam", "Groep", "Tussenvoegsel"]
    own, other = ["", "de", "", "van"] * 2, ["", "", "van", "de"] * 2

    assert _mapping(headings, FIRST, own, LAST, GROUP, other).doubts == (1, 4)


def test_the_same_prefixes_in_other_letters_are_no_question() -> None:
    headings = ["Voornaam", "Tussenvoegsel", "Achternaam", "Groep", "Tussenvoegsel officieel"]
    own, other = ["", "v.d.", "", "van"] * 2, ["", "van den", "", "van"] * 2

    assert _mapping(headings, FIRST, own, LAST, GROUP, other).is_certain


@pytest.mark.parametrize(("name", "last"), [("Achternaam", LAST), ("Naam", None)])
def test_prefixes_beside_names_with_others_inside_are_a_question(
    name: str, last: Sequence[str] | None
) -> None:
    whole = [" ".join(child) for child in CHILDREN]
    parents = ["", "van", "", "'t"] * 2
    headings = ["Groep", "Tussenvoegsel", *(["Voornaam"] if last else []), name]
    columns = [GROUP, parents, *([FIRST] if last else []), last or whole]

    assert _mapping(headings, *columns).doubts == (1, len(headings) - 1)


def test_prefixes_where_no_child_has_one_are_a_parents() -> None:
    children = [*CHILDREN, *(("Bo", f"van {last}") for _, last in CHILDREN[::2])] * 2
    parents = ["" if " " in last else "de" for _, last in children]
    rows = [
        (first, prefix, last, "5a") for prefix, (first, last) in zip(parents, children, strict=True)
    ]

    mapping = suggest_mapping(table(rows, ["Voornaam", "Tussenvoegsel", "Achternaam", "Groep"]))

    assert mapping.doubts == (1, 2)


def test_some_names_keep_their_prefix_beside_those_of_a_column_of_its_own() -> None:
    rows = [("Bo", "van" if at % 2 else "", "Dijk", "5a") for at in range(40)]
    rows += [("Mo", "", f"de la Cruz{at}", "5a") for at in "abcdef"]

    mapping = suggest_mapping(table(rows, ["Voornaam", "Tussenvoegsel", "Achternaam", "Groep"]))

    assert mapping.is_certain


def test_names_with_a_capital_at_their_prefix_are_no_question() -> None:
    rows = [("Bo", "van" if at % 4 == 0 else "", "Dijk", "5a") for at in range(40)]
    rows += [("Omar", "", f"{of} Masri{at}", "5a") for at in "abcdef" for of in ("Al", "De", "El")]

    mapping = suggest_mapping(table(rows, ["Voornaam", "Tussenvoegsel", "Achternaam", "Groep"]))

    assert mapping.is_certain


def test_a_prefix_that_is_in_the_name_as_well_is_no_question() -> None:
    headings = ["Voornaam", "Tussenvoegsel", "Achternaam", "Groep"]

    assert _mapping(headings, FIRST, ["", "de", "", "van"] * 2, LAST, GROUP).is_certain


def test_whole_names_beside_other_first_names_are_no_surnames() -> None:
    parents = [f"{name} {last}" for name, last in zip(PARENTS, LAST, strict=True)]

    mapping = _mapping(["Naam", "Roepnaam kind", "Groep"], parents, FIRST, GROUP)

    assert mapping.doubts == (0,)


@pytest.mark.parametrize(
    "last",
    [
        pytest.param([f"{last}-Bos" for last in LAST], id="double names"),
        pytest.param([f"{last} - de Wit" for last in LAST], id="with spaces"),
        pytest.param([f"{last}, A. de" for last in LAST], id="initials"),
        pytest.param(["Garcia Lopez", "Ruiz Mora", *LAST[2:]], id="some of two words"),
    ],
)
def test_surnames_of_several_words_are_surnames(last: Sequence[str]) -> None:
    mapping = _mapping(["Achternaam", "Roepnaam", "Groep"], last, FIRST, GROUP)

    assert mapping.is_certain


def test_what_is_called_the_child_is_not_passed_over() -> None:
    headings = ["Voornaam", "Achternaam", "Kind", "Groep"]

    mapping = _mapping(headings, PARENTS, LAST, FIRST, GROUP)

    assert mapping.doubts == (0, 1, 2)


@pytest.mark.parametrize("heading", ["Leerling", "Naam"])
def test_whole_names_are_not_passed_over_for_the_parts_of_other_names(heading: str) -> None:
    whole = [" ".join(child) for child in CHILDREN]
    headings = [heading, "Voornaam", "Achternaam", "Groep"]

    mapping = _mapping(headings, whole, PARENTS, [f"Yn{last}" for last in PARENTS], GROUP)
    own = _mapping(headings, whole, FIRST, LAST, GROUP)

    assert 0 in mapping.doubts
    assert own.is_certain


def test_what_is_called_the_child_is_proposed_where_no_other_column_has_first_names() -> None:
    mapping = _mapping(["Kind", "Maatje", "Achternaam", "Groep"], FIRST, PARENTS, LAST, GROUP)

    assert mapping.fields == (Field.FIRST_NAME, None, Field.SURNAME, Field.GROUP)
    assert 0 in mapping.doubts


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([" ".join(child) for child in CHILDREN], id="the whole name"),
        pytest.param(FIRST, id="the first name again"),
        pytest.param(["2e kind", "1e kind"] * 4, id="the how manieth"),
        pytest.param(["", ""] * 4, id="nothing"),
    ],
)
def test_what_is_called_the_child_and_says_nothing_new_is_no_question(cells: Sequence[str]) -> None:
    mapping = _mapping(["Voornaam", "Achternaam", "Groep", "Kind"], FIRST, LAST, GROUP, cells)

    assert mapping.is_certain
