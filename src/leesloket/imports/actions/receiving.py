"""A list comes in: read, kept and put on its way, or refused with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import UPLOAD
from leesloket.branches import rules as years
from leesloket.branches.actions import ensure_school_year
from leesloket.branches.policies import scan_required
from leesloket.branches.queries import lock_branch
from leesloket.imports.actions.columns import remembered_columns, stored_mapping
from leesloket.imports.actions.keeping import close_import, seal_answers, seal_reading
from leesloket.imports.kept import Answers, answers_of, opened_reading
from leesloket.imports.models import RosterImport
from leesloket.imports.telling import told
from leesloket.imports.work import Work, counts_of, work_on
from leesloket.intake.actions import (
    INFECTED,
    ReceivedFile,
    end_unread,
    keep_upload,
    keep_waiting,
    read_in_sandbox,
)
from leesloket.intake.models import Upload
from leesloket.intake.queries import unread
from leesloket.intake.rules import content_mark
from leesloket.intake.scanning import ScannerUnavailableError, verdict_on
from leesloket.isolation.scope import Scope, scoped
from leesloket.roster import narrow, suggest_mapping
from leesloket.roster.columns.identity import fingerprints_of
from leesloket.roster.model import Mode, Question, RawTable
from leesloket.roster.problems import Code, Problem, Severity
from leesloket.roster.readers.result import ReadResult
from leesloket.vault.queries import branch_secret

_REPLACED_BY_A_NEW_ONE: Mapping[str, tuple[str, ...]] = {
    RosterImport.Kind.PUPILS: RosterImport.OPEN,
    RosterImport.Kind.TAKEOVER: (RosterImport.Status.SENT,),
}
"""A school's list that was sent stays until another one is; a library's own was sent to nobody."""


class TooManyFilesError(Exception):
    """More files in ten minutes, from one person for one branch, than a person sends.

    Each costs a process of its own and a plan; the limit is FILES_PER_TEN_MINUTES.
    """


class SameFileError(Exception):
    """The very same file is already open or sent; `upload_id` is where."""

    def __init__(self, upload_id: UUID) -> None:
        super().__init__()
        self.upload_id = upload_id


class NotAllowedError(Exception):
    """No right to upload for this branch."""


def receive_list(
    received: ReceivedFile, *, branch_id: int, acting_user: Viewer, now: datetime
) -> UUID:
    """Take in a file for a branch; gives the upload's id once it is safely kept.

    The same form sent twice gives the same upload.  A file that cannot be read is a refused
    upload, with its reason; it replaces nothing, and neither does one without a row.  A new list
    replaces one that was not sent, and takes over its terms and the answers that still fit.

    Raises NotAllowedError, SameFileError, TooManyFilesError, and
    sandbox.client.ReaderUnavailableError when nothing could be read now; then nothing was kept.
    """
    if not acting_user.may(UPLOAD, branch_id):
        raise NotAllowedError
    return receive_file(
        replace(received, kind=RosterImport.Kind.PUPILS),
        branch_id=branch_id,
        scope=acting_user.scope.narrowed(branch_id),
        start=start_import,
        acting_user=acting_user,
        now=now,
    )


def receive_file(
    received: ReceivedFile,
    *,
    branch_id: int,
    scope: Scope,
    start: Callable[..., None],
    acting_user: Viewer,
    now: datetime,
) -> UUID:
    """Read and keep a file of either kind; `start` begins its import.  As `receive_list` says.

    Raises ScannerUnavailableError for a take-over that would have to wait for the scanner.
    """
    try:
        with scoped(scope):
            _stop_when_known(received, branch_id)
            _stop_when_too_fast(branch_id, acting_user, now)
            required = scan_required(scope.library_id)
    except _FormSeenError as seen:
        return seen.upload_id
    # Scanning and reading take the longest and need no database: no transaction waits for them.
    verdict = verdict_on(received.content, required=required)
    if verdict == "waiting" and received.kind == RosterImport.Kind.TAKEOVER:
        # Who brings it stands at the desk and tries again; a school has gone home.
        raise ScannerUnavailableError
    result = INFECTED
    if verdict in {"none", "clean"}:
        result = read_in_sandbox(received.content, sheet=received.sheet)
    with scoped(scope):
        lock_branch(branch_id)
        try:
            _stop_when_known(received, branch_id)
        except _FormSeenError as seen:
            return seen.upload_id
        if verdict == "waiting":
            return keep_waiting(received, branch_id=branch_id, acting_user=acting_user, now=now).id
        if would_lose_a_list(result, branch_id, received.kind):
            result = ReadResult(None, (Problem(Code.NOT_A_PUPIL_LIST, Severity.REFUSAL),))
        upload = keep_upload(
            received, result, branch_id=branch_id, acting_user=acting_user, now=now, scan=verdict
        )
        if result.table is not None:
            start(upload, result, result.table, acting_user=acting_user, now=now)
        return upload.id


class _FormSeenError(SameFileError):
    """A double click: the first of the two did the work."""


def would_lose_a_list(result: ReadResult, branch_id: int, kind: str) -> bool:
    """Whether column names without a row would take the place of a list that was not sent.

    Where there is nothing to lose, the plan says what no rows would mean, and holds it.
    """
    if result.table is None or result.table.rows:
        return False
    return RosterImport.objects.filter(
        branch_id=branch_id, kind=kind, status__in=_REPLACED_BY_A_NEW_ONE[kind]
    ).exists()


def _stop_when_too_fast(branch_id: int, acting_user: Viewer, now: datetime) -> None:
    # Counted from what was kept: a counter with a lock of its own would outlive a crash.
    sent = Upload.objects.filter(
        branch_id=branch_id,
        received_by_id=acting_user.account_id,
        received_at__gt=now - timedelta(minutes=10),
    )
    if sent.count() >= settings.FILES_PER_TEN_MINUTES:
        raise TooManyFilesError


def _stop_when_known(received: ReceivedFile, branch_id: int) -> None:
    seen = Upload.objects.filter(branch_id=branch_id, form_token=received.form_token).first()
    if seen is not None:
        raise _FormSeenError(seen.id)
    mark = content_mark(received.content, secret=branch_secret(branch_id), sheet=received.sheet)
    waiting = RosterImport.objects.filter(
        branch_id=branch_id,
        kind=received.kind,
        status__in=RosterImport.UNDER_WAY,
        upload__content_mark=mark,
    ).first()
    if waiting is not None:
        raise SameFileError(waiting.upload_id)
    seen_unread = unread().filter(branch_id=branch_id, content_mark=mark).first()
    if seen_unread is not None:
        raise SameFileError(seen_unread.pk)


def start_import(
    upload: Upload, result: ReadResult, table: RawTable, *, acting_user: Viewer, now: datetime
) -> None:
    """Begin the import of what was read; what the branch had open makes room for it."""
    _end_waiting(upload, now=now)
    mapping = suggest_mapping(table, remembered=remembered_columns(upload.branch_id))
    if mapping.is_certain:
        table, mapping = narrow(table, mapping)
    today = localdate(now)
    year = years.year_of_list(today)
    if table.facts.school_year and table.facts.school_year != year.label:
        year = told_year(table.facts.school_year, otherwise=year)
    roster_import = RosterImport(
        upload=upload,
        branch_id=upload.branch_id,
        mode=Mode.ADDITIONS if table.facts.delta else Mode.FULL,
        school_year_id=ensure_school_year(year.label),
        as_of=today,
        effective_on=years.effective_on(year, today),
        **stored_mapping(mapping),
    )
    begin(roster_import, result, table, acting_user=acting_user, now=now)


def begin(
    roster_import: RosterImport,
    result: ReadResult,
    table: RawTable,
    *,
    acting_user: Viewer,
    now: datetime,
) -> None:
    """Keep the reading and begin the import, in the place of one that waited."""
    _replace_open(roster_import, table, acting_user=acting_user, now=now)
    roster_import.table_id = seal_reading(replace(result, table=table), roster_import, now=now)
    work = work_on(roster_import)
    roster_import.counts = counts_of(work)
    _count_asked_again(work)
    RosterImport.objects.bulk_create([roster_import])


def _end_waiting(newer: Upload, *, now: datetime) -> None:
    """A list takes the place of every older file of its branch that still waits to be read."""
    older = unread().filter(branch_id=newer.branch_id, received_at__lte=newer.received_at)
    for old in older.exclude(id=newer.pk):
        end_unread(old, how="replaced", now=now)


def told_year(label: str, *, otherwise: years.Year) -> years.Year:
    """The year that the file itself names, when it names one."""
    try:
        return years.year_of(label)
    except years.NotASchoolYearError:
        return otherwise


def _replace_open(
    new: RosterImport, table: RawTable, *, acting_user: Viewer, now: datetime
) -> None:
    """The list that was not sent makes room, and leaves its terms and the answers that fit."""
    old = RosterImport.objects.filter(
        branch_id=new.branch_id, kind=new.kind, status__in=_REPLACED_BY_A_NEW_ONE[new.kind]
    ).first()
    if old is None:
        return
    rows = set(fingerprints_of(table.rows, secret=branch_secret(new.branch_id)))
    new.decisions = [said for said in old.decisions if said["fingerprint"] in rows]
    _keep_terms(new, table, old)
    repairs = answers_of(old).repairs
    kept = Answers([repair for repair in repairs if repair.fingerprint in rows])
    if kept.repairs:
        new.answers_id = seal_answers(kept, new, now=now)
    new.answers_kept = len(new.decisions) + len(kept.repairs)
    new.answers_lost = len(old.decisions) + len(repairs) - new.answers_kept
    close_import(old, RosterImport.Status.REPLACED, now=now)
    told("list_replaced", old, acting_user, now)


def _count_asked_again(work: Work) -> None:
    """An answer whose row is the same fits no more when other children could be meant now."""
    answered = {said["fingerprint"] for said in work.roster_import.decisions}
    again = sum(
        isinstance(step, Question) and step.record.fingerprint in answered
        for step in work.plan.steps
    )
    work.roster_import.answers_kept -= again
    work.roster_import.answers_lost += again


def _keep_terms(new: RosterImport, table: RawTable, old: RosterImport) -> None:
    """The year and the mode of the list before, as far as they were not told by a file itself."""
    before = opened_reading(old).table
    if not table.facts.delta and not (before and before.facts.delta):
        new.mode = old.mode
    year = years.year_of(old.school_year_id)
    if table.facts.school_year is None and year in years.years_to_choose(new.as_of):
        new.school_year_id = old.school_year_id
        new.effective_on = years.effective_on(year, new.as_of)
