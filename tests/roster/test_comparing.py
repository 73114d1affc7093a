"""One row beside one known child: what is the same, what is near, what differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.roster.cases import extract, known

from leesloket.roster.matching.evidence import Evidence, are_others, children_of, compare

ROW = ["7", "Zoë", "", "Dijk", "2017-03-02", "5"]
ZOE = known("K1", "Zoë Dijk", number="7", born=date(2017, 3, 2))
Given = dict[str, Any]


def _compare(row: Given, child: Given, *, shift: int | None = 1) -> Evidence:
    """Zoë's row and Zoë in the register, but for what is given."""
    [record] = extract([ROW]).records
    [one], [other] = children_of([replace(record, **row)]), children_of([replace(ZOE, **child)])
    return compare(one, other, shift=shift)


@pytest.mark.parametrize(
    ("row", "child", "told"),
    [
        ({}, {}, {"number": "same", "first": "same", "surname": "same", "born": "same"}),
        ({"pupil_number": "8"}, {}, {"number": "differs"}),
        ({"pupil_number": ""}, {}, {"number": "unknown"}),
        ({}, {"pupil_number": ""}, {"number": "unknown"}),
        # --- a child with one name
        ({"first_name": ""}, {"first_name": ""}, {"first": "absent"}),
        ({"first_name": ""}, {}, {"first": "unknown"}),
        ({}, {"first_name": ""}, {"first": "unknown"}),
        ({"surname": ""}, {"surname": ""}, {"surname": "absent"}),
        ({"surname": ""}, {}, {"surname": "unknown"}),
        ({}, {"surname": ""}, {"surname": "unknown"}),
        # --- a slip of the pen
        ({"first_name": "Stjin"}, {"first_name": "Stijn"}, {"first": "near"}),
        ({"first_name": "Stijn"}, {"first_name": "Stjin"}, {"first": "near"}),
        ({"first_name": "Tim"}, {"first_name": "Tom"}, {"first": "differs"}),
        ({"surname": "Vermeulen"}, {"surname": "Vermulenn"}, {"surname": "near"}),
        ({"surname": "Vries"}, {"surname": "Vreis"}, {"surname": "near"}),
        ({"surname": "Vries"}, {"surname": "Vrees"}, {"surname": "near"}),
        ({"surname": "Vries"}, {"surname": "Vroos"}, {"surname": "differs"}),
        # --- names that changed places, perhaps with a slip in one of them
        ({"first_name": "Dijk", "surname": "Zoë"}, {}, {"crossed": True, "half_crossed": True}),
        ({"first_name": "Dijkstra", "surname": "Noor"}, {"first_name": "Noora",
          "surname": "Dijkstra"}, {"crossed": True, "half_crossed": False}),
        ({"first_name": "Dijkstra", "surname": "Emma"}, {"first_name": "Emma",
          "surname": "Dykstr"}, {"crossed": True}),
        ({"first_name": "Dijkstra", "surname": "Kim"}, {"first_name": "Noora",
          "surname": "Dijkstra"}, {"crossed": False}),
        ({"first_name": "Smit", "surname": "Zoë"}, {}, {"crossed": False, "half_crossed": True}),
        # --- birth dates
        ({"birth_date": date(2017, 2, 3)}, {}, {"born": "swapped"}),
        ({"birth_date": date(2016, 2, 3)}, {}, {"born": "differs"}),
        ({"birth_date": date(2016, 3, 2)}, {}, {"born": "near"}),
        ({"birth_date": date(2017, 5, 2)}, {}, {"born": "near"}),
        ({"birth_date": date(2017, 3, 28)}, {}, {"born": "near"}),
        ({"birth_date": date(2017, 3, 1)}, {"birth_date": date(2017, 2, 28)}, {"born": "near"}),
        ({"birth_date": date(2017, 3, 2)}, {"birth_date": date(2017, 2, 28)}, {"born": "differs"}),
        ({"birth_date": None}, {}, {"born": "unknown"}),
        ({}, {"birth_date": None}, {"born": "unknown"}),
        # --- where the child is expected: one school year later
        ({}, {}, {"place": "expected"}),
        ({"group": "4", "year_group": "4"}, {}, {"place": "neighbour"}),
        ({"group": "6", "year_group": "6"}, {}, {"place": "neighbour"}),
        ({"group": "7", "year_group": "7"}, {}, {"place": "unexpected"}),
        ({"group": "3", "year_group": "3"}, {}, {"place": "unexpected"}),
        ({"group": "4/5", "year_group": ""}, {}, {"place": "expected"}),
        ({"group": "Kevers", "year_group": ""}, {}, {"place": "unknown"}),
        ({}, {"group": "Kevers", "year_group": ""}, {"place": "unknown"}),
        ({"year_group": "11"}, {"year_group": "8"}, {"place": "expected"}),
        ({"year_group": "12"}, {"year_group": "8"}, {"place": "neighbour"}),
        ({"year_group": "13"}, {"year_group": "12"}, {"place": "expected"}),
    ],
)  # fmt: skip
def test_what_a_row_and_a_child_have_in_common(row: Given, child: Given, told: Given) -> None:
    found = _compare(row, child)

    assert {name: getattr(found, name) for name in told} == told


