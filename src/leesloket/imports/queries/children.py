"""A plan's steps as lines about children: what a person reads, searches and pages through."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never
from uuid import UUID

from leesloket.branches.rules import folded
from leesloket.imports.rules import stays_visible
from leesloket.imports.showing import KINDS, ChildLine, FactLine, Kind
from leesloket.imports.transfers import NOTHING, Overlay
from leesloket.imports.work import Work, error_codes
from leesloket.patrons.queries import full_name
from leesloket.patrons.rules import folded_number
from leesloket.roster.model import (
    Enrol,
    Field,
    FieldChange,
    Fingerprint,
    Keep,
    KnownPupil,
    PupilRecord,
    Question,
    Skip,
    Step,
    Update,
    Withdraw,
)

PAGE_SIZE = 100

_ORDER = {kind: at for at, kind in enumerate(KINDS)}

_GROUP_FIELDS = frozenset({Field.GROUP, Field.GROUP_NAME, Field.YEAR_GROUP})


def children_of(
    work: Work, *, at_home: Mapping[UUID, int], overlay: Overlay = NOTHING
) -> list[ChildLine]:
    """One line per child of the plan, and one per row that was set aside; what asks comes first."""
    codes = error_codes(work.extraction)
    lines = [child_of_step(step, at_home=at_home, overlay=overlay) for step in work.plan.steps]
    lines += [
        _of_record(record, "error", problem=codes.get(record.origin, ""))
        for record in work.extraction.set_aside
    ]
    choices = {UUID(told["patron_id"]): told["choice"] for told in work.roster_import.hand_edits}
    if choices:
        lines = [_chosen(line, choices) for line in lines]
    lines.sort(key=lambda line: (_ORDER[line.kind], line.usual, -line.loans, line.row or 0))
    return lines


def _chosen(line: ChildLine, choices: Mapping[UUID, str]) -> ChildLine:
    choice = choices.get(line.patron_id) if line.patron_id else None
    return replace(line, hand_choice=choice) if choice else line


def child_of_step(
    step: Step, *, at_home: Mapping[UUID, int], overlay: Overlay = NOTHING
) -> ChildLine:
    """What one step means for one child."""
    match step:
        case Enrol(record, reasons):
            return _newcomer(_of_record(record, "new", reasons=reasons), overlay)
        case Question(record, _, reasons):
            return _of_record(record, "ask", reasons=reasons)
        case Skip(record, reasons):
            return _of_record(record, "skip", reasons=reasons)
        case Keep(record, known, reasons, conflicts):
            return _of_known(record, known, "stay", conflicts=conflicts, reasons=reasons)
        case Update(record, known, changes, reasons, conflicts):
            kind = _kind_of_update(step)
            return _of_known(
                record, known, kind, changes=changes, conflicts=conflicts, reasons=reasons
            )
        case Withdraw(known, reasons):
            return _leaver(known, reasons, at_home)
        case _:
            assert_never(step)


def _newcomer(line: ChildLine, overlay: Overlay) -> ChildLine:
    """To staff, somebody new may be known at another branch."""
    row = Fingerprint(line.fingerprint)
    transfer = overlay.confirmed.get(row)
    if transfer is not None:
        from_branches = ", ".join(branch.name for branch in transfer.hint.branches)
        return replace(line, comes_from=from_branches, patron_id=transfer.hint.patron_id)
    if row in overlay.hints and row not in overlay.told:
        return replace(line, known_elsewhere=True)
    return line


def _kind_of_update(step: Update) -> Kind:
    """A change of group alone is a move; anything else about the child is a change.

    Who goes up a year in its combination group stays in it.
    """
    changed = {change.field for change in step.changes}
    if step.returns or not changed <= _GROUP_FIELDS:
        return "change"
    return "move" if Field.GROUP in changed else "stay"


def _of_record(
    record: PupilRecord, kind: Kind, *, reasons: tuple[str, ...] = (), problem: str = ""
) -> ChildLine:
    return ChildLine(
        kind=kind,
        name=_name(record),
        row=record.origin.row,
        fingerprint=record.fingerprint,
        patron_id=None,
        group_before="",
        group_after=record.group,
        birth_date=record.birth_date,
        pupil_number=record.pupil_number,
        card=_card(record),
        category=record.subscription.category if record.subscription else "",
        reasons=reasons,
        problem=problem,
    )


def _of_known(
    record: PupilRecord,
    known: KnownPupil,
    kind: Kind,
    *,
    changes: tuple[FieldChange, ...] = (),
    conflicts: tuple[FieldChange, ...],
    reasons: tuple[str, ...],
) -> ChildLine:
    return ChildLine(
        kind=kind,
        name=_name(record),
        row=record.origin.row,
        fingerprint=record.fingerprint,
        patron_id=UUID(known.patron_id),
        group_before=known.group,
        group_after=record.group or known.group,
        birth_date=record.birth_date or known.birth_date,
        pupil_number=record.pupil_number or known.pupil_number,
        card=_card(record),
        changes=(
            *(_fact(change, conflict=False) for change in changes),
            *(_fact(change, conflict=True) for change in conflicts),
        ),
        reasons=reasons,
        returns=not known.enrolled,
        joins=not known.member,
    )


def _card(record: PupilRecord) -> str:
    """The card in a library's own list; of a school's nobody looks at one."""
    return record.card_number if record.subscription is not None else ""


def _leaver(known: KnownPupil, reasons: tuple[str, ...], at_home: Mapping[UUID, int]) -> ChildLine:
    patron_id = UUID(known.patron_id)
    loans = at_home.get(patron_id, 0)
    return ChildLine(
        kind="leave",
        name=_name(known),
        row=None,
        fingerprint="",
        patron_id=patron_id,
        group_before=known.group,
        group_after="",
        birth_date=known.birth_date,
        pupil_number=known.pupil_number,
        reasons=reasons,
        # A leaver with books is never pale, however ordinary the leaving is.
        usual="final_year" in reasons and not stays_visible(copies_at_home=loans),
        loans=loans,
    )


def _fact(change: FieldChange, *, conflict: bool) -> FactLine:
    return FactLine(change.field.value, change.before, change.after, conflict)


def _name(child: PupilRecord | KnownPupil) -> str:
    first = child.first_name or child.given_names or child.initials
    return full_name(first, child.prefix, child.surname)


def found_by(children: Sequence[ChildLine], *, kind: str, query: str) -> list[ChildLine]:
    """The children of one tab, narrowed by a search over name, number and group."""
    shown = [child for child in children if _is_in(child, kind)]
    words = folded(query).split()
    if not words:
        return shown
    return [child for child in shown if _matches(child, words, query)]


def _is_in(child: ChildLine, kind: str) -> bool:
    """Whether a child stands in a tab; `elsewhere` and `conflict` go across the kinds."""
    if kind == "elsewhere":
        return child.known_elsewhere or bool(child.comes_from)
    if kind == "conflict":
        return child.in_conflict
    return kind in {"all", child.kind}


def _matches(child: ChildLine, words: Sequence[str], query: str) -> bool:
    name = f" {folded(child.name)}"
    wanted = query.strip().casefold()
    return (
        all(f" {word}" in name for word in words)
        or (child.pupil_number and folded_number(child.pupil_number) == folded_number(query))
        or (child.card and child.card.casefold() == wanted)
        or wanted in {child.group_before.casefold(), child.group_after.casefold()}
    )


def page_of(children: Sequence[ChildLine], page: int) -> tuple[tuple[ChildLine, ...], int, int]:
    """(lines, pages, page): one page, clipped to what there is."""
    pages = max(1, -(-len(children) // PAGE_SIZE))
    page = min(max(1, page), pages)
    return tuple(children[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), pages, page
