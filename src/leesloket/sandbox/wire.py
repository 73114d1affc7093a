"""How a file goes to the reading child and its table comes back: lengths, JSON, nothing clever.

JSON because the answer comes from a process that a hostile file may have taken over: decoding it
can give wrong values, never run anything.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any, get_args, get_type_hints

from leesloket.roster.model import (
    DroppedColumn,
    Field,
    ListedTeacher,
    Origin,
    RawRow,
    RawTable,
    SourceFacts,
    places_on,
)
from leesloket.roster.problems import Code, Detail, Problem, Severity
from leesloket.roster.readers.result import Budget, ReadResult
from leesloket.roster.sheet_rows import SheetRow, row_with_sheet

HEADER = struct.Struct("!4sIQ")
"""Mark, length of the JSON part, length of the file that follows it (0 in an answer)."""

ASK = b"LSL?"
ANSWER = b"LSL!"
DIED = b"LSLX"
"""Sent by the supervisor when a child ended without an answer; the reason's code follows."""

REQUEST_AT_MOST = 256 * 1024 * 1024
"""Bytes of a file, whatever its budget says."""


_REASONS = frozenset(get_args(get_type_hints(DroppedColumn)["reason"]))
_FORMAT_AT_MOST = 24
"""Characters of a format's name: no more are kept of it."""

_GARBLED = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)
"""What decoding runs into; the last for lists in lists without end."""


class GarbledError(Exception):
    """What came over the socket is not what the other side writes."""


def encode_request(content: bytes, *, budget: Budget, sheet: str | None) -> bytes:
    """The bytes that ask for one file to be read."""
    options = json.dumps({"budget": asdict(budget), "sheet": sheet}).encode()
    return HEADER.pack(ASK, len(options), len(content)) + options + content


def decode_options(options: bytes) -> tuple[Budget, str | None]:
    """Budget and sheet of a request."""
    try:
        told = json.loads(options)
        return Budget(**told["budget"]), told["sheet"]
    except (ValueError, TypeError, KeyError):
        raise GarbledError from None


def encode_result(result: ReadResult) -> bytes:
    """The bytes of an answer."""
    told: dict[str, Any] = {"problems": [_problem_out(problem) for problem in result.problems]}
    if result.table is not None:
        told["table"] = _table_out(result.table)
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    # A cell may hold half of a surrogate pair; such a file is still answered.
    payload = body.encode("utf-8", "replace")
    return HEADER.pack(ANSWER, len(payload), 0) + payload


def decode_result(payload: bytes) -> ReadResult:
    """The result in an answer.  Raises GarbledError when anything in it is not of its type."""
    try:
        told = json.loads(payload)
        table = told.get("table")
        result = ReadResult(
            _table_in(table) if table is not None else None,
            tuple(_problem_in(problem) for problem in told["problems"]),
        )
    except _GARBLED:
        raise GarbledError from None
    if result.table is None and not any(map(_is_refusal, result.problems)):
        raise GarbledError
    return result


def _is_refusal(problem: Problem) -> bool:
    return problem.severity is Severity.REFUSAL


def _texts(told: Iterable[Any]) -> tuple[str, ...]:
    """Texts, and nothing else: whoever cleans or keeps them does not ask again."""
    texts = tuple(told)
    joined = "".join(texts)
    if not joined.isascii():
        joined.encode()  # half of a surrogate pair cannot be kept
    return texts


def _text(told: Any) -> str:
    (text,) = _texts((told,))
    return text


def _text_or_none(told: Any) -> str | None:
    return None if told is None else _text(told)


def _format(told: Any) -> str:
    name = _text(told)
    if len(name) > _FORMAT_AT_MOST or not name.isalnum():
        raise GarbledError
    return name


def _dropped_in(heading: Any, reason: Any) -> DroppedColumn:
    if reason not in _REASONS:
        raise GarbledError
    return DroppedColumn(_text(heading), reason)


