"""A new password by mail, for who has an address.

The address is set by staff, who may give a password for one time as well: that gives them no more
than they had.  Nobody is told whether a name or an address exists, and the second factor stays.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet

from leesloket.accounts import sessions
from leesloket.accounts.actions import set_new_password
from leesloket.accounts.models import Account, PasswordReset, normalised
from leesloket.audit.actions import record
from leesloket.isolation.jobs import enqueue
from leesloket.isolation.scope import Scope, signing_in

_AT_ONCE: Final = 3
"""So many may be open for one person: nobody fills somebody's mailbox."""


class NoSuchResetError(Exception):
    """Not a link of ours, or used, or too old."""


@transaction.atomic
def ask(*, login: str, now: datetime) -> None:
    """Let a link go out by mail, when somebody with this name has an address; says nothing."""
    with signing_in():
        known = Account.objects.filter(login=normalised(login), is_active=True).exclude(email="")
        account = known.select_for_update().first()
        if account is None:
            return
        PasswordReset.objects.filter(account=account, made_at__lt=now - timedelta(days=1)).delete()
        if _open(now).filter(account=account).count() >= _AT_ONCE:
            return
        reset = PasswordReset(account=account, made_at=now)
        reset.save(force_insert=True)
        record("reset_asked", at=now, by=None, library_id=account.library_id, subject_id=account.pk)
    enqueue(
        "messaging.send_password_reset",
        scope=Scope(account.library_id, ()),
        account_id=account.pk,
        reset_id=reset.pk,
    )


def _open(now: datetime) -> QuerySet[PasswordReset]:
    oldest = now - timedelta(minutes=settings.PASSWORD_RESET_MINUTES)
    return PasswordReset.objects.filter(over_at=None, made_at__gt=oldest, account__is_active=True)


def is_open(reset_id: UUID, *, now: datetime) -> bool:
    """Whether a link still opens something, and so is worth a mail."""
    with signing_in():
        return bool(_open(now).filter(pk=reset_id).exists())


def _signer() -> Signer:
    return Signer(salt="leesloket password reset")


def token_of(reset_id: UUID) -> str:
    """What stands in the link: nothing that a copy of the database alone could make."""
    return str(_signer().sign(reset_id.hex))


def _reset_of(token: str, now: datetime) -> QuerySet[PasswordReset]:
    try:
        reset_id = UUID(_signer().unsign(token))
    except (BadSignature, ValueError):
        raise NoSuchResetError from None
    return _open(now).filter(pk=reset_id)


def account_of(token: str, *, now: datetime) -> Account:
    """Who asked for this link.  Looking uses nothing up; raises NoSuchResetError."""
    with signing_in():
        found = _reset_of(token, now).select_related("account").first()
    if found is None:
        raise NoSuchResetError
    return found.account


@transaction.atomic
def set_password(*, token: str, password: str, now: datetime) -> None:
    """Set the password somebody chose; every link and every session of theirs is over.

    The caller has validated it.  Raises NoSuchResetError.
    """
    with signing_in():
        # The account first, and the link again: of two at once, one finds it used.
        account_id = account_of(token, now=now).pk
        Account.objects.select_for_update().get(pk=account_id)
        if not _reset_of(token, now).exists():
            raise NoSuchResetError
        PasswordReset.objects.filter(account_id=account_id, over_at=None).update(over_at=now)
        set_new_password(account_id=account_id, password=password, now=now)
        sessions.end(account_id=account_id, now=now)
