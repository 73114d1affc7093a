"""The step between a one-time password and being signed in."""

from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect
from typing_extensions import override


class NewPasswordStage(LoginStage):  # type: ignore[misc] # allauth has no types
    """Whoever comes with a password for one time chooses an own one first."""

    key = "new_password"
    urlname = "accounts:new_password"

    @override
    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user.one_time_until is None:
            return None, True
        return redirect(self.urlname), True
