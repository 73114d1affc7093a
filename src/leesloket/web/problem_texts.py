"""The one place where a code becomes a sentence: problems of a file, and holds on a plan.

Every sentence is plain Dutch (B1) in the catalogue; the msgids here are English.  A problem says
what we see, and what you can do; a hold adds the numbers it saw.  The engine's enums and these
tables are compared by `tests/contracts/test_every_problem_has_a_sentence.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leesloket.web.formatting import day_of_text, row_number, thousands, years_told
from leesloket.web.hold_words import HOLDS, Form
from leesloket.web.problem_words import PROBLEMS
from leesloket.web.words import FIELDS

_ROWS_TOLD = 5
_COLUMNS = frozenset({"field", "other"})
"""Keys of a hold's detail that name a field."""
_YEARS = frozenset({"year_group", "year_groups", "nobody_in"})
"""Keys that name a year group, or several."""

_Value = int | str | tuple[int, ...] | tuple[str, ...]
Detail = Mapping[str, _Value]


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a hold, with its neighbour: `Leave group 4: 9`, `Limit: 7`."""

    label: str
    value: str
    odd: bool


@dataclass(frozen=True, slots=True)
class HoldText:
    title: str
    facts: tuple[Fact, ...]
    advice: str
    advice_to_school: str
    """The same for the school itself, which need not ask anybody."""


def _fitting(forms: tuple[Form, ...], detail: Detail) -> Form:
    return next(form for form in forms if all(key in detail for key in form.needs))


def _filled(form: Form, detail: Detail) -> str:
    if not form.needs:
        return str(form.said)
    return str(form.said % {key: _value(value) for key, value in detail.items()})


def _with_names(detail: Detail) -> Detail:
    """The detail of a hold with its columns and years as the reader calls them."""
    return {key: _named(key, value) for key, value in detail.items()}


def _named(key: str, value: _Value) -> _Value:
    if key in _COLUMNS:
        return str(FIELDS.get(str(value), value))
    if key in _YEARS:
        return years_told(str(value).split(", "))
    return value


def _value(value: object) -> int | str:
    # Rows come as numbers: a person reads "88, 89", and of many only the first.
    if isinstance(value, tuple | list):
        more = ", …" if len(value) > _ROWS_TOLD else ""
        return ", ".join(_told(one) for one in value[:_ROWS_TOLD]) + more
    return value if isinstance(value, int) else day_of_text(str(value))


def _number(value: object) -> str:
    return thousands(value) if isinstance(value, int) else str(_value(value))


def _told(one: object) -> str:
    return row_number(one) if isinstance(one, int) else str(one)


def sentence(code: str, detail: Detail | None = None) -> str:
    """Return what we see, in the reader's language.  Raises KeyError for an unknown code."""
    text = PROBLEMS[code]
    counted = (Form(text.counted, text.needs),) if text.needs else ()
    seen = detail or {}
    return _filled(_fitting((*counted, Form(text.said)), seen), seen)


def what_to_do(code: str) -> str:
    """Return what the reader can do about it; empty when there is nothing to do."""
    return str(PROBLEMS[code].do)


def hold_text(code: str, detail: Detail | None = None) -> HoldText:
    """Return a hold in words: a title, the numbers it saw, what to do."""
    words, seen = HOLDS[code], _with_names(detail or {})
    facts = tuple(
        Fact(str(label), _number(seen[key]), odd) for key, label, odd in words.facts if key in seen
    )
    form = _fitting(words.title, seen)
    advice = form.advice or words.advice
    return HoldText(_filled(form, seen), facts, advice.to(school=False), advice.to(school=True))
