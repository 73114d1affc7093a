"""`data_breach`: which people, accounts and events a time and an account had to do with."""

import csv
import os
from argparse import ArgumentParser
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from typing_extensions import override

from leesloket.branches.queries import scopes_of_libraries
from leesloket.isolation.scope import Scope
from leesloket.privacy.breach import (
    Breach,
    NoSuchAccountError,
    NoSuchBranchError,
    account_names,
    breach_in,
    names_for,
    told_of,
)


class Command(BaseCommand):
    help = "Bij een datalek: wie, welke accounts en wat er gebeurde, van wanneer tot wanneer."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="since", required=True, metavar="JJJJ-MM-DD[ UU:MM]")
        parser.add_argument("--to", dest="until", required=True, metavar="JJJJ-MM-DD[ UU:MM]")
        parser.add_argument("--account", default="", help="aanmeldnaam van wie het om gaat")
        parser.add_argument("--branch", default="", help="vestiging, zoals in het adres")
        parser.add_argument("--ids", action="store_true", help="noem ook de nummers van klanten")
        parser.add_argument(
            "--names",
            type=Path,
            metavar="BESTAND",
            help="schrijf de namen in dit nieuwe bestand, alleen voor wie het draait te lezen",
        )

    @override
    def handle(self, *_: Any, **asked: Any) -> None:
        since = _moment(asked["since"], ends=False)
        until = _moment(asked["until"], ends=True)
        found = []
        missing: list[Exception] = []
        for library in scopes_of_libraries():
            try:
                breach = breach_in(
                    library,
                    since=since,
                    until=until,
                    login=asked["account"],
                    branch_slug=asked["branch"],
                )
            except (NoSuchAccountError, NoSuchBranchError) as error:
                missing.append(error)
                continue
            if breach.codes:
                found.append((library, breach))
        if missing and len(missing) == len(scopes_of_libraries()):
            raise CommandError("Dit account of deze vestiging bestaat niet.")
        if not found:
            self.stdout.write("Het logboek kent niets in deze tijd.")
        for library, breach in found:
            self._tell(library, breach, ids=asked["ids"])
            told_of(breach, library, names=bool(asked["names"]), now=timezone.now())
        if asked["names"]:
            _write_names(asked["names"], found)
            self.stdout.write(f"Namen staan in {asked['names']}: vernietig dat bestand na gebruik.")

    def _tell(self, library: Scope, breach: Breach, *, ids: bool) -> None:
        write = self.stdout.write
        write(f"bibliotheek {breach.library_id}: {breach.first:%d-%m-%Y %H:%M}", ending="")
        write(f" tot {breach.last:%d-%m-%Y %H:%M} (UTC)")
        write(
            f"  klanten: {len(breach.patrons)}, waarvan {breach.erased} niet meer in het register"
        )
        if breach.unnamed_pages:
            write(
                "  zoekvragen en lijsten van vertrekkers waarvan alleen het aantal is bewaard:"
                f" {breach.unnamed_pages}; reken met iedereen van die vestigingen"
            )
        if breach.lists_not_processed:
            write(
                f"  bekeken lijsten die niet zijn verwerkt: {breach.lists_not_processed};"
                " reken met iedereen van die vestigingen en van die lijsten"
            )
        names = account_names(breach, library)
        for account, count in sorted(breach.accounts.items(), key=lambda one: -one[1]):
            write(f"  account {account} {names.of(account)}: {count} regels")
        for code, count in breach.codes.most_common():
            write(f"  {code}: {count}")
        if ids:
            for patron in sorted(breach.patrons):
                write(f"  klant {patron}")


def _moment(text: str, *, ends: bool) -> datetime:
    """A day is meant whole: until its end."""
    try:
        moment, day = parse_datetime(text), parse_date(text)
    except ValueError:
        moment = day = None
    if day is not None:
        start = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
        return start + timedelta(days=1) if ends else start
    if moment is None:
        raise CommandError(f"Dit is geen dag of tijd: {text}")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _write_names(path: Path, found: list[tuple[Scope, Breach]]) -> None:
    # A new file, readable by its owner: an existing one is never written over.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("nummer", "naam", "vestigingen"))
        for library, breach in found:
            writer.writerows(names_for(breach, library, today=timezone.localdate()))
