"""A new branch: by hand, or ticked in DUO's list of schools."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from leesloket.accounts.beginning import add_branches
from leesloket.accounts.doors import needs, viewer_in
from leesloket.branches.actions import BrinTakenError
from leesloket.branches.duo import NotSchoolsError
from leesloket.branches.founding import NewBranch
from leesloket.branches.queries import branch_line, brins_of_library
from leesloket.web.branch_forms import (
    NewBranchForm,
    SchoolSearchForm,
    found_in,
    picked_branches,
    posted_schools,
    shown,
)


@require_http_methods(["GET", "POST"])
@needs("administer")
def add_branch(request: HttpRequest) -> HttpResponse:
    """Add a branch by hand; then to its settings."""
    form = NewBranchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            [branch_id] = _added(request, form.branch())
        except BrinTakenError:
            form.add_error("brin6", _("Another branch has this BRIN already."))
        else:
            return redirect("desk:settings", branch_line(branch_id).slug)
    return _page(request, form=form)


def _added(request: HttpRequest, *branches: NewBranch) -> tuple[int, ...]:
    ids = add_branches(branches, acting_user=viewer_in(request), now=timezone.now())
    messages.success(
        request,
        ngettext(
            "The branch has been added. Give rights there to others on the page People.",
            "%(count)d branches have been added. Give rights there to others on the page People.",
            len(ids),
        )
        % {"count": len(ids)},
    )
    return ids


def _page(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"form": NewBranchForm(), "search": SchoolSearchForm(), **more}
    return render(request, "desk/new_branch.html", context, status=status)


@require_POST
@needs("administer")
def search_schools(request: HttpRequest) -> HttpResponse:
    """Look for schools in DUO's list.  The file is read and forgotten."""
    search = SchoolSearchForm(request.POST, request.FILES)
    if not search.is_valid():
        return _page(request, search=search, status=400)
    try:
        found = search.schools()
    except NotSchoolsError:
        search.add_error("file", _("This is not DUO's list of schools. It has BRIN, name, place."))
        return _page(request, search=search, status=400)
    known = brins_of_library(viewer_in(request).library_id)
    return _page(request, search=search, **shown(found_in(found), known))


@require_POST
@needs("administer")
def add_schools(request: HttpRequest) -> HttpResponse:
    """Add the schools that were ticked."""
    library = {name: request.POST.get(name, "") for name in ("helpdesk", "notice_email")}
    found = posted_schools(request.POST)
    branches, wrong = picked_branches(found, library=library)
    if wrong:
        said = _("Look at what you typed for: %(brins)s.") % {"brins": ", ".join(wrong)}
    elif not branches:
        said = _("Tick the schools that you want to add.")
    else:
        try:
            _added(request, *branches)
        except BrinTakenError:
            said = _("Another branch has this BRIN already.")
        else:
            return redirect("desk:branches")
    messages.error(request, said)
    known = brins_of_library(viewer_in(request).library_id)
    form = NewBranchForm(initial=library)
    return _page(request, status=400, form=form, **shown(found, known))
