"""The people of a library: who may sign in, what they may do, and a new password for them."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leesloket.accounts import actions, emergency, queries, rules
from leesloket.accounts.doors import viewer_in
from leesloket.accounts.forgetting import people_at
from leesloket.accounts.forms import LOGIN_ERRORS
from leesloket.accounts.reviews import review_for
from leesloket.accounts.school_accounts.queries import links_of
from leesloket.accounts.several_rights import Given, give_right_at
from leesloket.accounts.step_up import step_up
from leesloket.desk.about_people import (
    RIGHT_ERRORS,
    about,
    about_a_person,
    for_managers,
    person_or_404,
    see,
    show_once,
)
from leesloket.desk.unmanned import unmanned
from leesloket.patrons.logins import patron_of_account
from leesloket.web.finding import id_or_404

EVENTS = {
    "account_added": gettext_lazy("Added"),
    "right_given": gettext_lazy("Right given"),
    "right_ended": gettext_lazy("Right ended"),
    "teacher_named": gettext_lazy("Named as a teacher of a group"),
    "teacher_ended": gettext_lazy("No longer a teacher of a group"),
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
    "reset_asked": gettext_lazy("Asked for a new password by mail"),
    "address_set": gettext_lazy("Mail address set"),
    "account_closed": gettext_lazy("Account closed"),
    "account_reopened": gettext_lazy("Account opened again"),
    "sessions_ended": gettext_lazy("Signed out everywhere by the library"),
    "school_linked": gettext_lazy("School account linked"),
    "school_unlinked": gettext_lazy("School account unlinked"),
    "school_refused": gettext_lazy("Came with a school account that did not open the door"),
    "person_said": gettext_lazy("Said who signs in"),
    "person_forgotten": gettext_lazy("Name taken away of who signed in"),
    "sign_in_failed": gettext_lazy("Somebody typed a wrong password or code"),
    "one_time_expired": gettext_lazy("Came with a one-time password that was too old"),
}
"""What happened to an account, in words; a test compares it with the codes that are recorded."""


class AddPersonForm(forms.Form):
    """Who is added."""

    name = forms.CharField(max_length=120)
    login = forms.CharField(max_length=60)


EVERYWHERE = "*"
"""In place of a branch: every one where this right can be given."""


class GiveRightForm(forms.Form):
    """Which right, where, and when; `from` is no name for a class attribute."""

    kind = forms.CharField()
    branch = forms.CharField()
    """The word in the address of one, or EVERYWHERE."""
    until = forms.DateField(required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # what a form takes
        self.fields["from"] = forms.DateField()


@require_http_methods(["GET", "POST"])
@for_managers
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of the library.  A POST searches and changes nothing."""
    return _people(request, AddPersonForm())


def _people(request: HttpRequest, typed: forms.Form) -> HttpResponse:
    viewer, today = viewer_in(request), timezone.localdate()
    everybody, schools = queries.people_of(viewer, today=today), queries.branches_to_share(viewer)
    query = request.POST.get("q", "")
    shown = {
        "typed": typed,
        "query": query,
        "people": queries.found_people(everybody, query),
        "to_do": rules.may_share(viewer.held) and unmanned(everybody, schools),
        "review": review_for(viewer, today=today),
        "share_for": schools,
    }
    return render(request, "desk/people.html", shown)


