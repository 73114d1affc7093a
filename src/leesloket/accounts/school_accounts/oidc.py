"""The conversation with an identity provider: the only place that asks one anything.

allauth does discovery, PKCE, state and the exchange of the code.  Beyond what it does: the nonce,
the signature also of a token that came straight from the provider, and that the userinfo is about
the same person.  No transaction is open meanwhile: a slow provider holds no row.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any, Final, Literal

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit, statekit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from jwt import PyJWTError, get_unverified_header
from requests import RequestException

from leesloket.accounts.school_accounts.config import Provider

Purpose = Literal["sign_in", "link", "still_you"]

_ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"}
)
"""With a public key only: a token signed with what everybody can read is nobody's word."""

_WRONG: Final = (
    *(OAuth2Error, RequestException, PyJWTError),
    *(AttributeError, KeyError, TypeError, ValueError),
)
"""What allauth lets through when a provider is away, or answers something else than it should."""


class ProviderSilentError(Exception):
    """The provider does not answer, or not with what can be believed."""


class CancelledError(Exception):
    """The person, or the provider, said no."""


class StateLostError(Exception):
    """Not begun in this browser, begun too long ago, or done before."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What we wrote down when somebody went to the provider."""

    purpose: Purpose
    next_url: str
    """Of this site; allauth looked."""
    act: bool
    """Whether something that was posted waits at `next_url`."""
    account_id: str
    """Who was signed in; empty when signing in."""
    at: float
    nonce: str
    code_verifier: str


def begin(
    request: HttpRequest, provider: Provider, *, purpose: Purpose, next_url: str, act: bool
) -> str:
    """Where the browser goes now; `still_you` makes the provider ask anew who is there.

    Raises ProviderSilentError.
    """
    nonce = token_urlsafe(24)
    asked = {"nonce": nonce}
    if purpose == "still_you":
        asked |= {"prompt": "login", "max_age": "0"}
    account_id = str(request.user.pk) if request.user.is_authenticated else ""
    data = {
        "purpose": purpose,
        "act": act,
        "account": account_id,
        "nonce": nonce,
        "at": time.time(),
    }
    try:
        there = get_adapter(request).get_provider(request, provider.id)
        answer: HttpResponse = there.redirect(
            request, process="redirect", next_url=next_url, data=data, auth_params=asked
        )
    except _WRONG as error:
        raise ProviderSilentError from error
    return answer.headers["Location"]


def come_back(request: HttpRequest, provider: Provider) -> Begun:
    """What was begun, once; raises StateLostError, and CancelledError."""
    state = statekit.unstash_state(
        request, provider_id=provider.id, state_id=request.GET.get("state", "")
    )
    if state is None:
        raise StateLostError
    data = state["data"]
    if "code" not in request.GET:
        if request.GET.get("error") == "access_denied":
            raise CancelledError
        raise ProviderSilentError
    return Begun(
        purpose=data["purpose"],
        next_url=state.get("next", ""),
        act=data["act"],
        account_id=data["account"],
        at=data["at"],
        nonce=data["nonce"],
        code_verifier=state["pkce_code_verifier"],
    )


def claims_of(request: HttpRequest, provider: Provider, begun: Begun) -> Mapping[str, Any]:
    """What the provider says of who came, verified; raises ProviderSilentError."""
    try:
        return _claims(request, provider, begun)
    except _WRONG as error:
        raise ProviderSilentError from error


def _claims(request: HttpRequest, provider: Provider, begun: Begun) -> Mapping[str, Any]:
    adapter = OpenIDConnectOAuth2Adapter(request, provider.id)
    app = adapter.get_provider().app
    client = adapter.get_client(request, app)
    tokens = adapter.get_access_token_data(
        request, app, client, pkce_code_verifier=begun.code_verifier
    )
    if get_unverified_header(tokens["id_token"])["alg"] not in _ALGORITHMS:
        raise ProviderSilentError
    told: dict[str, Any] = jwtkit.verify_and_decode(
        credential=tokens["id_token"],
        keys_url=adapter.openid_config["jwks_uri"],
        issuer=adapter.openid_config["issuer"],
        audience=provider.client_id,
        lookup_kid=jwtkit.lookup_kid_jwk,
    )
    if not compare_digest(str(told["nonce"]), begun.nonce):
        raise ProviderSilentError
    if not adapter.openid_config.get("userinfo_endpoint"):
        return told
    more = adapter._fetch_user_info(tokens["access_token"])  # noqa: SLF001 - allauth has no other way
    # OpenID Connect Core 5.3.2: else a token of another could be slipped in between.
    if more["sub"] != told["sub"]:
        raise ProviderSilentError
    return {**more, **told}
