from django.apps import AppConfig
from typing_extensions import override


class AccountsConfig(AppConfig):
    name = "leesloket.accounts"
    label = "accounts"

    @override
    def ready(self) -> None:
        from leesloket.accounts import recording  # noqa: PLC0415 - needs the app registry

        recording.connect()
