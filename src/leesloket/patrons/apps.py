from django.apps import AppConfig
from django.db.models import Field, ForeignObject
from typing_extensions import override

from leesloket.patrons.lookups import AnyOf


class PatronsConfig(AppConfig):
    name = "leesloket.patrons"

    @override
    def ready(self) -> None:
        # A foreign key knows the lookups of its own only.
        for kind in (Field, ForeignObject):
            kind.register_lookup(AnyOf)
