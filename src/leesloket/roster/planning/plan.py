"""A plan: what will happen to every row and every child, as a value with a digest."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import assert_never

from leesloket.roster.model import (
    Enrol,
    FieldChange,
    Hold,
    Keep,
    KnownPupil,
    Mode,
    PupilRecord,
    Question,
    Skip,
    Step,
    Update,
    Withdraw,
)
from leesloket.roster.planning.request import Request
from leesloket.roster.plausibility import EarlierYear
from leesloket.roster.problems import Problem

ENGINE_VERSION = "14"
"""Part of every digest: a plan read with older rules must be read again."""

_BETWEEN = "\x1f"
"""The unit separator: no text that was cleaned holds one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import will do.  A pure function of file, mapping, answers and register."""

    steps: tuple[Step, ...] = field(repr=False)
    holds: tuple[Hold, ...]
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]
    """Steps per kind: enrol, update, keep, question, skip, withdraw."""
    mode: Mode
    school_year: str
    as_of: date
    digest: str
    """`sha256:...` of what will happen: equal digests do the same to the same register."""
    teaches: EarlierYear | None = None
    """What it says of who comes and goes, for the lists of later years; of a school's list only."""


def plan_of(
    steps: Sequence[Step],
    request: Request,
    *,
    holds: Sequence[Hold],
    problems: Iterable[Problem],
    teaches: EarlierYear | None = None,
) -> Plan:
    """These steps as the plan of what was asked, counted and with their digest."""
    mode, school_year, as_of = request.mode, request.school_year, request.as_of
    counts = Counter(map(kind_of, steps))
    return Plan(
        steps=tuple(steps),
        holds=tuple(holds),
        problems=tuple(problems),
        counts={kind: counts[kind] for kind in _KINDS.values()},
        mode=mode,
        school_year=school_year,
        as_of=as_of,
        digest=digest_of(steps, holds, mode=mode, school_year=school_year, as_of=as_of),
        teaches=teaches,
    )


def in_row_order(steps: Iterable[Step]) -> list[Step]:
    """The steps in the order of the file, before the leavers, who are in no row."""
    return sorted(steps, key=_row_of)


def _row_of(step: Step) -> tuple[str, int]:
    if isinstance(step, Withdraw):
        return ("", 0)
    return (step.record.origin.sheet or "", step.record.origin.row)


def kind_of(step: Step) -> str:
    """The step's kind as the command line and the screens name it."""
    return _KINDS[type(step)]


_KINDS: Mapping[type, str] = {
    Enrol: "enrol",
    Update: "update",
    Keep: "keep",
    Question: "question",
    Skip: "skip",
    Withdraw: "withdraw",
}


def digest_of(
    steps: Sequence[Step],
    holds: Sequence[Hold],
    *,
    mode: Mode,
    school_year: str,
    as_of: date,
) -> str:
    """SHA-256 over canonical JSON, independent of the order of rows."""
    lines = sorted(_as_line(_canonical(step)) for step in steps)
    content = [
        [ENGINE_VERSION, mode.value, school_year, as_of.isoformat()],
        sorted([hold.code, sorted(hold.detail.items())] for hold in holds),
        lines,
    ]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode('ascii')).hexdigest()}"


def mark_of(step: Step) -> str:
    """A short mark of what one step will do (8 hexadecimal digits).

    A page gives back the marks of the plan it showed, so that it can be told which steps are
    different now; nothing of a child can be read from them.
    """
    text = json.dumps(_as_line(_canonical(step)), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:8]


def _as_line(texts: Sequence[str]) -> str:
    """Texts as one, from which they can be told again; a line is five times as fast as a list."""
    line = _BETWEEN.join(texts)
    return line if line.count(_BETWEEN) == len(texts) - 1 else repr(texts)


def _canonical(step: Step) -> list[str]:
    """A step as plain texts, so that steps can be put in one order; a count goes before a list."""
    match step:
        case Update(record, known, changes, _, conflicts):
            line = ["update", *_known(known), *_values(record)]
            _add_changes(line, changes)
            _add_changes(line, conflicts)
        case Keep(record, known, _, conflicts):
            line = ["keep", *_known(known), *_values(record)]
            _add_changes(line, conflicts)
        case Enrol(record):
            line = ["enrol", *_values(record)]
        case Question(record, candidates, reasons):
            who = sorted(candidate.patron_id for candidate in candidates)
            line = ["question", *_values(record), str(len(who)), *who, *sorted(reasons)]
        case Skip(record, reasons):
            line = ["skip", *_values(record), *sorted(reasons)]
        case Withdraw(known):
            line = ["withdraw", *_known(known)]
        case _:
            assert_never(step)
    return line


def _add_changes(line: list[str], changes: Sequence[FieldChange]) -> None:
    line.append(str(len(changes)))
    for change in changes:
        line += (change.field, change.before, change.after)


_TEXTS: Callable[[PupilRecord], tuple[str, ...]] = attrgetter(
    *("pupil_number", "first_name", "given_names", "initials", "prefix", "surname"),
    *("group", "group_name", "year_group"),
)


def _values(record: PupilRecord) -> tuple[str, ...]:
    born = record.birth_date
    texts = (*_TEXTS(record), born.isoformat() if born is not None else "")
    said = record.subscription
    if said is None:
        return texts
    # What only a library's own list writes.
    since = said.member_from.isoformat() if said.member_from else ""
    return ("patron", record.card_number, said.category, since, str(said.blocked), *texts)


def _known(known: KnownPupil) -> tuple[str, ...]:
    return (
        known.patron_id,
        known.group,
        known.year_group,
        known.school_year or "",
        "enrolled" if known.enrolled else "withdrawn",
    )
