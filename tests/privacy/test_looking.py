"""Who saw what: told once, with ids, and read back with the names of today."""

from datetime import timedelta

import pytest
from tests.imports.journey import approve, lift_all, send
from tests.imports.school import School, make_school
from tests.people import NOW, TODAY, add_person

from leesloket.audit.models import Event
from leesloket.branches.models import Branch, Library
from leesloket.isolation.scope import scoped
from leesloket.patrons.queries import PatronNotFoundError, groups_ever_of
from leesloket.privacy import log, looking, rules

pytestmark = pytest.mark.enable_socket
ZOE, GOKCE = "001200", "001201"


@pytest.fixture
def school(db: None, reader: None) -> School:
    return make_school()


def _saw(school: School, *, minutes: int = 0, number: str = ZOE) -> None:
    at = NOW + timedelta(minutes=minutes)
    looking.saw_patron(school.ids[number], viewer=school.marloes, now=at)


def _codes(school: School) -> list[str]:
    seen = log.who_saw(school.ids[ZOE], viewer=school.marloes, today=TODAY)
    return [line.code for line in seen.lines]


def test_looking_again_within_ten_minutes_is_told_once_and_later_again(school: School) -> None:
    _saw(school)
    _saw(school, minutes=9)
    _saw(school, minutes=3, number=GOKCE)
    _saw(school, minutes=11)

    assert _codes(school) == ["patron_viewed", "patron_viewed"]


def test_a_parent_reads_of_pages_lists_files_and_searches_that_showed_the_child(
    school: School,
) -> None:
    zoe, gokce = school.ids[ZOE], school.ids[GOKCE]
    upload = school.receive()
    send(upload, by=school.petra)
    lift_all(upload, by=school.marloes)
    approve(upload, by=school.marloes)
    branch_id = school.branch.id
    with scoped(school.scope):
        groups = groups_ever_of(zoe)
    viewer = school.marloes
    _saw(school)
    for group in groups:
        looking.saw_group(group, branch_id=branch_id, count=4, viewer=viewer, now=NOW, file=True)
    looking.saw_list(upload, branch_id=branch_id, viewer=school.petra, now=NOW)
    looking.saw_patrons([zoe, gokce], total=2, viewer=viewer, now=NOW)
    looking.saw_patrons([gokce], total=1, viewer=viewer, now=NOW)
    looking.saw_patrons([*school.ids.values()], total=20, viewer=viewer, now=NOW)

    assert sorted(_codes(school)) == [
        *("group_exported", "group_exported", "list_viewed", "patron_viewed", "patrons_searched")
    ]


def test_no_name_stands_in_what_was_recorded(school: School) -> None:
    _saw(school)
    looking.saw_patrons([school.ids[ZOE]], total=1, viewer=school.marloes, now=NOW)

    with scoped(school.scope):
        told = str(list(Event.objects.values()))
    assert not [word for word in ("Zoë", "Dijk", ZOE) if word in told]


def test_another_branch_reads_nothing_of_it(school: School) -> None:
    _saw(school)

    for stranger in school.strangers:
        with pytest.raises(PatronNotFoundError):
            log.who_saw(school.ids[ZOE], viewer=stranger, today=TODAY)
        with pytest.raises(log.NotForThisPersonError):
            log.branch_log(school.branch, viewer=stranger, today=TODAY)


def test_an_administrator_reads_the_log_by_person_kind_and_day(school: School) -> None:
    library = Library.objects.get(pk=school.branch.library_id)
    kiem = Branch.objects.get(pk=school.branch.id)
    willem = add_person(library, "willem", {"administer": [kiem]})
    _saw(school)
    looking.saw_list(school.receive(), branch_id=kiem.pk, viewer=school.petra, now=NOW)
    _saw(school, minutes=60 * 24, number=GOKCE)

    def told(**narrow: object) -> list[tuple[str, str, str]]:
        page = log.branch_log(school.branch, viewer=willem, today=TODAY, **narrow)  # type: ignore[arg-type]
        return [(line.by, line.code, line.about) for line in page.lines]

    marloes, petra = "Marloes Voorbeeld", "Petra Voorbeeld"
    assert told() == [
        (marloes, "patron_viewed", "Gökçe Öztürk"),
        (petra, "list_viewed", ""),
        (petra, "upload_received", ""),
        (marloes, "patron_viewed", "Zoë van Dijk"),
    ]
    assert len(told(by=school.petra.account_id)) == 2
    assert len(told(codes=rules.ABOUT_A_PATRON)) == 2
    assert told(codes=["list_viewed"], day=TODAY) == [(petra, "list_viewed", "")]
    assert told(day=TODAY + timedelta(days=2)) == []
    assert told(page=2) == []
