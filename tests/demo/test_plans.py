"""The engine against the truth: what the plan of every demo file must say."""

from __future__ import annotations

import pytest

from leesloket.demo.files import DEMO_FILES, DemoFile
from leesloket.demo.model import LAST_YEAR, LIST_DAY, THIS_YEAR, DemoBranch, DemoWorld
from leesloket.demo.world import make_world
from leesloket.roster import Plan, extract_records, make_plan, suggest_mapping
from leesloket.roster.model import (
    Enrol,
    Keep,
    KnownPupil,
    Mode,
    PatronId,
    Question,
    Update,
    Withdraw,
)
from leesloket.roster.readers import read

SECRET = b"a secret of this test"

HOLDS = {
    "vuurvlinder-vorig-jaar.xlsx": {"older_file"},
    "vuurvlinder-andere-school.xlsx": {"other_school"},
    "vuurvlinder-halve-lijst.xlsx": {"part_missing", "too_many_leavers"},
    "vuurvlinder-zonder-groep-5.xlsx": {"part_missing", "too_many_leavers"},
    "vuurvlinder-verkeerd-gesorteerd.xlsx": {"column_sorted_alone"},
    "vuurvlinder-alleen-koppen.xlsx": {"no_rows"},
}


@pytest.fixture(scope="module")
def world() -> DemoWorld:
    return make_world()


def _known(branch: DemoBranch) -> tuple[KnownPupil, ...]:
    return tuple(
        KnownPupil(
            patron_id=PatronId(member.key),
            pupil_number=member.pupil_number,
            first_name=member.first_name,
            prefix=member.prefix,
            surname=member.surname,
            birth_date=member.birth_date,
            group=member.group,
            year_group=member.year_group,
            school_year=LAST_YEAR,
        )
        for member in branch.members
    )


def _plan(name: str, world: DemoWorld) -> Plan:
    [file] = [one for one in DEMO_FILES if one.name == name]
    branch = world.branches[file.branch]
    table = read(file.write(world)).table
    assert table is not None
    return make_plan(
        extraction=extract_records(table, suggest_mapping(table), secret=SECRET, as_of=LIST_DAY),
        known=_known(branch),
        mode=Mode.FULL,
        school_year=THIS_YEAR,
        as_of=LIST_DAY,
        facts=table.facts,
        branch_brin=branch.brin6,
        secret=SECRET,
    )


@pytest.mark.parametrize("file", [one for one in DEMO_FILES if one.good], ids=lambda one: one.name)
def test_the_plan_of_a_good_file_takes_nobody_for_somebody_else(
    file: DemoFile, world: DemoWorld
) -> None:
    branch = world.branches[file.branch]
    who = {member.pupil_number: member.key for member in branch.next_year}
    before = {member.key for member in branch.members}

    plan = _plan(file.name, world)

    assert plan.holds == ()
    gone = {step.known.patron_id for step in plan.steps if isinstance(step, Withdraw)}
    asked = {who[one.record.pupil_number] for one in plan.steps if isinstance(one, Question)}
    assert gone == before - set(who.values())
    for step in plan.steps:
        match step:
            case Update() | Keep():
                assert step.known.patron_id == who[step.record.pupil_number]
            case Enrol():
                assert who[step.record.pupil_number] not in before
            case Question():
                assert who[step.record.pupil_number] in {one.patron_id for one in step.candidates}
            case _:
                assert isinstance(step, Withdraw)
    # One child came back under another number with another spelling: that is for a person.
    assert len(asked) == (1 if file.branch == "vuurvlinder" else 0)


@pytest.mark.parametrize("name", HOLDS)
def test_a_wrong_file_is_held_for_the_right_reason(name: str, world: DemoWorld) -> None:
    assert HOLDS[name] <= {hold.code for hold in _plan(name, world).holds}


def test_mistakes_in_rows_make_nobody_a_leaver(world: DemoWorld) -> None:
    branch = world.branches["vuurvlinder"]
    truth = {member.key for member in branch.members} - {one.key for one in branch.next_year}

    plan = _plan("vuurvlinder-met-fouten.xlsx", world)

    assert plan.holds == ()
    assert {one.known.patron_id for one in plan.steps if isinstance(one, Withdraw)} <= truth
    assert {problem.code.value for problem in plan.problems} >= {
        "birth_date_unreadable",
        "birth_date_missing",
        "birth_date_unlikely",
        "group_missing",
        "name_missing",
        "pupil_number_missing",
        "pupil_number_twice",
        "duplicate_row",
    }
