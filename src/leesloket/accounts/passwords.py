"""What a password must be, in our words: long, not one that everybody uses, not the own name."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from typing_extensions import override


class LongEnough(password_validation.MinimumLengthValidator):
    """Length is what counts; no rules about capitals or signs (ASVS 6.2.1 and 6.2.5)."""

    @override
    def get_error_message(self) -> str:
        return _("Choose a longer password: at least %(min_length)s characters.")


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of the twenty thousand that are tried first."""

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
