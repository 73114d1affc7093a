"""The forms of signing in."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from leesloket.accounts import actions, emergency, recording, rules
from leesloket.accounts.models import Account

LOGIN_ERRORS = {
    actions.LoginUnfitError: _(
        "A login name has 3 to 60 small letters, digits, dots or dashes, without spaces."
    ),
    actions.LoginTakenError: _("Somebody has this login name already. Choose another one."),
}
"""What is wrong with a new login name, in words for whoever types it."""


class LoginForm(account_forms.LoginForm):  # type: ignore[misc] # allauth has no types
    """allauth's form with our words, and boxes that no telephone starts with a capital."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Login name or card number")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        del self.fields["password"].widget.attrs["placeholder"]


class ReauthenticateForm(account_forms.ReauthenticateForm):  # type: ignore[misc] # allauth has no types
    """The password once more, before something about signing in changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        del self.fields["password"].widget.attrs["placeholder"]


# --- a new password ------------------------------------------------------------------------------


class NewPasswordForm(forms.Form):
    """A password somebody chooses, twice."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters. A short sentence is easy to remember."),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password once more"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if self.account.check_password(password):
            raise forms.ValidationError(_("Choose another password than the present one."))
        password_validation.validate_password(password, self.account)
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        chosen = self.cleaned_data.get("password")
        if chosen is not None and again != chosen:
            raise forms.ValidationError(_("These two passwords differ. Type them once more."))
        return again


class ForgottenForm(forms.Form):
    """Who forgot the password."""

    login = forms.CharField(
        label=_("Login name"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password for somebody who knows the present one."""

    present = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("present", "password", "again")

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.account.check_password(present):
            raise forms.ValidationError(_("This is not your password."))
        return present


# --- a shared account ----------------------------------------------------------------------------


class WhoForm(forms.Form):
    """Who signs in with the account of a whole office."""

    name = forms.CharField(
        label=_("Your first and last name"),
        help_text=_("Your own, not that of the school."),
        max_length=rules.LONGEST_NAME,
        widget=forms.TextInput(
            attrs={"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}
        ),
    )

    def clean_name(self) -> str:
        name = rules.person_name(self.cleaned_data["name"])
        if name is None:
            raise forms.ValidationError(
                _("Type your first and your last name, in letters. For example: Ria Bos.")
            )
        return name


# --- second factors ------------------------------------------------------------------------------


def _describe(field: forms.Field, *, label: Any, help_text: Any) -> None:
    field.label = label
    field.help_text = help_text
    field.widget.attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "autocapitalize": "none",
        "spellcheck": "false",
    }


class _OnceOnly(mfa_forms.BaseAuthenticateForm):  # type: ignore[misc] # allauth has no types
    """Takes a code once.

    allauth forgets a code after one period of thirty seconds; with a tolerance of one period on
    either side the code would be right for another minute (ASVS 6.5.1).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(
            self.fields["code"],
            label=_("Code"),
            help_text=_("The six digits in your app, a recovery code or an emergency code."),
        )

    @override
    def clean_code(self) -> str:
        code: str = super().clean_code()
        seconds = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)
        if not cache.add(f"used-code:{self.user.pk}:{code.strip()}", 1, timeout=seconds):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_OnceOnly, mfa_forms.AuthenticateForm):  # type: ignore[misc] # allauth has no types
    """The second step of signing in, where an emergency code may stand in for what was lost."""

    authenticator = None

    @override
    def clean_code(self) -> str:
        digits = rules.emergency_digits(self.cleaned_data["code"])
        if digits is None:
            typed: str = super().clean_code()
            return typed
        counted = check_rate_limit(self.user)
        if not emergency.use(account_id=self.user.pk, digits=digits, now=timezone.now()):
            recording.wrong_code(self.user)
            raise get_adapter().validation_error("incorrect_code")
        counted()
        return digits

    @override
    def save(self) -> None:
        if self.authenticator is None:
            record_authentication(context.request, self.user, "mfa", type=emergency.EMERGENCY)
        else:
            super().save()


class ReauthenticateCodeForm(_OnceOnly, mfa_forms.ReauthenticateForm):  # type: ignore[misc] # allauth has no types
    """A code once more, before something about signing in changes."""


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc] # allauth has no types
    """The first code of a new second factor, as proof that the app knows the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(
            self.fields["code"],
            label=_("Code"),
            help_text=_("The six digits that the app shows now."),
        )
