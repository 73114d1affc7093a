from django.apps import AppConfig
from django.db.models.signals import post_migrate
from typing_extensions import override


class IsolationConfig(AppConfig):
    name = "leesloket.isolation"

    @override
    def ready(self) -> None:
        from leesloket.isolation.grants import grant_after_migrate  # noqa: PLC0415 - needs apps

        post_migrate.connect(grant_after_migrate, sender=self)
