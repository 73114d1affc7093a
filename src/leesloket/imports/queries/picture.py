"""The groups now and soon: who goes where, and which stream is odd."""

from collections import Counter
from typing import NamedTuple, assert_never

from leesloket.imports.showing import Flow, GroupCount, GroupPicture, Kind
from leesloket.imports.work import Work
from leesloket.roster import year_groups_of
from leesloket.roster.model import Enrol, Keep, Question, Skip, Step, Update, Withdraw

_ODD_AT_LEAST = 5
_ODD_SHARE = 0.25
"""A stream out of a group that is as thick as a hold (SECURITY.md section 2, item 6)."""


def picture_of(work: Work) -> GroupPicture | None:
    """Groups before and after with the streams between them; None for a file without groups."""
    streams: Counter[_Stream] = Counter()
    for step in work.plan.steps:
        stream = _stream(step, work)
        if stream is not None:
            streams[stream] += 1
    after = Counter[str]()
    for stream, children in streams.items():
        if stream.after:
            after[stream.after] += children
    if not after:
        return None
    before = Counter(pupil.group for pupil in work.known.values() if pupil.enrolled and pupil.group)
    return GroupPicture(
        before=_in_order(before),
        after=_in_order(after),
        flows=tuple(
            Flow(
                before=stream.before,
                after=stream.after,
                children=children,
                kind=stream.kind,
                odd=_is_odd(stream, children, before[stream.before]),
            )
            for stream, children in sorted(streams.items())
        ),
    )


class _Stream(NamedTuple):
    before: str
    after: str
    kind: Kind
    final: bool = False


def _stream(step: Step, work: Work) -> _Stream | None:
    match step:
        case Enrol(record):
            return _Stream("", record.group, "new")
        case Update(record, known) | Keep(record, known):
            after = record.group or known.group
            if not known.enrolled:
                return _Stream("", after, "new")
            return _Stream(known.group, after, "stay" if known.group == after else "move")
        case Withdraw(known, reasons):
            return _Stream(known.group, "", "leave", final=bool(reasons))
        case Question(record, candidates):
            asked = work.known.get(candidates[0].patron_id) if candidates else None
            return _Stream(asked.group if asked else "", record.group, "ask")
        case Skip():
            return None
        case _:
            assert_never(step)


def _is_odd(stream: _Stream, children: int, of: int) -> bool:
    if stream.kind != "leave" or stream.final:
        return False
    return children >= _ODD_AT_LEAST and children > _ODD_SHARE * of


def _in_order(counts: Counter[str]) -> tuple[GroupCount, ...]:
    return tuple(GroupCount(group, counts[group]) for group in sorted(counts, key=group_order))


def group_order(group: str) -> tuple[int, int, str]:
    """The school's own order: 1/2a before 3, 3 before 3/4, names without a year last."""
    years = [int(year) for year in year_groups_of(group) if year.isdigit()]
    return (min(years, default=99), max(years, default=99), group.casefold())
