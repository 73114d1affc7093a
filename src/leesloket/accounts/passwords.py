"""What a password must be, in our words: long, not one that everybody uses, not the own name."""

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from typing_extensions import override

from leesloket.accounts.models import Account


class LongEnough(password_validation.MinimumLengthValidator):
    """Length is what counts; no rules about capitals or signs (ASVS 6.2.1 and 6.2.5)."""

    @override
    def get_error_message(self) -> str:
        return _("Choose a longer password: at least %(min_length)s characters.")


_ROWS = ("0123456789" * 20, "abcdefghijklmnopqrstuvwxyz" * 8)
_LONGEST_PIECE = 4
_OFTEN = 3


def is_a_row(password: str) -> bool:
    """Whether the signs only follow one another (123456789012) or come again (1212121212).

    Whatever its length, which no list of passwords has: who must type twelve counts on.
    """
    low = password.casefold()
    if any(low in row or low[::-1] in row for row in _ROWS):
        return True
    return any(
        len(low) >= size * _OFTEN and low == (low[:size] * len(low))[: len(low)]
        for size in range(1, _LONGEST_PIECE + 1)
    )


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of the twenty thousand that are tried first, nor a row that goes on by itself."""

    @override
    def validate(self, password: str, user: Account | None = None) -> None:
        if is_a_row(password):
            raise ValidationError(self.get_error_message(), code="password_too_common")
        super().validate(password, user)

    @override
    def get_error_message(self) -> str:
        return _("Many people use this password, so a thief tries it first. Choose another one.")


class NotTheName(password_validation.UserAttributeSimilarityValidator):
    """Not the name or the login name, nor nearly."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("login", "display_name"))

    @override
    def get_error_message(self) -> str:
        return _("This password looks like your name or your login name. Choose another one.")
