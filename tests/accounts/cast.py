"""A small cast in two libraries."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from leesloket.accounts.models import Account
from leesloket.accounts.queries import Viewer, viewer_of
from leesloket.accounts.seed import DemoPerson, DemoRight, add_demo_people
from leesloket.branches.models import Branch, Library
from leesloket.isolation.scope import signing_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"
"""What the test client gives."""

NOW = datetime(2026, 8, 24, 9, 12, tzinfo=UTC)
TODAY = date(2026, 8, 24)
PASSWORD = "een lange zin om te onthouden"
ONE_TIME = "boelan-zeetuk-miral-roetes-47"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Cast:
    """Two libraries; the first has two schools.  People are added as a test needs them."""

    library: Library
    regenboog: Branch
    vuurvlinder: Branch
    other_library: Library
    lijster: Branch
    ids: dict[str, UUID] = field(default_factory=dict)

    def add(
        self,
        login: str,
        *rights: tuple[str, Branch],
        password: str = PASSWORD,
        one_time: bool = False,
        totp_secret: str = "",
        library: Library | None = None,
        from_date: date = date(2025, 8, 1),
        until_date: date | None = None,
        now: datetime | None = None,
    ) -> UUID:
        person = DemoPerson(
            login=login,
            display_name=f"{login.title()} Voorbeeld",
            rights=tuple(
                DemoRight(kind, branch.pk, from_date, until_date) for kind, branch in rights
            ),
            password=password,
            one_time=one_time,
            totp_secret=totp_secret,
        )
        library_id = (library or self.library).pk
        added = add_demo_people([person], library_id=library_id, now=now or timezone.now())
        self.ids.update(added)
        return added[login]

    def viewer(self, login: str, today: date = TODAY) -> Viewer:
        return viewer_of(self.ids[login], today=today)


def make_cast() -> Cast:
    """Anna works for the Regenboog, Bas teaches there; Beheer looks after the whole library."""
    library = Library.objects.create(name="Bibliotheek Rivierenland")
    other = Library.objects.create(name="Bibliotheek Kempen")
    cast = Cast(
        library=library,
        regenboog=_branch(library, "regenboog", "De Regenboog"),
        vuurvlinder=_branch(library, "vuurvlinder", "De Vuurvlinder"),
        other_library=other,
        lijster=_branch(other, "lijster", "De Lijster"),
    )
    cast.add("beheer", ("administer", cast.regenboog))
    cast.add("anna", ("import", cast.regenboog), ("desk", cast.regenboog))
    cast.add("bas", ("upload", cast.regenboog))
    cast.add("dirk", ("administer", cast.lijster), library=other)
    return cast


def _branch(library: Library, slug: str, name: str) -> Branch:
    return Branch.objects.create(
        library=library,
        slug=slug,
        name=name,
        kind=Branch.Kind.PRIMARY,
        contact_name="Els van de balie",
        contact_phone="0344 123456",
        helpdesk="Helpdesk, ma-vr 9-17",
    )


def mark_of(account_id: UUID) -> str:
    """What the page of this person carries now, to make a password for one time."""
    with signing_in():
        return Account.objects.get(pk=account_id).password_mark


def code_of(secret: str, *, periods_ago: int = 0) -> str:
    """What an authenticator app shows for `secret`, now or a while ago."""
    counter = int(timezone.now().timestamp()) // 30 - periods_ago
    shown: str = format_hotp_value(hotp_value(secret, counter))
    return shown
