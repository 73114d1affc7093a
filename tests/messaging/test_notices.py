"""The library is told: once, in a file or over SMTP, without anything of a child."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from socket import AF_INET, socket
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from django.db import connection, transaction
from procrastinate.contrib.django import app
from pytest_django import Settings
from tests.people import NOW, branch
from tests.working import jobs, run_jobs
from typing_extensions import override

from leesloket.branches.models import Branch
from leesloket.isolation.scope import Scope, scoped
from leesloket.messaging.actions import send_notice, tell
from leesloket.messaging.models import Notice

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def mailbox(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "leesloket.messaging.eml.EmlBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.DEFAULT_FROM_EMAIL = "Leesloket <leesloket@bibliotheek.example>"
    return tmp_path / "mail"


def _scope() -> Scope:
    line = branch("vuurvlinder")
    return Scope(line.library_id, (line.id,))


def _tell(kind: str = "list_sent") -> Notice:
    scope = _scope()
    with scoped(scope):
        tell(
            kind,
            branch_id=scope.branch_ids[0],
            library_id=scope.library_id,
            subject_id=uuid4(),
            now=NOW,
        )
        return Notice.objects.latest("made_at")


def _messages(mailbox: Path) -> list[Message]:
    return [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted(mailbox.glob("*.eml"))
    ]


@pytest.mark.parametrize("kind", Notice.Kind.values)
def test_every_notice_is_a_mail_with_a_link_and_its_own_id(
    demo: None, mailbox: Path, kind: str
) -> None:
    notice = _tell(kind)

    with scoped(_scope()):
        assert send_notice(notice.id, now=NOW) is True
        assert send_notice(notice.id, now=NOW + timedelta(hours=1)) is False
        assert Notice.objects.get(id=notice.id).sent_at == NOW

    [mail] = _messages(mailbox)
    assert mail["Message-ID"] == f"<{notice.id}@bibliotheek.example>"
    goes_to_the_school = kind in {
        "list_returned",
        "list_moved",
        "list_placed",
        "list_applied",
        "list_undone",
    }
    assert mail["To"] == (
        "petra@vuurvlinder.example"
        if goes_to_the_school
        else "leerlingbestanden@bibliotheek.example"
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    # The yearly review is about every branch at once.
    assert ("De Vuurvlinder" in mail["Subject"]) is (kind != "rights_review")
    text = mail.get_content()  # type: ignore[attr-defined]  # the default policy's messages have it
    assert "http://localhost:8000/" in text
    assert "&" not in text


@pytest.mark.parametrize("kind", Notice.Kind.values)
def test_whatever_a_school_is_called_its_name_is_text_in_a_mail(
    demo: None, mailbox: Path, kind: str
) -> None:
    name = """O'Brien & <b>Zn</b> {{ 7*7 }} %s =1+1\r\nBcc: ander@kwaad.example\r\n\r\n<p>"""
    Branch.objects.filter(slug="vuurvlinder").update(name=name)
    notice = _tell(kind)

    with scoped(_scope()):
        send_notice(notice.id, now=NOW)

    [mail] = _messages(mailbox)
    assert mail["Bcc"] is None
    assert mail.get_content_type() == "text/plain"
    if kind != "rights_review":
        # On one line, and otherwise to the letter.
        assert " ".join(name.split()) in mail["Subject"]
        assert name.splitlines()[0] in mail.get_content()  # type: ignore[attr-defined] # as above


def test_a_mail_in_a_file_is_for_its_owner_only(demo: None, mailbox: Path) -> None:
    notice = _tell()
    with scoped(_scope()):
        send_notice(notice.id, now=NOW)

    [file] = mailbox.glob("*.eml")
    assert (file.stat().st_mode & 0o777, mailbox.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_branch_without_an_address_is_told_nothing_and_not_asked_again(
    demo: None, mailbox: Path
) -> None:
    Branch.objects.filter(slug="vuurvlinder").update(notice_email="")
    notice = _tell()

    with scoped(_scope()):
        assert send_notice(notice.id, now=NOW)
        assert not send_notice(notice.id, now=NOW)

    assert not mailbox.exists()


def test_another_branch_cannot_read_or_send_a_notice(demo: None, mailbox: Path) -> None:
    notice = _tell()
    wilgenbos = branch("wilgenbos")

    with (
        scoped(Scope(wilgenbos.library_id, (wilgenbos.id,))),
        pytest.raises(Notice.DoesNotExist),
    ):
        send_notice(notice.id, now=NOW)

    assert not mailbox.exists()


def test_the_worker_sends_what_was_committed_and_nothing_else(
    fresh_database: str, mailbox: Path
) -> None:
    told = _tell()
    with transaction.atomic():
        _tell("list_withdrawn")
        transaction.set_rollback(True)

    run_jobs()
    run_jobs()

    [mail] = _messages(mailbox)
    assert str(told.id) in mail["Message-ID"]
    assert jobs("messaging.send_notice") == [("succeeded", 1, False)]


def test_a_job_whose_worker_was_killed_is_taken_up_again(
    fresh_database: str, mailbox: Path
) -> None:
    _tell()
    with connection.cursor() as cursor:
        # What a worker leaves behind that dies with its job in its hands.
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '2 hours')"
            " returning id"
        )
        [dead] = cursor.fetchone()
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", [dead])
    app.configure_task("messaging.take_up_stalled").defer(timestamp=0)

    run_jobs()

    assert len(_messages(mailbox)) == 1


def test_a_mail_server_that_is_down_is_tried_again_later(
    fresh_database: str, mailbox: Path, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    notice = _tell()

    run_jobs()

    assert jobs("messaging.send_notice") == [("todo", 1, True)]
    with scoped(_scope()):
        assert Notice.objects.get(id=notice.id).sent_at is None


# --- over SMTP -----------------------------------------------------------------------------------


class Postbox(MessageHandler):
    """Keeps what comes in."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    @override
    def handle_message(self, message: Message) -> None:
        self.messages.append(message)


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    handler = Postbox()
    with socket(AF_INET) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.DEFAULT_FROM_EMAIL = "Leesloket <leesloket@bibliotheek.example>"
    yield handler
    controller.stop()


def test_over_smtp_the_notice_is_its_own_message_id(demo: None, postbox: Postbox) -> None:
    notice = _tell()

    with scoped(_scope()):
        send_notice(notice.id, now=NOW)

    [mail] = postbox.messages
    assert mail["Message-ID"] == f"<{notice.id}@bibliotheek.example>"
    assert mail["X-RcptTo"] == "leerlingbestanden@bibliotheek.example"
    assert mail["X-MailFrom"] == "leesloket@bibliotheek.example"
