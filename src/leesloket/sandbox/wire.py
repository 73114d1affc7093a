"""How a file goes to the reading child and its table comes back: lengths, JSON, nothing clever.

JSON because the answer comes from a process that a hostile file may have taken over: decoding it
can give wrong values, never run anything.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

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
from leesloket.roster.problems import Code, Problem, Severity
from leesloket.roster.readers.result import Budget, ReadResult
from leesloket.roster.sheet_rows import SheetRow, row_with_sheet

HEADER = struct.Struct("!4sIQ")
"""Mark, length of the JSON part, length of the file that follows it (0 in an answer)."""

ASK = b"LSL?"
ANSWER = b"LSL!"
DIED = b"LSLX"
"""Sent by the supervisor when a child ended without an answer; the reason's code follows."""

ANSWER_AT_MOST = 256 * 1024 * 1024


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
    """The result in an answer.  Raises GarbledError."""
    try:
        told = json.loads(payload)
        table = told.get("table")
        return ReadResult(
            _table_in(table) if table is not None else None,
            tuple(_problem_in(problem) for problem in told["problems"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        raise GarbledError from None


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
    sheet = told["sheet"]
    # Tables sealed before this was known have no such lists.
    sheets = tuple(told.get("sheets", ()))
    place = places_on(sheet, sheets)
    fields = told["fields"]
    return RawTable(
        format=told["format"],
        sheet=sheet,
        headings=tuple(told["headings"]),
        rows=tuple(
            RawRow(place(number), tuple(cells))
            for number, cells in zip(told["numbers"], told["cells"], strict=True)
        ),
        heading_row=told["heading_row"],
        dropped=tuple(DroppedColumn(heading, reason) for heading, reason in told["dropped"]),
        facts=_facts_in(told["facts"]),
        fields=None if fields is None else tuple(Field(field) for field in fields),
        uneven_rows=frozenset(told.get("uneven", ())),
        teachers=tuple(
            ListedTeacher(name, tuple(groups)) for name, groups in told.get("teachers", ())
        ),
        starts=tuple((day, int(count)) for day, count in told.get("starts", ())),
        sheets=sheets,
    )


def _facts_out(facts: SourceFacts) -> dict[str, Any]:
    told = asdict(facts)
    told["as_of"] = facts.as_of.isoformat() if facts.as_of else None
    return told


def _facts_in(told: Mapping[str, Any]) -> SourceFacts:
    as_of = told["as_of"]
    return SourceFacts(**{**told, "as_of": date.fromisoformat(as_of) if as_of else None})


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


def _origin_in(row: int, sheet: str | None) -> Origin:
    found = row_with_sheet(row)
    return Origin(SheetRow(found, sheet or "") if isinstance(found, SheetRow) else row, sheet)


def _problem_in(told: list[Any]) -> Problem:
    code, severity, origin, field, column, detail = told
    return Problem(
        Code(code),
        Severity(severity),
        _origin_in(*origin) if origin else None,
        Field(field) if field else None,
        column,
        {key: tuple(value) if isinstance(value, list) else value for key, value in detail.items()},
    )
