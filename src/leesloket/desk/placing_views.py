"""Putting a list, or the rows of another location in it, at the branch where they belong."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leesloket.accounts.doors import viewer_in
from leesloket.branches.queries import branch_line
from leesloket.desk.import_views import about_a_list
from leesloket.imports import actions
from leesloket.web.finding import branch_or_404

_LOCATION, _BRANCH = "location-", "branch-"


@about_a_list
def split_off(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Make lists of their own of the rows of other locations."""
    chosen = {
        str(name): _branch_id(
            request, request.POST.get(f"{_BRANCH}{at.removeprefix(_LOCATION)}", "")
        )
        for at, name in request.POST.items()
        if at.startswith(_LOCATION)
    }
    wanted = {name: branch_id for name, branch_id in chosen.items() if branch_id is not None}

    def split() -> HttpResponse:
        made = actions.split_off(
            upload_id, wanted, acting_user=viewer_in(request), now=timezone.now()
        )
        if not wanted:
            messages.warning(request, _("Choose a branch for these rows first."))
            return redirect("desk:plan", upload_id)
        if not made:  # they are this branch's own, under another name
            messages.success(request, _("These rows are with the branch you chose now."))
            return redirect("desk:plan", upload_id)
        said = ngettext(
            "%(n)s list has been made, and waits at its branch.",
            "%(n)s lists have been made, and wait at their branches.",
            len(made),
        )
        messages.success(request, said % {"n": len(made)})
        return redirect("desk:plan", upload_id)

    return _placing(request, upload_id, split)


@about_a_list
def move(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Put a whole list at another branch."""
    branch_id = _branch_id(request, request.POST.get("branch", ""))
    if branch_id is None:
        raise Http404

    def put() -> HttpResponse:
        new_id = actions.move_list(
            upload_id, branch_id=branch_id, acting_user=viewer_in(request), now=timezone.now()
        )
        messages.success(
            request, _("The list is here now. The schools get mail about it. Read the new plan.")
        )
        return redirect("desk:plan", new_id)

    return _placing(request, upload_id, put)


def _placing(
    request: HttpRequest, upload_id: UUID, put: Callable[[], HttpResponse]
) -> HttpResponse:
    try:
        return put()
    except actions.BranchBusyError as busy:
        name = branch_line(busy.branch_id).name
        said = _("A list waits at %(name)s already. Process it or send it back first.")
        messages.warning(request, said % {"name": name})
    except actions.NotReadyError:
        messages.warning(request, _("First say which column is what."))
    return redirect("desk:plan", upload_id)


def _branch_id(request: HttpRequest, slug: str) -> int | None:
    """The branch that was chosen, if this person imports there; None for no choice."""
    return branch_or_404(request, slug, "import").id if slug else None
