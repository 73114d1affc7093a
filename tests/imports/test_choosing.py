"""Where the desk set a value by hand and the list says otherwise: ours stays, or staff choose."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from tests.imports.journey import approve, plan_of, send
from tests.imports.school import NEWCOMER, School, next_year
from tests.people import NOW, recorded

from leesloket.accounts.queries import Viewer
from leesloket.imports import actions, queries
from leesloket.imports.actions.choosing import HandChoice
from leesloket.imports.showing import ChildLine
from leesloket.isolation.scope import scoped
from leesloket.patrons.actions import correct_details
from leesloket.patrons.models import Patron
from leesloket.patrons.rules import ChildDetails

pytestmark = pytest.mark.enable_socket

NOOR = "001204"
OURS, THEIRS = "Wit-Kaya", "Wittekoek"


@pytest.fixture
def upload(school: School) -> UUID:
    """The desk gave Noor another surname, and the list gives her a third."""
    correct_details(
        patron_id=school.ids[NOOR],
        details=ChildDetails(first_name="Noor", surname=OURS, birth_date=school.children[4].born),
        acting_user=school.marloes,
        now=NOW,
    )
    children = [
        replace(one, prefix="", surname=THEIRS) if one.number == NOOR else one
        for one in next_year()
    ]
    sent = school.receive((*children, NEWCOMER))
    send(sent, by=school.petra)
    return sent


def _choose(school: School, upload: UUID, choice: HandChoice, by: Viewer) -> None:
    actions.choose_hand_edit(
        upload, patron_id=school.ids[NOOR], choice=choice, acting_user=by, now=NOW
    )


def _noor(upload: UUID, by: Viewer) -> ChildLine:
    [line] = plan_of(upload, by=by, kind="conflict").children
    return line


def _register(school: School) -> tuple[str, list[str]]:
    with scoped(school.scope):
        noor = Patron.objects.get(id=school.ids[NOOR])
        return noor.surname, noor.hand_edited


def test_what_the_desk_set_is_shown_with_what_the_list_says_and_stays(
    school: School, upload: UUID
) -> None:
    plan = plan_of(upload, by=school.marloes)
    assert plan.conflicts_open == 1
    shown = {
        fact.field: (fact.before, fact.after)
        for fact in _noor(upload, school.marloes).changes
        if fact.conflict
    }
    assert shown == {"surname": (OURS, THEIRS)}

    approve(upload, by=school.marloes)

    assert _register(school) == (OURS, ["prefix", "surname"])


def test_the_schools_value_is_taken_when_staff_say_so_and_is_the_desks_no_longer(
    school: School, upload: UUID
) -> None:
    before = plan_of(upload, by=school.marloes)
    _choose(school, upload, "school", school.marloes)
    _choose(school, upload, "school", school.tarik)

    after = plan_of(upload, by=school.marloes)
    assert (after.conflicts_open, after.digest != before.digest) == (0, True)
    line = _noor(upload, school.marloes)
    assert (line.hand_choice, line.kind) == ("school", "change")
    with pytest.raises(actions.PlanOutdatedError):
        actions.approve(upload, digest=before.digest, acting_user=school.marloes, now=NOW)
    approve(upload, by=school.marloes)

    assert _register(school) == (THEIRS, ["prefix"])
    actions.undo_import(upload, reason="toch niet", acting_user=school.marloes, now=NOW)
    assert _register(school) == (OURS, ["prefix", "surname"])


def test_ours_is_kept_and_the_question_is_settled(school: School, upload: UUID) -> None:
    _choose(school, upload, "ours", school.marloes)

    plan = plan_of(upload, by=school.marloes)
    assert (plan.conflicts_open, _noor(upload, school.marloes).hand_choice) == (0, "ours")
    approve(upload, by=school.marloes)
    assert _register(school) == (OURS, ["prefix", "surname"])


def test_a_choice_is_taken_back(school: School, upload: UUID) -> None:
    _choose(school, upload, "school", school.marloes)

    _choose(school, upload, "clear", school.marloes)

    assert plan_of(upload, by=school.marloes).conflicts_open == 1
    assert recorded(upload, school.scope)[-2:] == ["hand_edit_chosen"] * 2
    approve(upload, by=school.marloes)
    assert _register(school)[0] == OURS


def test_only_who_imports_here_chooses_and_only_about_a_child_in_conflict(
    school: School, upload: UUID
) -> None:
    for stranger in (*school.strangers, school.petra):
        with pytest.raises(queries.ImportNotFoundError):
            _choose(school, upload, "school", stranger)
    for somebody in (school.ids["001205"], uuid4()):
        with pytest.raises(actions.RowGoneError):
            actions.choose_hand_edit(
                upload, patron_id=somebody, choice="school", acting_user=school.marloes, now=NOW
            )

    assert plan_of(upload, by=school.marloes).conflicts_open == 1
