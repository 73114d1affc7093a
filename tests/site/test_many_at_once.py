"""Many at the same moment: all are served, one wins where only one can, nobody sees a crash.

`./run bench parallel` runs the first with 200 uploads of 200 KB for 100 schools, and tells how long
they took.
"""

import json
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from time import perf_counter, process_time

import pytest
from pytest_django import DjangoDbBlocker
from tests.conftest import _working_on
from tests.people import demo_file
from tests.site.errands import DESK, lists_of, sent_list
from tests.site.fixtures import Ground
from tests.site.many import Sending, lists_for, lists_there, make_schools
from tests.site.running import Site
from tests.site.visitor import Answer

SCHOOLS = int(os.environ.get("LEESLOKET_SCHOOLS", "8"))
EACH = 2
PUPILS = int(os.environ.get("LEESLOKET_PUPILS", "40"))
SIZE = int(os.environ.get("LEESLOKET_LIST_BYTES", "0"))
REPORT = os.environ.get("LEESLOKET_REPORT", "")
APPROVALS = 50


def _used(site: Site) -> dict[str, float]:
    """Processor time so far, of processes with their children, the living and the buried."""
    assert site.web is not None
    assert site.reader is not None
    postmaster = (site.server.folder / "pg" / "postmaster.pid").read_text().split()[0]
    return {
        "web": _seconds(site.web.pid),
        "reader": _seconds(site.reader.pid),
        "database": _seconds(int(postmaster)),
        "senders": process_time(),
    }


def _seconds(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # ended meanwhile: who buries it counts what it used
    own = sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_seconds(int(child)) for child in children)


def test_lists_of_many_schools_at_once_are_all_there(
    ground: Ground, site: Site, django_db_blocker: DjangoDbBlocker
) -> None:
    with _working_on(site.database, site.server, django_db_blocker):
        slugs = make_schools(SCHOOLS, login="petra")
    sendings = lists_for(slugs, each=EACH, pupils=PUPILS, size=SIZE)
    start = Barrier(len(sendings))

    def send(one: Sending) -> tuple[Answer, float]:
        petra = ground.visitor("petra")
        start.wait()
        begun = perf_counter()
        answer = petra.send_file(
            f"{lists_of(one.slug)}ontvang/", one.content, name=one.name, by_script=True
        )
        return answer, perf_counter() - begun

    before = _used(site) if REPORT else {}
    with ThreadPoolExecutor(len(sendings)) as pool:
        answers = list(pool.map(send, sendings))
    after = _used(site) if REPORT else {}

    assert Counter(answer.status for answer, _ in answers) == {200: len(sendings)}
    there = lists_there(site)
    for (answer, _), one in zip(answers, sendings, strict=True):
        upload = json.loads(answer.content)["url"].split("/")[-2]
        assert there[upload][0] == one.slug
    assert Counter(status for _, status in there.values()) == {
        "read": SCHOOLS,
        "replaced": SCHOOLS * (EACH - 1),
    }
    if REPORT:
        took = sorted(seconds for _, seconds in answers)
        used = {name: after[name] - seconds for name, seconds in before.items()}
        told = {"seconds": took, "processor": used, "bytes": len(sendings[0].content)}
        Path(REPORT).write_text(json.dumps(told))


def test_of_fifty_approvals_at_once_one_is_done_and_the_others_are_told(
    ground: Ground, site: Site
) -> None:
    upload = sent_list(ground.visitor("petra"), demo_file("vuurvlinder-2026-2027.xlsx"))
    page = ground.visitor("marloes").get(f"{DESK}{upload}/")
    form = {name: page.field(name) for name in ("digest", "seen")}
    start = Barrier(APPROVALS)

    def approve(at: int) -> Answer:
        visitor = ground.visitor(("marloes", "tarik")[at % 2])
        start.wait()
        return visitor.post(f"{DESK}{upload}/keur-goed/", form)

    with ThreadPoolExecutor(APPROVALS) as pool:
        answers = list(pool.map(approve, range(APPROVALS)))

    assert {answer.status for answer in answers} == {200}
    told = [
        "Deze lijst was al verwerkt. Er is niets dubbel gebeurd." in one.text for one in answers
    ]
    assert Counter(told) == {True: APPROVALS - 1, False: 1}
    [applied] = site.rows("select counts from imports_rosterimport where status = 'applied'")
    written = sum(applied[0][kind] for kind in ("enrol", "update", "keep", "withdraw"))
    assert site.value("select count(*) from imports_journalindex") == written
    assert site.value("select count(*) from audit_event where code = 'import_applied'") == 1


@pytest.fixture(autouse=True)
def _deadlocks(site: Site) -> object:
    """No test here ends in a deadlock, or in a transaction that could not be serialised."""
    yield
    query = "select deadlocks from pg_stat_database where datname = current_database()"
    assert site.value(query) == 0
