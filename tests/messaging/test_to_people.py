"""Mail about signing in reaches its owner over SMTP, and says no more than it must."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.messaging.test_notices import Postbox, postbox
from tests.people import provider_named, viewer
from tests.working import jobs, run_jobs

from leesloket.accounts import addresses, emergency, resetting
from leesloket.accounts.models import PasswordReset
from leesloket.accounts.school_accounts.actions import link
from leesloket.accounts.school_accounts.rules import Identity
from leesloket.isolation.scope import signing_in

__all__ = ["postbox"]

pytestmark = pytest.mark.enable_socket

ADDRESS = "petra@vuurvlinder.example"


@pytest.fixture
def _petra_has_an_address(fresh_database: str) -> None:
    addresses.set_address(
        account_id=viewer("petra").account_id,
        address=ADDRESS,
        acting_user=viewer("marloes"),
        now=timezone.now(),
    )


@pytest.mark.usefixtures("_petra_has_an_address")
def test_the_link_of_the_mail_opens_the_page_for_a_new_password(
    postbox: Postbox, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = False
    resetting.ask(login="petra", now=timezone.now())

    run_jobs()

    [mail] = postbox.messages
    assert mail["X-RcptTo"] == ADDRESS
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_payload(decode=True).decode()  # type: ignore[union-attr] # one part
    assert "Petra" not in text
    [link] = re.findall(r"http://localhost:8000(/aanmelden/vergeten/\S+)", text)
    page = Client().get(link)
    assert page.status_code == 200
    assert "Kies je wachtwoord" in page.content.decode()


@pytest.mark.usefixtures("_petra_has_an_address")
def test_sent_again_the_mail_is_the_same(postbox: Postbox) -> None:
    resetting.ask(login="petra", now=timezone.now())
    run_jobs()
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'todo'"
            " where task_name = 'messaging.send_password_reset'"
        )

    run_jobs()

    first, second = postbox.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_payload() == second.get_payload()


@pytest.mark.usefixtures("_petra_has_an_address")
def test_a_link_that_is_over_is_not_sent_any_more(postbox: Postbox) -> None:
    resetting.ask(login="petra", now=timezone.now())
    with signing_in():
        PasswordReset.objects.update(over_at=timezone.now())

    run_jobs()

    assert postbox.messages == []
    assert [status for status, *_ in jobs("messaging.send_password_reset")] == ["succeeded"]


@pytest.mark.usefixtures("_petra_has_an_address")
def test_an_emergency_code_is_told_of_without_the_code(postbox: Postbox) -> None:
    issued = emergency.issue(
        account_id=viewer("petra").account_id,
        seen="",
        acting_user=viewer("marloes"),
        now=timezone.now(),
    )

    run_jobs()

    [mail] = postbox.messages
    text = mail.get_payload(decode=True).decode()  # type: ignore[union-attr] # one part
    assert mail["X-RcptTo"] == ADDRESS
    assert "Bel dan meteen de bibliotheek" in text
    assert issued.code not in text
    assert "Petra" not in text


@pytest.mark.usefixtures("_petra_has_an_address")
def test_a_school_account_that_was_linked_is_told_of_once_and_names_nobody(
    postbox: Postbox, settings: Settings
) -> None:
    petra = viewer("petra")
    provider = provider_named(petra.library_name)
    settings.SCHOOL_ACCOUNTS = (provider,)
    identity = Identity("abc@school", "Petra", frozenset(), frozenset(), frozenset(), False, 0)
    for _ in range(2):
        link(
            provider=provider,
            identity=identity,
            account_id=petra.account_id,
            now=timezone.now(),
        )

    run_jobs()

    [mail] = postbox.messages
    text = mail.get_payload(decode=True).decode()  # type: ignore[union-attr] # one part
    assert mail["X-RcptTo"] == ADDRESS
    assert "Entree Federatie" in text
    assert "Bel dan meteen de bibliotheek" in text
    assert "Petra" not in text
    assert "abc@school" not in text
