"""Lists for the wrong branch, or for several at once: staff put them where they belong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT
from leesloket.imports.actions.keeping import close_import, seal_answers, seal_reading
from leesloket.imports.finding import (
    ImportNotFoundError,
    NotOpenError,
    find_import,
    find_sent,
    lock_in_order,
)
from leesloket.imports.kept import Answers
from leesloket.imports.locations import rows_by_location
from leesloket.imports.models import RosterImport
from leesloket.imports.rules import NotReadyError
from leesloket.imports.telling import mail, told
from leesloket.imports.work import LEAVE_OUT, Work, counts_of, work_on
from leesloket.intake.actions import pass_on_upload
from leesloket.intake.models import Upload
from leesloket.isolation.scope import scoped
from leesloket.roster.columns.identity import fingerprints_of
from leesloket.roster.model import Fingerprint, RawRow
from leesloket.vault.queries import branch_secret


class BranchBusyError(Exception):
    """A list waits at that branch already; it would have to make room."""

    def __init__(self, branch_id: int) -> None:
        super().__init__()
        self.branch_id = branch_id


def split_off(
    upload_id: UUID, branches: Mapping[str, int], *, acting_user: Viewer, now: datetime
) -> tuple[UUID, ...]:
    """Make lists of their own of the rows of other locations: location -> branch.

    Each new list waits for the library at its branch, with those rows only, the same columns,
    school year and days, and what was typed over in them.  The file stays with the branch that was
    sent it.  Rows that were split off before are not again.  A library's own list can call this
    very branch by another name: those rows are planned here from then on.  Gives the new uploads.

    Raises ImportNotFoundError (also for a branch where this person may not import), NotOpenError,
    NotReadyError (the columns are not settled), BranchBusyError.
    """
    with scoped(acting_user.scope):
        _lock(upload_id, branches.values(), acting_user)
        roster_import = find_sent(upload_id, viewer=acting_user)
        work = _settled(roster_import)
        before = {one["location"] for one in roster_import.split_off}
        rows = rows_by_location(work)
        wanted = {place: to for place, to in branches.items() if place in rows.keys() - before}
        own = roster_import.branch_id
        went: list[dict[str, object]] = [
            {"location": place, "branch": own} for place, to in sorted(wanted.items()) if to == own
        ]
        made = []
        for branch_id in sorted(set(wanted.values()) - {own}):
            places = [place for place, to in wanted.items() if to == branch_id]
            chosen = [row for place in places for row in rows[place]]
            new = _place(
                work,
                chosen,
                branch_id,
                with_file=False,
                places=places,
                by=acting_user,
                now=now,
            )
            made.append(new.upload_id)
            went += [
                {
                    "location": place,
                    "branch": branch_id,
                    "upload": str(new.upload_id),
                    "rows": len(rows[place]),
                }
                for place in places
            ]
            counted = {"rows": len(chosen), "branch": branch_id}
            told("list_split", roster_import, acting_user, now, detail=counted)
        roster_import.split_off = [*roster_import.split_off, *went]
        roster_import.save(update_fields=["split_off"])
        return tuple(made)


def move_list(upload_id: UUID, *, branch_id: int, acting_user: Viewer, now: datetime) -> UUID:
    """Put a list that was sent for the wrong branch where it belongs; gives its new id.

    The plan is made anew from the register of that branch.  What was typed over or left out goes
    along; answers about who a child is do not, for they were about other children.  Moving twice is
    moving once.  Raises what `split_off` raises.
    """
    with scoped(acting_user.scope):
        _lock(upload_id, [branch_id], acting_user)
        roster_import = find_import(upload_id, viewer=acting_user, rights=(IMPORT,), lock=True)
        if roster_import.branch_id == branch_id:
            raise NotOpenError
        if roster_import.status == RosterImport.Status.MOVED:
            return _moved_before(roster_import, branch_id)
        if roster_import.status != RosterImport.Status.SENT:
            raise NotOpenError
        work = _settled(roster_import)
        rows = list(work.table.rows)
        new = _place(work, rows, branch_id, with_file=True, by=acting_user, now=now)
        close_import(roster_import, RosterImport.Status.MOVED, now=now)
        told("list_moved", roster_import, acting_user, now, detail={"branch": branch_id})
        mail("list_moved", roster_import, acting_user, now)
        return new.upload_id


def _moved_before(roster_import: RosterImport, branch_id: int) -> UUID:
    token = _token(roster_import.upload_id, branch_id)
    found = Upload.objects.filter(branch_id=branch_id, form_token=token).first()
    if found is None:
        raise NotOpenError
    return found.pk


def _lock(upload_id: UUID, others: Iterable[int], acting_user: Viewer) -> None:
    """Lock the branches in the order of their ids; who may not import at one finds nothing."""
    wanted = set(others)
    if not wanted <= set(acting_user.branches_with(IMPORT)):
        raise ImportNotFoundError
    own = find_import(upload_id, viewer=acting_user, rights=(IMPORT,)).branch_id
    lock_in_order({own, *wanted})


def _settled(roster_import: RosterImport) -> Work:
    work = work_on(roster_import)
    if not roster_import.mapping_certain or work.mapping.missing:
        raise NotReadyError(("mapping",))
    return work


def _token(upload_id: UUID, branch_id: int) -> str:
    return f"passed-on-{upload_id.hex}-{branch_id}"


def _place(
    work: Work,
    rows: Sequence[RawRow],
    branch_id: int,
    *,
    with_file: bool,
    places: Iterable[str] = (),
    by: Viewer,
    now: datetime,
) -> RosterImport:
    """A list of these rows that waits for the library at this branch, on the sender's behalf."""
    old = work.roster_import
    waiting = RosterImport.objects.filter(
        branch_id=branch_id, kind=old.kind, status=RosterImport.Status.SENT
    )
    if waiting.exists():
        raise BranchBusyError(branch_id)
    upload = pass_on_upload(
        old.upload,
        branch_id=branch_id,
        form_token=_token(old.upload_id, branch_id),
        with_file=with_file,
        acting_user=by,
        now=now,
    )
    new = _with_terms_of(old, upload, now=now)
    if old.kind == RosterImport.Kind.TAKEOVER:
        # What the rows call their branch was said by who split them.
        new.split_off = [{"location": place, "branch": branch_id} for place in places]
    table = replace(work.table, rows=tuple(rows))
    if not with_file:
        # The teachers and the days of starting are those of the whole file.
        table = replace(table, teachers=(), starts=())
    new.table_id = seal_reading(replace(work.read, table=table), new, now=now)
    _take_along(new, work, _renamed(work, rows, branch_id), now=now)
    new.counts = counts_of(work_on(new))
    RosterImport.objects.bulk_create([new])
    told("list_placed", new, by, now)
    mail("list_placed", new, by, now)
    return new


