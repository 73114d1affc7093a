"""Consent for a membership of the public library, on a patron's page."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from leesloket.accounts.doors import needs, viewer_in
from leesloket.branches.queries import BranchLine
from leesloket.patrons import consents
from leesloket.patrons.actions import NotAllowedError
from leesloket.patrons.queries import PatronNotFoundError
from leesloket.patrons.rules import PARENT, SELF
from leesloket.web.finding import branch_or_404

_at_the_desk = needs(consents.RIGHT)


class ConsentForm(forms.Form):
    """Who agreed, how the library knows, and the day as told."""

    given_by = forms.ChoiceField(choices=[(code, code) for code in (PARENT, SELF)])
    source = forms.ChoiceField(choices=[(code, code) for code in consents.SOURCES])
    day = forms.DateField()


_REFUSALS = {
    consents.ConsentDayError: gettext_lazy(
        "This day cannot be: it is still to come, or before the date of birth. Nothing was changed."
    ),
    consents.NotTheirsToGiveError: gettext_lazy(
        "Below sixteen a parent or guardian agrees, from sixteen on the person itself. Nothing was"
        " changed."
    ),
    consents.AlreadyGivenError: gettext_lazy("This consent is on record already."),
    consents.NoConsentError: gettext_lazy("This consent was withdrawn before."),
}


@require_POST
@_at_the_desk
def give_consent(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """Record consent; who is no member of that branch becomes one."""
    branch, form = _branch_or_404(request, patron_id), ConsentForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Say who agreed, how you know, and on which day."))
        return _back(patron_id)
    try:
        consents.give_consent(
            patron_id=patron_id,
            branch=branch,
            given_by=form.cleaned_data["given_by"],
            source=form.cleaned_data["source"],
            given_on=form.cleaned_data["day"],
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except (PatronNotFoundError, NotAllowedError):
        raise Http404 from None
    except tuple(_REFUSALS) as refused:
        messages.warning(request, _REFUSALS[type(refused)])
    else:
        told = _("The consent is on record; member of %(branch)s.") % {"branch": branch.name}
        messages.success(request, told)
    return _back(patron_id)


@require_POST
@_at_the_desk
def withdraw_consent(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """Record that consent was taken back; the membership ends today."""
    branch = _branch_or_404(request, patron_id)
    try:
        consents.withdraw_consent(
            patron_id=patron_id, branch=branch, acting_user=viewer_in(request), now=timezone.now()
        )
    except (PatronNotFoundError, NotAllowedError):
        raise Http404 from None
    except consents.NoConsentError as refused:
        messages.info(request, _REFUSALS[type(refused)])
    else:
        told = _("The consent was withdrawn. No longer a member of %(branch)s, from today.")
        messages.success(request, told % {"branch": branch.name})
    return _back(patron_id)


def _branch_or_404(request: HttpRequest, patron_id: UUID) -> BranchLine:
    try:
        consents.consents_of(patron_id, viewer=viewer_in(request), today=timezone.localdate())
    except PatronNotFoundError:
        raise Http404 from None
    return branch_or_404(request, request.POST.get("branch", ""), consents.RIGHT)


def _back(patron_id: UUID) -> HttpResponse:
    return redirect("desk:patron", patron_id)


consent_urls = [
    path("klanten/<uuid:patron_id>/toestemming/", give_consent, name="give_consent"),
    path(
        "klanten/<uuid:patron_id>/toestemming/trek-in/", withdraw_consent, name="withdraw_consent"
    ),
]
