"""What this provider tells of its people: what stands in people.json at that moment."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.contrib.auth.models import User
from django.dispatch import receiver
from django.utils import timezone
from typing_extensions import override


@receiver(authentication_step_completed)
def _shown(user: User, **_: Any) -> None:
    # Also when somebody who was signed in shows it anew.
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())


class Adapter(DefaultOIDCAdapter):  # type: ignore[misc] # allauth has no types
    """Tells the attributes of Entree Federatie, under their own names."""

    @override
    def get_claims(
        self,
        purpose: str,
        user: User,
        client: Any,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_claims(purpose, user, client, scopes, email, **kwargs)
        people = json.loads(Path(os.environ["IDENTITY_FOLDER"], "people.json").read_text())
        if purpose == "id_token":
            shown = User.objects.values_list("last_login", flat=True).get(pk=user.pk)
            claims["auth_time"] = int(shown.timestamp()) if shown else 0
        else:
            claims |= people[user.username]
        return claims
