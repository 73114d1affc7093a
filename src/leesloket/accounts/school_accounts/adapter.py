"""Where allauth finds the providers: in the settings, never in its tables."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest
from typing_extensions import override

from leesloket.accounts.school_accounts.config import Provider


class SchoolAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Nobody signs up, and an address never signs anybody in."""

    @override
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    @override
    def list_apps(
        self,
        request: HttpRequest | None,
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        return [_app(one) for one in settings.SCHOOL_ACCOUNTS if one.id == provider]


def _app(provider: Provider) -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.id,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.secret,
        settings={
            "server_url": provider.server_url,
            "oauth_pkce_enabled": True,
            "scope": list(provider.scope),
        },
    )
