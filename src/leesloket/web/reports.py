"""The report of an import as an Excel file; school and staff get the same one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from leesloket.accounts.doors import viewer_in
from leesloket.imports import queries
from leesloket.web import sheets
from leesloket.web.words import KINDS


def report_download(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The school's own list with what was done; 404 once the list was destroyed on its day."""
    try:
        headings, rows = queries.report_rows(
            upload_id, viewer=viewer_in(request), today=timezone.localdate()
        )
    except (queries.ImportNotFoundError, queries.NotAppliedError):
        raise Http404 from None
    told = [
        (*cells, str(KINDS[kind].word) if kind else _("Left out"), group)
        for *cells, kind, group in rows
    ]
    content = sheets.workbook(_("Report"), [*headings, _("What we did"), _("Group now")], told)
    return sheets.download(content, name="verslag-leerlingen")
