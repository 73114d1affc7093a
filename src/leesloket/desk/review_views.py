"""The yearly review: who still has which right."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from leesloket.accounts import actions
from leesloket.accounts.doors import viewer_in
from leesloket.accounts.reviewing import confirm_rights
from leesloket.accounts.reviews import review_for
from leesloket.accounts.several_rights import end_rights
from leesloket.accounts.step_up import step_up
from leesloket.desk.about_people import for_managers, see


@require_GET
@for_managers
def review(request: HttpRequest) -> HttpResponse:
    """Who still has which right, as far as nobody has looked at it in this school year."""
    found = review_for(viewer_in(request), today=timezone.localdate())
    return render(request, "desk/review.html", {"review": found})


@require_POST
@for_managers
@step_up(gettext_lazy("You are about to say which rights stay and which end."))
def answer_review(request: HttpRequest) -> HttpResponse:
    """One right, or all of a branch that nobody questioned, stays; or one right ends."""
    viewer, now = viewer_in(request), timezone.now()
    try:
        right_ids = [UUID(text) for text in request.POST.getlist("right")]
        if request.POST.get("answer") == "ends":
            end_rights(right_ids=right_ids, acting_user=viewer, now=now)
            messages.success(request, _("The right has ended."))
        else:
            count = confirm_rights(right_ids=right_ids, acting_user=viewer, now=now)
            messages.success(
                request,
                ngettext("One right stays.", "%(n)s rights stay.", count) % {"n": count},
            )
    except (ValueError, actions.RightNotFoundError, actions.NotAllowedError):
        raise Http404 from None
    return see("desk:review")
