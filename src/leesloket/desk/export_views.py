"""Everything of the library in one file: nobody is ever locked in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.step_up import step_up
from leesloket.branches.queries import branch_lines
from leesloket.export.actions import ExportBusyError, take_out


@require_http_methods(["GET", "POST"])
@needs("administer")
@step_up(gettext_lazy("You are about to take everything of the library out."))
def export(request: HttpRequest) -> HttpResponseBase:
    """What the file holds; a POST is the file."""
    viewer = viewer_in(request)
    branches = branch_lines(viewer.branches_with("administer"))
    if request.method == "GET":
        return render(request, "desk/export.html", {"branches": branches})
    now = timezone.now()
    try:
        pieces = take_out(acting_user=viewer, now=now)
    except ExportBusyError:
        messages.warning(request, _("Somebody is taking a file out already. Try again later."))
        return redirect("desk:export")
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    name = f"{slugify(branches[0].library_name)}-{timezone.localtime(now):%Y-%m-%d}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
