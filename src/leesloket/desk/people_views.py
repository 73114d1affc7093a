"""The people of a library: who may sign in, what they may do, and a new password for them."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from leesloket.accounts import actions, closing, emergency, queries, rules
from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.reviewing import confirm_rights
from leesloket.accounts.reviews import review_for
from leesloket.accounts.step_up import step_up

EVENTS = {
    "account_added": gettext_lazy("Added"),
    "right_given": gettext_lazy("Right given"),
    "right_ended": gettext_lazy("Right ended"),
    "right_confirmed": gettext_lazy("Right looked through: it stays"),
    "right_reported": gettext_lazy("The school says: no longer works here"),
    "reset_started": gettext_lazy("Password for one time made"),
    "password_set": gettext_lazy("Chose an own password"),
    "second_factor_set": gettext_lazy("Set the second step"),
    "second_factor_removed": gettext_lazy("Took the second step away"),
    "passkey_set": gettext_lazy("Set an own passkey"),
    "passkey_removed": gettext_lazy("Took a passkey away"),
    "second_factor_reset": gettext_lazy("Second step taken away by the library"),
    "recovery_codes_made": gettext_lazy("Made new recovery codes"),
    "recovery_code_used": gettext_lazy("Used a recovery code"),
    "emergency_code_made": gettext_lazy("Emergency code made"),
    "emergency_code_used": gettext_lazy("Signed in with the emergency code"),
    "signed_in": gettext_lazy("Signed in"),
    "signed_out": gettext_lazy("Signed out"),
    "account_closed": gettext_lazy("Account closed"),
    "account_reopened": gettext_lazy("Account opened again"),
    "sessions_ended": gettext_lazy("Signed out everywhere by the library"),
    "sign_in_failed": gettext_lazy("Somebody typed a wrong password or code"),
    "one_time_expired": gettext_lazy("Came with a one-time password that was too old"),
}
"""What happened to an account, in words; a test compares it with the codes that are recorded."""

_for_managers = needs(rules.ADMINISTER, rules.IMPORT)


class AddPersonForm(forms.Form):
    """Who is added."""

    name = forms.CharField(max_length=120)
    login = forms.CharField(max_length=60)


class GiveRightForm(forms.Form):
    """Which right, where, and when; `from` is no name for a class attribute."""

    kind = forms.CharField()
    branch = forms.SlugField()
    until = forms.DateField(required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # what a form takes
        self.fields["from"] = forms.DateField()


def _see(name: str, *args: UUID) -> HttpResponse:
    """303: the answer to what was posted is at another address."""
    return HttpResponse(status=303, headers={"Location": reverse(name, args=args)})


@require_GET
@_for_managers
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of the library."""
    viewer, today = viewer_in(request), timezone.localdate()
    shown = {
        "people": queries.people_of(viewer, today=today),
        "review": review_for(viewer, today=today),
    }
    return render(request, "desk/people.html", shown)


