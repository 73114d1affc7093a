"""`vault report`, `vault rotate` and `vault recover`: for who runs the site.

None of them opens anything: they count, prove, and wrap keys again.
"""

import json
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from pyrage import IdentityError, RecipientError, x25519
from typing_extensions import override

from leesloket.branches.queries import scopes_of_libraries
from leesloket.privacy.shredding import as_json, as_text, shredding_report
from leesloket.privacy.two_people import NotTwoPeopleError, two_people
from leesloket.vault.keys import PAIRS
from leesloket.vault.rotation import recover, rotate


class Command(BaseCommand):
    help = "De kluis: wat is vernietigd (`report`), een nieuwe sleutel (`rotate`), `recover`."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        asked = parser.add_subparsers(dest="what", required=True)
        report = asked.add_parser("report", help="wat is wanneer vernietigd, en klopt dat")
        report.add_argument("--json", action="store_true")
        change = asked.add_parser("rotate", help="een nieuwe sleutel; de oude wordt vernietigd")
        change.add_argument("name", choices=PAIRS)
        change.add_argument(
            "--public", default="", help="de openbare helft van een sleutel die elders is gemaakt"
        )
        lost = asked.add_parser(
            "recover", help="met de herstelsleutel weer bruikbaar maken wat een kwijte sleutel had"
        )
        lost.add_argument("--key", type=Path, required=True, metavar="BESTAND")

    @override
    def handle(self, *_: Any, what: str, **asked: Any) -> None:
        doors = {"report": self._report, "rotate": self._rotate, "recover": self._recover}
        doors[what](asked)

    def _report(self, asked: dict[str, Any]) -> None:
        now = timezone.now()
        reports = [
            shredding_report(library, today=timezone.localdate(now), now=now)
            for library in scopes_of_libraries()
        ]
        if asked["json"]:
            self.stdout.write(json.dumps([as_json(one) for one in reports], indent=1))
        else:
            for line in (line for one in reports for line in as_text(one)):
                self.stdout.write(line)
        if not all(one.holds for one in reports):
            # Not a CommandError: what is wrong has been told, and the exit code says it again.
            raise SystemExit(1)

    def _rotate(self, asked: dict[str, Any]) -> None:
        if asked["public"] and asked["name"] != "recovery":
            raise CommandError("--public is er alleen voor recovery: de andere liggen hier.")
        try:
            done = rotate(
                asked["name"],
                libraries=scopes_of_libraries(),
                now=timezone.now(),
                public=asked["public"],
            )
        except RecipientError:
            raise CommandError("Dit is geen openbare helft: die begint met age1.") from None
        old = (
            "de oude sleutel is vernietigd" if done.old_destroyed else "hier lag geen oude sleutel"
        )
        self.stdout.write(
            f"{done.name}: {done.rewrapped} sleutels en {done.labels} namen van bestanden opnieuw"
            f" ingepakt; {old}"
        )
        if done.unopened:
            self.stdout.write(f"  {done.unopened} gaan met geen sleutel open die hier ligt")
        self.stdout.write("  Ververs nu de kopie van de sleutels, en vernietig oudere kopieën.")

    def _recover(self, asked: dict[str, Any]) -> None:
        try:
            offline = x25519.Identity.from_str(asked["key"].read_text().strip())
        except (IdentityError, OSError):
            raise CommandError("In dit bestand staat geen sleutel.") from None
        given = [self._sign_in(who) for who in ("Eerste", "Tweede")]
        now = timezone.now()
        try:
            both = two_people(given, today=timezone.localdate(now))
        except NotTwoPeopleError:
            raise CommandError(
                "Dit vraagt twee verschillende mensen met het recht om te verwerken of te beheren."
            ) from None
        done, left = recover(offline, libraries=scopes_of_libraries(), by=both, now=now)
        self.stdout.write(f"{done} sleutels opnieuw ingepakt; {left} gaan hier niet mee open")

    def _sign_in(self, who: str) -> tuple[str, str]:
        # Asked at the screen, both: what stands on a command line stands in a history.
        login = input(f"{who} persoon, aanmeldnaam: ")
        return login, getpass("Wachtwoord: ")
