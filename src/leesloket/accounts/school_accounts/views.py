"""To the school and back: signing in, linking, and showing that it is still you."""

import logging
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import BaseReauthenticateView
from allauth.core.ratelimit import consume_or_429
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from typing_extensions import override

from leesloket.accounts.doors import needs, viewer_in, viewer_or_none
from leesloket.accounts.queries import Viewer
from leesloket.accounts.school_accounts import actions, oidc, queries, rules, texts, unlinking
from leesloket.accounts.school_accounts.config import Provider
from leesloket.accounts.school_accounts.oidc import Begun, Purpose
from leesloket.accounts.school_accounts.rules import Identity, RefusedError
from leesloket.accounts.school_accounts.second_step import BY_SCHOOL
from leesloket.accounts.step_up import ACT, CarryOn
from leesloket.accounts.still_you import StillYou
from leesloket.isolation.scope import signing_in

logger = logging.getLogger(__name__)

# --- going there ---------------------------------------------------------------------------------


@require_POST
def sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the school to sign in."""
    provider = _provider_or_404(provider_id)
    return _go(request, provider, "sign_in", get_next_redirect_url(request) or "")


@require_POST
@needs()
def link(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the school to link the account there."""
    provider = _provider_or_404(provider_id)
    viewer = _grown_up(request)
    if provider not in queries.providers_of(viewer.library_id):
        raise Http404
    if viewer.shared_id:
        return _refuse(request, provider, "shared")
    return _go(request, provider, "link", "")


def _provider_or_404(provider_id: str) -> Provider:
    for one in queries.providers():
        if one.id == provider_id:
            return one
    raise Http404


def _grown_up(request: HttpRequest) -> Viewer:
    """Who is looking; a child's account has no name, and no school account."""
    viewer = viewer_in(request)
    if not viewer.display_name:
        raise Http404
    return viewer


def _go(
    request: HttpRequest, provider: Provider, purpose: Purpose, next_url: str, *, act: bool = False
) -> HttpResponse:
    """A page that goes on to the provider by itself.

    Not a redirect: Chromium holds every hop that follows a form to our `form-action`, and a
    federation sends people on to the school's own server.
    """
    too_many: HttpResponse | None = consume_or_429(request, action="school_account")
    if too_many is not None:
        return too_many
    try:
        address = oidc.begin(request, provider, purpose=purpose, next_url=next_url, act=act)
    except oidc.ProviderSilentError as error:
        return _silent(request, provider, error)
    return render(request, "accounts/school/go.html", {"provider": provider, "address": address})


# --- coming back ---------------------------------------------------------------------------------


@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """What the school says of who came.  Nobody comes in here without a state of this browser."""
    provider = _provider_or_404(provider_id)
    try:
        begun = oidc.come_back(request, provider)
        claims = oidc.claims_of(request, provider, begun)
        identity = rules.identity_of(claims, provider)
        return _GOES_ON[begun.purpose](request, provider, identity, begun)
    except oidc.StateLostError:
        return _refuse(request, provider, "lost")
    except oidc.CancelledError:
        return _refuse(request, provider, "cancelled")
    except oidc.ProviderSilentError as error:
        return _silent(request, provider, error)
    except RefusedError as error:
        return _refuse(request, provider, error.reason)


def _silent(
    request: HttpRequest, provider: Provider, error: oidc.ProviderSilentError
) -> HttpResponse:
    # For who runs the site only what kind of mistake it was: its text may hold a token.
    kind = type(error.__cause__ or error).__name__
    logger.warning("Identity provider %s cannot be believed: %s", provider.id, kind)
    return _refuse(request, provider, "silent")


def _refuse(request: HttpRequest, provider: Provider, reason: rules.Reason) -> HttpResponse:
    viewer = viewer_or_none(request)
    account_id = viewer.account_id if viewer else None
    actions.refused(provider=provider, reason=reason, account_id=account_id, now=timezone.now())
    shown = {"told": texts.TOLD[reason], "signed_in": viewer is not None}
    status = 502 if reason == "silent" else 403
    return render(request, "accounts/school/refused.html", shown, status=status)


