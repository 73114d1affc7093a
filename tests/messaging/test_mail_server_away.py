"""A mail server that is away: the log says so, and it is tried long and often enough."""

import smtplib
from collections.abc import Iterator
from itertools import pairwise
from uuid import uuid4

import pytest
from procrastinate.jobs import Job

from leesloket.messaging import mailing, tasks
from leesloket.operating.health import MAIL_LATE_AFTER, MAIL_LATE_TRIES

HOUR = 3_600
REFUSED = (
    (ConnectionRefusedError(), "ConnectionRefusedError"),
    (TimeoutError(), "TimeoutError"),
    (smtplib.SMTPDataError(554, b"no p.school@linde.example"), "SMTPDataError 554"),
    (
        smtplib.SMTPRecipientsRefused({"p.school@linde.example": (550, b"no such user")}),
        "SMTPRecipientsRefused 550",
    ),
)


def _moments() -> Iterator[float]:
    """At how many seconds after the first try each next one is."""
    after = 0.0
    for attempts in range(1_000):
        job = Job(
            id=1, queue="default", lock=None, queueing_lock=None, task_name="t", attempts=attempts
        )
        decision = tasks._PATIENCE.get_retry_decision(exception=OSError(), job=job)
        if decision is None or decision.retry_at is None:
            return
        after += tasks._PATIENCE.wait + tasks._PATIENCE.linear_wait * attempts
        yield after


def test_after_a_weekend_mail_goes_out_within_two_hours() -> None:
    moments = list(_moments())

    assert moments[0] <= 10
    assert all(later - earlier <= 2 * HOUR for earlier, later in pairwise(moments))
    assert 72 * HOUR < moments[-1] < 96 * HOUR  # then it has failed, and /readyz says so
    assert moments[MAIL_LATE_TRIES - 1] >= MAIL_LATE_AFTER.total_seconds()


@pytest.mark.parametrize(("error", "told"), REFUSED, ids=[told for _, told in REFUSED])
def test_the_log_says_what_the_server_said_and_to_whom_not(
    error: OSError, told: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)

    with pytest.raises(type(error)):
        mailing.deliver(
            "password_reset", to="p.school@linde.example", about=uuid4(), context={"token": "x"}
        )

    [line] = caplog.messages
    assert line == f"the mail server took no mail ({told}); it is tried again"