@require_POST
@_for_managers
def add_person(request: HttpRequest) -> HttpResponse:
    """Add somebody; the answer shows the password for one time, this once."""
    form = AddPersonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Type a name and a login name."))
        return _see("desk:people")
    try:
        one_time = actions.add_account(
            login=form.cleaned_data["login"],
            display_name=form.cleaned_data["name"],
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except actions.LoginUnfitError:
        messages.error(
            request,
            _("A login name has 3 to 60 small letters, digits, dots or dashes, without spaces."),
        )
        return _see("desk:people")
    except actions.LoginTakenError:
        messages.error(request, _("Somebody has this login name already. Choose another one."))
        return _see("desk:people")
    return _show_once(request, one_time)


def _show_once(request: HttpRequest, one_time: actions.OneTime) -> HttpResponse:
    shown = {
        "person": _person_or_404(request, one_time.account_id),
        "password": one_time.password,
        "valid_until": one_time.valid_until,
    }
    return render(request, "desk/one_time_password.html", shown)


def _person_or_404(request: HttpRequest, account_id: UUID) -> queries.PersonPage:
    try:
        return queries.person(viewer_in(request), account_id, today=timezone.localdate())
    except queries.PersonNotFoundError:
        raise Http404 from None


@require_GET
@_for_managers
def person(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One person: rights, sign-ins, and what the viewer may do about them."""
    viewer = viewer_in(request)
    page = _person_or_404(request, account_id)
    shown = {
        "person": page,
        "events": [(EVENTS.get(event.code, event.code), event) for event in page.events],
        "branches": queries.branches_to_give(viewer),
        "kinds": rules.kinds_to_give(viewer.held),
        "today": timezone.localdate(),
        "emergency_until": emergency.open_until(account_id, now=timezone.now()),
    }
    return render(request, "desk/person.html", shown)


@require_POST
@_for_managers
@step_up(gettext_lazy("You are about to give somebody a right."))
def give_right(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give a right."""
    form = GiveRightForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a right, a branch and a first day."))
        return _see("desk:person", account_id)
    viewer = viewer_in(request)
    slug = form.cleaned_data["branch"]
    branch_ids = [line.id for line in queries.branches_to_give(viewer) if line.slug == slug]
    if not branch_ids:
        raise Http404
    try:
        actions.give_right(
            account_id=account_id,
            branch_id=branch_ids[0],
            kind=form.cleaned_data["kind"],
            from_date=form.cleaned_data["from"],
            until_date=form.cleaned_data["until"],
            acting_user=viewer,
            now=timezone.now(),
        )
    except actions.RightAlreadyGivenError:
        messages.info(request, _("This right was there already, for some of these days."))
    except actions.EndsBeforeItStartsError:
        messages.error(request, _("The last day lies before the first, or has passed."))
    except (actions.NotAllowedError, queries.PersonNotFoundError):
        raise Http404 from None
    else:
        messages.success(request, _("The right has been given."))
    return _see("desk:person", account_id)


@require_POST
@_for_managers
@step_up(gettext_lazy("You are about to end somebody's right."))
def end_right(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """End a right, at once."""
    try:
        right_id = UUID(request.POST.get("right", ""))
        actions.end_right(right_id=right_id, acting_user=viewer_in(request), now=timezone.now())
    except (ValueError, actions.RightNotFoundError, actions.NotAllowedError):
        raise Http404 from None
    messages.success(request, _("The right has ended."))
    return _see("desk:person", account_id)


@require_POST
@_for_managers
@step_up(gettext_lazy("You are about to make a new password for somebody."))
def reset_password(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Make a password for one time; the answer shows it, this once."""
    try:
        one_time = actions.start_reset(
            account_id=account_id, acting_user=viewer_in(request), now=timezone.now()
        )
    except (actions.NotAllowedError, queries.PersonNotFoundError):
        raise Http404 from None
    return _show_once(request, one_time)


@require_POST
@_for_managers
@step_up(gettext_lazy("You are about to take somebody's second step away."))
def reset_second_factor(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Take a second step away, after which the person sets a new one."""
    try:
        actions.reset_second_factor(
            account_id=account_id, acting_user=viewer_in(request), now=timezone.now()
        )
    except (actions.NotAllowedError, queries.PersonNotFoundError):
        raise Http404 from None
    messages.success(request, _("The second step is gone. At the next sign-in a new one is set."))
    return _see("desk:person", account_id)


@require_POST
@_for_managers
@step_up(gettext_lazy("You are about to make an emergency code for somebody."))
def make_emergency_code(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Make a code for who lost the second step; the answer shows it, this once."""
    try:
        issued = emergency.issue(
            account_id=account_id, acting_user=viewer_in(request), now=timezone.now()
        )
    except emergency.NothingToReplaceError:
        messages.info(request, _("There is no second step. A password alone leads to setting one."))
    except emergency.TooManyCodesError:
        messages.error(
            request,
            _("There were three codes for this person today. Find out first what goes wrong."),
        )
    except (actions.NotAllowedError, queries.PersonNotFoundError):
        raise Http404 from None
    else:
        shown = {"person": _person_or_404(request, account_id), "issued": issued}
        return render(request, "desk/emergency_code.html", shown)
    return _see("desk:person", account_id)


@require_POST
@_for_managers
@step_up(gettext_lazy("You are about to close or open somebody's account."))
def switch_account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Close the account of somebody who left, or open it again."""
    opens = request.POST.get("to") == "open"
    switch = closing.reopen if opens else closing.close
    try:
        switch(account_id=account_id, acting_user=viewer_in(request), now=timezone.now())
    except (actions.NotAllowedError, queries.PersonNotFoundError):
        raise Http404 from None
    messages.success(
        request, _("The account is open again.") if opens else _("The account is closed.")
    )
    return _see("desk:person", account_id)


@require_POST
@_for_managers
def end_sessions(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Sign somebody out everywhere."""
    try:
        closing.end_sessions(
            account_id=account_id, acting_user=viewer_in(request), now=timezone.now()
        )
    except (actions.NotAllowedError, queries.PersonNotFoundError):
        raise Http404 from None
    messages.success(request, _("Signed out everywhere."))
    return _see("desk:person", account_id)


def _about(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    return path(f"mensen/<uuid:account_id>/{route}", view, name=name)


# --- the yearly review ---------------------------------------------------------------------------


@require_GET
@_for_managers
def review(request: HttpRequest) -> HttpResponse:
    """Who still has which right, as far as nobody has looked at it in this school year."""
    found = review_for(viewer_in(request), today=timezone.localdate())
    return render(request, "desk/review.html", {"review": found})


@require_POST
@_for_managers
@step_up(gettext_lazy("You are about to say which rights stay and which end."))
def answer_review(request: HttpRequest) -> HttpResponse:
    """One right, or all of a branch that nobody questioned, stays; or one right ends."""
    viewer, now = viewer_in(request), timezone.now()
    try:
        right_ids = [UUID(text) for text in request.POST.getlist("right")]
        if request.POST.get("answer") == "ends":
            for right_id in right_ids:
                actions.end_right(right_id=right_id, acting_user=viewer, now=now)
            messages.success(request, _("The right has ended."))
        else:
            count = confirm_rights(right_ids=right_ids, acting_user=viewer, now=now)
            messages.success(
                request,
                ngettext("One right stays.", "%(n)s rights stay.", count) % {"n": count},
            )
    except (ValueError, actions.RightNotFoundError, actions.NotAllowedError):
        raise Http404 from None
    return _see("desk:review")


people_urls = [
    path("mensen/", people, name="people"),
    path("mensen/nieuw/", add_person, name="add_person"),
    path("mensen/nakijken/", review, name="review"),
    path("mensen/nakijken/antwoord/", answer_review, name="answer_review"),
    _about("", person, "person"),
    _about("recht/", give_right, "give_right"),
    _about("recht/einde/", end_right, "end_right"),
    _about("wachtwoord/", reset_password, "reset_password"),
    _about("tweede-stap/", reset_second_factor, "reset_second_factor"),
    _about("noodcode/", make_emergency_code, "make_emergency_code"),
    _about("account/", switch_account, "switch_account"),
    _about("afmelden/", end_sessions, "end_sessions"),
]
