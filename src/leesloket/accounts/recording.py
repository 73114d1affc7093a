"""What signing in leaves behind in the record, heard from Django's and allauth's signals."""

from typing import Any

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.http import HttpRequest
from django.utils import timezone

from leesloket.accounts import sessions
from leesloket.accounts.models import Account
from leesloket.accounts.queries import SECOND_FACTORS, account_by_login
from leesloket.audit.actions import Detail, record
from leesloket.isolation.scope import signing_in

_SETS = {
    Authenticator.Type.TOTP: "second_factor_set",
    Authenticator.Type.WEBAUTHN: "passkey_set",
    Authenticator.Type.RECOVERY_CODES: "recovery_codes_made",
}

_ENDS = {
    Authenticator.Type.TOTP: "second_factor_removed",
    Authenticator.Type.WEBAUTHN: "passkey_removed",
}


def connect() -> None:
    """Listen.  Django's own receiver for the last sign-in would write outside of any scope."""
    auth.user_logged_in.disconnect(dispatch_uid="update_last_login")
    auth.user_logged_in.connect(_signed_in)
    auth.user_logged_out.connect(_signed_out)
    auth.user_login_failed.connect(_wrong_password)
    mfa.authentication_failed.connect(wrong_code)
    mfa.authenticator_added.connect(_authenticator_added)
    mfa.authenticator_reset.connect(_authenticator_added)
    mfa.authenticator_removed.connect(_authenticator_removed)
    mfa.authenticator_used.connect(_authenticator_used)


def _signed_in(request: HttpRequest, user: Account, **_: Any) -> None:
    now = timezone.now()
    user_agent = request.headers.get("User-Agent", "")
    sessions.begin(request.session, account_id=user.pk, user_agent=user_agent, now=now)
    with signing_in():
        Account.objects.filter(pk=user.pk).update(last_login=now)
    _record("signed_in", user, detail=_by_school(request, user))


def _by_school(request: HttpRequest, user: Account) -> Detail | None:
    """Through which school's door, when it was one."""
    records = get_authentication_records(request, user)
    found = [one["provider"] for one in records if one["method"] == "socialaccount"]
    return {"provider": found[-1]} if found else None


def _record(code: str, account: Account, *, detail: Detail | None = None) -> None:
    with signing_in():
        record(
            code,
            at=timezone.now(),
            by=account.pk,
            library_id=account.library_id,
            subject_id=account.pk,
            detail=detail,
        )


def _signed_out(request: HttpRequest, user: Account | None, **_: Any) -> None:
    if user is not None:
        sessions.end_this(request.session, account_id=user.pk, now=timezone.now())
        _record("signed_out", user)


def _wrong_password(credentials: dict[str, Any], **_: Any) -> None:
    """A failure at a known name tells which account; an unknown name is not kept.

    People type passwords in the box for the name.
    """
    account = account_by_login(str(credentials.get("username") or ""))
    _failed(account, step="password")


def _failed(account: Account | None, *, step: str) -> None:
    with signing_in():
        record(
            "sign_in_failed",
            at=timezone.now(),
            by=None,
            library_id=account.library_id if account else None,
            subject_id=account.pk if account else None,
            detail={"step": step},
        )


def one_time_expired(account: Account) -> None:
    """Record that a right password came too late."""
    _record("one_time_expired", account)


def wrong_code(user: Account, **_: Any) -> None:
    """Record a second step that was not right."""
    _failed(user, step="second_factor")


def _authenticator_added(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any
) -> None:
    code = _SETS.get(authenticator.type)
    if code:
        _record(code, user)
    if authenticator.type in SECOND_FACTORS:
        # Whoever has just shown a right code, or a face, has passed the second factor as well.
        record_authentication(request, user, "mfa", type=authenticator.type)


def _authenticator_removed(user: Account, authenticator: Authenticator, **_: Any) -> None:
    code = _ENDS.get(authenticator.type)
    if code:
        _record(code, user)


def _authenticator_used(user: Account, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _record("recovery_code_used", user)