def _signs_in(
    request: HttpRequest, provider: Provider, identity: Identity, begun: Begun
) -> HttpResponse:
    if request.user.is_authenticated:
        # In another tab, meanwhile.
        return redirect(begun.next_url or "portal:home")
    with signing_in():
        account = actions.account_for(provider=provider, identity=identity, now=timezone.now())
        # What was begun with a password and never finished must not count here.
        clear_login(request)
        record_authentication(request, account, "socialaccount", provider=provider.id)
        if identity.second_factor:
            record_authentication(request, account, "mfa", type=BY_SCHOOL)
        login = Login(
            user=account,
            redirect_url=begun.next_url or None,
            signal_kwargs={BY_SCHOOL: provider.id},
        )
        response: HttpResponse = perform_login(request, login)
    return response


def _links(
    request: HttpRequest, provider: Provider, identity: Identity, begun: Begun
) -> HttpResponse:
    viewer = _same_person(request, begun)
    actions.link(
        provider=provider, identity=identity, account_id=viewer.signed_in_as, now=timezone.now()
    )
    messages.success(request, _("Your school account is linked. You can sign in with it now."))
    return redirect("mfa_index")


def _is_still_there(
    request: HttpRequest, provider: Provider, identity: Identity, begun: Begun
) -> HttpResponse:
    viewer = _same_person(request, begun)
    known = actions.linked_account_id(provider, identity)
    if known != viewer.signed_in_as or not rules.shown_since(identity, begun.at):
        raise RefusedError("not_you")
    record_authentication(
        request, request.user, "socialaccount", provider=provider.id, reauthenticated=True
    )
    if begun.act:
        return CarryOn(begun.next_url)
    return redirect(begun.next_url or "portal:home")


def _same_person(request: HttpRequest, begun: Begun) -> Viewer:
    viewer = viewer_or_none(request)
    if viewer is None or str(viewer.signed_in_as) != begun.account_id:
        raise oidc.StateLostError
    return viewer


_GOES_ON = {"sign_in": _signs_in, "link": _links, "still_you": _is_still_there}


# --- is it still you? ----------------------------------------------------------------------------


class WhichSchoolForm(forms.Form):
    """With which of the linked school accounts."""

    provider = forms.SlugField()


@method_decorator(login_required, name="dispatch")
class BySchoolAccount(StillYou, BaseReauthenticateView):  # type: ignore[misc] # allauth has no types
    """The school account once more: the school asks anew who is there."""

    form_class = WhichSchoolForm
    template_name = "accounts/school/still_you.html"

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        account_id = viewer_in(self.request).signed_in_as
        return context | {"school_accounts": queries.linked_providers(account_id)}

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        provider = _provider_or_404(form.cleaned_data["provider"])
        address = get_next_redirect_url(self.request) or ""
        return _go(
            self.request,
            provider,
            "still_you",
            address,
            act=bool(address) and ACT in self.request.GET,
        )

    @override
    def form_invalid(self, form: Any) -> HttpResponse:
        raise Http404


# --- taking it off -------------------------------------------------------------------------------


@require_POST
@needs()
def unlink(request: HttpRequest) -> HttpResponse:
    """Take a school account off."""
    try:
        unlinking.unlink(
            link_id=int(request.POST.get("link", "")),
            account_id=_grown_up(request).signed_in_as,
            now=timezone.now(),
        )
    except (ValueError, unlinking.LinkNotFoundError):
        raise Http404 from None
    except unlinking.OnlyWayInError:
        messages.error(
            request,
            _(
                "Without this school account you could not sign in any more. First set a passkey,"
                " or ask the library for a password."
            ),
        )
        return redirect("mfa_index")
    messages.success(request, _("Your school account does not sign you in any more."))
    return redirect("mfa_index")
