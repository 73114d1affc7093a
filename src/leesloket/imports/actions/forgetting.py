"""Taking one child out of what imports keep: journals, tables, answers, raw files.

Shredding a whole journal would take the undo of a whole school with it; so the journal is written
anew without the child, sealed under a new key until the same day, and the old one is shredded.  A
raw file cannot be written anew, since nothing here can open it: of a list that was processed it is
shredded at once.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from leesloket.audit.actions import record
from leesloket.imports.journal import content_kept, journal_without
from leesloket.imports.kept import (
    Answers,
    NothingToWorkOnError,
    answers_of,
    mapping_of,
    opened_reading,
    sealed_reading,
)
from leesloket.imports.known import known_pupil
from leesloket.imports.models import DistinctPair, JournalIndex, RosterImport
from leesloket.imports.remembered import let_go_of_all
from leesloket.imports.work import pupils_of
from leesloket.intake.models import Upload
from leesloket.patrons.members import EVERY_CATEGORY, members_of_branch
from leesloket.roster import extract_records, identities, with_known_signs
from leesloket.roster.columns.identity import fingerprints_of
from leesloket.roster.model import Identity, KnownPupil, RawTable
from leesloket.vault import actions as vault
from leesloket.vault.queries import branch_secret, open_label

_REASON = "erasure"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was written anew, and how many lists still hold the child until they are processed."""

    journals: int
    lists: int
    waiting: int


@dataclass(frozen=True, slots=True)
class _Sought:
    """A child at one branch: what it is known by there, beside everybody who is known there."""

    codes: frozenset[Identity] = frozenset()
    known: tuple[KnownPupil, ...] = field(default=(), repr=False)


def forget(
    patron_id: UUID,
    *,
    branch_ids: Collection[int],
    also_at: Collection[int] = (),
    names: Sequence[str],
    now: datetime,
) -> Forgotten:
    """Take a child out of every import of these branches, while it is still in the register.

    `also_at` are branches where it is no member, and may have been touched by an import that was
    turned back.  Needs a scope that holds them all, and their locks.
    """
    touched = JournalIndex.objects.filter(
        patron_id=patron_id, branch_id__in={*branch_ids, *also_at}
    )
    sought = {branch_id: _sought_at(branch_id, patron_id) for branch_id in branch_ids}
    journals = lists = waiting = 0
    for roster_import in RosterImport.objects.filter(
        Q(upload_id__in=touched.values("roster_import_id"))
        | Q(branch_id__in=branch_ids, table_id__isnull=False)
    ).select_related("upload", "branch"):
        rows = _rows_of(roster_import, patron_id, sought.get(roster_import.branch_id, _Sought()))
        if rows and roster_import.status in RosterImport.UNDER_WAY:
            waiting += 1
            continue
        journals += _out_of_journal(roster_import, patron_id, now)
        lists += bool(rows)
        _out_of_list(roster_import, rows, names, now)
    touched.delete()
    DistinctPair.objects.filter(patron_id=patron_id, branch_id__in={*branch_ids, *also_at}).delete()
    let_go_of_all()
    return Forgotten(journals, lists, waiting)


def branches_that_touched(patron_id: UUID) -> frozenset[int]:
    """The branches whose imports did something to somebody.  Needs a scope."""
    touched = JournalIndex.objects.filter(patron_id=patron_id)
    return frozenset(touched.values_list("branch_id", flat=True))


def lists_waiting(patron_id: UUID, *, branch_ids: Collection[int]) -> int:
    """How many lists that wait hold this child: they keep it until they are processed."""
    sought = {branch_id: _sought_at(branch_id, patron_id) for branch_id in branch_ids}
    return sum(
        bool(_rows_of(one, patron_id, sought[one.branch_id]))
        for one in RosterImport.objects.filter(
            branch_id__in=branch_ids, status__in=RosterImport.UNDER_WAY
        )
    )


