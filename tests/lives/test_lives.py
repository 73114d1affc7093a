"""Lists in any order: the product and the model come to the same register.

`./run lives --runs N` tries N lives of fifty steps; here a few, of half that.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.kills.soundness import what_is_wrong_in
from tests.lives.machine import Lives

from leesloket.server import embedded

RUNS = int(os.environ.get("LEESLOKET_LIVES", "12"))
STEPS = 50 if "LEESLOKET_LIVES" in os.environ else 25


@pytest.mark.enable_socket
def test_a_register_is_what_the_lists_of_its_school_say(
    reader: None, fresh_database: str, server: embedded.Embedded
) -> None:
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    with server.connect(embedded.SUPERUSER, fresh_database) as connection:
        assert what_is_wrong_in(connection) == []
