"""Setting a second factor: allauth's pages, where a new one may take the place of a lost one."""

from typing import Any

from allauth.mfa.totp import views as totp
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.generic.edit import FormView
from typing_extensions import override

from leesloket.accounts.emergency import drop_old_factors, must_replace


class InPlaceOfWhatWasLost:
    """Lets go of every old second factor in the transaction that sets the new one."""

    request: HttpRequest

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        if must_replace(self.request):
            drop_old_factors(self.request.user, now=timezone.now())
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc] # of allauth's view
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc] # as above
        return context | {"replacing": must_replace(self.request)}


class SetApp(InPlaceOfWhatWasLost, totp.ActivateTOTPView):  # type: ignore[misc] # allauth has no types
    """An app for codes."""

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if must_replace(request):
            # allauth's leads away from here whoever has one, also who has lost it.
            return FormView.dispatch(self, request, *args, **kwargs)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response