def _sought_at(branch_id: int, patron_id: UUID) -> _Sought:
    secret = branch_secret(branch_id)
    members = members_of_branch(branch_id, categories=EVERY_CATEGORY)
    known = tuple(map(known_pupil, members))
    return _Sought(
        frozenset(
            code
            for pupil in known
            if pupil.patron_id == str(patron_id)
            for code in identities(pupil, secret=secret)
        ),
        known,
    )


def _rows_of(roster_import: RosterImport, patron_id: UUID, sought: _Sought) -> frozenset[int]:
    """The rows of a list that are this child: as the import said, or by number, name and birth."""
    indexed = JournalIndex.objects.filter(roster_import=roster_import, patron_id=patron_id)
    rows = {row for row in indexed.values_list("row", flat=True) if row is not None}
    try:
        table = opened_reading(roster_import).table
        if table is None:
            return frozenset()
        return frozenset(rows | set(_rows_with(table, roster_import, sought)))
    except NothingToWorkOnError:
        # Destroyed on its day; or nobody said yet which column is what, so that no row is anybody.
        return frozenset()


def _rows_with(table: RawTable, roster_import: RosterImport, sought: _Sought) -> Iterator[int]:
    secret = branch_secret(roster_import.branch_id)
    extraction = extract_records(
        table,
        mapping_of(roster_import, table),
        secret=secret,
        repairs=answers_of(roster_import).repairs,
        as_of=roster_import.as_of,
    )
    # Also the rows that did not go along: the child stands in them all the same.
    for pupil in pupils_of(with_known_signs(extraction, sought.known)):
        if sought.codes.intersection(identities(pupil, secret=secret)):
            yield pupil.origin.row


def _out_of_journal(roster_import: RosterImport, patron_id: UUID, now: datetime) -> bool:
    content = content_kept(roster_import)
    journal = journal_without(content, patron_id) if content is not None else None
    if journal is None or roster_import.journal_id is None:
        return False
    roster_import.journal_id = vault.reseal(
        roster_import.journal_id, journal, reason=_REASON, now=now
    )
    roster_import.save(update_fields=["journal_id"])
    # `import_applied` names the hash of the journal as it was; from here on it is this one.
    record(
        "journal_rewritten",
        at=now,
        by=None,
        library_id=roster_import.branch.library_id,
        branch_id=roster_import.branch_id,
        subject_id=roster_import.upload_id,
        detail={"journal": hashlib.sha256(journal).hexdigest()},
    )
    return True


def _out_of_list(
    roster_import: RosterImport, rows: frozenset[int], names: Sequence[str], now: datetime
) -> None:
    upload = roster_import.upload
    if rows:
        _out_of_table(roster_import, rows, now)
        if upload.sealed_id is not None:
            vault.shred(upload.sealed_id, reason=_REASON, now=now)
    called = open_label(upload.file_name).casefold()
    if any(name.casefold() in called for name in names):
        Upload.objects.filter(id=upload.pk).update(file_name=b"")


def _out_of_table(roster_import: RosterImport, rows: frozenset[int], now: datetime) -> None:
    read = opened_reading(roster_import)
    table, table_id = read.table, roster_import.table_id
    if table is None or table_id is None:
        return
    secret = branch_secret(roster_import.branch_id)
    prints = fingerprints_of(table.rows, secret=secret)
    gone = {
        fingerprint
        for row, fingerprint in zip(table.rows, prints, strict=True)
        if row.origin.row in rows
    }
    kept = tuple(row for row in table.rows if row.origin.row not in rows)
    # What reading found says nothing any more of a list that was processed, and may quote a cell.
    without = replace(read, table=replace(table, rows=kept, starts=()), problems=())
    roster_import.table_id = vault.reseal(
        table_id, sealed_reading(without), reason=_REASON, now=now
    )
    if roster_import.answers_id is not None:
        repairs = [one for one in answers_of(roster_import).repairs if one.fingerprint not in gone]
        roster_import.answers_id = vault.reseal(
            roster_import.answers_id, Answers(repairs).sealed(), reason=_REASON, now=now
        )
    roster_import.save(update_fields=["table_id", "answers_id"])
