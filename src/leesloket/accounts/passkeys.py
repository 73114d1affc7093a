"""Passkeys: setting one, naming it, taking it away, and signing in with it.

A passkey here is always one that is kept on the device and asks for a face, finger or PIN, so that
it counts as both factors.  What the browser must do is in web/static/leesloket/js/passkeys.js.
"""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn_forms
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from leesloket.accounts.models import Account
from leesloket.accounts.second_factors import InPlaceOfWhatWasLost
from leesloket.accounts.still_you import StillYou


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("So that you know which one it is, such as: my telephone."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """A new passkey, which must have seen that it is its owner who adds it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"] = _name_field()

    def clean_credential(self) -> dict[str, Any]:
        """What a device made.  allauth checks none that is false (`0`), and would keep it."""
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict):
            raise get_adapter().validation_error("incorrect_code")
        return credential

    @override
    def clean(self) -> dict[str, Any]:
        # Without the question of allauth's box, its check is always made.
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class NamePasskeyForm(webauthn_forms.EditWebAuthnForm):  # type: ignore[misc] # as above
    """Another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name_field()
        self.fields["name"].required = True


class AddPasskey(InPlaceOfWhatWasLost, webauthn.AddWebAuthnView):  # type: ignore[misc] # as above
    """A new passkey, kept on the device."""

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        account = self.request.user
        if not isinstance(account, Account):
            raise TypeError
        options = auth.begin_registration(account, True)
        return context | {"js_data": options}

    @override
    def form_invalid(self, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form) | {"failed": True}
        response: HttpResponse = self.render_to_response(context)
        return response


class NamePasskey(webauthn.EditWebAuthnView):  # type: ignore[misc] # as above
    """Give a passkey another name."""

    success_url = reverse_lazy("mfa_index")


class RemovePasskey(webauthn.RemoveWebAuthnView):  # type: ignore[misc] # as above
    """Take a passkey away."""

    success_url = reverse_lazy("mfa_index")


class SignInWithPasskey(webauthn.LoginWebAuthnView):  # type: ignore[misc] # as above
    """Signing in without a name and a password."""

    @override
    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(
            self.request, _("This passkey does not open this door. Sign in another way.")
        )
        return redirect("account_login")


class ByPasskey(StillYou, webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc] # as above
    """A passkey once more."""

    @override
    def form_invalid(self, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form) | {"failed": True}
        response: HttpResponse = self.render_to_response(context)
        return response
