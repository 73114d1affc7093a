"""Lists in any order: the product and the model come to the same register.

`./run lives --runs N` tries N lives of fifty steps; here a few, of half that.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.kills.soundness import what_is_wrong_in
from tests.lives.elsewhere import WithTheOtherSchool
from typing_extensions import override

from leesloket.server import embedded

ASKED = "LEESLOKET_LIVES" in os.environ
RUNS = int(os.environ.get("LEESLOKET_LIVES", "16"))
STEPS = 50 if ASKED else 25


class _Told(WithTheOtherSchool):
    """The same, and says how far it is: two hundred lives take an hour."""

    lived = 0

    @override
    def teardown(self) -> None:
        super().teardown()
        _Told.lived += 1
        if _Told.lived % 10 == 0:
            print(f"{_Told.lived} lives", flush=True)  # noqa: T201 - a report


@pytest.mark.enable_socket
def test_a_register_is_what_the_lists_of_its_school_say(
    reader: None, fresh_database: str, server: embedded.Embedded
) -> None:
    run_state_machine_as_test(
        _Told if ASKED else WithTheOtherSchool,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    with server.connect(embedded.SUPERUSER, fresh_database) as connection:
        assert what_is_wrong_in(connection) == []
    if ASKED:
        print(f"{_Told.lived} lives, the register is what its lists say")  # noqa: T201 - a report