def _rows(told: Iterable[Any]) -> Iterable[int]:
    """Numbers of rows: whole, from 0, and of 32 bits as where they are kept."""
    numbers = array("i", told)
    if min(numbers, default=0) < 0:
        raise GarbledError
    return numbers


def _table_out(table: RawTable) -> dict[str, Any]:
    return {
        "format": table.format,
        "sheet": table.sheet,
        "headings": table.headings,
        "heading_row": table.heading_row,
        "dropped": [(column.heading, column.reason) for column in table.dropped],
        "facts": _facts_out(table.facts),
        "fields": table.fields,
        "uneven": sorted(table.uneven_rows),
        "teachers": [(one.name, one.groups) for one in table.teachers],
        **({"sheets": table.sheets} if table.sheets else {}),
        **({"starts": table.starts} if table.starts else {}),
        "numbers": [row.origin.row for row in table.rows],
        "cells": [row.cells for row in table.rows],
    }


def _table_in(told: Mapping[str, Any]) -> RawTable:
    sheet = _text_or_none(told["sheet"])
    # Tables sealed before this was known have no such lists.
    sheets = _texts(told.get("sheets", ()))
    place = places_on(sheet, sheets)
    fields = told["fields"]
    heading_row = told["heading_row"]
    table = RawTable(
        format=_format(told["format"]),
        sheet=sheet,
        headings=_texts(told["headings"]),
        rows=tuple(
            RawRow(place(number), _texts(cells))
            for number, cells in zip(_rows(told["numbers"]), told["cells"], strict=True)
        ),
        heading_row=None if heading_row is None else next(iter(_rows([heading_row]))),
        dropped=tuple(_dropped_in(heading, reason) for heading, reason in told["dropped"]),
        facts=_facts_in(told["facts"]),
        fields=None if fields is None else tuple(Field(field) for field in fields),
        uneven_rows=frozenset(_rows(told.get("uneven", ()))),
        teachers=tuple(
            ListedTeacher(_text(name), _texts(groups)) for name, groups in told.get("teachers", ())
        ),
        starts=tuple((_text(day), int(count)) for day, count in told.get("starts", ())),
        sheets=sheets,
    )
    widths = {len(table.headings), *(len(row.cells) for row in table.rows)}
    if len(widths) > 1 or (table.fields is not None and widths != {len(table.fields)}):
        raise GarbledError
    return table


def _facts_out(facts: SourceFacts) -> dict[str, Any]:
    told = asdict(facts)
    told["as_of"] = facts.as_of.isoformat() if facts.as_of else None
    return told


def _facts_in(told: Mapping[str, Any]) -> SourceFacts:
    as_of = told["as_of"]
    facts = SourceFacts(**{**told, "as_of": date.fromisoformat(as_of) if as_of else None})
    for text in (facts.brin, facts.school_year, facts.system):
        _text_or_none(text)
    return replace(
        facts,
        delta=bool(facts.delta),
        teachers=int(facts.teachers),
        keys_unstable=bool(facts.keys_unstable),
    )


def _problem_out(problem: Problem) -> list[Any]:
    origin = problem.origin
    return [
        problem.code,
        problem.severity,
        [origin.row, origin.sheet] if origin else None,
        problem.field,
        problem.column,
        dict(problem.detail),
    ]


def _origin_in(told: int, sheet: str | None) -> Origin:
    (row,) = _rows([told])
    found = row_with_sheet(row)
    name = _text_or_none(sheet)
    return Origin(SheetRow(found, name or "") if isinstance(found, SheetRow) else row, name)


def _problem_in(told: list[Any]) -> Problem:
    code, severity, origin, field, column, detail = told
    return Problem(
        Code(code),
        Severity(severity),
        _origin_in(*origin) if origin else None,
        Field(field) if field else None,
        _text_or_none(column),
        {_text(key): _detail_in(value) for key, value in detail.items()},
    )


def _detail_in(told: Any) -> Detail:
    if isinstance(told, list):
        return _texts(told) if told and isinstance(told[0], str) else tuple(_rows(told))
    return told if isinstance(told, int) else _text(told)
