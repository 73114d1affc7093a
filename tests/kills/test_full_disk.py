"""A disk that fills up under a file or an approval: one hears it, and nothing is half there."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.kills import keeping
from tests.kills.full_disk import Disk, may_mount, small_disk
from tests.kills.own_server import copy_database, own_server, start_again
from tests.kills.soundness import picture_of, what_is_wrong
from tests.people import demo_file
from tests.site.errands import DESK, answer_the_same, approve, lay_down, lists_of, send
from tests.site.fixtures import give_passwords
from tests.site.running import Site
from tests.site.visitor import Answer, Visitor
from tests.site.waiting import wait_until

from leesloket.server import embedded

OWN = lists_of("vuurvlinder")
EARLIER, LATER = "vuurvlinder-2026-2027.xlsx", "vuurvlinder-2026-2027.ods"
TOKEN = "the-form-that-was-open-when-it-happened"
DISKS = ("limited", *(["mounted"] if may_mount() else []))
_THE_WORKER_IS_BACK = (
    "select count(*) > 0 from procrastinate_workers"
    " where last_heartbeat > pg_postmaster_start_time()"
)


@dataclass(frozen=True, slots=True)
class Full:
    """A site on a disk that can be filled, with one list there and its sender signed in."""

    disk: Disk
    site: Site
    petra: Visitor
    upload: str

    def sends(self, *, by_script: bool) -> Answer:
        return self.petra.send_file(
            f"{OWN}ontvang/", demo_file(LATER), name=LATER, token=TOKEN, by_script=by_script
        )

    def has_the_earlier_list(self) -> bool:
        page = self.petra.get(f"{OWN}{self.upload}/")
        return "Dit is een goede lijst" in page.text


@pytest.fixture(scope="module", params=DISKS)
def full_at_first(
    request: pytest.FixtureRequest, server: embedded.Embedded, demo_template: str
) -> Iterator[Full]:
    with (
        small_disk(mounted=request.param == "mounted") as disk,
        own_server(disk.folder) as own,
        tempfile.TemporaryDirectory(prefix="leesloket-full-") as folder,
    ):
        copy_database(demo_template, server, own)
        site = Site(own, Path(folder) / "data", database=demo_template)
        try:
            give_passwords(site)
            site.start()
            petra = Visitor(site.url).sign_in("petra")
            upload = lay_down(petra, demo_file(EARLIER), name=EARLIER)
            with site.connect() as connection:
                keeping.keep(connection, "at_first")
            yield Full(disk, site, petra, upload)
        finally:
            disk.free(own)
            site.stop()


@pytest.fixture
def full(full_at_first: Full) -> Iterator[Full]:
    with full_at_first.site.connect() as connection:
        keeping.put_back(connection, "at_first")
    yield full_at_first
    if full_at_first.site.worker is not None:
        full_at_first.site.kill("worker")
        full_at_first.site.worker = None
    full_at_first.disk.free(full_at_first.site.server)


def test_a_list_that_does_not_fit_is_refused_whole_and_fits_later(full: Full) -> None:
    before = picture_of(full.site)

    full.disk.fill(full.site.server, full.site.database)
    by_script, by_form = full.sends(by_script=True), full.sends(by_script=False)

    for answer in (by_script, by_form):
        assert answer.status == 503
        assert answer.headers["retry-after"]
    kept_nothing = "Wij kunnen nu niets bewaren. Dit is niet bewaard."
    assert kept_nothing in by_form.text
    assert kept_nothing in by_script.content.decode("unicode_escape")
    assert picture_of(full.site) == before
    assert what_is_wrong(full.site) == []
    assert full.has_the_earlier_list()

    full.disk.free(full.site.server)
    assert b'"url"' in full.sends(by_script=True).content
    assert what_is_wrong(full.site) == []
    assert full.site.rows("select status from imports_rosterimport order by status") == [
        ("read",),
        ("replaced",),
    ]


def test_an_approval_that_does_not_fit_is_refused_whole_and_fits_later(full: Full) -> None:
    marloes = Visitor(full.site.url).sign_in("marloes")
    answer_the_same(full.petra, f"{OWN}{full.upload}/")
    assert "Upload geslaagd" in send(full.petra, full.upload).text
    # That somebody looked is recorded once in ten minutes.
    marloes.get(f"{DESK}{full.upload}/")
    before = picture_of(full.site)

    full.disk.fill(full.site.server, full.site.database)
    refused = approve(marloes, full.upload)

    assert refused.status == 503
    assert "Wij kunnen nu niets bewaren. Dit is niet bewaard." in refused.text
    full.disk.free(full.site.server)
    assert picture_of(full.site) == before
    assert what_is_wrong(full.site) == []
    assert "VERWERKT" in approve(marloes, full.upload).text
    assert what_is_wrong(full.site) == []


def test_a_log_that_cannot_grow_loses_nothing_that_was_said_to_be_there(full: Full) -> None:
    before = picture_of(full.site)
    full.site.start_worker()
    wait_until(full.site, "select count(*) = 1 from procrastinate_workers")

    full.disk.stop_the_log(full.site.server, full.site.database)
    answer = full.sends(by_script=False)

    assert answer.status == 503
    assert "Wij kregen geen antwoord van onze database." in answer.text
    full.disk.free(full.site.server)
    start_again(full.site.server)
    wait_until(full.site, _THE_WORKER_IS_BACK)
    assert picture_of(full.site) == before
    assert what_is_wrong(full.site) == []
    assert full.has_the_earlier_list()
    assert b'"url"' in full.sends(by_script=True).content
    assert what_is_wrong(full.site) == []
