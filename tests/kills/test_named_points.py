"""kill -9 at named moments: nothing acknowledged is lost, and nothing is done by half."""

from dataclasses import replace

import pytest
from tests.kills.killing import Killing
from tests.kills.points import OF_POSTGRESQL, OF_THE_SITE, Point

ALL = (*OF_THE_SITE, *OF_POSTGRESQL)


@pytest.mark.parametrize("point", ALL, ids=lambda point: point.name)
def test_a_process_killed_there_loses_nothing_and_leaves_no_half(
    killing: Killing, point: Point
) -> None:
    killing.once(point.errand, replace(point.end, job=killing.errands[point.errand].job))
