"""The report of an import as an Excel file; school and staff get the same one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from leesloket.accounts.doors import viewer_in
from leesloket.imports import queries
from leesloket.imports.showing import ReportRow
from leesloket.privacy.looking import saw_list
from leesloket.web import rows_left, sheets, words
from leesloket.web.formatting import day_of_text


def report_download(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The school's own list with what was done; 404 once the list was destroyed on its day."""
    viewer = viewer_in(request)
    try:
        headings, rows = queries.report_rows(upload_id, viewer=viewer, today=timezone.localdate())
        branch = queries.upload_line(upload_id, viewer=viewer).branch
    except (queries.ImportNotFoundError, queries.NotAppliedError):
        raise Http404 from None
    saw_list(upload_id, branch_id=branch.id, viewer=viewer, now=timezone.now(), file=True)
    content = sheets.workbook(
        _("Report"),
        [*headings, _("What we did"), _("Group now"), _("Explanation")],
        [(*row.cells, what_was_done(row), row.group, explanation(row)) for row in rows],
    )
    return sheets.download(content, name="verslag-leerlingen")


def what_was_done(row: ReportRow) -> str:
    """`Nieuw`, `Niet meegegaan`; empty for a line that is no pupil's."""
    if row.undone:
        return _("Turned back")
    if row.kind in {"skip", "error"}:
        return _("Did not go along")
    return words.kind_word(row.kind) if row.kind else ""


def explanation(row: ReportRow) -> str:
    """Why a row did not go along, or what became different about a child."""
    if row.kind in {"skip", "error"}:
        return rows_left.why(row.kind, row.code)
    return "; ".join(
        f"{words.FIELDS[change.field]}: {_shown(change.before)} → {_shown(change.after)}"
        for change in row.changes
    )


def _shown(value: str) -> str:
    return day_of_text(value) or _("empty")
