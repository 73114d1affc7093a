"""`privacy_register`: the register of processing and the retention schedule, as Markdown."""

from typing import Any

from django.core.management.base import BaseCommand
from typing_extensions import override

from leesloket.branches.policies import chosen_leaver_days
from leesloket.branches.queries import scopes_of_libraries
from leesloket.privacy.processing import as_markdown


class Command(BaseCommand):
    help = "Het register van verwerkingen met bewaartermijnen, uit modellen en instellingen."

    @override
    def handle(self, *_: Any, **__: Any) -> None:
        for line in as_markdown(chosen_leaver_days(scopes_of_libraries())):
            self.stdout.write(line)
