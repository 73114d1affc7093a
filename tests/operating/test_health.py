"""What a monitor reads of the site, and what a stranger does not."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from tests.people import make_branch, make_library

from leesloket.branches.models import Branch
from leesloket.isolation.scope import Scope, scoped
from leesloket.messaging.models import Notice
from leesloket.operating import health, health_views
from leesloket.vault import actions as vault
from leesloket.vault import keys

pytestmark = pytest.mark.enable_socket

OUTSIDE = {"REMOTE_ADDR": "192.0.2.7"}
TOKEN = "een-geheim-van-de-bewaker"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    health_views._kept.clear()
    yield
    health_views._kept.clear()


@pytest.fixture
def kiem(db: None) -> Branch:
    return make_branch(make_library(), "kiem")


@pytest.fixture
def worker(db: None) -> None:
    """A worker that has just told that it lives."""
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values")


def _checks(visitor: Client) -> dict[str, dict[str, object]]:
    told: dict[str, dict[str, object]] = visitor.get("/readyz").json()["checks"]
    return told


def test_a_process_that_lives_says_so_without_looking_at_anything(
    visitor: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = visitor.get("/healthz", **OUTSIDE)  # type: ignore[arg-type] # what WSGI tells

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_site_where_everything_runs_is_ok(
    visitor: Client, kiem: Branch, worker: None, reader: None
) -> None:
    answer = visitor.get("/readyz")

    assert answer.status_code == 200
    told = answer.json()
    assert told["status"] == "ok"
    assert set(told["checks"]) == {
        "database", "reader", "migrations", "worker", "mail", "failed_jobs", "expiry",
        "keys",
    }  # fmt: skip
    assert all(check["ok"] for check in told["checks"].values())


@pytest.mark.parametrize("silent", [None, 61])
def test_without_a_living_worker_pages_work_and_things_come_late(
    visitor: Client, kiem: Branch, reader: None, silent: int | None
) -> None:
    if silent:
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into procrastinate_workers (last_heartbeat)"
                " values (now() - make_interval(secs => %s))",
                [silent],
            )
    answer = visitor.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert not answer.json()["checks"]["worker"]["ok"]


def test_without_a_reader_it_is_down(
    visitor: Client, kiem: Branch, worker: None, settings: Settings, tmp_path: Path
) -> None:
    settings.READER_SOCKET = tmp_path / "nobody"

    answer = visitor.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (503, "down")
    assert not answer.json()["checks"]["reader"]["ok"]


def test_with_a_migration_to_go_it_is_down(
    visitor: Client, kiem: Branch, worker: None, reader: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = health._wanted_migrations() | {("vault", "9999_of_tomorrow")}
    monkeypatch.setattr(health, "_wanted_migrations", lambda: wanted)

    answer = visitor.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == {"ok": False, "needed": True, "value": 1}


def test_without_a_database_it_says_so_instead_of_breaking(
    committing: str, visitor: Client, reader: None
) -> None:
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "nowhere"
    try:
        answer = visitor.get("/readyz")
        gauges = visitor.get("/metrics").content.decode()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before

    assert answer.status_code == 503
    told = answer.json()["checks"]
    assert {name for name, check in told.items() if check["ok"]} == {"reader"}
    assert 'leesloket_check_ok{check="database"} 0' in gauges


def _late_mail(branch: Branch, minutes: int) -> None:
    made = timezone.now() - timedelta(minutes=minutes)
    with scoped(Scope(branch.library_id, (branch.pk,))):
        notice = Notice(
            branch_id=branch.pk, kind=Notice.Kind.LIST_SENT, subject_id=uuid4(), made_at=made
        )
        Notice.objects.bulk_create([notice])


def test_mail_that_waits_is_counted_over_all_libraries(visitor: Client, kiem: Branch) -> None:
    heide = make_branch(make_library("Bibliotheek Hoge Heide"), "heide")
    _late_mail(kiem, 20)
    _late_mail(heide, 20)
    _late_mail(heide, 5)

    assert _checks(visitor)["mail"] == {"ok": False, "needed": False, "value": 2}


def test_mail_to_a_person_that_no_server_takes_is_counted(visitor: Client, kiem: Branch) -> None:
    """Somebody who asked for a new password is told by nothing else that it does not come."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, attempts)"
            " select 'default', 'messaging.send_password_reset', tries from unnest(%s) tries",
            [[0, 5, 6, 40]],
        )

    assert _checks(visitor)["mail"] == {"ok": False, "needed": False, "value": 2}


