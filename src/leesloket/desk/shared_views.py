"""An account that a school shares, made by an administrator."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from leesloket.accounts import queries, rules, sharing
from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.forgetting import forget_person
from leesloket.accounts.forms import LOGIN_ERRORS
from leesloket.accounts.step_up import step_up
from leesloket.desk.about_people import about, about_a_person, see, show_once
from leesloket.web.finding import id_or_404


class SharedForm(forms.Form):
    """Which school shares it, and what everybody there types."""

    branch = forms.SlugField()
    login = forms.CharField(max_length=60)


@require_POST
@needs(rules.ADMINISTER)
@step_up(gettext_lazy("You are about to make an account that a whole school shares."))
def add_shared(request: HttpRequest) -> HttpResponse:
    """Make the account; the answer shows its password for one time, this once."""
    form = SharedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a school and type a login name."))
        return see("desk:people")
    viewer = viewer_in(request)
    slug = form.cleaned_data["branch"]
    branches = [line for line in queries.branches_to_share(viewer) if line.slug == slug]
    if not branches:
        raise Http404
    [branch] = branches
    try:
        one_time = sharing.add_shared_account(
            login=form.cleaned_data["login"],
            # As everybody reads it, in lists of people and in the record.
            display_name=_("shared account of %s") % branch.name,
            branch_id=branch.id,
            acting_user=viewer,
            now=timezone.now(),
        )
    except sharing.SharedAlreadyError:
        messages.error(request, _("This school has a shared account already; it is in the list."))
        return see("desk:people")
    except tuple(LOGIN_ERRORS) as error:
        messages.error(request, str(LOGIN_ERRORS[type(error)]))
        return see("desk:people")
    return show_once(request, one_time)


@about_a_person
@step_up(gettext_lazy("You are about to take a name away."))
def forget_name(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Take away a name that was typed at a shared account."""
    forget_person(
        id_or_404(request.POST.get("person", "")),
        account_id=account_id,
        acting_user=viewer_in(request),
        now=timezone.now(),
    )
    messages.success(request, _("The name is gone."))
    return see("desk:person", account_id)


shared_urls = [
    path("mensen/gedeeld/", add_shared, name="add_shared"),
    about("naam/", forget_name, "forget_name"),
]
