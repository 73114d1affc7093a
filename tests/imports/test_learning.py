"""What the lists of earlier years teach about when a list is held."""

from dataclasses import replace
from datetime import date

import pytest
from tests.imports.journey import approve, plan_of, send
from tests.imports.school import NEWCOMER, School, next_year
from tests.people import LAST_YEAR

from leesloket.imports.models import RosterImport
from leesloket.isolation.scope import scoped

pytestmark = pytest.mark.enable_socket


def test_a_later_year_is_held_against_what_was_usual(school: School) -> None:
    upload = school.receive((*next_year()[2:], NEWCOMER))
    send(upload, by=school.petra)
    assert approve(upload, by=school.marloes)
    with scoped(school.scope):
        RosterImport.objects.update(school_year_id=LAST_YEAR)

    upload = school.receive(next_year()[12:])
    send(upload, by=school.petra)

    [hold] = [
        hold for hold in plan_of(upload, by=school.marloes).holds if hold.code == "too_many_leavers"
    ]
    assert hold.detail["usual"] == 2


def test_the_year_in_which_the_register_was_filled_teaches_nothing(school: School) -> None:
    upload = school.receive((*next_year()[2:], NEWCOMER))
    send(upload, by=school.petra)
    assert approve(upload, by=school.marloes)
    with scoped(school.scope):
        first = RosterImport.objects.get(upload_id=upload)
        all_new = {**first.counts, "enrol": first.counts["pupils"]}
        RosterImport.objects.update(school_year_id=LAST_YEAR, counts=all_new)

    upload = school.receive(next_year()[12:])
    send(upload, by=school.petra)

    [hold] = [
        hold for hold in plan_of(upload, by=school.marloes).holds if hold.code == "too_many_leavers"
    ]
    assert "usual" not in hold.detail


def test_newcomers_whose_group_tells_no_year_are_counted_by_their_age(school: School) -> None:
    older = replace(NEWCOMER, number="001400", group="Kevers", born=date(2016, 2, 14))

    upload = school.receive((*next_year(), older))

    with scoped(school.scope):
        counts = RosterImport.objects.get(upload_id=upload).counts
    assert counts["newcomers_outside_entry_year"] == counts["enrol"] == 1


def test_who_could_leave_and_who_could_be_new_is_counted(school: School) -> None:
    upload = school.receive((*next_year()[2:], NEWCOMER))

    with scoped(school.scope):
        counts = RosterImport.objects.get(upload_id=upload).counts
    assert counts["leavers_outside_final_year"] == 2
    assert counts["members_outside_final_year"] == len(next_year())
    assert counts["pupils_outside_entry_year"] == len(next_year()) - 2
