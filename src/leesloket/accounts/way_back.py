"""The way back in for a library that nobody can administer any more, opened by who runs the site.

The telephone and the password of its only administrator are lost, or that person has left.
Everybody else is helped at the desk, by somebody whom the library trusts with that.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone

from leesloket.accounts import queries, sessions
from leesloket.accounts.actions import NotAllowedError, OneTime, lock_account, one_time_for
from leesloket.accounts.models import EmergencyCode, PasswordReset
from leesloket.accounts.queries import PersonNotFoundError
from leesloket.accounts.rules import ADMINISTER
from leesloket.audit.actions import record
from leesloket.isolation.scope import signing_in


@transaction.atomic
def open_way_back(*, login: str, now: datetime) -> OneTime:
    """Give an administrator a password for one time, and let go of every other way in.

    Second factors, recovery codes, codes of the desk, linked school accounts, links that went out
    by mail and sessions end; the person chooses a password and sets a second factor anew.  The
    record says that nobody of the library did it.  Raises PersonNotFoundError, and NotAllowedError
    for who is no administrator.
    """
    found = queries.account_by_login(login)
    if found is None:
        raise PersonNotFoundError
    held = queries.held_by(found.pk, today=timezone.localdate(now))
    if not any(right.kind == ADMINISTER for right in held):
        raise NotAllowedError
    with signing_in():
        account = lock_account(found.pk)
        Authenticator.objects.filter(user_id=account.pk).delete()
        SocialAccount.objects.filter(user_id=account.pk).delete()
        EmergencyCode.objects.filter(account_id=account.pk, over_at=None).update(over_at=now)
        # Without a second factor such a link would be enough for who reads the mail.
        PasswordReset.objects.filter(account_id=account.pk, over_at=None).update(over_at=now)
        one_time = one_time_for(account, now)
        account.save(update_fields=["password", "one_time_until"])
        sessions.end(account_id=account.pk, now=now)
        for code in ("second_factor_removed", "reset_started"):
            record(code, at=now, by=None, library_id=account.library_id, subject_id=account.pk)
    return one_time
