"""The policy of matching as a table: what beside one known child ties, what asks, what neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from tests.roster.cases import THIS_YEAR, extract, known, next_year_rows, school

from leesloket.roster import Ambiguous, Matched, match_records

ZOE = known("K1", "Zoë Dijk", number="004711", born=date(2017, 3, 2))
OTHERS = school(2)
KEPT = extract(next_year_rows(OTHERS)).records
NEW = extract([[f"9{row[0]}", *row[1:]] for row in next_year_rows(OTHERS)]).records


def _answers(number: str, name: str, born: str) -> Iterator[str]:
    """`T` tied, `?` asked, `-` nobody; in the order that `POLICY` tells."""
    first, _, last = name.partition(" ")
    lists = (extract([[number, first, "", last, born, group]]) for group in "548")
    rows = [record for one in lists for record in one.records]
    for row, others, enrolled in product(rows, (KEPT, NEW), (True, False)):
        register = [*OTHERS, replace(ZOE, enrolled=enrolled)]
        *_, match = match_records([*others, row], register, school_year=THIS_YEAR)
        yield {Matched: "T", Ambiguous: "?"}.get(type(match), "-")


# In group 5, where Zoë is expected, in 4 and in 8.  In each: when the others have the numbers they
# had, and Zoë is a member or has left; when all others have new numbers, the same two.
POLICY = [
    # --- her number
    ("004711", "Zoë Dijk", "", "TT?? TT?? ????"),
    ("004711", "Zoë Dijkk", "", "TT?? TT?? ????"),
    ("004711", "Zoë Dijk", "2017-02-03", "TT?? TT?? TT??"),
    ("004711", "Zoë Dijk", "2018-11-20", "???? ???? ????"),
    ("004711", "Z. Dijk-Bakker", "2017-02-03", "TT?? TT?? TT??"),
    ("004711", "Zoë Dijkk", "2017-02-03", "???? ???? ????"),
    ("004711", "Zoë Bakker", "2017-03-02", "TT?? ???? ????"),
    ("004711", "Bo Dijk", "2017-03-02", "TT?? ???? ????"),
    ("004711", "Bo Vos", "2017-03-02", "???? ???? ????"),
    ("004711", "Bo Vos", "2017-02-03", "---- ---- ----"),
    ("004711", "Zoë Vos", "2017-02-03", "???- ???- ??--"),
    ("004711", "Bo Dijk", "2017-02-03", "???- ???- ??--"),
    ("004711", "Zoë Vos", "", "??-- ??-- ??--"),
    ("004711", "Bo Dijk", "", "??-- ??-- ??--"),
    ("004711", "Bo Vos", "", "---- ---- ----"),
    ("004711", "Z. Dijk", "2018-11-20", "???? ???? ????"),
    ("004711", "Dijk Zoë", "2018-11-20", "???? ???? ????"),
    # --- another number
    ("9999", "Zoë Dijk", "2017-03-02", "TTTT ?TTT ?TTT"),
    ("9999", "Z. Dijk", "2017-03-02", "??TT ??TT ??TT"),
    ("9999", "Zoë Dijkk", "2017-03-02", "??T? ??T? ??T?"),
    ("9999", "Zoë Dijk", "2017-02-03", "--T? --?? --??"),
    ("9999", "Zoë Dijk", "", "???? ???? ----"),
    ("9999", "Zoë Vos", "2017-03-02", "???? ???? ----"),
    ("9999", "Bo Dijk", "2017-03-02", "?-?- --?- ----"),
    ("9999", "Dijk Zoë", "2017-03-02", "???? ???? ????"),
    ("9999", "Dijk Zoë", "", "--?? --?? ----"),
    ("9999", "Bo Zoë", "2017-03-02", "--?- ---- ----"),
    ("9999", "Zoë Dijk", "2016-03-02", "--?? --?? --??"),
    ("9999", "Zoë Dijk", "2016-11-08", "--?- ---- ----"),
    # --- no number
    ("", "Z. Dijk", "2017-03-02", "TTTT TTTT TTTT"),
    ("", "Zoë Dijk", "2017-02-03", "T?T? ???? ????"),
    ("", "Z. Dijk", "2017-02-03", "?-?- ?-?- ----"),
    ("", "Zoë Dijkk", "2017-03-02", "T?T? T?T? T?T?"),
    ("", "Z. Dijkk", "2017-03-02", "???? ???? ????"),
    ("", "Zooe Dijkk", "2017-03-02", "???? ???? ????"),
    ("", "Zoë Dijk", "", "???? ???? ----"),
    ("", "Zoë Dijkk", "", "?-?- ?-?- ----"),
    ("", "Zoë Vos", "", "?-?- ?-?- ----"),
    ("", "Zoë Vos", "2017-02-03", "?-?- ?-?- ----"),
    ("", "Bo Dijk", "2017-02-03", "?-?- ?-?- ----"),
    ("", "Dijk Zoë", "", "???? ???? ----"),
    ("", "Dijk Zoë", "2017-02-03", "???? ???? ????"),
    ("", "Dijk Zoë", "2016-03-02", "---- ---- ----"),
    ("", "Bo Zoë", "2017-03-02", "?-?- ---- ----"),
    ("", "Bo Zoë", "", "---- ---- ----"),
    ("", "Zoë Dijk", "2016-03-02", "???? ???? ????"),
    ("", "Zoë Dijkk", "2016-03-02", "?-?- ---- ----"),
    ("", "Zoë Dijk", "2016-11-08", "?-?- ---- ----"),
    ("", "Zooe Vos", "2017-03-02", "?-?- ---- ----"),
    ("", "Zeger Vos", "2017-03-02", "?-?- ---- ----"),
    ("", "Bo Vos", "2017-03-02", "?-?- ---- ----"),
    ("", "Zooe Vos", "2017-02-03", "---- ---- ----"),
    ("", "Zooe Vos", "", "---- ---- ----"),
]


@pytest.mark.parametrize(("number", "name", "born", "answers"), POLICY)
def test_what_ties_what_asks_and_what_does_neither(
    number: str, name: str, born: str, answers: str
) -> None:
    told = "".join(_answers(number, name, born))

    assert " ".join((told[:4], told[4:8], told[8:])) == answers
