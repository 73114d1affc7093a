"""The file itself: with a reason and two people, once, for an hour, and told to the school."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings
from tests.imports.journey import receive
from tests.imports.school import School, make_school
from tests.people import NOW, list_of, recorded

from leesloket.accounts.queries import Viewer
from leesloket.audit.models import Event
from leesloket.imports import actions as imports
from leesloket.imports import queries
from leesloket.intake import fetching
from leesloket.intake.fetching import (
    FetchedFile,
    OtherPersonNeededError,
    ReasonNeededError,
    RequestOverError,
)
from leesloket.intake.file_requests import FileNotFoundHereError, file_page, requests_waiting
from leesloket.intake.models import FileRequest, Upload
from leesloket.isolation.scope import Scope, scoped
from leesloket.vault import actions as vault
from leesloket.vault.models import Sealed, Shredded
from leesloket.vault.queries import open_sealed

pytestmark = pytest.mark.enable_socket
WHY = "de school mist een kolom"


@pytest.fixture
def school(db: None, reader: None) -> School:
    return make_school()


def _library(school: School) -> Scope:
    return Scope(school.branch.library_id, (school.branch.id, school.other.id))


def _ask(upload: UUID, by: Viewer, *, after: timedelta = timedelta(), reason: str = WHY) -> UUID:
    return fetching.ask_for_file(
        upload, why="misread", reason=reason, acting_user=by, now=NOW + after
    )


def _worker(school: School, request: UUID, *, after: timedelta = timedelta()) -> bool:
    with scoped(school.scope):
        return fetching.make_copy_ready(request, now=NOW + after)


def _ready(school: School, upload: UUID) -> UUID:
    request = _ask(upload, school.marloes)
    fetching.agree(request, acting_user=school.tarik, now=NOW)
    assert _worker(school, request)
    return request


def _kinds(school: School) -> list[str]:
    with scoped(school.scope):
        return sorted(Sealed.objects.values_list("kind", flat=True))


def test_one_asks_another_agrees_the_worker_makes_ready_and_the_first_fetches_once(
    school: School,
) -> None:
    content = list_of(school.children)
    upload = receive(content, branch_id=school.branch.id, by=school.petra, name="groep 5.csv")
    request = _ask(upload, school.marloes)
    assert file_page(upload, viewer=school.tarik, now=NOW).open.status == "asked"  # type: ignore[union-attr]

    fetching.agree(request, acting_user=school.tarik, now=NOW)
    assert _worker(school, request) is True
    assert _worker(school, request) is False
    taken = fetching.fetch(request, acting_user=school.marloes, now=NOW)

    assert taken == FetchedFile("groep 5.csv", content)
    assert "groep 5" not in repr(taken)
    with pytest.raises(RequestOverError):
        fetching.fetch(request, acting_user=school.marloes, now=NOW)
    assert _kinds(school) == ["raw", "table"]
    with scoped(school.scope):
        assert Shredded.objects.get(kind="pickup").reason == "fetched"


def test_the_school_reads_who_asked_who_agreed_and_why(school: School) -> None:
    upload = school.receive()
    fetching.fetch(_ready(school, upload), acting_user=school.marloes, now=NOW)

    history = queries.upload_line(upload, viewer=school.petra).history

    assert [(one.event, one.by.split()[0], one.reason) for one in history[1:]] == [
        ("file_asked", "Marloes", WHY),
        ("file_agreed", "Tarik", WHY),
        ("file_fetched", "Marloes", WHY),
    ]
    with scoped(school.scope):
        told = Event.objects.filter(code__startswith="file_").order_by("id")
        details = [event.detail for event in told]
    assert {str(detail["why"]) for detail in details} == {"misread"}
    assert not [detail for detail in details if WHY in str(detail)]


def test_nobody_agrees_with_their_own_question_and_nobody_fetches_anothers(school: School) -> None:
    upload = school.receive()
    request = _ask(upload, school.marloes)
    with pytest.raises(OtherPersonNeededError):
        fetching.agree(request, acting_user=school.marloes, now=NOW)
    fetching.agree(request, acting_user=school.tarik, now=NOW)
    _worker(school, request)

    with pytest.raises(OtherPersonNeededError):
        fetching.fetch(request, acting_user=school.tarik, now=NOW)

    assert fetching.fetch(request, acting_user=school.marloes, now=NOW).content


def test_without_a_second_person_nothing_is_made_ready(school: School) -> None:
    request = _ask(school.receive(), school.marloes)

    assert _worker(school, request) is False
    with pytest.raises(RequestOverError):
        fetching.fetch(request, acting_user=school.marloes, now=NOW)
    assert _kinds(school) == ["raw", "table"]


@pytest.mark.parametrize(
    ("why", "reason"), [("misread", "  a  "), ("misread", ""), ("zomaar", WHY), ("", WHY)]
)
def test_a_question_needs_a_reason(school: School, why: str, reason: str) -> None:
    upload = school.receive()

    with pytest.raises(ReasonNeededError):
        fetching.ask_for_file(upload, why=why, reason=reason, acting_user=school.marloes, now=NOW)


def test_a_double_click_asks_once_and_a_colleague_waits_for_that(school: School) -> None:
    upload = school.receive()
    request = _ask(upload, school.marloes)

    assert _ask(upload, school.marloes) == request
    with pytest.raises(RequestOverError):
        _ask(upload, school.tarik)
    with scoped(school.scope):
        with pytest.raises(IntegrityError), transaction.atomic():
            FileRequest.objects.create(
                upload_id=upload,
                branch_id=school.branch.id,
                why="other",
                reason=WHY,
                asked_by_id=school.tarik.account_id,
                asked_at=NOW,
            )
        assert FileRequest.objects.count() == 1


def test_a_second_click_on_agreeing_does_nothing_more(school: School) -> None:
    request = _ask(school.receive(), school.marloes)
    fetching.agree(request, acting_user=school.tarik, now=NOW)

    with pytest.raises(RequestOverError):
        fetching.agree(request, acting_user=school.tarik, now=NOW)


def test_who_imports_elsewhere_or_only_sends_finds_nothing(school: School) -> None:
    upload = school.receive()
    request = _ready(school, upload)

    for stranger in (*school.strangers, school.petra):
        with pytest.raises(FileNotFoundHereError):
            file_page(upload, viewer=stranger, now=NOW)
        with pytest.raises(FileNotFoundHereError):
            _ask(upload, stranger)
        for act in (fetching.agree, fetching.deny, fetching.fetch):
            with pytest.raises(FileNotFoundHereError):
                act(request, acting_user=stranger, now=NOW)
        assert requests_waiting(stranger, now=NOW) == ()
    with pytest.raises(FileNotFoundHereError):
        fetching.fetch(uuid4(), acting_user=school.marloes, now=NOW)


SECOND = timedelta(seconds=1)


def test_a_question_lapses_after_a_day_and_can_be_asked_anew(school: School) -> None:
    upload = school.receive()
    request = _ask(upload, school.marloes)
    day = timedelta(hours=24)
    assert requests_waiting(school.tarik, now=NOW + day - SECOND)

    assert requests_waiting(school.tarik, now=NOW + day) == ()
    with pytest.raises(RequestOverError):
        fetching.agree(request, acting_user=school.tarik, now=NOW + day)

    assert _ask(upload, school.tarik, after=day) != request
    assert [one.status for one in file_page(upload, viewer=school.tarik, now=NOW + day).past] == [
        "lapsed"
    ]


def test_a_copy_is_there_for_an_hour_and_not_a_second_longer(school: School) -> None:
    request = _ready(school, school.receive())
    hour = timedelta(hours=1)

    with pytest.raises(RequestOverError):
        fetching.fetch(request, acting_user=school.marloes, now=NOW + hour)
    assert fetching.drop_what_is_over(_library(school), now=NOW + hour - SECOND) == 0
    assert "pickup" in _kinds(school)

    assert fetching.drop_what_is_over(_library(school), now=NOW + hour) == 1
    assert "pickup" not in _kinds(school)
    assert fetching.drop_what_is_over(_library(school), now=NOW + hour) == 0


def test_a_worker_that_slept_makes_nothing_ready_afterwards(school: School) -> None:
    request = _ask(school.receive(), school.marloes)
    fetching.agree(request, acting_user=school.tarik, now=NOW)

    assert _worker(school, request, after=timedelta(hours=1)) is False

    assert _kinds(school) == ["raw", "table"]


@pytest.mark.parametrize("who", ["marloes", "tarik"])
def test_either_of_the_two_can_still_say_no(school: School, who: str) -> None:
    upload = school.receive()
    request = _ready(school, upload)

    fetching.deny(request, acting_user=getattr(school, who), now=NOW)

    assert _kinds(school) == ["raw", "table"]
    with pytest.raises(RequestOverError):
        fetching.fetch(request, acting_user=school.marloes, now=NOW)
    with pytest.raises(RequestOverError):
        fetching.deny(request, acting_user=getattr(school, who), now=NOW)
    assert recorded(upload, school.scope)[-2:] == ["file_agreed", "file_denied"]


def test_when_the_school_removes_its_list_the_copy_goes_as_well(school: School) -> None:
    upload = school.receive()
    request = _ready(school, upload)

    imports.withdraw(upload, acting_user=school.petra, now=NOW)

    assert _kinds(school) == []
    with pytest.raises(RequestOverError):
        fetching.fetch(request, acting_user=school.marloes, now=NOW)
    page = file_page(upload, viewer=school.marloes, now=NOW)
    assert (page.goes_on, page.open, page.past[0].status) == (None, None, "gone")


def test_a_file_that_went_before_the_worker_came_is_told(school: School) -> None:
    upload = school.receive()
    request = _ask(upload, school.marloes)
    fetching.agree(request, acting_user=school.tarik, now=NOW)
    imports.withdraw(upload, acting_user=school.petra, now=NOW)

    assert _worker(school, request) is False

    assert file_page(upload, viewer=school.marloes, now=NOW).past[0].status == "gone"
    with pytest.raises(FileNotFoundHereError):
        _ask(upload, school.marloes)


def test_a_file_that_moves_to_another_branch_takes_no_copy_along(school: School) -> None:
    upload = school.receive()
    request = _ready(school, upload)
    with scoped(_library(school)):
        fetching.end_requests(Upload.objects.get(id=upload), now=NOW)

    assert _kinds(school) == ["raw", "table"]
    with pytest.raises(RequestOverError):
        fetching.fetch(request, acting_user=school.marloes, now=NOW)


def test_the_pages_can_open_the_copy_and_never_the_file(
    school: School, settings: Settings, tmp_path: Path
) -> None:
    """With the keys that a web server of its own user has: no worker.key."""
    upload = school.receive()
    request = _ready(school, upload)
    for name in ("working.key", "working.pub", "worker.pub", "recovery.pub", "pseudonyms.key"):
        (tmp_path / name).write_bytes((settings.KEYS / name).read_bytes())
    settings.KEYS = tmp_path

    with scoped(school.scope), pytest.raises(FileNotFoundError):
        open_sealed(Upload.objects.get(id=upload).sealed_id or uuid4(), key="worker")
    assert fetching.fetch(request, acting_user=school.marloes, now=NOW).content


def test_shredding_a_file_shreds_every_copy_and_the_proof_names_both(school: School) -> None:
    upload = school.receive()
    _ready(school, upload)

    with scoped(school.scope):
        vault.shred(Upload.objects.get(id=upload).sealed_id or uuid4(), reason="expired", now=NOW)
        proofs = set(Shredded.objects.values_list("kind", "reason"))

    assert proofs == {("raw", "expired"), ("pickup", "expired")}
