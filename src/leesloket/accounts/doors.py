"""The doors of the screens: who may come in, and where the others go."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit, urlunsplit

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from leesloket.accounts import rules
from leesloket.accounts.emergency import must_replace
from leesloket.accounts.queries import Viewer
from leesloket.accounts.school_accounts.second_step import told_second_factor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class ViewedRequest(HttpRequest):
    """A request with what our middleware and the doors write on it; no request is made of it."""

    viewer: Viewer | None
    """Who is looking (ViewerMiddleware)."""
    let_in: Viewer
    """The same person with what the door opens; only behind one."""


def viewed(request: HttpRequest) -> ViewedRequest:
    """The same request, by the name that says what is written on it."""
    return cast("ViewedRequest", request)


def viewer_or_none(request: HttpRequest) -> Viewer | None:
    """Who is looking, or None."""
    return viewed(request).viewer


def viewer_in(request: HttpRequest) -> Viewer:
    """Who is looking, behind a door, where somebody always is: with what the door opens."""
    viewer: Viewer | None = getattr(request, "let_in", None) or viewer_or_none(request)
    if viewer is None:
        raise NoViewerError
    return viewer


class NoViewerError(Exception):
    """A screen without a door asked who is looking: a mistake in the code."""


def needs(*kinds: str) -> Callable[[View[P]], View[P]]:
    """Let in who holds one of these rights in at least one branch today.

    Without kinds: every signed-in person.  Nobody signed in: to the sign-in page and back.  No
    such right: 404, so that nothing is told.  A second factor that is demanded comes first.  The
    screen sees the branches of these rights and no other (`Viewer.at_branches_with`); which of
    them it is about is for the view, with `viewer.branches_with` or `viewer.may`.
    """
    unknown = set(kinds) - set(rules.KINDS)
    if unknown:
        raise ValueError(unknown)

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            viewer = viewer_or_none(request)
            if viewer is None:
                return sign_in_first(request)
            if kinds and not viewer.branches_with(*kinds):
                raise Http404
            viewed(request).let_in = viewer.at_branches_with(*kinds) if kinds else viewer
            return _second_factor_first(request, viewer) or view(request, *args, **kwargs)

        # A test reads from here who may come in where.
        guarded.__dict__["needs"] = kinds
        return guarded

    return decorate


def _second_factor_first(request: HttpRequest, viewer: Viewer) -> HttpResponse | None:
    """Where somebody must go before this door opens, or None."""
    if must_replace(request):
        return redirect("mfa_activate_totp")
    if not rules.needs_second_factor(right.kind for right in viewer.rights):
        return None
    if not viewer.second_factor and not told_second_factor(request, request.user):
        return redirect("mfa_activate_totp")
    if _passed_second_factor(request):
        return None
    # This session is older than the second factor: it was set in another browser.
    logout(request)
    messages.info(request, _("Please sign in again, with your second factor."))
    return sign_in_first(request)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back to what was asked.

    What a form sends cannot be asked again: then back to the page it stands on, which is told.
    """
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    messages.warning(request, _("You were signed out. What you did last was not kept."))
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return redirect_to_login("/")
    parts = urlsplit(page)
    return redirect_to_login(urlunsplit(("", "", parts.path, parts.query, "")))


def _passed_second_factor(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)
