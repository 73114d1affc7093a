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
from django.utils.translation import gettext_lazy as _
from django.views import View

from leesloket.accounts import pages, passkeys, second_factors, still_you, views
from leesloket.accounts.school_accounts import views as school
from leesloket.accounts.step_up import carrying_on, step_up
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


def _asking(route: str, view: type[View], name: str) -> URLPattern:
    """A page that asks who is there, and then goes on with what waited."""
    return path(route, carrying_on(_behind_the_counter(view.as_view())), name=name)


def _changing(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """A page that changes how somebody signs in."""
    return path(route, _asked(_behind_the_counter(view)), name=name)


_asked = step_up(_("You are about to change how you sign in."))


own: tuple[list[URLPattern], str] = (
    [
        _page("nieuw-wachtwoord/", views.new_password, "new_password"),
        _page("wachtwoord/", views.change_password, "change_password"),
        _page("vergeten/", views.forgotten, "forgotten"),
        _page("vergeten/<str:token>/", views.reset_by_mail, "reset_by_mail"),
        _page("wie/", views.who, "who"),
        _page("apparaten/", views.my_sessions, "sessions"),
        _page("apparaten/afmelden/", views.end_my_session, "end_session"),
        # These ask a provider, and open their own transaction when it has answered.
        path("school/<slug:provider_id>/", school.sign_in, name="school_sign_in"),
        path("school/<slug:provider_id>/koppelen/", _asked(school.link), name="link_school"),
        _changing("school-ontkoppelen/", school.unlink, "unlink_school"),
        path(
            "school-opnieuw/",
            carrying_on(school.BySchoolAccount.as_view()),
            name="still_you_by_school",
        ),
    ],
    "accounts",
)

signing_in_pages: list[URLPattern | URLResolver] = [
    _page("", pages.SignIn.as_view(), "account_login"),
    _page("af/", account.logout, "account_logout"),
    _asking("opnieuw/", still_you.ByPassword, "account_reauthenticate"),
    _page("code/", mfa.authenticate, "mfa_authenticate"),
    _asking("code/opnieuw/", still_you.ByCode, "mfa_reauthenticate"),
    _page("tweede-stap/", pages.HowISignIn.as_view(), "mfa_index"),
    _changing("tweede-stap/instellen/", second_factors.SetApp.as_view(), "mfa_activate_totp"),
    _changing("tweede-stap/weghalen/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _asking("passkey/opnieuw/", passkeys.ByPasskey, "mfa_reauthenticate_webauthn"),
    _page("passkey/", passkeys.SignInWithPasskey.as_view(), "mfa_login_webauthn"),
    _changing("passkeys/nieuw/", passkeys.AddPasskey.as_view(), "mfa_add_webauthn"),
    _changing("passkeys/<int:pk>/naam/", passkeys.NamePasskey.as_view(), "mfa_edit_webauthn"),
    _changing(
        "passkeys/<int:pk>/weghalen/", passkeys.RemovePasskey.as_view(), "mfa_remove_webauthn"
    ),
    _changing("herstelcodes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _changing(
        "herstelcodes/nieuw/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"
    ),
    # allauth's name for where a provider sends people back to.
    path(
        "school/<slug:provider_id>/terug/",
        carrying_on(school.come_back),
        name="openid_connect_callback",
    ),
    path("", include(own)),
]

urlpatterns = [path("aanmelden/", include(signing_in_pages))]
