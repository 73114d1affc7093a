"""A workbook with several lists: its sender says which one, or all of them together."""

from datetime import datetime
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import UPLOAD
from leesloket.imports.actions.receiving import receive_list
from leesloket.imports.actions.taking_over import receive_takeover
from leesloket.imports.finding import ImportNotFoundError, of_these_rights, takeovers_of
from leesloket.intake.actions import ReceivedFile
from leesloket.intake.models import Upload
from leesloket.isolation.scope import scoped
from leesloket.roster.problems import Code
from leesloket.roster.sheet_rows import ALL_SHEETS
from leesloket.vault import actions as vault
from leesloket.vault.queries import ShreddedError, open_label, open_sealed

_TO_CHOOSE_FROM = (Code.SEVERAL_SHEETS, Code.SHEET_CHOSEN)
"""Also what was chosen from: a second click is given what the first one made."""


def choose_sheet(
    upload_id: UUID, sheet: str, *, form_token: str, acting_user: Viewer, now: datetime
) -> UUID:
    """Read the named sheet, or ALL_SHEETS, of a workbook set aside because it has several lists.

    A library's own list has a sheet per branch or per kind of patron, and their names are no
    groups: of that one a sheet at a time.

    Gives the new upload's id, also to a second click; the one set aside is shredded.  Raises
    ImportNotFoundError for an upload that is not waiting for this, and what `receive_list` raises.
    """
    with scoped(acting_user.scope):
        upload = (
            Upload.objects.filter(id=upload_id, refusal__in=_TO_CHOOSE_FROM)
            .filter(of_these_rights(acting_user, (UPLOAD,)) | takeovers_of(acting_user))
            .first()
        )
        if upload is None or (sheet == ALL_SHEETS and upload.kind != Upload.Kind.PUPILS):
            raise ImportNotFoundError
        seen = Upload.objects.filter(branch_id=upload.branch_id, form_token=form_token).first()
        if seen is not None:
            return seen.id
        if upload.sealed_id is None:
            raise ImportNotFoundError
        try:
            content = open_sealed(upload.sealed_id)
        except ShreddedError:
            raise ImportNotFoundError from None
        received = ReceivedFile(
            content=content,
            name=open_label(upload.file_name),
            form_token=form_token,
            sheet=sheet,
        )
    receive = receive_list if upload.kind == Upload.Kind.PUPILS else receive_takeover
    new_id = receive(received, branch_id=upload.branch_id, acting_user=acting_user, now=now)
    with scoped(acting_user.scope):
        vault.shred(upload.sealed_id, reason="replaced", now=now)
        Upload.objects.filter(id=upload_id).update(
            sealed_id=None, refusal=Code.SHEET_CHOSEN, refusal_detail={}
        )
    return new_id
