"""`way_back LOGIN`: for a library whose only administrator cannot come in any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from typing_extensions import override

from leesloket.accounts.actions import NotAllowedError
from leesloket.accounts.queries import PersonNotFoundError
from leesloket.accounts.way_back import open_way_back


class Command(BaseCommand):
    help = "Een eenmalig wachtwoord voor een beheerder; de tweede stap en al het andere vervallen."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login", help="de aanmeldnaam van een beheerder")

    @override
    def handle(self, *_: Any, login: str, **__: Any) -> None:
        try:
            given = open_way_back(login=login, now=timezone.now())
        except PersonNotFoundError:
            raise CommandError("Er is niemand met deze aanmeldnaam.") from None
        except NotAllowedError:
            raise CommandError(
                "Dit is geen beheerder. Een beheerder helpt anderen zelf, bij Mensen."
            ) from None
        until = timezone.localtime(given.valid_until)
        self.stdout.write(f"Eenmalig wachtwoord: {given.password}  (tot {until:%d-%m-%Y %H:%M})")
        self.stdout.write(
            "Daarmee kiest de beheerder een eigen wachtwoord, en stelt de tweede stap opnieuw in."
        )
