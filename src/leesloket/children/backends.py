"""Signing in with a card number instead of a user name."""

from typing import Any

from django.http import HttpRequest
from typing_extensions import override

from leesloket.accounts.backends import AccountBackend
from leesloket.accounts.models import Account
from leesloket.children.models import Child
from leesloket.isolation.scope import signing_in
from leesloket.patrons.rules import cleaned_card_number

_MOST = 3
"""Libraries can have given the same number; more than a few would be many passwords to try."""


class CardBackend(AccountBackend):
    """Knows the number of a child's working card and a password."""

    @override
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> Account | None:
        number = cleaned_card_number(username or "")
        if not number or not password:
            return None
        with signing_in():
            children = Child.objects.filter(card_number=number).select_related("account")
            found = [child.account for child in children.order_by("made_at")[:_MOST]]
            right = [one for one in found if one.check_password(password) and one.is_active]
            if not found:
                # As slow as a known number, so that the time tells nobody which numbers exist.
                Account().set_password(password)
        return right[0] if len(right) == 1 else None
