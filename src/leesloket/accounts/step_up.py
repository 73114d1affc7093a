"""Asking 'is it still you?' before what weighs, without losing what somebody was doing.

What was posted waits in the session, sealed (a reason may name a child), until the person has shown
who they are; then it is done as if nothing had come between.  Only the door is passed again: what
has changed meanwhile is seen by the act itself, by its digest or its lock.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar
from urllib.parse import urlencode, urlsplit

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from leesloket.accounts import secrecy
from leesloket.accounts.doors import viewer_or_none

P = ParamSpec("P")
R = TypeVar("R", HttpResponse, HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], R]

ACT: Final = "act"
"""Stands in the address of the page that asks when it is for something that was posted."""

_KEPT: Final = "leesloket_kept"
_AT_MOST: Final = 4
"""As many acts as may wait at once, one for each address: several tabs, and no heap."""
_LONGEST: Final = 256 * 1024
"""In characters: the marks of the largest plan fit in it several times."""


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person has shown within the last quarter of an hour who they are."""
    records = get_authentication_records(request, request.user)
    newest = max((record["at"] for record in records), default=0)
    return bool(time.time() - newest <= app_settings.REAUTHENTICATION_TIMEOUT)


def step_up(what: Any) -> Callable[[View[P, R]], View[P, R]]:
    """Ask who is there before this act; `what` tells, lazily translated, what they are about to do.

    Stands inside `needs`, so that only who may come in is asked.
    """

    def decorate(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if is_fresh(request):
                return view(request, *args, **kwargs)
            return _ask(request)

        # The page that asks reads from here what for; a test, which doors ask.
        guarded.__dict__["step_up"] = what
        return guarded

    return decorate


def _ask(request: HttpRequest) -> HttpResponse:
    query = {REDIRECT_FIELD_NAME: request.get_full_path()}
    if request.method == "POST":
        _keep(request)
        query[ACT] = "1"
    url = f"{reverse('account_reauthenticate')}?{urlencode(query)}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(url)
    return redirect(url)


def _keep(request: HttpRequest) -> None:
    """Keep what was posted, when it is not too much; files never wait."""
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    act = {"posted": posted.urlencode(), "at": time.time(), "by": _doer(request)}
    text = "" if request.FILES else json.dumps(act)
    kept = {
        "sealed": secrecy.encrypt(text) if len(text) <= _LONGEST else "",
        "back": _back(request),
    }
    others = request.session.get(_KEPT, {})
    others.pop(request.get_full_path(), None)
    newest = list(others.items())[-(_AT_MOST - 1) :]
    request.session[_KEPT] = dict([*newest, (request.get_full_path(), kept)])


def _doer(request: HttpRequest) -> str:
    """Whose act it is: at a shared account the person, so that nobody finishes another's."""
    viewer = viewer_or_none(request)
    return str(viewer.account_id if viewer else request.user.pk)


def _back(request: HttpRequest) -> str:
    """The page that the person was at."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return reverse("portal:home")
    parts = urlsplit(came_from)
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"


# --- the page that asks --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits until somebody has shown who they are."""

    what: Any
    back: str


def waiting_in(request: HttpRequest, address: str) -> Waiting | None:
    """What is about to happen at `address`; None when nothing there asks first."""
    what = _what(address)
    if what is None:
        return None
    kept = request.session.get(_KEPT, {}).get(address)
    return Waiting(what, kept["back"] if kept else reverse("portal:home"))


def _what(address: str) -> Any:
    try:
        return resolve(urlsplit(address).path).func.__dict__.get("step_up")
    except Resolver404:
        return None


class CarryOn(HttpResponse):
    """Stands for the act's answer, until the transaction that checked the person is over."""

    def __init__(self, address: str) -> None:
        super().__init__(status=303, headers={"Location": address})
        self.address = address


def carrying_on(view: View[P, HttpResponseBase]) -> View[P, HttpResponseBase]:
    """Do what waited, once `view` has let the person through.

    Outside of the view, so that being let through is committed whatever the act does.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, CarryOn):
            return _carry_on(request, response.address)
        return response

    return wrapped


def _carry_on(request: HttpRequest, address: str) -> HttpResponseBase:
    kept = request.session.get(_KEPT, {}).pop(address, None)
    request.session.modified = True
    if kept is None:
        # The page with its answer was loaded again, or too many acts waited at once.
        messages.warning(
            request, _("Look first whether this was done already. If not, please do it once more.")
        )
        return redirect("portal:home")
    posted = _unsealed(request, kept)
    if posted is None:
        messages.warning(request, _("Nothing has been done yet. Please do it once more."))
        return redirect(kept["back"])
    found = resolve(urlsplit(address).path)
    request.method = "POST"
    request.path = request.path_info = urlsplit(address).path
    request.META["QUERY_STRING"] = urlsplit(address).query
    request.GET = QueryDict(urlsplit(address).query)
    request.POST = QueryDict(posted)
    request.resolver_match = found
    response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    return response


def _unsealed(request: HttpRequest, kept: dict[str, str]) -> str | None:
    """What was posted, as long as it is this person's and of this quarter of an hour."""
    if not kept["sealed"]:
        return None
    try:
        act = json.loads(secrecy.decrypt(kept["sealed"]))
    except InvalidToken:
        return None
    too_old = time.time() - act["at"] > app_settings.REAUTHENTICATION_TIMEOUT
    if too_old or act["by"] != _doer(request):
        return None
    posted: str = act["posted"]
    return posted
