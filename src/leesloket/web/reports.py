"""The report of an import as an Excel file; school and staff get the same one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from leesloket.accounts.doors import viewer_in
from leesloket.imports import queries
from leesloket.privacy.looking import saw_list
from leesloket.web import sheets
from leesloket.web.words import KINDS


def report_download(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The school's own list with what was done; 404 once the list was destroyed on its day."""
    viewer = viewer_in(request)
    try:
        headings, rows = queries.report_rows(upload_id, viewer=viewer, today=timezone.localdate())
        branch = queries.upload_line(upload_id, viewer=viewer).branch
    except (queries.ImportNotFoundError, queries.NotAppliedError):
        raise Http404 from None
    saw_list(upload_id, branch_id=branch.id, viewer=viewer, now=timezone.now(), file=True)
    told = [
        (*cells, str(KINDS[kind].word) if kind else _("Left out"), group)
        for *cells, kind, group in rows
    ]
    content = sheets.workbook(_("Report"), [*headings, _("What we did"), _("Group now")], told)
    return sheets.download(content, name="verslag-leerlingen")
