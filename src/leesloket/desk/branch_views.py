"""The branches of a library at the desk: their settings, and whom no list may enrol there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leesloket.accounts.branch_pages import branch_page
from leesloket.accounts.doors import needs, viewer_in
from leesloket.branches.actions import (
    BrinTakenError,
    BrinUnfitError,
    FinalYearsUnfitError,
    change_settings,
)
from leesloket.branches.queries import (
    BranchLine,
    BranchNotFoundError,
    branch_by_slug,
    branch_lines,
)
from leesloket.imports import actions, queries
from leesloket.web.branch_forms import SettingsForm

MANAGERS = ("import", "administer")


@require_GET
@needs(*MANAGERS)
def branches(request: HttpRequest) -> HttpResponse:
    """The branches that this person imports for or administers."""
    viewer = viewer_in(request)
    administering = viewer.branches_with("administer")
    lines = branch_lines(viewer.branches_with(*MANAGERS))
    shown = {
        # Of a public branch there is nothing but settings.
        "branches": [one for one in lines if one.kind != "public" or one.id in administering],
        "importing": viewer.branches_with("import"),
        "administering": administering,
    }
    return render(request, "desk/branches.html", shown)


@require_http_methods(["GET", "POST"])
@needs("administer")
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """The settings of a branch: read, and set."""
    viewer = viewer_in(request)
    try:
        page = branch_page(slug, viewer=viewer)
    except BranchNotFoundError:
        raise Http404 from None
    begin = {name: getattr(page.branch, name) for name in SettingsForm.base_fields}
    form = SettingsForm(request.POST or None, initial=begin, years=page.final_years)
    if request.method == "POST" and form.is_valid() and _set(request, form, page.branch):
        return redirect("desk:settings", slug)
    shown = {"page": page, "branch": page.branch, "form": form}
    return render(request, "desk/settings.html", shown)


def _set(request: HttpRequest, form: SettingsForm, branch: BranchLine) -> bool:
    """Set what was typed; False, with the reason at its field, when it does not fit."""
    viewer = viewer_in(request)
    try:
        changed = change_settings(
            branch.id, form.settings(), acting_user=viewer, now=timezone.now()
        )
    except BrinUnfitError:
        form.add_error("brin6", _("This is no BRIN with a location, such as 05KO01."))
    except BrinTakenError:
        form.add_error("brin6", _("Another branch has this BRIN already."))
    except FinalYearsUnfitError:
        form.add_error("final_year_groups", _("Choose at least one year."))
    else:
        said = _("The settings have been changed. Plans use them from now on.")
        messages.success(request, said if changed else _("Nothing was different."))
        return True
    return False


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
