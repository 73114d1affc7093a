"""The pages of signing in that allauth does not have."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.utils import get_next_redirect_url
from allauth.core.ratelimit import consume_or_429
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from leesloket.accounts import actions, resetting, sessions, sharing
from leesloket.accounts.doors import needs, sign_in_first, viewer_in, viewer_or_none
from leesloket.accounts.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm, WhoForm
from leesloket.accounts.models import Account
from leesloket.accounts.stages import NewPasswordStage

_PASSWORDS = ("password", "again", "present")


@sensitive_post_parameters(*_PASSWORDS)
@login_stage_required(stage=NewPasswordStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator] # allauth has no types
def new_password(request: HttpRequest) -> HttpResponse:
    """Replace a password for one time; only then somebody is signed in."""
    stage: NewPasswordStage = request._login_stage  # type: ignore[attr-defined] # noqa: SLF001 - allauth's interface of a stage
    form = NewPasswordForm(stage.login.user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/new_password.html", {"form": form})
    # The login goes on with the account as it is now; its old hash would end the new session.
    stage.login.user = _set(request, stage.login.user, form)
    response: HttpResponse = stage.exit()
    return response


def _set(request: HttpRequest, account: Account, form: NewPasswordForm) -> Account:
    changed = actions.set_new_password(
        account_id=account.pk, password=form.cleaned_data["password"], now=timezone.now()
    )
    messages.success(request, _("The new password is set and active"))
    return changed


@sensitive_post_parameters(*_PASSWORDS)
@needs()
@rate_limit(action="change_password")  # type: ignore[untyped-decorator] # allauth has no types
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the own password; other sessions end, this one stays."""
    account = request.user
    if not isinstance(account, Account):
        raise TypeError
    form = ChangePasswordForm(account, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/change_password.html", {"form": form})
    update_session_auth_hash(request, _set(request, account, form))
    sessions.end_others(request.session, account_id=account.pk, now=timezone.now())
    return redirect("portal:home")


# --- forgotten -----------------------------------------------------------------------------------


def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail; the answer is the same for a name that nobody has."""
    form = ForgottenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/forgotten.html", {"form": form})
    login = form.cleaned_data["login"]
    # Per name and address, as with wrong passwords: nobody keeps another from asking.
    key = f"{get_adapter().get_client_ip(request)} {login}"
    refused: HttpResponse | None = consume_or_429(request, action="reset_password", key=key)
    if refused is not None:
        return refused
    resetting.ask(login=login, now=timezone.now())
    return render(request, "accounts/forgotten.html", {"asked": True})


@sensitive_post_parameters(*_PASSWORDS)
@rate_limit(action="reset_password_from_key")  # type: ignore[untyped-decorator] # allauth has no types
def reset_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password with the link of a mail; only choosing uses it up."""
    now = timezone.now()
    try:
        account = resetting.account_of(token, now=now)
        form = NewPasswordForm(account, request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return render(request, "accounts/reset_by_mail.html", {"form": form})
        resetting.set_password(token=token, password=form.cleaned_data["password"], now=now)
    except resetting.NoSuchResetError:
        return render(request, "accounts/reset_by_mail.html", {"over": True}, status=404)
    messages.success(request, _("The new password is set and active"))
    return redirect("account_login")


# --- who sits at a shared account ----------------------------------------------------------------


def who(request: HttpRequest) -> HttpResponse:
    """Ask who sits at an account that a school shares; the next person answers it anew.

    Behind no door of rights: those lead here as long as it has no answer.
    """
    viewer = viewer_or_none(request)
    if viewer is None:
        return sign_in_first(request)
    if viewer.shared_id is None:
        raise Http404
    form = WhoForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        shown = {"form": form, "now": "" if viewer.must_say_who else viewer.display_name}
        return render(request, "accounts/who.html", shown)
    too_many: HttpResponse | None = consume_or_429(
        request, action="say_who", key=str(viewer.shared_id)
    )
    if too_many is not None:
        return too_many
    name = sharing.say_who(
        form.cleaned_data["name"],
        session=request.session,
        account_id=viewer.shared_id,
        now=timezone.now(),
    )
    messages.success(request, _("What you do now is written down as done by %s.") % name)
    return redirect(get_next_redirect_url(request) or "portal:home")


# --- where somebody is signed in -----------------------------------------------------------------


@require_GET
@needs()
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in."""
    account_id = viewer_in(request).signed_in_as
    lines = sessions.sessions_of(account_id, session=request.session, now=timezone.now())
    return render(request, "accounts/sessions.html", {"sessions": lines})


@require_POST
@needs()
def end_my_session(request: HttpRequest) -> HttpResponse:
    """Sign out in another browser; without one named, in all others."""
    account_id, now = viewer_in(request).signed_in_as, timezone.now()
    named = request.POST.get("session", "")
    try:
        which = UUID(named) if named else None
    except ValueError:
        raise Http404 from None
    if which is None:
        sessions.end_others(request.session, account_id=account_id, now=now)
    else:
        sessions.end(account_id=account_id, now=now, only=which)
    messages.success(request, _("Signed out there."))
    return redirect("accounts:sessions")
