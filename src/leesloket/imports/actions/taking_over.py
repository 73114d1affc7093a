"""A library brings its own list of patrons, and lets it go when it is the wrong one."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT
from leesloket.branches import rules as years
from leesloket.branches.actions import ensure_school_year
from leesloket.imports.actions.columns import stored_mapping
from leesloket.imports.actions.keeping import close_import
from leesloket.imports.actions.receiving import NotAllowedError, begin, receive_file, told_year
from leesloket.imports.finding import NotOpenError, find_import
from leesloket.imports.models import RosterImport
from leesloket.imports.telling import told
from leesloket.intake.actions import ReceivedFile
from leesloket.intake.models import Upload
from leesloket.isolation.scope import scoped
from leesloket.roster import narrow, suggest_mapping
from leesloket.roster.model import ListKind, Mode, RawTable
from leesloket.roster.readers.result import ReadResult


def receive_takeover(
    received: ReceivedFile,
    *,
    branch_id: int,
    school_year: str = "",
    acting_user: Viewer,
    now: datetime,
) -> UUID:
    """Take in a library's own list of patrons for a branch: an existing register is taken over.

    It waits for the library at once, for nobody else is asked about it.  Its groups are those of
    `school_year`, the present one unless told otherwise.  Raises what `receive_list` raises.
    """
    if not acting_user.may(IMPORT, branch_id):
        raise NotAllowedError
    return receive_file(
        replace(received, kind=RosterImport.Kind.TAKEOVER),
        branch_id=branch_id,
        # A card is one person's in the whole library: the scope holds every branch of this person.
        scope=acting_user.scope,
        start=partial(_start_takeover, school_year=school_year),
        acting_user=acting_user,
        now=now,
    )


def _start_takeover(
    upload: Upload,
    result: ReadResult,
    table: RawTable,
    *,
    school_year: str,
    acting_user: Viewer,
    now: datetime,
) -> None:
    mapping = suggest_mapping(table, kind=ListKind.TAKEOVER)
    if mapping.is_certain:
        table, mapping = narrow(table, mapping)
    today = localdate(now)
    year = told_year(school_year, otherwise=years.year_on(today))
    roster_import = RosterImport(
        upload=upload,
        branch_id=upload.branch_id,
        kind=RosterImport.Kind.TAKEOVER,
        status=RosterImport.Status.SENT,
        sent_at=now,
        mode=Mode.ADDITIONS,
        school_year_id=ensure_school_year(year.label),
        as_of=today,
        effective_on=years.effective_on(year, today),
        **stored_mapping(mapping),
    )
    begin(roster_import, result, table, acting_user=acting_user, now=now)


def remove_takeover(upload_id: UUID, *, acting_user: Viewer, now: datetime) -> None:
    """Let a library's own list go that was not processed: everything of it is shredded.

    Raises ImportNotFoundError, NotOpenError.
    """
    with scoped(acting_user.scope):
        roster_import = find_import(upload_id, viewer=acting_user, rights=(IMPORT,), lock=True)
        if roster_import.kind != RosterImport.Kind.TAKEOVER:
            raise NotOpenError
        if roster_import.status == RosterImport.Status.WITHDRAWN:
            return
        if roster_import.status != RosterImport.Status.SENT:
            raise NotOpenError
        close_import(roster_import, RosterImport.Status.WITHDRAWN, now=now)
        told("list_withdrawn", roster_import, acting_user, now)
