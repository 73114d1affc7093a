"""`leesloket roster`: read in the sandbox's child, think, and say it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from leesloket.cli.json_form import file_form, hold_form, step_forms
from leesloket.cli.known import KnownFileError, read_known
from leesloket.cli.words import (
    check_words,
    convert_words,
    plan_words,
    problem_words,
    refused_words,
)
from leesloket.roster.cleaning import SECONDARY, start_of
from leesloket.roster.columns import (
    ColumnMapping,
    Extraction,
    confirm,
    extract_records,
    suggest_mapping,
)
from leesloket.roster.model import Field, Mode, RawTable
from leesloket.roster.problems import Code, Problem, Severity
from leesloket.sandbox.once import read_once

OK, REFUSED, HELD = 0, 1, 2

_OF_A_FILE: Mapping[type[OSError], str] = {
    FileNotFoundError: "dit bestand is er niet",
    IsADirectoryError: "dit is een map en geen bestand",
    PermissionError: "dit bestand mag je niet openen of schrijven",
}

_NEXT_YEAR_FROM_MONTH = 7
"""Lists sent in July are of the school year that starts on 1 August."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file as far as it could be read."""

    table: RawTable | None
    mapping: ColumnMapping | None
    extraction: Extraction | None
    problems: tuple[Problem, ...]
    secret: bytes


def run(arguments: argparse.Namespace) -> int:
    """Run `check`, `plan` or `convert`; answers the exit code."""
    commands = {"check": _check, "plan": _plan, "convert": _convert}
    try:
        return commands[arguments.command](arguments)
    except (OSError, KnownFileError) as error:
        sys.stderr.write(f"leesloket: {_in_words(error)}\n")
        return REFUSED


def _in_words(error: OSError | KnownFileError) -> str:
    if isinstance(error, KnownFileError):
        return str(error)
    return f"{error.filename}: {_OF_A_FILE.get(type(error), error.strerror)}"


def _check(arguments: argparse.Namespace) -> int:
    sent = _read(arguments)
    if sent.extraction is None or sent.table is None or sent.mapping is None:
        return _refuse(sent, as_json=arguments.json)
    if arguments.json:
        _print_json(file_form(sent.table, sent.mapping, sent.problems))
    else:
        _print(check_words(sent.table, sent.mapping, sent.extraction, sent.problems))
    return OK


def _plan(arguments: argparse.Namespace) -> int:
    known = read_known(arguments.known)
    sent = _read(arguments)
    if sent.extraction is None or sent.table is None:
        return _refuse(sent, as_json=arguments.json)
    from leesloket.roster.planning import make_plan  # noqa: PLC0415 - `check` needs no matching

    as_of = _as_of(arguments)
    final_year_groups: Iterable[str] = arguments.final_year_groups
    if sent.extraction.secondary:
        known = [replace(pupil, year_group=_secondary(pupil.year_group)) for pupil in known]
        final_year_groups = map(_secondary, final_year_groups)
    plan = make_plan(
        extraction=sent.extraction,
        known=known,
        mode=Mode(arguments.mode),
        school_year=arguments.school_year or _school_year(sent.table, as_of),
        as_of=as_of,
        final_year_groups=frozenset(final_year_groups),
        facts=sent.table.facts,
        branch_brin=arguments.brin,
        secret=sent.secret,
    )
    problems = (*_of_file(sent), *plan.problems)
    if arguments.json:
        _print_json(
            {
                **file_form(sent.table, sent.mapping, problems),
                "holds": [hold_form(hold) for hold in plan.holds],
                "steps": step_forms(plan.steps),
                "digest": plan.digest,
            }
        )
    else:
        _print(plan_words(plan, problems))
    return HELD if plan.holds else OK


