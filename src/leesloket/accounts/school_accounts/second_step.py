"""A second factor that the school asked for already, where the library believes its word."""

from typing import Final

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

BY_SCHOOL: Final = "school_account"
"""How a session says that it came in by a school, and that the school asked for two factors."""


def told_second_factor(request: HttpRequest, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this session came in with the school's word for a second factor."""
    records = get_authentication_records(request, user)
    return any(one.get("method") == "mfa" and one.get("type") == BY_SCHOOL for one in records)
