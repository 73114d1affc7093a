"""Codes as Dutch sentences, with the way out, for people at the command line.

The site's own, which need Django: `tools/codes.py` writes them down in `sentences.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

Detail = Mapping[str, Any]

_PLACE = Path(__file__).with_name("sentences.json")
_ROWS_TOLD = 5
_COLUMNS = frozenset({"field", "other"})
"""Keys of a hold's detail that name a field."""


@cache
def _sentences() -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(_PLACE.read_text(encoding="utf-8"))
    return read


def problem_sentence(code: str, detail: Detail) -> str:
    """What we see and what can be done about it."""
    words = _sentences()["problems"][code]
    return f"{_filled(_first_that_fits(words['said'], detail), detail)} {words['do']}".rstrip()


def hold_sentence(code: str, detail: Detail) -> str:
    """A hold: what it is, the numbers it saw, what to do."""
    words = _sentences()["holds"][code]
    fields = _sentences()["fields"]
    detail = {
        key: fields.get(value, value) if key in _COLUMNS else value for key, value in detail.items()
    }
    facts = ", ".join(
        f"{label.lower()} {_value(detail[key])}" for key, label in words["facts"] if key in detail
    )
    form = _first_that_fits(words["title"], detail)
    advice = form.get("advice", words["advice"])
    return f"{_filled(form, detail)} ({code}{': ' if facts else ''}{facts}). {advice}"


def _first_that_fits(forms: Sequence[Detail], detail: Detail) -> Detail:
    return next(form for form in forms if all(key in detail for key in form["needs"]))


def _filled(form: Detail, detail: Detail) -> str:
    said: str = form["one"] if 1 in detail.values() and "one" in form else form["said"]
    if not form["needs"]:
        return said
    return said % {key: _value(detail[key]) for key in form["needs"]}


def _value(value: object) -> str:
    if isinstance(value, tuple):
        more = ", …" if len(value) > _ROWS_TOLD else ""
        return ", ".join(map(str, value[:_ROWS_TOLD])) + more
    return str(value)