def _convert(arguments: argparse.Namespace) -> int:
    sent = _read(arguments)
    if sent.extraction is None or sent.table is None:
        return _refuse(sent, as_json=False)
    from leesloket.roster.writers.about import About  # noqa: PLC0415 - only here is written
    from leesloket.roster.writers.writing import write_pupils  # noqa: PLC0415

    as_of = _as_of(arguments)
    about = About(
        school_year=arguments.school_year or _school_year(sent.table, as_of),
        as_of=as_of,
        brin=arguments.brin or sent.table.facts.brin or "",
    )
    records = sent.extraction.records
    if not records:
        nobody = Problem(Code.NOT_A_PUPIL_LIST, Severity.REFUSAL)
        return _refuse(replace(sent, problems=(nobody, *sent.problems)), as_json=False)
    arguments.out.write_bytes(write_pupils(records, arguments.to, about))
    left_out = len(sent.extraction.set_aside) + len(sent.extraction.skips)
    _print([convert_words(len(records), left_out), *problem_words(sent.problems)])
    return OK


def _read(arguments: argparse.Namespace) -> _Sent:
    """Read the file in a child process, then map and extract its pupils."""
    result = read_once(arguments.file.read_bytes(), sheet=arguments.sheet)
    secret = os.urandom(32)  # fingerprints live no longer than this command
    if result.table is None:
        return _Sent(None, None, None, result.problems, secret)
    mapping = _with_columns(result.table, suggest_mapping(result.table), arguments.column)
    if not mapping.is_certain:
        problems = (*result.problems, *_unsettled(result.table, mapping))
        return _Sent(result.table, mapping, None, problems, secret)
    extraction = extract_records(result.table, mapping, secret=secret, as_of=_as_of(arguments))
    problems = (*result.problems, *extraction.problems)
    return _Sent(result.table, mapping, extraction, problems, secret)


def _of_file(sent: _Sent) -> Sequence[Problem]:
    """The problems of reading alone; the plan repeats those of the rows."""
    rows = len(sent.extraction.problems) if sent.extraction is not None else 0
    return sent.problems[: len(sent.problems) - rows]


def _with_columns(table: RawTable, mapping: ColumnMapping, said: Sequence[str]) -> ColumnMapping:
    """The mapping with what the person said: `surname=Kind`.  Nothing said changes nothing."""
    if not said:
        return mapping
    fields: dict[int, Field | None] = dict(enumerate(mapping.fields))
    for text in said:
        name, _, heading = text.partition("=")
        if name not in set(Field) or heading not in table.headings:
            raise KnownFileError(f"--column {text}: geen bekend veld of geen kolom met die kop")
        fields = {at: None if field == name else field for at, field in fields.items()}
        fields[table.headings.index(heading)] = Field(name)
    return confirm(table, fields)


def _unsettled(table: RawTable, mapping: ColumnMapping) -> list[Problem]:
    """What a person must say before this file can be used: `--column` on this command line."""
    missing = [
        Problem(Code.COLUMN_MISSING, Severity.REFUSAL, field=field) for field in mapping.missing
    ]
    doubtful = [
        Problem(
            Code.COLUMN_NOT_USED,
            Severity.REFUSAL,
            field=mapping.fields[at],
            column=table.headings[at],
        )
        for at in mapping.doubts
    ]
    return [*missing, *doubtful]


def _refuse(sent: _Sent, *, as_json: bool) -> int:
    if as_json:
        _print_json(file_form(sent.table, sent.mapping, sent.problems))
    else:
        _print(refused_words(sent.problems))
    return REFUSED


def _as_of(arguments: argparse.Namespace) -> date:
    today: date = arguments.date or date.today()  # noqa: DTZ011, TID251 - a command line is a door
    return today


def _school_year(table: RawTable, as_of: date) -> str:
    """The school year of the day, or the later one that the file names."""
    start = as_of.year if as_of.month >= _NEXT_YEAR_FROM_MONTH else as_of.year - 1
    start = max(start, start_of(table.facts.school_year) or start)
    return f"{start}-{start + 1}"


def _secondary(year_group: str) -> str:
    """People write year 3 of a secondary school as 3; the engine calls it 13, as EDEXML does."""
    return f"1{year_group}" if f"1{year_group}" in SECONDARY else year_group


def _print(lines: Sequence[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


def _print_json(form: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(form, ensure_ascii=False) + "\n")
