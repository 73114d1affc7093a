"""The front door, and what everybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from leesloket.accounts.doors import needs, viewer_in, viewer_or_none
from leesloket.accounts.rules import OPENS_NOTHING_YET
from leesloket.branches.queries import branch_lines, helpdesks, helpdesks_of
from leesloket.children.queries import is_child


@needs()
def home(request: HttpRequest) -> HttpResponse:
    """To the place where this person works; a choice when there are several schools."""
    viewer = viewer_in(request)
    if viewer.branches_with("import"):
        return redirect("desk:queue")
    schools = branch_lines(viewer.branches_with("upload"))
    if len(schools) == 1:
        return redirect("portal:uploads", schools[0].slug)
    if not schools and viewer.branches_with("administer"):
        return redirect("desk:people")
    if not schools and viewer.branches_with("desk"):
        return redirect("desk:patrons")
    if not schools and viewer.branches_with("teach"):
        return redirect("portal:own_groups")
    if not viewer.rights and is_child(viewer):
        return redirect("portal:mine")
    shown = {"branches": schools, "waits": viewer.branches_with(*OPENS_NOTHING_YET)}
    return render(request, "portal/home.html", shown)


def how_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Whom to ask; of people, the contact persons of one's own schools and nobody else."""
    viewer = viewer_or_none(request)
    own = branch_lines({right.branch_id for right in viewer.rights}) if viewer else ()
    # Who has still to set the second step comes here to read how.
    is_in = viewer is not None and (viewer.second_factor or not viewer.rights)
    shown = {
        "helpdesks": helpdesks_of(branch for branch in own if branch.helpdesk)
        or helpdesks(viewer.library_id if viewer else None),
        "contacts": [branch for branch in own if branch.contact_name],
        "signed_in": is_in,
    }
    return render(request, "portal/how_to_sign_in.html", shown)


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, for how long, and who sees it."""
    return render(request, "portal/privacy.html")
