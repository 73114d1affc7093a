"""The steps between showing who one is and being signed in."""

from allauth.account.models import Login
from allauth.account.stages import LoginStage
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from typing_extensions import override

from leesloket.accounts.school_accounts.second_step import BY_SCHOOL, told_second_factor


def by_school(login: Login) -> bool:
    """Whether somebody comes in with a school account, so that no password was typed."""
    return BY_SCHOOL in (login.signal_kwargs or {})


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc] # allauth has no types
    """The second factor, unless the school asked for one and the library believes that."""

    @override
    def _should_handle(self, request: HttpRequest) -> bool:
        if by_school(self.login) and told_second_factor(request, self.login.user):
            return False
        asks: bool = super()._should_handle(request)
        return asks


class NewPasswordStage(LoginStage):  # type: ignore[misc] # allauth has no types
    """Whoever comes with a password for one time chooses an own one first."""

    key = "new_password"
    urlname = "accounts:new_password"

    @override
    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user.one_time_until is None or by_school(self.login):
            return None, True
        return redirect(self.urlname), True
