"""What the screens about people share: their door, the way back, and why something was refused."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from leesloket.accounts import actions, queries, rules
from leesloket.accounts.doors import needs, viewer_in

View = Callable[[HttpRequest, UUID], HttpResponseBase]

for_managers = needs(rules.ADMINISTER, rules.IMPORT)

RIGHT_ERRORS = {
    actions.EndsBeforeItStartsError: _("The last day lies before the first, or has passed."),
    actions.RightAlreadyGivenError: _("This right was there already, for some of these days."),
    actions.NoSchoolError: _("This branch is no school: no lists come from it."),
}
"""Why a right was not given, in words; what tells most first."""


def about_a_person(view: View) -> View:
    """POST by who looks after people; to anybody else this person is not there."""

    @wraps(view)
    def wrapped(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
        try:
            return view(request, account_id)
        except (
            queries.PersonNotFoundError,
            actions.RightNotFoundError,
            actions.NotAllowedError,
        ):
            raise Http404 from None

    return require_POST(for_managers(wrapped))


def person_or_404(request: HttpRequest, account_id: UUID) -> queries.PersonPage:
    """One person, for who may look after them."""
    try:
        return queries.person(viewer_in(request), account_id, today=timezone.localdate())
    except queries.PersonNotFoundError:
        raise Http404 from None


def show_once(request: HttpRequest, one_time: actions.OneTime) -> HttpResponse:
    """Show a password for one time, this once."""
    shown = {
        "person": person_or_404(request, one_time.account_id),
        "password": one_time.password,
        "valid_until": one_time.valid_until,
    }
    return render(request, "desk/one_time_password.html", shown)


def see(name: str, *args: UUID) -> HttpResponse:
    """303: the answer to what was posted is at another address."""
    return HttpResponse(status=303, headers={"Location": reverse(name, args=args)})


def about(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """The address of a screen about one person."""
    return path(f"mensen/<uuid:account_id>/{route}", view, name=name)
