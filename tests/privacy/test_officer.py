"""The account of a branch: right in every number, and without a child's name."""

from datetime import UTC, datetime

import pytest
from tests.imports.journey import approve, receive, send
from tests.imports.school import School, make_school
from tests.people import NOW, add_person

from leesloket.accounts.queries import Viewer
from leesloket.branches.models import Branch, Library
from leesloket.imports import actions as imports
from leesloket.privacy.log import NotForThisPersonError
from leesloket.privacy.looking import saw_patron
from leesloket.privacy.officer import accountability
from leesloket.web.accounting import sections_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db: None, reader: None) -> School:
    return make_school()


def _administrator(school: School) -> Viewer:
    library = Library.objects.get(id=school.branch.library_id)
    return add_person(library, "willem", {"administer": [Branch.objects.get(id=school.branch.id)]})


def test_it_tells_who_may_what_came_in_what_is_gone_and_how_often_somebody_looked(
    school: School,
) -> None:
    willem = _administrator(school)
    withdrawn = school.receive()
    imports.withdraw(withdrawn, acting_user=school.petra, now=NOW)
    send(list_id := school.receive(), by=school.petra)
    approve(list_id, by=school.marloes)
    receive(b"%PDF-1.7", branch_id=school.branch.id, by=school.petra, name="x.pdf")
    for child in school.children[:3]:
        saw_patron(school.ids[child.number], viewer=school.marloes, now=NOW)

    told = accountability(school.branch, viewer=willem, now=NOW)

    assert told.members == {"pupil": 21}
    assert {(one.name.split()[0], one.kind) for one in told.holders} == {
        ("Petra", "upload"),
        ("Marloes", "import"),
        ("Marloes", "desk"),
        ("Tarik", "import"),
        ("Willem", "administer"),
    }
    fates = {(one.refused, bool(one.destroyed_at), bool(one.kept_until)) for one in told.lists}
    assert fates == {(True, False, False), (False, False, True), (False, True, False)}
    assert ("patron_viewed", 3) in {(code, count) for _, code, count in told.looks}


def test_no_child_stands_in_it(school: School) -> None:
    willem = _administrator(school)
    send(list_id := school.receive(), by=school.petra)
    approve(list_id, by=school.marloes)

    sections = tuple(sections_of(accountability(school.branch, viewer=willem, now=NOW)))

    text = " ".join(cell for one in sections for row in one.rows for cell in row)
    assert "Petra" in text
    assert not [one for one in school.children if one.surname in text and len(one.surname) > 3]


def test_it_is_for_who_administers_that_branch(school: School) -> None:
    for somebody in (school.petra, school.marloes, *school.strangers):
        with pytest.raises(NotForThisPersonError):
            accountability(school.branch, viewer=somebody, now=NOW)


def test_what_is_longer_ago_than_a_year_is_left_out(school: School) -> None:
    willem = _administrator(school)
    school.receive()

    told = accountability(school.branch, viewer=willem, now=datetime(2028, 1, 1, 12, 0, tzinfo=UTC))

    assert told.lists == ()
    assert told.looks == ()
