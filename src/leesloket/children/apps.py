from django.apps import AppConfig
from typing_extensions import override


class ChildrenConfig(AppConfig):
    name = "leesloket.children"
    label = "children"

    @override
    def ready(self) -> None:
        from leesloket.children import sessions  # noqa: PLC0415 - needs the app registry

        sessions.connect()