@pytest.mark.parametrize(
    ("year_group", "place"),
    [("3", "neighbour"), ("4", "expected"), ("5", "expected"), ("6", "neighbour"),
     ("7", "unexpected")],
)  # fmt: skip
def test_where_no_school_years_are_known_a_child_may_be_where_it_was(
    year_group: str, place: str
) -> None:
    assert _compare({"year_group": year_group}, {}, shift=None).place == place


@pytest.mark.parametrize(
    ("row", "child", "reasons"),
    [
        ({}, {}, ["same_number", "same_name", "same_birth_date", "expected_group"]),
        ({"first_name": "Bo"}, {}, ["same_number", "other_first_name", "same_surname",
                                    "same_birth_date", "expected_group"]),
        ({"surname": "Vos"}, {}, ["same_number", "same_first_name", "other_surname",
                                  "same_birth_date", "expected_group"]),
        ({"first_name": "Z.", "surname": "Dijk-Vos"}, {}, ["same_number", "alike_first_name",
         "part_of_surname", "same_birth_date", "expected_group"]),
        ({"first_name": "", "pupil_number": "8", "year_group": "4"}, {"first_name": ""},
         ["other_number", "same_name", "same_birth_date"]),
        ({"first_name": "Dijk", "surname": "Zoë"}, {}, ["same_number", "crossed_name",
                                                        "same_birth_date", "expected_group"]),
        ({"first_name": "Bo", "surname": "Zoë"}, {}, ["same_number", "crossed_name",
                                                      "same_birth_date", "expected_group"]),
        # Zoë is her first name as well: that is told, and nothing of places that changed.
        ({"surname": "Zoë"}, {}, ["same_number", "same_first_name", "other_surname",
                                  "same_birth_date", "expected_group"]),
        ({"birth_date": date(2017, 2, 3)}, {}, ["same_number", "same_name", "swapped_birth_date",
                                                "expected_group"]),
    ],
)  # fmt: skip
def test_a_person_is_told_what_speaks_for_a_child(
    row: Given, child: Given, reasons: list[str]
) -> None:
    assert list(_compare(row, child).reasons()) == reasons


def test_an_eck_id_is_a_number_too() -> None:
    eck_id = "https://ketenid.nl/201703/abc"
    other: Given = {"pupil_number": "8", "surname": "Vos", "birth_date": date(2018, 11, 20)}
    [record] = extract([ROW]).records
    [one] = children_of([replace(record, eck_id=eck_id, **other)])
    [same], [nobody] = children_of([replace(ZOE, eck_id=eck_id)]), children_of([ZOE])

    assert compare(one, same, shift=1).number == "same"
    assert (are_others(one, same), are_others(one, nobody)) == (False, True)
