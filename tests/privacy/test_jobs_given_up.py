"""What the worker gave up can be seen, tried again and taken out by who runs the site."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from leesloket.isolation.jobs import jobs_by_status

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


def _jobs(*arguments: str) -> str:
    out = StringIO()
    call_command("jobs", *arguments, stdout=out)
    return out.getvalue()


def _given_up(status: str = "failed") -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status, attempts, args)"
            " values ('default', 'messaging.send_notice', %s, 100, '{\"notice_id\": \"geheim\"}')"
            " returning id",
            [status],
        )
        [(number,)] = cursor.fetchall()
    return str(number)


def test_what_was_given_up_is_told_without_what_it_is_about() -> None:
    assert _jobs() == "Er is niets opgegeven.\n"
    number = _given_up()

    told = _jobs()

    assert told.startswith(f"{number}  messaging.send_notice  100 keer, opgegeven ")
    assert "geheim" not in told


def test_it_is_tried_again() -> None:
    number = _given_up()

    _jobs("--again", number)

    assert jobs_by_status() == {"todo": 1}


def test_it_is_taken_out() -> None:
    number = _given_up()

    _jobs("--drop", number)

    assert jobs_by_status() == {}


@pytest.mark.parametrize("what", ["--again", "--drop"])
def test_what_was_not_given_up_is_left_alone(what: str) -> None:
    number = _given_up("todo")

    with pytest.raises(CommandError, match="Dit nummer is er niet bij"):
        _jobs(what, number)

    assert jobs_by_status() == {"todo": 1}
