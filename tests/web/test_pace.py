"""One account cannot keep the site busy with files, and keeps nobody else from sending."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from pytest_django import Settings
from tests.contracts.test_every_url_is_guarded import World, _client, world

__all__ = ["world"]

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture(autouse=True)
def _rolled_back(world: World, settings: Settings) -> Iterator[None]:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "send_file": "3/10m/key"}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _send(world: World, login: str, slug: str, *, script: bool = True) -> tuple[int, str]:
    answer = _client(world, login).post(
        reverse("portal:receive", args=[slug]),
        {"file": SimpleUploadedFile("lijst.csv", b"")},
        headers=SCRIPT if script else {},
        follow=not script,
    )
    return answer.status_code, answer.content.decode()


def test_who_sends_faster_than_a_person_can_waits_and_nobody_else_does(world: World) -> None:
    first = [_send(world, "petra", "vuurvlinder")[0] for _ in range(3)]

    status, said = _send(world, "petra", "vuurvlinder")

    assert 429 not in first
    assert status == 429
    assert "Er is niets ontvangen. Wacht tien minuten." in said
    assert _send(world, "joost", "wilgenbos")[0] != 429
    _, page = _send(world, "petra", "vuurvlinder", script=False)
    assert "heel veel bestanden in korte tijd" in page


def test_so_does_who_takes_a_register_over(world: World) -> None:
    def bring() -> int:
        answer = _client(world, "marloes").post(
            reverse("desk:takeover_receive"),
            {"file": SimpleUploadedFile("lijst.csv", b""), "branch": "vuurvlinder"},
            headers=SCRIPT,
        )
        return answer.status_code

    assert 429 not in [bring() for _ in range(3)]
    assert bring() == 429
