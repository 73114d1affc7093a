"""Signing in: the pages of allauth that we use, and ours.

allauth knows more (signing up, addresses, resets by mail); what is not here cannot be reached.
Its names (`account_login`, `mfa_index`) have no namespace.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path

from leesloket.accounts import views
from leesloket.isolation.scope import signing_in


def _behind_the_counter(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Run a view in one transaction that may find accounts and second factors.

    A refused attempt is an ordinary answer, so its audit line and its count for the rate limit
    are committed; only a crash rolls back.  The page is rendered inside, since its template may
    still read.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with signing_in():
            response = view(request, *args, **kwargs)
            render = getattr(response, "render", None)
            if render is not None:
                response = render()
        return response

    return wrapped


def _page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    return path(route, _behind_the_counter(view), name=name)


own: tuple[list[URLPattern], str] = (
    [
        _page("nieuw-wachtwoord/", views.new_password, "new_password"),
        _page("wachtwoord/", views.change_password, "change_password"),
    ],
    "accounts",
)

signing_in_pages: list[URLPattern | URLResolver] = [
    _page("", account.login, "account_login"),
    _page("af/", account.logout, "account_logout"),
    _page("opnieuw/", account.reauthenticate, "account_reauthenticate"),
    _page("code/", mfa.authenticate, "mfa_authenticate"),
    _page("code/opnieuw/", mfa.reauthenticate, "mfa_reauthenticate"),
    _page("tweede-stap/", mfa.index, "mfa_index"),
    _page("tweede-stap/instellen/", totp.activate_totp, "mfa_activate_totp"),
    _page("tweede-stap/weghalen/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _page("herstelcodes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _page(
        "herstelcodes/nieuw/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"
    ),
    path("", include(own)),
]

urlpatterns = [path("aanmelden/", include(signing_in_pages))]
