"""What staff say about one child: of the register, or of a plan that waits."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leesloket.accounts.doors import needs, viewer_in
from leesloket.desk.import_views import about_a_list
from leesloket.imports import actions
from leesloket.patrons.queries import PatronNotFoundError
from leesloket.web.finding import branch_or_404, day_or_none, id_or_404


@require_POST
@needs("import")
def keep_out(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """Put somebody on the list 'niet opnemen' of a branch."""
    branch = branch_or_404(request, request.POST.get("branch", ""), "import")
    try:
        actions.keep_out(
            patron_id,
            branch_id=branch.id,
            reason=request.POST.get("reason", ""),
            decided_on=day_or_none(request.POST.get("day", "")) or timezone.localdate(),
            sign_off=request.POST.get("sign_off") == "1",
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except PatronNotFoundError:
        raise Http404 from None
    except actions.NotAReasonError:
        messages.warning(request, _("Choose a reason, and a day that is not still to come."))
    except actions.NothingToGoByError:
        messages.warning(
            request,
            _("This child has no number and no birth date. No list could recognise it."),
        )
    else:
        messages.success(request, _("On the list. No pupil list enrols this child here."))
    return redirect("desk:patron", patron_id)


@about_a_list
def keep_row_out(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Leave the child of a row out, now and in later lists."""
    try:
        actions.keep_row_out(
            upload_id,
            fingerprint=request.POST.get("fingerprint", ""),
            reason=request.POST.get("reason", ""),
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except actions.NotAReasonError:
        messages.warning(request, _("Choose a reason first."))
    except actions.NothingToGoByError:
        messages.warning(
            request,
            _("This child has no number and no birth date. No list could recognise it."),
        )
    else:
        messages.success(request, _("Left out, and on the list “do not include”."))
    return redirect("desk:plan", upload_id)


@about_a_list
def answer_transfer(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say whether a new child is one that another branch knows."""
    told = request.POST.get("answer", "")
    patron_id = id_or_404(request.POST["patron"]) if request.POST.get("patron") else None
    if told not in {"same", "new", "clear"}:
        raise Http404
    try:
        actions.answer_transfer(
            upload_id,
            fingerprint=request.POST.get("fingerprint", ""),
            answer=told,  # type: ignore[arg-type]  # one of the three
            patron_id=patron_id,
            ends=request.POST.get("ends") == "1",
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except actions.AlreadyClaimedError:
        messages.warning(request, _("Another row of this list is that child already."))
    return redirect(f"{reverse('desk:plan', args=[upload_id])}?soort=elsewhere")


@about_a_list
def choose_hand_edit(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say whether the desk's value stays or the school's is taken."""
    choice = request.POST.get("choice", "")
    if choice not in {"ours", "school", "clear"}:
        raise Http404
    patron_id = id_or_404(request.POST.get("patron", ""))
    actions.choose_hand_edit(
        upload_id,
        patron_id=patron_id,
        choice=choice,  # type: ignore[arg-type]  # one of the three
        acting_user=viewer_in(request),
        now=timezone.now(),
    )
    back = "conflict" if request.POST.get("soort") == "conflict" else "all"
    return redirect(f"{reverse('desk:plan', args=[upload_id])}?soort={back}")
