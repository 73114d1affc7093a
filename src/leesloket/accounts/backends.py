"""Django's side of signing in: finding an account by login name or by id."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from typing_extensions import override

from leesloket.accounts.models import Account, normalised
from leesloket.isolation.scope import signing_in


class AccountBackend(BaseBackend):
    """Knows a login name and a password; each call is a transaction that may find accounts."""

    @override
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> Account | None:
        if not username or not password:
            return None
        with signing_in():
            account = Account.objects.filter(login=normalised(username)).first()
            if account is None:
                # As slow as a known name, so that the time tells nobody which names exist.
                Account().set_password(password)
                return None
            if not account.check_password(password) or not account.is_active:
                return None
            return account

    @override
    def get_user(self, user_id: UUID) -> Account | None:
        with signing_in():
            return Account.objects.filter(pk=user_id, is_active=True).first()
