"""The branches of a library at the desk: their settings, and whom no list may enrol there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leesloket.accounts.branch_pages import BranchPage, branch_page
from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.step_up import step_up
from leesloket.branches.actions import (
    BrinTakenError,
    BrinUnfitError,
    ChangedMeanwhileError,
    FinalYearsUnfitError,
    change_settings,
    settings_of,
)
from leesloket.branches.queries import (
    BranchLine,
    BranchNotFoundError,
    branch_lines,
)
from leesloket.imports import actions, queries
from leesloket.web.branch_forms import ChangedSettingsForm, DescribedForm
from leesloket.web.finding import branch_or_404, id_or_404
from leesloket.web.words import KIND_HELD

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
    page = _page_or_404(request, slug)
    form = _settings_form(page, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if _set(request, form, page.branch):
                return redirect("desk:settings", slug)
        except ChangedMeanwhileError:
            page = _page_or_404(request, slug)
            form.show_beside(settings_of(page.branch))
    return _page(request, page, form=form)


def _page_or_404(request: HttpRequest, slug: str) -> BranchPage:
    try:
        return branch_page(slug, viewer=viewer_in(request))
    except BranchNotFoundError:
        raise Http404 from None


def _settings_form(page: BranchPage, typed: QueryDict | None = None) -> ChangedSettingsForm:
    begin = ChangedSettingsForm.begin(settings_of(page.branch))
    return ChangedSettingsForm(typed, initial=begin, years=page.final_years)


def _page(
    request: HttpRequest,
    page: BranchPage,
    *,
    form: ChangedSettingsForm | None = None,
    described: DescribedForm | None = None,
) -> HttpResponse:
    shown = {
        "page": page,
        "branch": page.branch,
        "form": form or _settings_form(page),
        "described": described or DescribedForm.showing(page.branch.described),
    }
    return render(request, "desk/settings.html", shown)


@require_POST
@needs("administer")
@step_up(gettext_lazy("You are about to change the name, the place or the kind of a branch."))
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a branch another name, place or kind."""
    page = _page_or_404(request, slug)
    form = DescribedForm(request.POST)
    if form.is_valid():
        try:
            changed = actions.describe_branch(
                page.branch.id,
                form.typed(),
                seen=form.was_seen(),
                acting_user=viewer_in(request),
                now=timezone.now(),
            )
        except ChangedMeanwhileError:
            page = _page_or_404(request, slug)
            form.show_again(page.branch.described)
        except actions.KindHeldError as error:
            for code in error.by:
                form.add_error("kind", str(KIND_HELD[code]))
        else:
            _tell(request, changed=changed, kind=form.typed().kind, before=page.branch.kind)
            return redirect("desk:settings", slug)
    return _page(request, page, described=form)


def _tell(request: HttpRequest, *, changed: bool, kind: str, before: str) -> None:
    if not changed:
        messages.success(request, _("Nothing was different."))
        return
    messages.success(request, _("Kept. Every page says it so from now on, and plans use it."))
    if kind not in {before, "public"}:
        messages.warning(
            request, _("The final years are the usual ones now. Look whether they are right here.")
        )


def _set(request: HttpRequest, form: ChangedSettingsForm, branch: BranchLine) -> bool:
    """Set what was typed; False, with the reason at its field, when it does not fit.

    Raises ChangedMeanwhileError.
    """
    viewer = viewer_in(request)
    try:
        changed = change_settings(
            branch.id,
            form.typed(),
            seen=form.was_seen(),
            acting_user=viewer,
            now=timezone.now(),
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
    branch = branch_or_404(request, slug, "import")
    lines = queries.not_included_of_branch(branch, viewer=viewer_in(request))
    return render(request, "desk/not_included.html", {"branch": branch, "lines": lines})


@require_POST
@needs("import")
def include_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Take somebody off the list."""
    branch = branch_or_404(request, slug, "import")
    entry_id = id_or_404(request.POST.get("entry", ""))
    try:
        actions.include_again(
            entry_id, branch_id=branch.id, acting_user=viewer_in(request), now=timezone.now()
        )
    except actions.NotOnTheListError:
        messages.info(request, _("This line was not on the list any more."))
    else:
        messages.success(request, _("Taken off. The next pupil list enrols this child again."))
    return redirect("desk:not_included", slug)
