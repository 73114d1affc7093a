"""`audit verify`: hold the record to its chain and its anchors."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from typing_extensions import override

from leesloket.branches.queries import scopes_of_libraries
from leesloket.privacy.checking import Verdict, verify

_MEANS = {
    "changed": "een regel van het logboek is veranderd",
    "missing": "een regel van het logboek is weg",
    "out_of_order": "de volgorde klopt niet, of er is een schakel weg",
    "cut_off": "het einde is eraf: hier stond een anker",
    "rewritten": "de keten is overgeschreven: het anker zegt iets anders",
}
_SHOWN = 20


class Command(BaseCommand):
    help = "Controleer het logboek: `audit verify`. Uitgang 0: heel, 1: gebroken."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify"])
        parser.add_argument(
            "--anchors",
            type=Path,
            action="append",
            default=[],
            help="een bestand met ankers van elders: bewaarde mails, een kopie, of - voor stdin",
        )

    @override
    def handle(self, *_: Any, anchors: list[Path], **__: Any) -> None:
        # In a split set-up the anchors are the worker's, and who verifies cannot open them.
        elsewhere = [
            sys.stdin.read() if str(path) == "-" else path.read_text(errors="replace")
            for path in anchors
        ]
        verdicts = [
            verify(library, now=timezone.now(), elsewhere=elsewhere)
            for library in scopes_of_libraries()
        ]
        for verdict in verdicts:
            self._tell(verdict)
        if not all(verdict.whole for verdict in verdicts):
            # Not a CommandError: what is wrong has been told, and the exit code says it again.
            raise SystemExit(1)

    def _tell(self, verdict: Verdict) -> None:
        outcome = "heel" if verdict.whole else f"GEBROKEN op {len(verdict.findings)} plaatsen"
        self.stdout.write(
            f"bibliotheek {verdict.library_id}: {outcome}; {verdict.links} regels in de keten,"
            f" {verdict.not_linked} nog niet, {verdict.anchors} ankers tot regel"
            f" {verdict.anchored_until}"
        )
        if verdict.torn:
            self.stdout.write(
                f"  {verdict.torn} ankers braken af bij het schrijven (volle schijf?)"
            )
        for finding in verdict.findings[:_SHOWN]:
            self.stdout.write(f"  regel {finding.sequence}: {_MEANS[finding.kind]}")
