"""What a plan says of one child: what a row changes, who leaves, and the digest of it all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.roster.cases import AS_OF, THIS_YEAR, extract, known

from leesloket.roster.columns.extraction import DUPLICATE_ROW, LEFT_OUT
from leesloket.roster.columns.former import YET_TO_COME
from leesloket.roster.model import (
    Candidate,
    Enrol,
    Field,
    FieldChange,
    Hold,
    Keep,
    Mode,
    PatronId,
    PupilRecord,
    Question,
    Skip,
    Step,
    Subscription,
    Update,
    Withdraw,
)
from leesloket.roster.planning.changes import changes_between
from leesloket.roster.planning.leaving import leavers_of
from leesloket.roster.planning.plan import digest_of, mark_of
from leesloket.roster.planning.rows import NOT_TO_BE_INCLUDED, OTHER_LOCATION
from leesloket.roster.planning.standing import stand_in

BORN = date(2017, 3, 2)
ZOE = replace(known("K1", "Zoë Dijk", number="004711", born=BORN), prefix="van")
EMPTY = extract([])
[ROW] = extract([["004711", "Zoë", "van", "Dijk", "02-03-2017", "4"]]).records
Given = dict[str, Any]


# --- what a row changes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "child", "changes"),
    [
        ({}, {}, []),
        ({"birth_date": date(2017, 3, 20)}, {}, ["birth_date: 2017-03-02 > 2017-03-20"]),
        ({}, {"birth_date": None}, ["birth_date:  > 2017-03-02"]),
        ({"birth_date": None}, {}, []),
        ({"pupil_number": "004712"}, {}, ["pupil_number: 004711 > 004712"]),
        ({"pupil_number": "4711"}, {}, []),
        ({"pupil_number": ""}, {}, []),
        ({}, {"pupil_number": ""}, ["pupil_number:  > 004711"]),
        ({"first_name": "Bo"}, {}, ["first_name: Zoë > Bo"]),
        ({"first_name": "Z."}, {}, []),
        ({"first_name": "Z."}, {"first_name": "Q."}, ["first_name: Q. > Z."]),
        ({}, {"first_name": ""}, ["first_name:  > Zoë"]),
        ({"first_name": "Anna Zoë", "given_names": "Anna Zoë"}, {}, []),
        ({"first_name": "Anna Lot", "given_names": "Anna Lot"}, {}, ["first_name: Zoë > Anna Lot"]),
        ({"surname": "Vos"}, {}, ["surname: Dijk > Vos"]),
        ({"surname": "Vos", "prefix": "de"}, {}, ["prefix: van > de", "surname: Dijk > Vos"]),
        ({"prefix": "van der"}, {}, ["prefix: van > van der"]),
        ({"prefix": ""}, {}, []),
        ({"prefix": "", "surname": "van Dijk"}, {}, []),
        ({"surname": "D."}, {}, []),
        ({"surname": "D."}, {"surname": "B."}, ["surname: B. > D."]),
        ({"surname": "", "prefix": "de"}, {}, []),
        ({"group": "5", "year_group": "5"}, {}, ["group: 4 > 5", "year_group: 4 > 5"]),
        ({"group": "", "year_group": ""}, {}, []),
    ],
)
def test_a_row_changes_what_it_tells_and_a_blank_erases_nothing(
    row: Given, child: Given, changes: list[str]
) -> None:
    found, conflicts = changes_between(replace(ROW, **row), replace(ZOE, **child))

    assert [f"{one.field.value}: {one.before} > {one.after}" for one in found] == changes
    assert conflicts == ()


def test_what_somebody_typed_is_a_conflict_and_the_rest_a_change() -> None:
    by_hand = replace(ZOE, edited_by_hand=frozenset({Field.SURNAME}))

    changes, conflicts = changes_between(replace(ROW, surname="Vos", first_name="Bo"), by_hand)

    assert [change.field for change in changes] == [Field.FIRST_NAME]
    assert [change.field for change in conflicts] == [Field.SURNAME]


# --- who leaves ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "leave"),
    [
        *((one, []) for one in (OTHER_LOCATION, NOT_TO_BE_INCLUDED, YET_TO_COME, LEFT_OUT,
                                DUPLICATE_ROW)),
        ("another reason", ["K1"]),
    ],
)  # fmt: skip
def test_who_may_be_in_a_row_that_is_left_out_does_not_leave(reason: str, leave: list[str]) -> None:
    steps = [Skip(ROW, (reason,))]

    leavers = leavers_of(steps, EMPTY, [ZOE], made_on=AS_OF)

    assert [pupil.patron_id for pupil in leavers] == leave


def test_who_is_in_a_row_or_may_be_stays_and_the_others_leave_in_the_order_of_their_keys() -> None:
    names = ("Kees Bos", "Lot Smit", "Mees Vos", "Noor Wit")
    kees, lot, mees, noor = (known(f"A{at}", name) for at, name in enumerate(names))
    asked = Question(ROW, (Candidate(lot.patron_id, ()),), ())
    gone = replace(noor, enrolled=False)

    leavers = leavers_of(
        [Keep(ROW, kees, ()), asked, Enrol(ROW)], EMPTY, [ZOE, gone, mees, lot, kees], made_on=AS_OF
    )

    assert leavers == [mees, ZOE]


@pytest.mark.parametrize(
    ("cells", "stands"),
    [
        (["4711"], True),
        (["x", "004711"], True),
        (["47"], False),
        (["Zoë", "Dijk"], True),
        (["Dijk, Zoë van"], True),
        (["Zoë", "2-3-2017"], True),
        (["Dijk", "02-03-2017"], True),
        (["Zoë"], False),
        (["Zoë", "2-3-2018"], False),
        (["2-3-2017"], False),
        (["Zoë en haar moeder spraken ons over Dijk en de school"], False),  # a remark
        ([*("woord",) * 39, "Zoë", "Dijk"], False),
        ([*("woord",) * 38, "Zoë", "Dijk"], True),
        ([], False),
    ],
)
def test_who_stands_in_the_cells_of_a_row(cells: list[str], *, stands: bool) -> None:
    others = [known("K2", "Bo Vos", number="47", born=date(2016, 9, 9)), known("K3", "Dijk Bos")]

    found = stand_in([cells, ["niets"]], [ZOE, *others], as_of=AS_OF)

    assert found == ({"K1"} if stands else set())


def test_a_row_may_hold_the_first_name_of_one_and_the_surname_of_another() -> None:
    others = [known("K2", "Zoë Vos"), known("K3", "Bo Dijk")]

    assert stand_in([["Zoë", "Dijk"]], others, as_of=AS_OF) == frozenset()


# --- the digest ----------------------------------------------------------------------------------

BO = known("K2", "Bo Vos")


def _row(**told: Any) -> PupilRecord:
    return replace(ROW, **told)


CHANGE = FieldChange(Field.SURNAME, "Vos", "Bos")
OTHER_CHANGE = FieldChange(Field.FIRST_NAME, "Zoë", "Bo")
STEPS: list[Step] = [
    Enrol(ROW),
    *(Enrol(_row(**{name: "9"})) for name in (
        "pupil_number", "first_name", "given_names", "initials", "prefix", "surname", "group",
        "group_name", "year_group",
    )),
    Enrol(_row(birth_date=None)),
    Enrol(_row(birth_date=date(2017, 3, 3))),
    *(Enrol(_row(card_number=card, subscription=said)) for card, said in (
        ("1", Subscription()), ("2", Subscription()), ("1", Subscription(category="jeugd")),
        ("1", Subscription(blocked=True)), ("1", Subscription(member_from=BORN)),
    )),
    Keep(ROW, ZOE, ()),
    Keep(ROW, BO, ()),
    *(Keep(ROW, replace(ZOE, **other), ()) for other in (
        {"group": "5"}, {"year_group": "5"}, {"school_year": None}, {"enrolled": False},
    )),
    Keep(ROW, ZOE, (), (CHANGE,)),
    Keep(ROW, ZOE, (), (OTHER_CHANGE,)),
    Update(ROW, ZOE, (CHANGE,), ()),
    Update(ROW, ZOE, (OTHER_CHANGE,), ()),
    Update(ROW, ZOE, (replace(CHANGE, after="Mos"),), ()),
    Update(ROW, ZOE, (replace(CHANGE, before="Mos"),), ()),
    Update(ROW, ZOE, (), (), (CHANGE,)),
    Update(ROW, ZOE, (CHANGE, OTHER_CHANGE), ()),
    Update(ROW, ZOE, (CHANGE,), (), (OTHER_CHANGE,)),
    Question(ROW, (Candidate(ZOE.patron_id, ()),), ()),
    Question(ROW, (Candidate(BO.patron_id, ()),), ()),
    Question(ROW, (Candidate(BO.patron_id, ()), Candidate(ZOE.patron_id, ())), ()),
    Question(ROW, (), ("group_missing",)),
    Skip(ROW, ("left_out",)),
    Skip(ROW, ("other_location",)),
    Withdraw(ZOE),
    Withdraw(BO),
]  # fmt: skip


def _digest(steps: Sequence[Step], holds: tuple[Hold, ...] = (), **terms: Any) -> str:
    usual: Given = {"mode": Mode.FULL, "school_year": THIS_YEAR, "as_of": AS_OF}
    return digest_of(steps, holds, **{**usual, **terms})


def test_whatever_else_would_happen_is_another_digest_and_another_mark() -> None:
    assert len({_digest([step]) for step in STEPS}) == len(STEPS)
    assert len({mark_of(step) for step in STEPS}) == len(STEPS)
    assert {len(mark_of(step)) for step in STEPS} == {8}


def test_another_hold_year_day_or_kind_of_list_is_another_digest() -> None:
    hold = Hold("too_many_leavers", {"of": 20, "leavers": 12})
    digests = {
        _digest(STEPS),
        _digest(STEPS, (hold,)),
        _digest(STEPS, (replace(hold, detail={"of": 20, "leavers": 13}),)),
        _digest(STEPS, (replace(hold, code="part_missing"),)),
        _digest(STEPS, mode=Mode.ADDITIONS),
        _digest(STEPS, school_year="2027-2028"),
        _digest(STEPS, as_of=date(2026, 8, 21)),
    }

    assert len(digests) == 7


def test_the_order_of_rows_candidates_reasons_and_holds_is_none_of_the_digests_business() -> None:
    one, other = Hold("b", {"of": 20, "leavers": 12}), Hold("a", {"of": 1})
    turned = Hold("b", {"leavers": 12, "of": 20})
    ids = (PatronId("K1"), PatronId("K2"))
    asked = [
        Question(ROW, tuple(Candidate(key, ()) for key in keys), reasons)
        for keys, reasons in ((ids, ("x", "y")), (ids[::-1], ("y", "x")))
    ]

    assert _digest(STEPS, (one, other)) == _digest(STEPS[::-1], (other, turned))
    assert _digest(asked[:1]) == _digest(asked[1:])
    assert mark_of(Skip(ROW, ("x", "y"))) == mark_of(Skip(ROW, ("y", "x")))


def test_a_name_cannot_be_written_so_that_two_plans_look_the_same() -> None:
    between = chr(31)
    written = replace(ROW, first_name=f"Zoë{between}x", given_names="")
    divided = replace(ROW, first_name="Zoë", given_names="x")

    assert _digest([Enrol(written)]) != _digest([Enrol(divided)])