@require_POST
@for_managers
def add_person(request: HttpRequest) -> HttpResponse:
    """Add somebody; the answer shows the password for one time, this once."""
    form = AddPersonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Type a name and a login name."))
        return _people(request, form)
    try:
        one_time = actions.add_account(
            login=form.cleaned_data["login"],
            display_name=form.cleaned_data["name"],
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except tuple(LOGIN_ERRORS) as error:
        messages.error(request, str(LOGIN_ERRORS[type(error)]))
        return _people(request, form)
    return show_once(request, one_time)


@require_GET
@for_managers
def person(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One person: rights, sign-ins, and what the viewer may do about them."""
    viewer = viewer_in(request)
    page = person_or_404(request, account_id)
    kinds = tuple(
        kind
        for kind in rules.kinds_to_give(viewer.held)
        if page.shared_at is None or kind in rules.HELD_BY_SHARED
    )
    shown = {
        "person": page,
        "called": _("the school") if page.shared_at else page.display_name,
        "events": [(EVENTS.get(event.code, event.code), event) for event in page.events],
        "branches": [
            line for line in queries.branches_to_give(viewer) if page.shared_at in {None, line.id}
        ],
        "kinds": kinds,
        "some_open_nothing": not rules.OPENS_NOTHING_YET.isdisjoint(kinds),
        "today": timezone.localdate(),
        "patron": patron_of_account(account_id, viewer=viewer, today=timezone.localdate()),
        "sat_there": people_at(account_id, viewer=viewer) if page.shared_at else (),
        "school_accounts": links_of(account_id),
        "emergency_until": emergency.open_until(account_id, now=timezone.now()),
        "emergency_latest": emergency.latest(account_id),
    }
    return render(request, "desk/person.html", shown)


@about_a_person
@step_up(gettext_lazy("You are about to give somebody a right."))
def give_right(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give a right."""
    form = GiveRightForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a right, a branch and a first day."))
        return see("desk:person", account_id)
    viewer, asked = viewer_in(request), form.cleaned_data
    branches = queries.branches_to_give(viewer)
    chosen = [one.id for one in branches if asked["branch"] in {one.slug, EVERYWHERE}]
    if not chosen:
        raise Http404
    given = give_right_at(
        account_id=account_id,
        branch_ids=chosen,
        kind=asked["kind"],
        from_date=asked["from"],
        until_date=asked["until"],
        acting_user=viewer,
        now=timezone.now(),
    )
    _tell_given(request, given)
    return see("desk:person", account_id)


def _tell_given(request: HttpRequest, given: Given) -> None:
    """Tell in how many branches the right is new, or why in none.  Raises Http404."""
    if given.count:
        everywhere = _("The right has been given at %(n)s branches.") % {"n": given.count}
        messages.success(request, everywhere if given.count > 1 else _("The right has been given."))
        return
    for problem, sentence in RIGHT_ERRORS.items():
        if problem in given.problems:
            was_there = problem is actions.RightAlreadyGivenError
            messages.add_message(request, messages.INFO if was_there else messages.ERROR, sentence)
            return
    raise Http404


@about_a_person
@step_up(gettext_lazy("You are about to end somebody's right."))
def end_right(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """End a right, at once."""
    right_id = id_or_404(request.POST.get("right", ""))
    actions.end_right(right_id=right_id, acting_user=viewer_in(request), now=timezone.now())
    messages.success(request, _("The right has ended."))
    return see("desk:person", account_id)


@about_a_person
@step_up(gettext_lazy("You are about to make a new password for somebody."))
def reset_password(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Make a password for one time; the answer shows it, this once."""
    try:
        one_time = actions.start_reset(
            account_id=account_id,
            seen=request.POST.get("seen", ""),
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except actions.PasswordChangedError:
        messages.warning(
            request,
            _(
                "There is another password since this page was opened: it was made and shown once,"
                " or chosen. Nothing was made now. Did you not write it down? Then make a new one"
                " here, and the other stops working."
            ),
        )
        return see("desk:person", account_id)
    return show_once(request, one_time)


@about_a_person
@step_up(gettext_lazy("You are about to take somebody's second step away."))
def reset_second_factor(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Take a second step away, after which the person sets a new one."""
    actions.reset_second_factor(
        account_id=account_id, acting_user=viewer_in(request), now=timezone.now()
    )
    messages.success(request, _("The second step is gone. At the next sign-in a new one is set."))
    return see("desk:person", account_id)


people_urls = [
    path("mensen/", people, name="people"),
    path("mensen/nieuw/", add_person, name="add_person"),
    about("", person, "person"),
    about("recht/", give_right, "give_right"),
    about("recht/einde/", end_right, "end_right"),
    about("wachtwoord/", reset_password, "reset_password"),
    about("tweede-stap/", reset_second_factor, "reset_second_factor"),
]
