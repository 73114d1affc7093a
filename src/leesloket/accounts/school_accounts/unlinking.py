"""Taking a school account off: by the person, or by the library when something is wrong with it."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from leesloket.accounts import sessions
from leesloket.accounts.actions import check_reset, lock_account
from leesloket.accounts.models import Account
from leesloket.accounts.queries import Viewer
from leesloket.accounts.school_accounts.actions import follow
from leesloket.audit.actions import record
from leesloket.isolation.scope import scoped, signing_in


class OnlyWayInError(Exception):
    """Without this school account the person could not come in any more."""


class LinkNotFoundError(Exception):
    """No such school account, or not one of this person."""


@transaction.atomic
def unlink(*, link_id: int, account_id: UUID, now: datetime) -> None:
    """Take one's own school account off; what it gave ends.

    Raises LinkNotFoundError, and OnlyWayInError for who has no password and no passkey.
    """
    with signing_in():
        account = lock_account(account_id)
        found = _link(link_id, account_id)
        if not _has_another_way_in(account, found):
            raise OnlyWayInError
        _take_off(found, account, by=account_id, now=now)


@transaction.atomic
def unlink_for(*, link_id: int, account_id: UUID, acting_user: Viewer, now: datetime) -> bool:
    """Take somebody's school account off, and end what they have open; gives whether they are out.

    Out is who has no password, passkey or other school account left: they need a password for one
    time.  Raises PersonNotFoundError, NotAllowedError and LinkNotFoundError.
    """
    with scoped(acting_user.scope):
        account = lock_account(account_id)
        check_reset(account_id, acting_user, now)
        with signing_in():
            found = _link(link_id, account_id)
            is_out = not _has_another_way_in(account, found)
            _take_off(found, account, by=acting_user.account_id, now=now)
            sessions.end(account_id=account_id, now=now)
    return is_out


def _link(link_id: int, account_id: UUID) -> SocialAccount:
    found = SocialAccount.objects.filter(pk=link_id, user_id=account_id).first()
    if found is None:
        raise LinkNotFoundError
    return found


def _has_another_way_in(account: Account, without: SocialAccount) -> bool:
    passkeys = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.WEBAUTHN)
    others = SocialAccount.objects.filter(user_id=account.pk).exclude(pk=without.pk)
    return bool(account.has_usable_password() or passkeys.exists() or others.exists())


def _take_off(found: SocialAccount, account: Account, *, by: UUID, now: datetime) -> None:
    found.delete()
    follow(account, provider_id=found.provider, wanted=frozenset(), now=now)
    record(
        "school_unlinked",
        at=now,
        by=by,
        library_id=account.library_id,
        subject_id=account.pk,
        detail={"provider": found.provider},
    )
