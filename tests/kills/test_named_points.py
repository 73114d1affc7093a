"""kill -9 at named moments: nothing acknowledged is lost, and nothing is done by half."""

from dataclasses import replace

import pytest
from tests.kills.dying import End
from tests.kills.killing import Killing
from tests.kills.points import OF_POSTGRESQL, OF_THE_SITE, Point

ALL = (*OF_THE_SITE, *OF_POSTGRESQL)


@pytest.mark.parametrize("point", ALL, ids=lambda point: point.name)
def test_a_process_killed_there_loses_nothing_and_leaves_no_half(
    killing: Killing, point: Point
) -> None:
    killing.once(point.errand, replace(point.end, job=killing.errands[point.errand].job))


def test_hours_of_killing_do_not_outlast_what_has_its_time(killing: Killing) -> None:
    killing.know("copy")
    killing.stages.kept_at["agreed"] -= 2 * 60 * 60
    killing.site.rows(
        "update stage_agreed.intake_filerequest set asked_at = asked_at - interval '2 hours',"
        " decided_at = decided_at - interval '2 hours'"
    )
    job = killing.errands["copy"].job

    killing.once("copy", End("die", job=job, place=3))
