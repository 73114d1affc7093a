"""'Mag lenergegevens uploaden voor' on the page of a grown-up patron."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from leesloket.accounts import actions as accounts
from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.forms import LOGIN_ERRORS
from leesloket.accounts.queries import PersonNotFoundError
from leesloket.accounts.step_up import step_up
from leesloket.desk.about_people import RIGHT_ERRORS, show_once
from leesloket.patrons import logins
from leesloket.patrons.queries import PatronNotFoundError

_gives = needs("administer", "import")


class UploadForm(forms.Form):
    """For which branch, from when until when, and with which login name."""

    branch = forms.SlugField()
    login = forms.CharField(max_length=60, required=False)
    until = forms.DateField(required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # what a form takes
        self.fields["from"] = forms.DateField()


@require_POST
@_gives
@step_up(gettext_lazy("You are about to give somebody a right."))
def give_upload(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """Give the right; the answer shows a new password for one time, this once."""
    known = _login_or_404(request, patron_id)
    form = UploadForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a branch and a first day."))
        return redirect("desk:patron", patron_id)
    chosen = [one.id for one in known.branches if one.slug == form.cleaned_data["branch"]]
    if not chosen:
        raise Http404
    try:
        one_time = logins.give_upload(
            patron_id=patron_id,
            branch_id=chosen[0],
            login=form.cleaned_data["login"],
            from_date=form.cleaned_data["from"],
            until_date=form.cleaned_data["until"],
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except accounts.RightAlreadyGivenError:
        messages.info(request, RIGHT_ERRORS[accounts.RightAlreadyGivenError])
    except _REFUSALS as refused:
        messages.error(request, _REFUSAL_WORDS[type(refused)])
    except (accounts.NotAllowedError, PatronNotFoundError, PersonNotFoundError):
        raise Http404 from None
    else:
        messages.success(request, _("The right has been given."))
        if one_time is not None:
            return show_once(request, one_time)
    return redirect("desk:patron", patron_id)


_REFUSAL_WORDS = {
    **RIGHT_ERRORS,
    **LOGIN_ERRORS,
    logins.LoginMissingError: gettext_lazy("Type a login name."),
    logins.NotForPupilsError: gettext_lazy("A pupil cannot send lists."),
}
_REFUSALS = tuple(_REFUSAL_WORDS)


@require_POST
@_gives
@step_up(gettext_lazy("You are about to end somebody's right."))
def end_upload(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """End the right, at once."""
    known = _login_or_404(request, patron_id)
    own = {str(right.id): right.id for right in known.rights}
    try:
        right_id = own[request.POST.get("right", "")]
    except KeyError:
        messages.info(request, _("This right had ended already."))
        return redirect("desk:patron", patron_id)
    try:
        accounts.end_right(right_id=right_id, acting_user=viewer_in(request), now=timezone.now())
    except (accounts.RightNotFoundError, accounts.NotAllowedError):
        raise Http404 from None
    messages.success(request, _("The right has ended."))
    return redirect("desk:patron", patron_id)


def _login_or_404(request: HttpRequest, patron_id: UUID) -> logins.PatronLogin:
    try:
        known = logins.patron_login(
            patron_id, viewer=viewer_in(request), today=timezone.localdate()
        )
    except PatronNotFoundError:
        raise Http404 from None
    if known is None:
        raise Http404
    return known


login_urls = [
    path("klanten/<uuid:patron_id>/uploaden/", give_upload, name="give_upload"),
    path("klanten/<uuid:patron_id>/uploaden/einde/", end_upload, name="end_upload"),
]