def test_what_should_have_been_destroyed_is_counted(visitor: Client, kiem: Branch) -> None:
    today = timezone.localdate()

    def seal(day: date) -> None:
        vault.seal(b"x", kind="table", branch_id=kiem.pk, expires_on=day, now=timezone.now())

    with scoped(Scope(kiem.library_id, (kiem.pk,))):
        seal(today)
        assert _checks(visitor)["expiry"]["ok"]
        seal(today - timedelta(days=1))

    assert _checks(visitor)["expiry"] == {"ok": False, "needed": False, "value": 1}


def test_what_is_sealed_for_other_keys_than_these_is_counted(
    visitor: Client, kiem: Branch, settings: Settings, tmp_path: Path
) -> None:
    """After a restore with the keys of another day, or a change that a service did not hear of."""
    with scoped(Scope(kiem.library_id, (kiem.pk,))):
        for kind in ("raw", "table"):
            vault.seal(b"x", kind=kind, branch_id=kiem.pk, expires_on=date.max, now=timezone.now())
    assert _checks(visitor)["keys"] == {"ok": True, "needed": False, "value": 0}

    settings.KEYS = tmp_path
    keys.make_key_files(tmp_path)

    assert _checks(visitor)["keys"] == {"ok": False, "needed": False, "value": 2}


def test_a_job_that_failed_for_good_asks_for_somebody(visitor: Client, kiem: Branch) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status)"
            " values ('default', 'messaging.send_notice', 'failed')"
        )

    assert _checks(visitor)["failed_jobs"] == {"ok": False, "needed": False, "value": 1}


# --- who reads what ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who",
    [
        OUTSIDE,
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {**OUTSIDE, "HTTP_AUTHORIZATION": "Bearer iets anders"},
        {**OUTSIDE, "HTTP_AUTHORIZATION": "Bearer "},
    ],
)
@pytest.mark.parametrize("token", ["", TOKEN])
def test_a_stranger_reads_one_word_and_no_number(
    visitor: Client, kiem: Branch, settings: Settings, who: dict[str, str], token: str
) -> None:
    settings.HEALTH_TOKEN = token

    answer = visitor.get("/readyz", **who)  # type: ignore[arg-type] # what WSGI tells

    assert set(answer.json()) == {"status"}
    assert visitor.get("/metrics", **who).status_code == 404  # type: ignore[arg-type] # as above


def test_a_stranger_who_asks_on_and_on_is_answered_from_memory(
    visitor: Client, kiem: Branch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    visitor.get("/readyz", **OUTSIDE)  # type: ignore[arg-type] # what WSGI tells

    with django_assert_num_queries(0):
        visitor.get("/readyz", **OUTSIDE)  # type: ignore[arg-type] # as above


def test_a_watcher_elsewhere_brings_the_token(
    visitor: Client, kiem: Branch, settings: Settings
) -> None:
    settings.HEALTH_TOKEN = TOKEN
    who = {**OUTSIDE, "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}

    assert "checks" in visitor.get("/readyz", **who).json()  # type: ignore[arg-type] # what WSGI tells
    assert visitor.get("/metrics", **who).status_code == 200  # type: ignore[arg-type] # as above


def test_gauges_are_numbers_and_name_nobody(visitor: Client, kiem: Branch, worker: None) -> None:
    answer = visitor.get("/metrics")
    text = answer.content.decode()

    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    for line in text.splitlines():
        if not line.startswith("# TYPE "):
            name, value = line.rsplit(" ", 1)
            assert name.startswith("leesloket_")
            float(value)
    assert 'leesloket_check_ok{check="worker"} 1' in text
    everything = text + json.dumps(visitor.get("/readyz").json())
    for secret in (kiem.name, kiem.slug, kiem.library.name):
        assert secret.lower() not in everything.lower()


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_a_monitor_only_reads(visitor: Client, address: str) -> None:
    assert visitor.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_monitor_on_the_machine_is_not_sent_to_https(
    data: Path, kiem: Branch, settings: Settings, address: str
) -> None:
    assert settings.SECURE_SSL_REDIRECT

    assert Client().get(address).status_code in {200, 503}
    assert Client().get("/aanmelden/").status_code == 301
