"""How allauth signs people in here: our words, our keys, our extra step."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from leesloket.accounts import actions, known_devices, queries, recording, rules, secrecy
from leesloket.accounts.models import Account, normalised
from leesloket.accounts.school_accounts.queries import linked_providers
from leesloket.accounts.school_accounts.second_step import BY_SCHOOL
from leesloket.accounts.step_up import is_fresh
from leesloket.isolation.scope import signing_in


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Login name and password; people are added at the desk, never by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "This login name and password do not belong together. Look at both again."
        ),
        "too_many_login_attempts": _("Too many tries. Wait five minutes and try again."),
        "incorrect_password": _("This is not your password."),
    }

    @override
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    @override
    def get_login_stages(self) -> list[str]:
        # First the second factor: a one-time password alone may not set the next password of
        # somebody who has one.
        return [
            "leesloket.accounts.stages.SecondFactorStage",
            "leesloket.accounts.stages.NewPasswordStage",
        ]

    @override
    def pre_login(self, request: HttpRequest, user: Account, **hook: Any) -> HttpResponse | None:
        """Stop a right password whose time is over, and say whom to call."""
        by_school = BY_SCHOOL in (hook["signal_kwargs"] or {})
        if by_school or not rules.one_time_expired(user.one_time_until, timezone.now()):
            response: HttpResponse | None = super().pre_login(request, user, **hook)
            return response
        clear_login(request)
        recording.one_time_expired(user)
        page = {"contacts": queries.contacts_of(user.pk)}
        return render(request, "accounts/one_time_expired.html", page, status=403)

    @override
    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        """As to anybody whom we do not know: only a passkey comes as far as this."""
        messages.error(
            request, gettext("This passkey does not open this door. Sign in another way.")
        )
        return redirect("account_login")

    @override
    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        """Whether the password is asked again: not within a quarter of an hour of signing in."""
        return not is_fresh(context.request)

    @override
    def get_reauthentication_methods(self, user: Account) -> list[dict[str, Any]]:
        # allauth's middleware asks this when the view and its transaction have ended.
        with signing_in():
            methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and linked_providers(user.pk):
            # Last, but the first of who has neither password nor second factor.
            url = reverse("accounts:still_you_by_school")
            methods.append({"id": BY_SCHOOL, "description": "", "url": url})
        return methods

    @override
    def set_password(self, user: Account, password: str) -> None:
        account = actions.set_new_password(
            account_id=user.pk, password=password, now=timezone.now()
        )
        user.password = account.password

    @override
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try, beforehand; allauth takes it back when the password is right."""
        login = normalised(credentials.get("username") or "")
        device = known_devices.device_of(request, login)
        if device is None:
            super().pre_authenticate(request, **credentials)
            return
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="known_device",
            config={"known_device": settings.KNOWN_DEVICE_LIMIT},
            key=f"{device} {login}",
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    @override
    def post_login(self, request: HttpRequest, user: Account, **hook: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **hook)
        known_devices.remember(request, response, user)
        return response

    @override
    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords per name and address.

        Per name alone, anybody could keep somebody out by guessing on purpose.
        """
        return f"{self.get_client_ip(request)} {normalised(credentials.get('username') or '')}"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Second factors, with their secrets encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code is not right, or it was used before. Wait for the next one."
        ),
    }

    @override
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Leesloket"}

    @override
    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """What a device shows beside the passkey; the id says nothing about who it is."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": user.login, "display_name": user.display_name}

    @override
    def generate_authenticator_name(self, user: Account, type: str) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}

    @override
    def get_totp_label(self, user: Account) -> str:
        return user.login

    @override
    def encrypt(self, text: str) -> str:
        return secrecy.encrypt(text)

    @override
    def decrypt(self, encrypted_text: str) -> str:
        return secrecy.decrypt(encrypted_text)
