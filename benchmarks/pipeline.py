"""From file to register: what each stage of the main job costs, as the web role.

Run it with `./run bench pipeline [ROWS ...]` (500, 5,000 and 50,000 rows when nothing is said).
A school year ago the register got ROWS children; now the September file comes: everybody moves up,
an eighth leaves, an eighth is new.  Everything is on: the reader's child, policies with FORCE,
history triggers, journal, audit and outbox.  Each figure is the best of three; an undo in between
puts the register back.

Stages: read = the file in a sandboxed child · check = columns and rows · match+plan = the register
in one query, matching, plan and digest · file -> plan = those three, with nothing remembered ·
look again = the plan once more, as every next page asks for it · apply = lock, the register
compared with the one the plan was read from, write, journal, audit · apply, elsewhere = in a
process that computes the plan again · undo.  Below the table: whether each is linear.
"""

import atexit
import gc
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
from benchmarks.large_school import Child, children, september_file

from leesloket.sandbox.client import start_supervisor
from leesloket.server import database, embedded
from leesloket.server.collecting import freeze_what_is_loaded

if TYPE_CHECKING:
    from leesloket.accounts.queries import Viewer
    from leesloket.imports.models import RosterImport

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
RUNS = 3
DEFAULT_ROWS = (500, 5_000, 50_000)
AIMS = {500: {"file -> plan": 40, "apply": 60}, 2_000: {"file -> plan": 120}}
"""Milliseconds (PERFORMANCE aims)."""

# The site's budget stops at 20,000 rows; a benchmark says its own.
BUDGET = {"rows": 200_000, "cells": 5_000_000, "memory_bytes": 2**30, "wall_seconds": 60}


def own_folder() -> Path:
    """A folder for one run, near enough for a socket.

    It goes after the server in it has stopped: what is registered first is called last.
    """
    folder = Path(tempfile.mkdtemp(prefix="leesloket-bench-", dir="/tmp"))
    atexit.register(shutil.rmtree, folder)
    folder.chmod(0o755)
    return folder


@contextmanager
def site(folder: Path) -> Iterator[Callable[[], psycopg.Connection]]:
    """A database of its own with reader, keys and Django set up as the web role.

    Gives how to connect as the owner, for a benchmark that needs a table beside ours.
    """
    (folder / "run").mkdir(parents=True, exist_ok=True)
    reader = start_supervisor(folder / "run" / "reader.sock", wall_seconds=60)
    server = embedded.start(folder)
    name = f"bench_{uuid4().hex[:8]}"
    server.make_database(name)
    database.migrate(server, name, extra={"LEESLOKET_DATA": str(folder)})
    os.environ.update(
        database.environment(server, embedded.WEB_ROLE, name)
        | {"LEESLOKET_DATA": str(folder), "LEESLOKET_KEYS": str(folder / "keys")}
        | {"LEESLOKET_READER_BUDGET": json.dumps(BUDGET)}
    )
    import django

    django.setup()
    from leesloket.vault.keys import make_key_files

    make_key_files(folder / "keys")
    freeze_what_is_loaded()
    try:
        yield partial(server.connect, embedded.OWNER_ROLE, name)
    finally:
        from django.db import connections

        connections.close_all()
        server.drop_database(name)
        if reader.stdin:
            reader.stdin.close()
        reader.wait(10)


def best(measure: Callable[[], object], *, before: Callable[[], object] = gc.collect) -> float:
    """The best of RUNS, in milliseconds; `before` each of them, the clock stands still."""
    return min(timed(measure, before=before)[0] for _ in range(RUNS))


def timed(
    measure: Callable[[], object], *, before: Callable[[], object] = gc.collect
) -> tuple[float, object]:
    """One run in milliseconds, and what it gave."""
    before()
    gc.collect()
    start = time.perf_counter()
    given = measure()
    return (time.perf_counter() - start) * 1000, given


def measure_school(rows: int) -> dict[str, float]:
    """Every stage for a school of `rows` pupils."""
    from leesloket.imports import actions
    from leesloket.imports.remembered import let_go_of_all
    from leesloket.imports.work import work_on
    from leesloket.intake.actions import ReceivedFile
    from leesloket.isolation.scope import scoped
    from leesloket.roster import extract_records, suggest_mapping
    from leesloket.roster.readers.result import Budget
    from leesloket.sandbox import client
    from leesloket.vault.queries import branch_secret

    viewer, branch_id = a_school(rows)
    last_year = children(rows, seed=1, year_groups=list(range(1, 9)), start=1)
    enrol(viewer, branch_id, last_year)
    content = september_file(last_year)
    figures: dict[str, float] = {"file, kB": len(content) / 1000}
    socket = Path(os.environ["LEESLOKET_DATA"]) / "run" / "reader.sock"
    budget = Budget(**BUDGET)
    figures["read"] = best(lambda: client.read(content, socket_path=socket, budget=budget))
    table = client.read(content, socket_path=socket, budget=budget).table
    assert table is not None
    secret = branch_secret(branch_id)
    figures["check"] = best(
        lambda: extract_records(table, suggest_mapping(table), secret=secret, as_of=NOW.date())
    )

    upload_id = actions.receive_list(
        ReceivedFile(content, "september.xlsx", "form-1"),
        branch_id=branch_id,
        acting_user=viewer,
        now=NOW,
    )

    def plan() -> str:
        with scoped(viewer.scope):
            return work_on(the_import(upload_id)).plan.digest

    # A list that is new to the site has nothing that would have to be let go of.
    everything = best(plan, before=let_go_of_all)
    figures["match+plan"] = max(0.0, everything - figures["check"])
    figures["file -> plan"] = figures["read"] + everything
    figures["look again"] = best(plan)
    digest = plan()
    send(viewer, upload_id, digest)
    lift_everything(viewer, upload_id)
    applied: list[float] = []
    elsewhere: list[float] = []
    undone: list[float] = []
    for run in range(2 * RUNS):
        read = plan()
        approve = partial(actions.approve, upload_id, digest=read, acting_user=viewer, now=NOW)
        if run % 2:
            let_go_of_all()
        (elsewhere if run % 2 else applied).append(timed(approve)[0])
        undone.append(
            timed(
                lambda: actions.undo_import(upload_id, reason="again", acting_user=viewer, now=NOW)
            )[0]
        )
        reopen(viewer, upload_id)
    figures["apply"] = min(applied)
    figures["apply, elsewhere"] = min(elsewhere)
    figures["undo"] = min(undone)
    return figures


