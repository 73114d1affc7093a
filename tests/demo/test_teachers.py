"""`./run` shows a teacher with a group, before and after the school's list."""

import pytest
from tests.conftest import DEMO_DAY
from tests.imports.journey import approve, lift_all, say_another, send
from tests.people import TODAY, branch, demo_file, school_viewer, staff_viewer, viewer

from leesloket.children.own import own_groups
from leesloket.demo.teachers import SCHOOL, TEACHER, give_group
from leesloket.imports import actions
from leesloket.intake.actions import ReceivedFile

pytestmark = pytest.mark.usefixtures("demo", "reader")


def _group() -> tuple[str, int]:
    [school] = own_groups(viewer(TEACHER), today=TODAY)
    [group] = school.groups
    return group.name, group.pupils


def test_the_teacher_has_an_empty_group_that_the_list_fills() -> None:
    give_group(now=DEMO_DAY)
    give_group(now=DEMO_DAY)

    assert _group() == ("Groep 5", 0)

    petra, marloes = school_viewer(SCHOOL), staff_viewer(SCHOOL)
    file = ReceivedFile(demo_file("vuurvlinder-2026-2027.xlsx"), "lijst.xlsx", "een", None)
    upload = actions.receive_list(
        file, branch_id=branch(SCHOOL).id, acting_user=petra, now=DEMO_DAY
    )
    send(upload, by=petra, now=DEMO_DAY)
    say_another(upload, by=marloes, now=DEMO_DAY)
    lift_all(upload, by=marloes, now=DEMO_DAY)
    if not approve(upload, by=marloes, now=DEMO_DAY):
        approve(upload, by=viewer("tarik"), now=DEMO_DAY)

    name, pupils = _group()
    assert name == "Groep 5"
    assert pupils > 15
