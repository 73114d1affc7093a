"""`privacy_register`: the register of processing and the retention schedule, as Markdown."""

from typing import Any

from django.core.management.base import BaseCommand
from typing_extensions import override

from leesloket.privacy.processing import as_markdown


class Command(BaseCommand):
    help = "Het register van verwerkingen met bewaartermijnen, uit modellen en instellingen."

    @override
    def handle(self, *_: Any, **__: Any) -> None:
        for line in as_markdown():
            self.stdout.write(line)
