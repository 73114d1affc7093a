"""Our plan and apply against django-import-export at its best-tuned, in one run.

`./run bench import_export [ROWS ...]` (500 and 5,000 when nothing is said).  Both get the same
xlsx, in the same PostgreSQL, as the role that row-level security binds.

Ours is read in the sandboxed child, planned and applied: policies with FORCE, row history,
journal, audit and the jobs.  Theirs is loaded with tablib, run dry and imported into one flat
table, with CachedInstanceLoader, bulk writes, and without diffs: no matching by name, no leavers,
no history, no undo.  `first` fills an empty register, `september` moves everybody up.

A figure is the best of three; the ratio is theirs by ours.
"""

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from benchmarks.large_school import Child, children, september_file, workbook
from benchmarks.pipeline import (
    BUDGET,
    NOW,
    RUNS,
    a_school,
    enrol,
    own_folder,
    reopen,
    send,
    site,
    the_import,
    timed,
)
from typing_extensions import override

DEFAULT_ROWS = (500, 5_000)
AIMS = {"september": 30, "first": 15}
"""Times as fast, at 5,000 rows (PERFORMANCE aims)."""


def ours(content: bytes, *, before: Sequence[Child] = ()) -> float:
    """Milliseconds from the file in hand to the register changed; `before` is in it already."""
    from leesloket.imports import actions
    from leesloket.imports.remembered import let_go_of_all

    viewer, branch_id = a_school(os.urandom(4).hex())
    if before:
        enrol(viewer, branch_id, before)
    upload_id = receive(content, viewer, branch_id)
    send(viewer, upload_id, plan(upload_id, viewer))
    taken = []
    for _ in range(RUNS):
        once = partial(read_plan_apply, content, upload_id, viewer)
        # Of the plan that was made when the list was sent, and of the last run's.
        taken.append(timed(once, before=let_go_of_all)[0])
        actions.undo_import(upload_id, reason="again", acting_user=viewer, now=NOW)
        reopen(viewer, upload_id)
    return min(taken)


def read_plan_apply(content: bytes, upload_id: UUID, viewer: Any) -> None:
    from leesloket.imports import actions
    from leesloket.roster.readers.result import Budget
    from leesloket.sandbox import client

    socket = Path(os.environ["LEESLOKET_DATA"]) / "run" / "reader.sock"
    client.read(content, socket_path=socket, budget=Budget(**BUDGET))
    actions.approve(upload_id, digest=plan(upload_id, viewer), acting_user=viewer, now=NOW)


def receive(content: bytes, viewer: Any, branch_id: int) -> UUID:
    from leesloket.imports import actions
    from leesloket.intake.actions import ReceivedFile

    return actions.receive_list(
        ReceivedFile(content, "list.xlsx", os.urandom(8).hex()),
        branch_id=branch_id,
        acting_user=viewer,
        now=NOW,
    )


def plan(upload_id: UUID, viewer: Any) -> str:
    from leesloket.imports.work import work_on
    from leesloket.isolation.scope import scoped

    with scoped(viewer.scope):
        return work_on(the_import(upload_id)).plan.digest


def flat_table() -> tuple[Any, Any]:
    """Their model and their resource, as well tuned as its documentation tells."""
    from django.db import models
    from import_export.instance_loaders import CachedInstanceLoader

    from import_export import resources

    class Pupil(models.Model):
        number = models.CharField(max_length=20, unique=True)
        first_name = models.CharField(max_length=200)
        prefix = models.CharField(max_length=200, blank=True)
        surname = models.CharField(max_length=200)
        birth_date = models.DateField(null=True)
        group = models.CharField(max_length=20)
        year_group = models.CharField(max_length=4)

        class Meta:
            app_label = "benchmarks"

        @override
        def __str__(self) -> str:
            return str(self.pk)

    class PupilResource(resources.ModelResource):  # type: ignore[misc]  # it has no types
        class Meta:
            model = Pupil
            import_id_fields = ("number",)
            exclude = ("id",)
            instance_loader_class = CachedInstanceLoader
            use_bulk = True
            batch_size = 1_000
            skip_unchanged = True
            report_skipped = False
            skip_diff = True
            skip_html_diff = True

    return Pupil, PupilResource


def make_table(model: Any, as_owner: Callable[[], psycopg.Connection]) -> None:
    """Their table, made by the owner and open to the web role."""
    from django.db import connection

    with connection.schema_editor(collect_sql=True) as editor:
        editor.create_model(model)
    with as_owner() as owner:
        for statement in editor.collected_sql:
            owner.execute(statement)
        owner.execute("grant all on benchmarks_pupil to leesloket_web")
        owner.execute("grant all on benchmarks_pupil_id_seq to leesloket_web")


def theirs(content: bytes, *, before: bytes | None, model: Any, resource: Any) -> float:
    """Milliseconds to load, run dry and import; the table is as before each time."""
    taken = []
    for _ in range(RUNS):
        model.objects.all().delete()
        if before is not None:
            resource().import_data(loaded(before), raise_errors=True)
        taken.append(timed(lambda: dry_and_real(content, resource))[0])
    assert model.objects.exists()
    return min(taken)


def dry_and_real(content: bytes, resource: Any) -> None:
    """What the package's own pages do: a dry run to look at, then the import."""
    for dry_run in (True, False):
        resource().import_data(loaded(content), dry_run=dry_run, raise_errors=True)


def loaded(content: bytes) -> Any:
    import tablib

    names = {
        "Leerlingnummer": "number",
        "Roepnaam": "first_name",
        "Tussenvoegsel": "prefix",
        "Achternaam": "surname",
        "Geboortedatum": "birth_date",
        "Groep": "group",
        "Leerjaar": "year_group",
    }
    data = tablib.Dataset().load(BytesIO(content), format="xlsx")
    data.headers = [names.get(heading, heading) for heading in data.headers]
    return data


def measure(rows: int, model: Any, resource: Any) -> dict[str, tuple[float, float]]:
    """(ours, theirs) in milliseconds, per situation."""
    last_year: Sequence[Child] = children(rows, seed=1, year_groups=list(range(1, 9)), start=1)
    first = workbook([(child, child.year_group) for child in last_year])
    september = september_file(last_year)
    both: dict[str, Callable[[], tuple[float, float]]] = {
        "first": lambda: (
            ours(first),
            theirs(first, before=None, model=model, resource=resource),
        ),
        "september": lambda: (
            ours(september, before=last_year),
            theirs(september, before=first, model=model, resource=resource),
        ),
    }
    return {name: run() for name, run in both.items()}


def main() -> int:
    """Print a table; 1 when a ratio misses its aim."""
    sizes = [int(text) for text in sys.argv[1:]] or DEFAULT_ROWS
    missed = False
    with site(own_folder()) as as_owner:
        model, resource = flat_table()
        make_table(model, as_owner)
        print(f"{'rows':>7} {'situation':<10}{'ours, ms':>10}{'theirs, ms':>12}{'ratio':>8}")
        for rows in sizes:
            for name, (mine, other) in measure(rows, model, resource).items():
                ratio = other / mine
                print(f"{rows:>7,} {name:<10}{mine:>10.0f}{other:>12.0f}{ratio:>7.1f}x")
                missed |= rows >= 5_000 and ratio < AIMS[name]
    print("aims at 5,000 rows:", ", ".join(f"{name} {aim}x" for name, aim in AIMS.items()))
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
