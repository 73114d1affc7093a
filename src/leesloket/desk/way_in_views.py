"""Helping somebody back in, and keeping out who left."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leesloket.accounts import addresses, closing, emergency
from leesloket.accounts.doors import viewer_in
from leesloket.accounts.school_accounts import unlinking
from leesloket.accounts.step_up import step_up
from leesloket.desk.about_people import about, about_a_person, person_or_404, see


@about_a_person
@step_up(gettext_lazy("You are about to make an emergency code for somebody."))
def make_emergency_code(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Make a code for who lost the second step; the answer shows it, this once."""
    try:
        issued = emergency.issue(
            account_id=account_id,
            seen=request.POST.get("seen", ""),
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except emergency.MadeAlreadyError:
        messages.warning(
            request,
            _(
                "A code was made already and shown once; nothing was made now. Did you"
                " not write it down? Then make a new one here, and the other stops working."
            ),
        )
    except emergency.NothingToReplaceError:
        messages.info(request, _("There is no second step. A password alone leads to setting one."))
    except emergency.TooManyCodesError:
        messages.error(
            request,
            _("There were three codes for this person today. Find out first what goes wrong."),
        )
    else:
        shown = {"person": person_or_404(request, account_id), "issued": issued}
        return render(request, "desk/emergency_code.html", shown)
    return see("desk:person", account_id)


@about_a_person
@step_up(gettext_lazy("You are about to close or open somebody's account."))
def switch_account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Close the account of somebody who left, or open it again."""
    opens = request.POST.get("to") == "open"
    switch = closing.reopen if opens else closing.close
    switch(account_id=account_id, acting_user=viewer_in(request), now=timezone.now())
    messages.success(
        request, _("The account is open again.") if opens else _("The account is closed.")
    )
    return see("desk:person", account_id)


@about_a_person
def end_sessions(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Sign somebody out everywhere."""
    closing.end_sessions(account_id=account_id, acting_user=viewer_in(request), now=timezone.now())
    messages.success(request, _("Signed out everywhere."))
    return see("desk:person", account_id)


@about_a_person
@step_up(gettext_lazy("You are about to set where somebody's mail goes."))
def set_address(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Set where a link to a new password goes."""
    try:
        addresses.set_address(
            account_id=account_id,
            address=request.POST.get("address", ""),
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except addresses.AddressUnfitError:
        messages.error(request, _("This is no mail address."))
    else:
        messages.success(request, _("The mail address is set."))
    return see("desk:person", account_id)


@about_a_person
@step_up(gettext_lazy("You are about to take somebody's school account off."))
def unlink_school(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Let a school account open this account no more."""
    link = request.POST.get("link", "")
    if not link.isdecimal():
        raise Http404
    try:
        is_out = unlinking.unlink_for(
            link_id=int(link),
            account_id=account_id,
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except unlinking.LinkNotFoundError:
        messages.info(request, _("This school account was taken off already."))
    else:
        messages.success(request, _("The school account opens nothing here any more."))
        if is_out:
            messages.info(
                request, _("There is no other way in. Make a password for one time, if need be.")
            )
    return see("desk:person", account_id)


way_in_urls = [
    about("noodcode/", make_emergency_code, "make_emergency_code"),
    about("account/", switch_account, "switch_account"),
    about("afmelden/", end_sessions, "end_sessions"),
    about("mailadres/", set_address, "set_address"),
    about("schoolaccount/", unlink_school, "unlink_school"),
]
