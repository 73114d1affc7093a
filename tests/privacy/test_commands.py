"""The register of processing, and what one needs within 72 hours after a data breach."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from tests.contracts.test_every_table_is_isolated import BARRED, OPEN_TO_ALL
from tests.imports.journey import approve, lift_all, send
from tests.imports.school import School, make_school
from tests.people import NOW

from leesloket.audit.models import Event
from leesloket.isolation.scope import scoped
from leesloket.patrons.queries import groups_ever_of
from leesloket.privacy import processing
from leesloket.privacy.looking import saw_group, saw_leavers, saw_list, saw_patron, saw_patrons

pytestmark = pytest.mark.enable_socket
ZOE = "001200"


def _run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


# --- the register of processing ------------------------------------------------------------------


def test_every_model_has_its_place_in_the_register_of_processing() -> None:
    assert processing.not_described() == set()


def test_what_is_said_to_hold_nobody_is_open_to_all_and_nothing_else_is_left_out() -> None:
    """A table with a policy holds somebody's data, so it must be described with a purpose.

    Only where nothing can stand, it holds nobody's.
    """
    assert set(processing.WITHOUT_PERSONS) <= {*OPEN_TO_ALL, *BARRED}


@pytest.mark.django_db
def test_the_register_tells_every_term_and_every_column() -> None:
    told = _run("privacy_register")

    for name in processing.retention_settings():
        assert f"| `{name}` | {getattr(settings, name)} |" in told
    for column in ("surname", "birth_date", "number", "display_name", "file_name"):
        assert f"`{column}`" in told
    assert len(processing.retention_settings()) == 8


@pytest.mark.django_db
def test_a_table_that_nobody_described_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(processing.WITHOUT_PERSONS, "django_session")

    with pytest.raises(processing.NotDescribedError, match="django_session"):
        _run("privacy_register")


# --- a data breach -------------------------------------------------------------------------------


@pytest.fixture
def school(db: None, reader: None) -> School:
    made = make_school()
    saw_patron(made.ids[ZOE], viewer=made.marloes, now=NOW)
    saw_patrons([made.ids["001204"]], total=1, viewer=made.marloes, now=NOW)
    saw_patrons([*made.ids.values()], total=20, viewer=made.marloes, now=NOW)
    saw_leavers(3, viewer=made.marloes, now=NOW)
    with scoped(made.scope):
        groups = groups_ever_of(made.ids["001208"])
    for group in groups:
        saw_group(group, branch_id=made.branch.id, count=4, viewer=made.tarik, now=NOW, file=True)
    return made


DAY = ("--from", "2026-08-17", "--to", "2026-08-17")


def test_a_breach_tells_people_accounts_and_events_in_numbers(school: School) -> None:
    told = _run("data_breach", *DAY)

    assert "klanten: 6, waarvan 0 niet meer" in told
    assert "alleen het aantal is bewaard: 2;" in told
    assert f"account {school.marloes.account_id} Marloes Voorbeeld: 4 regels" in told
    assert "group_exported: 1" in told
    assert not [name for name in ("Zoë", "Dijk", ZOE) if name in told]
    assert str(school.ids[ZOE]) not in told


def test_a_list_that_was_seen_and_not_processed_is_told_as_such(school: School) -> None:
    processed, waiting = school.receive(), uuid4()
    send(processed, by=school.petra)
    lift_all(processed, by=school.marloes)
    approve(processed, by=school.marloes)
    for upload in (processed, waiting):
        saw_list(upload, branch_id=school.branch.id, viewer=school.marloes, now=NOW)

    told = _run("data_breach", *DAY)

    assert "bekeken lijsten die niet zijn verwerkt: 1; reken met iedereen" in told


def test_a_breach_is_narrowed_to_an_account_and_a_branch(school: School) -> None:
    told = _run("data_breach", *DAY, "--account", "tarik", "--branch", "kiem", "--ids")

    assert "klanten: 4, waarvan 0" in told
    assert str(school.ids["001208"]) in told
    assert str(school.ids[ZOE]) not in told
    assert "Marloes" not in told


def test_nothing_is_found_outside_of_the_time(school: School) -> None:
    day = f"{NOW + timedelta(days=1):%Y-%m-%d}"

    assert "kent niets" in _run("data_breach", "--from", day, "--to", day)
    assert "kent niets" in _run("data_breach", "--from", "2026-08-17 11:01", "--to", "2026-08-17")


def test_names_go_to_a_new_file_of_ones_own_and_nowhere_else(
    school: School, tmp_path: Path
) -> None:
    path = tmp_path / "namen.csv"

    told = _run("data_breach", *DAY, "--names", str(path))

    assert "Zoë van Dijk" in path.read_text()
    assert len(path.read_text().splitlines()) == 7
    assert path.stat().st_mode & 0o777 == 0o600
    assert "Zoë" not in told
    with scoped(school.scope):
        [event] = Event.objects.filter(code="breach_examined")
    assert (event.account_id, event.detail) == (None, {"count": 6, "names": True})
    with pytest.raises(FileExistsError):
        _run("data_breach", *DAY, "--names", str(path))


@pytest.mark.parametrize(
    "asked",
    [
        (*DAY, "--account", "niemand"),
        (*DAY, "--branch", "nergens"),
        ("--from", "gisteren", "--to", "2026-08-17"),
        ("--from", "2026-13-45", "--to", "2026-08-17"),
    ],
)
def test_what_cannot_be_meant_is_refused(school: School, asked: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        _run("data_breach", *asked)
