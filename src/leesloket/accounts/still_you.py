"""The pages that ask 'is it still you?': by password, by code, or with a passkey."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account import views as account_views
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as mfa_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leesloket.accounts.school_accounts.second_step import BY_SCHOOL
from leesloket.accounts.step_up import ACT, CarryOn, waiting_in

OTHER_WAYS = {
    "reauthenticate": ("account_reauthenticate", _("With my password")),
    "mfa_reauthenticate": ("mfa_reauthenticate", _("With a code")),
    "mfa_reauthenticate:webauthn": ("mfa_reauthenticate_webauthn", _("With my passkey")),
    BY_SCHOOL: ("accounts:still_you_by_school", _("With my school account")),
}
"""By allauth's name for a way to show who one is: the page, and the words of the link to it."""


class StillYou:
    """Goes on with what waited; what is changed of allauth's view is what comes after."""

    request: HttpRequest

    def _check_reauthentication_method_available(self, request: HttpRequest) -> Any:
        """Lead who has no password to another way, and do not lose what waits on the road."""
        answer = super()._check_reauthentication_method_available(request)  # type: ignore[misc] # of allauth's view
        if answer is None:
            return None
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{urlsplit(answer.url).path}{query}")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc] # of allauth's view
        address = get_next_redirect_url(self.request)
        if address and ACT in self.request.GET:
            return CarryOn(address)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc] # as above
        address = get_next_redirect_url(self.request) or ""
        possible = {way["id"] for way in context["reauthentication_alternatives"]}
        query = self.request.GET.urlencode()
        return context | {
            "waiting": waiting_in(self.request, address),
            "other_ways": [
                (f"{reverse(name)}?{query}", words)
                for way, (name, words) in OTHER_WAYS.items()
                if way in possible
            ],
        }


class ByPassword(StillYou, account_views.ReauthenticateView):  # type: ignore[misc] # allauth has no types
    """The password once more."""


class ByCode(StillYou, mfa_views.ReauthenticateView):  # type: ignore[misc] # as above
    """A code of the app, or a recovery code."""
