"""The virus scanner before the reader: clean goes on, infected is not kept, silence waits."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings
from tests.imports.journey import receive
from tests.imports.school import NEWCOMER, School, make_school, next_year
from tests.intake import clamav
from tests.people import NOW, TODAY, add_person, list_of, recorded

from leesloket.audit.models import Event
from leesloket.branches.models import Branch, Library, Policy
from leesloket.imports import actions, queries
from leesloket.imports.actions.expiring import destroy_expired
from leesloket.imports.actions.waiting import take_up_waiting
from leesloket.imports.models import RosterImport
from leesloket.intake import scanning
from leesloket.intake.actions import ReceivedFile
from leesloket.intake.models import Upload
from leesloket.intake.queries import ScannerNow, scanner_now
from leesloket.isolation.scope import Scope, scoped
from leesloket.operating.health import health
from leesloket.vault.models import Sealed, Shredded

pytestmark = pytest.mark.enable_socket
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clamd(tmp_path: Path, settings: Settings) -> Iterator[str]:
    with clamav.running(tmp_path) as address:
        settings.CLAMAV = address
        yield address


@pytest.fixture
def silence(tmp_path: Path, settings: Settings) -> None:
    """A scanner that is asked for, and is not there."""
    settings.CLAMAV = f"unix:{tmp_path / 'nobody.sock'}"


def _good(school: School) -> bytes:
    return list_of((*next_year(school.children), NEWCOMER))


def _bad(school: School) -> bytes:
    return _good(school) + clamav.MARKER + b";;;;;\n"


def _receive(school: School, content: bytes, *, after: timedelta = timedelta()) -> UUID:
    return receive(content, branch_id=school.branch.id, by=school.petra, now=NOW + after)


def _status(school: School, upload: UUID) -> str:
    return queries.upload_line(upload, viewer=school.petra).status


def _is_begun(school: School, upload: UUID) -> bool:
    with scoped(school.scope):
        return RosterImport.objects.filter(upload_id=upload).exists()


def _kinds(school: School) -> list[str]:
    with scoped(school.scope):
        return sorted(Sealed.objects.values_list("kind", flat=True))


def _library(school: School) -> Scope:
    return Scope(school.branch.library_id, (school.branch.id, school.other.id))


def _worker(school: School, *, after: timedelta = MINUTE) -> int:
    return take_up_waiting(_library(school), now=NOW + after)


def test_a_clean_file_is_read_and_says_that_it_was_scanned(school: School, clamd: str) -> None:
    line = queries.upload_line(_receive(school, _good(school)), viewer=school.petra)

    assert (line.status, line.scanned) == ("read", "clean")
    assert health(now=NOW).checks[2].name == "scanner"
    assert health(now=NOW).checks[2].ok


def test_without_a_scanner_a_file_says_that_nobody_scanned_it(school: School) -> None:
    line = queries.upload_line(_receive(school, _bad(school)), viewer=school.petra)

    assert (line.status, line.scanned) == ("read", "none")
    assert "scanner" not in {check.name for check in health(now=NOW).checks}


def test_an_infected_file_is_refused_and_nothing_of_it_is_kept(school: School, clamd: str) -> None:
    upload = _receive(school, _bad(school))

    line = queries.upload_line(upload, viewer=school.petra)
    assert (line.status, line.refusal, line.scanned) == ("refused", "infected", "infected")
    assert _kinds(school) == []
    with scoped(school.scope):
        [told] = Event.objects.filter(subject_id=upload)
    assert (told.code, told.detail["code"]) == ("upload_refused", "infected")
    assert "Proef" not in str(told.detail)


def test_an_infected_file_replaces_no_list_that_was_not_sent(school: School, clamd: str) -> None:
    first = _receive(school, _good(school))

    _receive(school, _bad(school))

    assert _status(school, first) == "read"


def test_a_scanner_that_is_down_holds_the_file_sealed_and_unread(
    school: School, silence: None
) -> None:
    upload = _receive(school, _good(school))

    assert _status(school, upload) == "waiting"
    assert _kinds(school) == ["raw"]
    assert not _is_begun(school, upload)
    assert _worker(school) == 0
    assert _status(school, upload) == "waiting"
    assert [check.ok for check in health(now=NOW).checks if check.name == "scanner"] == [False]


def test_what_waited_goes_on_by_itself_once_the_scanner_is_there(
    school: School, silence: None, settings: Settings, tmp_path: Path
) -> None:
    upload = _receive(school, _good(school))
    (tmp_path / "up").mkdir()

    with clamav.running(tmp_path / "up") as settings.CLAMAV:
        assert _worker(school) == 1
        assert _worker(school) == 0

    line = queries.upload_line(upload, viewer=school.petra)
    assert (line.status, line.scanned, line.pupils) == ("read", "clean", 21)
    assert _kinds(school) == ["raw", "table"]
    assert queries.plan_page(upload, viewer=school.petra, staff=False).digest


def test_a_scanner_that_is_there_and_says_nothing_of_the_file_lets_it_wait(
    school: School, silence: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = _receive(school, _good(school))
    monkeypatch.setattr(scanning, "answers", lambda *, required: True)

    assert _worker(school) == 0

    assert (_status(school, upload), _kinds(school)) == ("waiting", ["raw"])


def test_what_is_taken_back_while_it_is_scanned_is_not_read(
    school: School, silence: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = _receive(school, _good(school))

    def taken_back(content: bytes, *, required: bool) -> str:
        actions.withdraw(upload, acting_user=school.petra, now=NOW)
        return "clean"

    monkeypatch.setattr(scanning, "answers", lambda *, required: True)
    monkeypatch.setattr(scanning, "verdict_on", taken_back)

    assert _worker(school) == 0

    assert (_status(school, upload), _kinds(school)) == ("withdrawn", [])
    assert not _is_begun(school, upload)


def test_what_waited_is_read_unscanned_when_the_operator_gives_the_scanner_up(
    school: School, silence: None, settings: Settings
) -> None:
    upload = _receive(school, _good(school))
    settings.CLAMAV = ""

    assert _worker(school) == 1

    line = queries.upload_line(upload, viewer=school.petra)
    assert (line.status, line.scanned) == ("read", "none")


def test_what_waited_and_is_infected_is_shredded_and_told(
    school: School, silence: None, settings: Settings, tmp_path: Path
) -> None:
    upload = _receive(school, _bad(school))
    (tmp_path / "up").mkdir()

    with clamav.running(tmp_path / "up") as settings.CLAMAV:
        assert _worker(school) == 1

    line = queries.upload_line(upload, viewer=school.petra)
    assert (line.status, line.refusal, line.scanned) == ("refused", "infected", "infected")
    assert _kinds(school) == []
    with scoped(school.scope):
        assert Shredded.objects.get().reason == "refused"


def test_of_two_that_waited_the_newest_is_the_list_and_the_older_made_room(
    school: School, silence: None, settings: Settings, tmp_path: Path
) -> None:
    older = _receive(school, list_of(next_year(school.children)))
    newer = _receive(school, _good(school), after=MINUTE)
    (tmp_path / "up").mkdir()

    with clamav.running(tmp_path / "up") as settings.CLAMAV:
        _worker(school, after=2 * MINUTE)

    assert (_status(school, older), _status(school, newer)) == ("replaced", "read")
    assert _kinds(school) == ["raw", "table"]


def test_of_two_that_waited_the_older_is_the_list_when_the_newest_is_infected(
    school: School, silence: None, settings: Settings, tmp_path: Path
) -> None:
    older = _receive(school, _good(school))
    newer = _receive(school, _bad(school), after=MINUTE)
    (tmp_path / "up").mkdir()

    with clamav.running(tmp_path / "up") as settings.CLAMAV:
        assert _worker(school, after=2 * MINUTE) == 2

    assert (_status(school, older), _status(school, newer)) == ("read", "refused")


def test_a_newer_list_that_was_read_at_once_is_not_replaced_by_what_waited(
    school: School, silence: None, settings: Settings, tmp_path: Path
) -> None:
    older = _receive(school, list_of(next_year(school.children)))
    (tmp_path / "up").mkdir()

    with clamav.running(tmp_path / "up") as settings.CLAMAV:
        newer = _receive(school, _good(school), after=MINUTE)
        assert _worker(school, after=2 * MINUTE) == 0

    assert (_status(school, older), _status(school, newer)) == ("replaced", "read")


def test_a_list_of_one_school_takes_no_place_of_what_waits_at_another(
    school: School, silence: None, settings: Settings, tmp_path: Path
) -> None:
    """One person may send the lists of both."""
    library = Library.objects.get(pk=school.branch.library_id)
    both = [Branch.objects.get(pk=one.id) for one in (school.branch, school.other)]
    office = add_person(library, "bestuur", {"upload": both})
    waits = receive(_good(school), branch_id=school.branch.id, by=office)
    (tmp_path / "up").mkdir()

    with clamav.running(tmp_path / "up") as settings.CLAMAV:
        receive(_good(school), branch_id=school.other.id, by=office, now=NOW + MINUTE)

    assert queries.upload_line(waits, viewer=office).status == "waiting"


def test_the_same_file_and_the_same_form_find_the_one_that_waits(
    school: School, silence: None
) -> None:
    content = _good(school)
    more = {"branch_id": school.branch.id, "by": school.petra}
    upload = receive(content, token="eens", **more)  # type: ignore[arg-type]

    assert receive(content, token="eens", **more) == upload  # type: ignore[arg-type]
    with pytest.raises(actions.SameFileError) as same:
        receive(content, **more)  # type: ignore[arg-type]
    assert same.value.upload_id == upload


def test_a_school_takes_a_waiting_file_back_and_nobody_else_does(
    school: School, silence: None, settings: Settings, tmp_path: Path
) -> None:
    upload = _receive(school, _good(school))
    for stranger in (*school.strangers, school.marloes):
        with pytest.raises(queries.ImportNotFoundError):
            actions.withdraw(upload, acting_user=stranger, now=NOW)

    for _ in range(2):
        actions.withdraw(upload, acting_user=school.petra, now=NOW)

    assert (_status(school, upload), _kinds(school)) == ("withdrawn", [])
    assert recorded(upload, school.scope) == ["upload_received", "list_withdrawn"]
    (tmp_path / "up").mkdir()
    with clamav.running(tmp_path / "up") as settings.CLAMAV:
        assert _worker(school) == 0


def test_a_file_that_waits_too_long_is_destroyed_on_its_day(school: School, silence: None) -> None:
    upload = _receive(school, _good(school))
    day = timedelta(days=30)

    destroy_expired(_library(school), today=TODAY + day, now=NOW + day)

    assert (_status(school, upload), _kinds(school)) == ("expired", [])


def test_a_sheet_that_was_chosen_is_still_known_when_the_file_is_read_later(
    school: School, silence: None
) -> None:
    upload = receive(
        _good(school), branch_id=school.branch.id, by=school.petra, sheet="Groep van Zoë"
    )

    with scoped(school.scope):
        kept = bytes(Upload.objects.get(id=upload).sheet)
    assert kept
    assert b"Groep van" not in kept


# --- a library that wants every file scanned ------------------------------------------------------


def _wants_scans(school: School, required: bool = True) -> None:  # noqa: FBT001, FBT002 - as said
    with scoped(_library(school)):
        Policy.objects.update_or_create(
            library_id=school.branch.library_id, defaults={"scan_required": required}
        )


def test_a_library_that_wants_scans_lets_files_wait_for_a_scanner_that_nobody_named(
    school: School, settings: Settings, tmp_path: Path
) -> None:
    _wants_scans(school)

    upload = _receive(school, _good(school))

    assert (_status(school, upload), _kinds(school)) == ("waiting", ["raw"])
    assert not _is_begun(school, upload)
    assert _worker(school) == 0
    assert [check.ok for check in health(now=NOW).checks if check.name == "scanner"] == [False]
    with clamav.running(tmp_path) as settings.CLAMAV:
        assert [check.ok for check in health(now=NOW).checks if check.name == "scanner"] == [True]
        assert _worker(school) == 1
    line = queries.upload_line(upload, viewer=school.petra)
    assert (line.status, line.scanned) == ("read", "clean")


def test_what_waited_is_read_unscanned_when_the_library_does_not_want_it_any_more(
    school: School,
) -> None:
    _wants_scans(school)
    upload = _receive(school, _good(school))

    _wants_scans(school, required=False)

    assert _worker(school) == 1
    line = queries.upload_line(upload, viewer=school.petra)
    assert (line.status, line.scanned) == ("read", "none")


def test_what_one_library_wants_holds_no_file_of_another(school: School) -> None:
    elsewhere = make_school(tag="x")
    _wants_scans(school)

    upload = _receive(elsewhere, _good(elsewhere))

    assert _status(elsewhere, upload) == "read"


def test_an_infected_file_is_refused_whatever_the_library_chose(school: School, clamd: str) -> None:
    _wants_scans(school, required=False)

    assert _status(school, _receive(school, _bad(school))) == "refused"


@pytest.mark.parametrize("scanner", ["unix:/nowhere/nobody.sock", ""])
def test_a_take_over_does_not_wait_but_says_at_once_that_it_cannot_be_scanned(
    school: School, settings: Settings, scanner: str
) -> None:
    _wants_scans(school)
    settings.CLAMAV = scanner

    with pytest.raises(scanning.ScannerUnavailableError):
        actions.receive_takeover(
            ReceivedFile(content=_good(school), name="klanten.csv", form_token="eens"),
            branch_id=school.branch.id,
            acting_user=school.marloes,
            now=NOW,
        )

    assert _kinds(school) == []


def test_an_administrator_reads_how_it_stands_with_the_scanner(
    school: School, settings: Settings, tmp_path: Path
) -> None:
    _wants_scans(school)
    _receive(school, _good(school))

    assert scanner_now(viewer=school.petra) == ScannerNow(named=False, answers=False, waiting=1)
    for stranger in school.strangers:
        assert scanner_now(viewer=stranger).waiting == 0
    with clamav.running(tmp_path) as settings.CLAMAV:
        _worker(school)
        assert scanner_now(viewer=school.petra) == ScannerNow(True, True, 0)
    assert scanner_now(viewer=school.petra) == ScannerNow(True, False, 0)


# --- the client ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "size", [0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 10 * 1024 * 1024], ids=str
)
def test_what_the_signature_knows_is_found_at_the_end_of_a_file_of_any_size(
    clamd: str, size: int
) -> None:
    assert scanning.verdict_on(b"a" * size, required=False) == "clean"
    assert scanning.verdict_on(b"a" * size + clamav.MARKER, required=False) == "infected"


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK but\0", b"\xff" * 9000]
)
def test_an_answer_that_says_nothing_of_the_file_is_no_clean_file(
    tmp_path: Path, settings: Settings, answer: bytes
) -> None:
    settings.CLAMAV = f"unix:{tmp_path / 'odd.sock'}"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "odd.sock"))
        listener.listen()

        def answers() -> None:
            peer, _ = listener.accept()
            with peer:
                peer.recv(1024)
                peer.sendall(answer)

        thread = threading.Thread(target=answers)
        thread.start()
        assert scanning.verdict_on(b"Roepnaam", required=False) == "waiting"
        thread.join()


@pytest.mark.parametrize("address", ["clamd", "tcp:localhost", "unix:", "tcp::x", "http://x"])
def test_an_address_that_cannot_be_meant_is_a_mistake_and_not_silence(
    settings: Settings, address: str
) -> None:
    settings.CLAMAV = address

    with pytest.raises(scanning.NotAScannerAddressError):
        scanning.verdict_on(b"Roepnaam", required=False)
