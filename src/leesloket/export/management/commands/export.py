"""`export`: everything of every library on this site, one zip each, into a folder."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.text import slugify
from typing_extensions import override

from leesloket.branches.queries import branch_lines, scopes_of_libraries
from leesloket.export.actions import ExportBusyError, take_out_scope


class Command(BaseCommand):
    help = "Alles van elke bibliotheek, in open vormen: één zip per bibliotheek, in een map."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="MAP")
        parser.add_argument("--library", default="", help="alleen de bibliotheek met deze naam")

    @override
    def handle(self, *_: Any, **asked: Any) -> None:
        folder, now = asked["folder"], timezone.now()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = 0
        for library in scopes_of_libraries():
            name = branch_lines(library.branch_ids)[0].library_name
            if asked["library"] not in {"", name}:
                continue
            found += 1
            path = folder / f"{slugify(name)}-{now:%Y-%m-%d-%H%M%S}.zip"
            try:
                pieces = take_out_scope(library, now=now)
            except ExportBusyError:
                raise CommandError("Er loopt al een export. Wacht tot die klaar is.") from None
            # For who runs it to read, and for nobody else; never over another file.
            with os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                for piece in pieces:
                    file.write(piece)
            self.stdout.write(f"{path}  {path.stat().st_size} bytes")
        if not found:
            raise CommandError("Er is geen bibliotheek met deze naam.")
        self.stdout.write("Hierin staan gegevens van kinderen. Bewaar het versleuteld.")
