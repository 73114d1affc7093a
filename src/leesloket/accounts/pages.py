"""allauth's pages that show school accounts as well."""

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import IndexView
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from typing_extensions import override

from leesloket.accounts.beginning import may_begin
from leesloket.accounts.doors import viewer_or_none
from leesloket.accounts.school_accounts import queries


class SignIn(LoginView):  # type: ignore[misc] # allauth has no types
    """The sign-in page, with a button for every school account that is configured.

    Every door leads here; on a site that nobody has set up it says that.
    """

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if may_begin():
            return render(request, "accounts/not_begun.html")
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        return response

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"school_accounts": queries.providers()}


class HowISignIn(IndexView):  # type: ignore[misc] # as above
    """Password, second step, passkeys, and the linked school accounts."""

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        viewer = viewer_or_none(self.request)
        if viewer is None or not viewer.display_name or viewer.shared_id:
            return context
        links = queries.links_of(viewer.account_id)
        linked = {one.provider for one in links}
        can_link = [one for one in queries.providers_of(viewer.library_id) if one.id not in linked]
        return context | {"school_links": links, "can_link": can_link}