def _with_terms_of(old: RosterImport, upload: Upload, *, now: datetime) -> RosterImport:
    """A list that waits for the library, of the same year, days and columns as another one."""
    return RosterImport(
        upload=upload,
        branch_id=upload.branch_id,
        kind=old.kind,
        status=RosterImport.Status.SENT,
        sent_at=now,
        mode=old.mode,
        school_year_id=old.school_year_id,
        as_of=old.as_of,
        effective_on=old.effective_on,
        fields=old.fields,
        how=old.how,
        mapping_certain=True,
    )


def _take_along(
    new: RosterImport, work: Work, renamed: Mapping[Fingerprint, Fingerprint], *, now: datetime
) -> None:
    """What was typed over in these rows, and which of them are not to be taken.

    Who a child is, is asked anew there.
    """
    answers = Answers(work.repairs).under(renamed)
    if answers.repairs:
        new.answers_id = seal_answers(answers, new, now=now)
    new.decisions = [
        {**said, "fingerprint": renamed[said["fingerprint"]], "asked": ""}
        for said in work.roster_import.decisions
        if said["answer"] == LEAVE_OUT and said["fingerprint"] in renamed
    ]


def _renamed(
    work: Work, rows: Sequence[RawRow], branch_id: int
) -> Mapping[Fingerprint, Fingerprint]:
    """The fingerprints of these rows, each with the one it has at the other branch."""
    table = work.table
    old = dict(
        zip(
            (row.origin for row in table.rows),
            fingerprints_of(table.rows, secret=branch_secret(work.branch.id)),
            strict=True,
        )
    )
    new = fingerprints_of(rows, secret=branch_secret(branch_id))
    return {old[row.origin]: name for row, name in zip(rows, new, strict=True)}
