"""What an applied import did: read back from the register and the journal's index."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from leesloket.accounts.names import display_names
from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT, UPLOAD
from leesloket.imports.finding import find_import, is_the_latest
from leesloket.imports.journal import TRANSFER, journal_kept
from leesloket.imports.kept import NothingToWorkOnError, opened_reading
from leesloket.imports.leavers import copies_at_home
from leesloket.imports.models import RosterImport
from leesloket.imports.queries.children import found_by, page_of
from leesloket.imports.queries.lines import upload_line
from leesloket.imports.showing import KINDS, ChildLine, FactLine, Kind, ResultView, RowsLeft, Tab
from leesloket.isolation.scope import scoped
from leesloket.patrons.queries import group_codes, groups_before, lines_of
from leesloket.patrons.showing import PatronLine
from leesloket.roster import JournalLine
from leesloket.roster.sheet_rows import SheetRow, row_with_sheet

_KINDS: Mapping[str, Kind] = {
    "enrol": "new",
    TRANSFER: "new",
    "withdraw": "leave",
    "keep": "stay",
}

# What a journal row tells a person; keys and search columns follow from these.
_TOLD = {
    "first_name": "first_name",
    "given_names": "given_names",
    "initials": "initials",
    "prefix": "prefix",
    "surname": "surname",
    "birth_date": "birth_date",
    "group_id": "group",
    "year_group": "year_group",
    "number": "pupil_number",
}
_ORDER = {kind: at for at, kind in enumerate(KINDS)}


class NotAppliedError(Exception):
    """Not applied (yet): there is no result to show."""


def result_page(
    upload_id: UUID,
    *,
    viewer: Viewer,
    staff: bool,
    now: datetime,
    kind: str = "all",
    query: str = "",
    page: int = 1,
) -> ResultView:
    """What an import did, child by child.

    The school's version shows no cards and no loans, and nothing to undo.  Raises
    ImportNotFoundError, NotAppliedError.
    """
    with scoped(viewer.scope):
        rights = (IMPORT,) if staff else (UPLOAD,)
        roster_import = find_import(upload_id, viewer=viewer, rights=rights)
        applied_at, applied_by = roster_import.applied_at, roster_import.applied_by_id
        if applied_at is None or applied_by is None:
            raise NotAppliedError
        first = roster_import.first_approver_id
        if first == applied_by or roster_import.first_digest != roster_import.digest:
            first = None
        people = display_names([first, applied_by, roster_import.undone_by_id])
        children = children_done(roster_import, today=localdate(now))
        rows_left = _rows_left(roster_import)
        newest = is_the_latest(roster_import)
    if not staff:
        children = [replace(child, card="", loans=0, comes_from="") for child in children]
    counted = Counter(child.kind for child in children)
    lines, pages, page = page_of(found_by(children, kind=kind, query=query), page)
    until = localdate(applied_at) + timedelta(days=settings.RETENTION_JOURNAL)
    applied = staff and roster_import.status == RosterImport.Status.APPLIED
    return ResultView(
        upload=upload_line(upload_id, viewer=viewer),
        applied_at=applied_at,
        applied_by=people.of(applied_by),
        agreed_by=people.of(first),
        effective_on=roster_import.effective_on,
        school_year=roster_import.school_year_id,
        counts=roster_import.counts,
        leavers_with_loans=tuple(child for child in children if child.loans),
        rows_left=rows_left,
        children=lines,
        may_undo=applied and newest and localdate(now) < until,
        may_undo_one=applied and localdate(now) < until,
        undo_until=until,
        to_undo=_to_undo(children),
        undone_at=roster_import.undone_at,
        undone_by=people.of(roster_import.undone_by_id),
        undo_reason=roster_import.undo_reason,
        undo_restored=roster_import.undo_counts.get("restored", 0),
        undo_signed_off=roster_import.undo_counts.get("signed_off", 0),
        undo_kept=roster_import.undo_counts.get("kept", 0),
        undo_asked=roster_import.undo_asked_by_id is not None,
        shown_kind=kind,
        query=query,
        tabs=(
            Tab("all", len(children)),
            *(Tab(name, counted[name]) for name in KINDS if counted[name]),
        ),
        page=page,
        pages=pages,
    )


def _to_undo(children: Iterable[ChildLine]) -> Mapping[str, int]:
    still = Counter(child.kind for child in children if child.may_turn_back)
    return {
        "enrol": still["new"],
        "update": still["change"] + still["move"] + still["stay"],
        "withdraw": still["leave"],
    }


def _rows_left(roster_import: RosterImport) -> tuple[RowsLeft, ...]:
    """What did not go along, by why; the most rows first."""
    rows: dict[tuple[str, str], list[int]] = {}
    sheets = _sheets_of(roster_import)
    for row, kind, code in roster_import.rows_left:
        rows.setdefault((kind, code), []).append(row_with_sheet(row, sheets))
    lines = [RowsLeft(kind, code, tuple(which)) for (kind, code), which in rows.items()]
    return tuple(sorted(lines, key=lambda line: (-len(line.rows), line.code)))


def _sheets_of(roster_import: RosterImport) -> tuple[str, ...]:
    """The names of the sheets that were read together, as long as the table is kept.

    It is only opened when rows that were left stand on several sheets.
    """
    if not any(isinstance(row_with_sheet(row), SheetRow) for row, _, _ in roster_import.rows_left):
        return ()
    try:
        table = opened_reading(roster_import).table
    except NothingToWorkOnError:
        return ()
    return table.sheets if table is not None else ()


def children_done(roster_import: RosterImport, *, today: date) -> list[ChildLine]:
    """One line per touched patron: as it is called now, with what the journal says changed."""
    entries = list(roster_import.journal.all())
    ids = [entry.patron_id for entry in entries]
    school_year = roster_import.school_year_id or ""
    patrons = {line.id: line for line in lines_of(ids, today=today, school_year=school_year)}
    journal = {UUID(line.patron_id): line for line in journal_kept(roster_import) or ()}
    groups = group_codes(_groups_in(journal.values()))
    before = groups_before(
        ids, branch_id=roster_import.branch_id, school_year=roster_import.school_year_id
    )
    at_home = copies_at_home(entry.patron_id for entry in entries if entry.kind == "withdraw")
    lines = [
        _child(
            entry.kind,
            entry.row,
            patrons[entry.patron_id],
            tuple(_facts(journal.get(entry.patron_id), groups)),
            group_before=before.get(entry.patron_id, ""),
            loans=at_home.get(entry.patron_id, 0),
            undone=entry.undone_at is not None,
            branch=roster_import.branch.name,
        )
        for entry in entries
        if entry.patron_id in patrons
    ]
    return sorted(lines, key=lambda line: (_ORDER[line.kind], -line.loans, line.row or 0))


def _child(
    kind: str,
    row: int | None,
    patron: PatronLine,
    facts: tuple[FactLine, ...],
    *,
    group_before: str,
    loans: int,
    undone: bool,
    branch: str,
) -> ChildLine:
    group = next((fact for fact in facts if fact.field == "group"), None)
    moved_only = all(fact.field in {"group", "year_group"} for fact in facts)
    shown: Kind = _KINDS.get(kind, "move" if moved_only else "change")
    if kind == TRANSFER:
        # Its last group was another school's.
        group_before = ""
    elif group:
        # A new school year is a new placement: what it comes after is the year before.
        group_before = group.before or group_before
    elif shown != "new":
        group_before = patron.group
    if shown == "move" and group_before == patron.group:
        shown = "stay"
    return ChildLine(
        kind=shown,
        name=patron.name,
        row=row,
        fingerprint="",
        patron_id=patron.id,
        group_before=group_before,
        group_after="" if shown == "leave" else patron.group,
        birth_date=patron.birth_date,
        pupil_number=patron.pupil_number,
        changes=tuple(fact for fact in facts if fact.field not in {"group", "year_group"})
        if shown == "change"
        else (),
        loans=loans,
        card=patron.card,
        undone=undone,
        may_turn_back=kind != "keep" and not undone,
        comes_from=", ".join(name for name in patron.branch_names if name != branch)
        if kind == TRANSFER
        else "",
    )


def _facts(line: JournalLine | None, groups: Mapping[str, str]) -> Iterator[FactLine]:
    if line is None:
        return
    for key in line.after.keys() | line.before.keys():
        before, after = line.before.get(key) or {}, line.after.get(key) or {}
        for column, name in _TOLD.items():
            old, new = before.get(column) or "", after.get(column) or ""
            if column == "group_id":
                old, new = groups.get(old, ""), groups.get(new, "")
            if name == "pupil_number" and new and not old:
                # A new number is a new row: what it comes after stands in another one.
                old = _number_before(line)
            if old != new:
                yield FactLine(name, old, new)


def _number_before(line: JournalLine) -> str:
    counted = (
        row.get("number")
        for key, row in line.before.items()
        if row and key.startswith("number:") and not row.get("until_date")
    )
    return next((number for number in counted if number), "") or ""


def _groups_in(lines: Iterable[JournalLine]) -> set[str]:
    found: set[str] = set()
    for line in lines:
        for state in (line.before, line.after):
            found |= {row.get("group_id") or "" for row in state.values() if row}
    return found - {""}