def a_school(name: object) -> tuple["Viewer", int]:
    """A library with one branch, and a person with all rights in it; `name` makes it unique."""
    from leesloket.accounts.models import Account, Right
    from leesloket.accounts.queries import viewer_of
    from leesloket.branches.models import Branch, Library
    from leesloket.isolation.scope import Scope, scoped

    library = Library.objects.create(name=f"Bench {name}")
    branch = Branch.objects.create(
        library=library, slug=f"bench-{name}", name=f"School {name}", kind="primary"
    )
    with scoped(Scope(library.pk, (branch.pk,))):
        account = Account(
            library=library, login=f"bench{name}", display_name="Bench", created_at=NOW
        )
        account.set_unusable_password()
        account.save(force_insert=True)
        Right.objects.bulk_create(
            [
                Right(account=account, branch=branch, kind=kind, from_date=date(2026, 1, 1))
                for kind in ("upload", "import")
            ]
        )
    return viewer_of(account.pk, today=NOW.date()), branch.pk


def enrol(viewer: "Viewer", branch_id: int, last_year: Sequence[Child]) -> None:
    """Last year's register."""
    from leesloket.branches.actions import ensure_school_year
    from leesloket.isolation.scope import scoped
    from leesloket.patrons.actions import apply_roster
    from leesloket.patrons.rules import (
        ChildDetails,
        NewPatron,
        Numbering,
        Placing,
        RosterChange,
    )

    with scoped(viewer.scope):
        ensure_school_year("2025-2026")
        ids = [str(uuid4()) for _ in last_year]
        apply_roster(
            RosterChange(
                branch_id=branch_id,
                library_id=viewer.library_id,
                school_year="2025-2026",
                effective_on=date(2025, 8, 1),
                source="bench",
                newcomers=tuple(
                    NewPatron(
                        key,
                        ChildDetails(
                            first_name=child.first,
                            prefix=child.prefix,
                            surname=child.last,
                            birth_date=child.born,
                        ),
                    )
                    for key, child in zip(ids, last_year, strict=True)
                ),
                numberings=tuple(
                    Numbering(key, child.number) for key, child in zip(ids, last_year, strict=True)
                ),
                placings=tuple(
                    Placing(key, child.group, child.group, str(child.year_group))
                    for key, child in zip(ids, last_year, strict=True)
                ),
            )
        )


def the_import(upload_id: UUID) -> "RosterImport":
    from leesloket.imports.models import RosterImport

    found = RosterImport.objects.select_related("upload", "branch__library")
    return found.get(upload_id=upload_id)


def send(viewer: "Viewer", upload_id: UUID, digest: str) -> None:
    from leesloket.imports import actions

    actions.send(upload_id, digest=digest, school_year="2026-2027", acting_user=viewer, now=NOW)


def lift_everything(viewer: "Viewer", upload_id: UUID) -> None:
    """Lift holds that an invented school may trip over; none is expected."""
    from leesloket.imports.work import work_on
    from leesloket.isolation.scope import scoped

    with scoped(viewer.scope):
        plan = work_on(the_import(upload_id)).plan
    assert not plan.holds, [hold.code for hold in plan.holds]
    assert not plan.counts["question"], plan.counts


def reopen(viewer: "Viewer", upload_id: UUID) -> None:
    """Put an undone import back to `sent`, so that it can be applied once more."""
    from leesloket.imports.models import JournalIndex, RosterImport
    from leesloket.isolation.scope import scoped

    with scoped(viewer.scope):
        JournalIndex.objects.filter(roster_import_id=upload_id).delete()
        RosterImport.objects.filter(upload_id=upload_id).update(
            status="sent", applied_at=None, undone_at=None, journal_id=None
        )


def main() -> int:
    """Print a table, and how the figures stand to the aims."""
    sizes = [int(text) for text in sys.argv[1:]] or DEFAULT_ROWS
    with site(own_folder()):
        measure_school(100)  # a site that has done it before is what the aims are for
        told = {rows: measure_school(rows) for rows in sizes}
    stages = list(next(iter(told.values())))
    print(f"{'ms':<16}" + "".join(f"{rows:>12,}" for rows in told))
    for stage in stages:
        print(f"{stage:<16}" + "".join(f"{figures[stage]:>12,.1f}" for figures in told.values()))
    for rows, aims in AIMS.items():
        for stage, aim in aims.items():
            if rows in told:
                print(f"{rows:,} rows, {stage}: {told[rows][stage]:.0f} ms, aim {aim} ms")
    few, many = min(told), max(told)
    for stage in stages[1:] if few < many else ():
        times = told[many][stage] / told[few][stage] * few / many
        print(f"{stage}: a row of {many:,} takes {times:.2f}x one of {few:,}; 1x is linear")
    return 0


if __name__ == "__main__":
    sys.exit(main())
