"""Reading back what we wrote gives the same pupils, however they are called."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.roster.cases import examples_at_most
from tests.roster.formats.reading_back import ABOUT, FORMS, pupil_as, read_back

from leesloket.roster.cleaning import fold, has_trailing_prefix, split_surname
from leesloket.roster.columns.common_names import are_swapped
from leesloket.roster.model import Fingerprint, Origin, PupilRecord
from leesloket.roster.writers.writing import Form, write_pupils

_LETTERS = st.sampled_from("abcdeijnoprstvyzABDIJMZéëïöüçñøåßşğıİłőčžÆьщяЖأبتمלשבא中")
_JOINS = st.sampled_from(["", "", "-", " ", "'", "\u2019", "."])
_NO_NAMES = frozenset({"", "idem", "dito"})
"""The latter two say that it is the name of the row above."""
FIRST = st.one_of(
    st.builds(lambda parts, join: join.join(parts).strip(" -'.\u2019"),
              st.lists(st.text(_LETTERS, min_size=2, max_size=8), min_size=1, max_size=3), _JOINS),
    st.sampled_from([
        *("IJsbrand", "Ynske", "D'Angelo", "Jan-Willem", "Ayşe Nur", "Иван", "محمد", "משה"),
        *("=Bo()", "+Bo", "@Bo", "-Bo", "'Bo", "Bo; Jan", 'Bo "de Beer"', "Bo, Jan", "=a|'C'!A"),
        *("<b>Bo</b>", "{{bo}}", "B & Jan", "A" * 60, "\u2019t", "O'", "Null", "NaN"),
    ]),
).filter(lambda text: text.lower() not in _NO_NAMES)  # fmt: skip
LAST = st.one_of(
    FIRST,
    st.sampled_from(["Bakker-de Vries", "van Dijk-Bos", "O\u2019Brien", "Öz", "X" * 150, "Ng"]),
)
PREFIX = st.sampled_from(["", "", "van", "van den", "de", "'t", "in 't", "El", "ter", "van de"])
GROUP = st.sampled_from(
    ["5b", "1/2A", "3/4", "Kabouters", "8", "De kevers & co", 'Groep "Zon"', "=5", "a<b>", "Ü|ü"]
)
NUMBER = st.one_of(
    st.from_regex(r"0{0,3}[1-9][0-9]{2,6}", fullmatch=True),
    st.from_regex(r"[A-Z][0-9]{4,8}", fullmatch=True),
)


@st.composite
def _records(draw: st.DrawFn) -> list[PupilRecord]:
    count = draw(st.integers(1, 7))
    numbers = draw(
        st.lists(NUMBER, min_size=count, max_size=count, unique_by=lambda text: text.lstrip("0"))
    )
    born = draw(
        st.lists(
            st.dates(date(2014, 1, 1), date(2021, 12, 31)),
            min_size=count,
            max_size=count,
            unique=True,
        )
    )
    years = {"5b": "5", "8": "8"}
    return [
        PupilRecord(
            origin=Origin(at + 2),
            fingerprint=Fingerprint(f"{at:032}"),
            pupil_number=numbers[at],
            first_name=draw(FIRST),
            prefix=draw(PREFIX),
            surname=draw(LAST),
            birth_date=born[at],
            group=(group := draw(GROUP)),
            year_group=years.get(group) or draw(st.sampled_from("1234")),
        )
        for at in range(count)
    ]


def _repeats_itself(record: PupilRecord) -> bool:
    """`Bo` of the family `Bo, Jan`: among two rows nobody can tell that this is no whole name.

    Nor can anybody tell `van` + `van Dijk` from a prefix that was written twice, or `Jan van`
    beside `Dijk` from a prefix behind the first name.
    """
    if has_trailing_prefix(record.first_name):
        return True
    if record.prefix and record.surname.startswith(f"{record.prefix} "):
        return True
    return not set(fold(record.first_name).split()).isdisjoint(fold(record.surname).split())


def _asks_which_is_which(records: list[PupilRecord]) -> bool:
    """Four of the family `Bo`, and nobody with an ordinary name: whoever reads that must ask.

    So must who reads nothing but surnames of two words: they may be the names of the parents; or
    prefixes beside surnames that have another inside, more than once.
    """
    inside = [(r.prefix, split_surname(r.surname)[0]) for r in records]
    if sum(bool(told and other and told != other) for told, other in inside) > 1:
        return True
    if sum(" " in r.surname for r in records) >= 0.9 * len(records):
        return True
    return are_swapped([r.first_name for r in records], [r.surname for r in records])


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=examples_at_most(25), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(records=_records())
def test_nasty_names_survive(form: Form, records: list[PupilRecord]) -> None:
    assume(not any(map(_repeats_itself, records)))
    assume(not _asks_which_is_which(records))

    back = read_back(write_pupils(records, form, ABOUT))

    assert [pupil_as(record, form) for record in back] == [pupil_as(r, form) for r in records]
