"""The branches of a library at the desk: their settings, and whom no list may enrol there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leesloket.accounts.doors import needs, viewer_in
from leesloket.branches.queries import (
    BranchLine,
    BranchNotFoundError,
    branch_by_slug,
    branch_lines,
)
from leesloket.imports import actions, queries

MANAGERS = ("import", "administer")


@require_GET
@needs(*MANAGERS)
def branches(request: HttpRequest) -> HttpResponse:
    """The branches that this person imports for or administers."""
    viewer = viewer_in(request)
    shown = {
        "branches": branch_lines(viewer.branches_with(*MANAGERS)),
        "importing": viewer.branches_with("import"),
        "administering": viewer.branches_with("administer"),
    }
    return render(request, "desk/branches.html", shown)


@require_GET
@needs("import")
def not_included(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom no pupil list enrols here."""
    branch = _branch(request, slug, "import")
    lines = queries.not_included_of_branch(branch, viewer=viewer_in(request))
    return render(request, "desk/not_included.html", {"branch": branch, "lines": lines})


@require_POST
@needs("import")
def include_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Take somebody off the list."""
    branch = _branch(request, slug, "import")
    try:
        entry_id = UUID(request.POST.get("entry", ""))
    except ValueError:
        raise Http404 from None
    try:
        actions.include_again(
            entry_id, branch_id=branch.id, acting_user=viewer_in(request), now=timezone.now()
        )
    except actions.NotOnTheListError:
        messages.info(request, _("This line was not on the list any more."))
    else:
        messages.success(request, _("Taken off. The next pupil list enrols this child again."))
    return redirect("desk:not_included", slug)


def _branch(request: HttpRequest, slug: str, *rights: str) -> BranchLine:
    try:
        return branch_by_slug(slug, among=viewer_in(request).branches_with(*rights))
    except BranchNotFoundError:
        raise Http404 from None
