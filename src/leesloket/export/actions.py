"""Taking everything of a library out: recorded, one at a time, sent while it is read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import ADMINISTER
from leesloket.audit.actions import record_by
from leesloket.branches.queries import BranchLine, branch_lines
from leesloket.export.describing import data_package, read_me
from leesloket.export.reading import PATRON_COLUMNS, patrons_of, rows_of
from leesloket.export.tables import tables
from leesloket.export.writing import as_csv, as_json_lines, as_zip
from leesloket.isolation.scope import Scope, scoped
from leesloket.privacy.rules import LIBRARY_EXPORTED

# A download holds a thread and a connection for as long as it takes: one at a time on a site.
_ONE_AT_A_TIME = 0x4C4C_0003


class ExportBusyError(Exception):
    """Somebody is taking a library out already; wait until that is done."""


class NotAllowedError(Exception):
    """Taking a library out is for who administers it."""


def take_out(*, acting_user: Viewer, now: datetime) -> Iterator[bytes]:
    """Everything of the branches that this person administers, as the pieces of one zip.

    It is recorded, in the log of every branch, before the first piece.  Close the iterator when it
    is not read to its end.  Raises NotAllowedError, ExportBusyError.
    """
    branches = acting_user.branches_with(ADMINISTER)
    if not branches:
        raise NotAllowedError
    return take_out_scope(
        Scope(acting_user.library_id, tuple(branches), acting_user.account_id), now=now
    )


def take_out_scope(library: Scope, *, now: datetime) -> Iterator[bytes]:
    """The same for who runs the site, who reads nobody's data in secret either."""
    with scoped(library):
        _be_the_only_one()
        for branch_id in library.branch_ids:
            record_by(LIBRARY_EXPORTED, library, now, branch_id=branch_id)
    pieces = _pieces(library, now)
    # Begun before the answer is: what is wrong is said, and not found in half a file.
    return _rest(next(pieces), pieces)


def _rest(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def _pieces(library: Scope, now: datetime) -> Iterator[bytes]:
    with _one_moment(), scoped(library):
        _be_the_only_one()
        yield from as_zip(_files(library, now), at=now)


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees every table as it was at one moment."""
    is_the_first = not connection.in_atomic_block
    with transaction.atomic():
        if is_the_first:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
        yield


def _be_the_only_one() -> None:
    """Until the transaction ends.  Raises ExportBusyError."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise ExportBusyError


def _files(library: Scope, now: datetime) -> Iterator[tuple[str, Iterable[bytes]]]:
    branches = branch_lines(library.branch_ids)
    taken = tuple(tables())
    name = branches[0].library_name
    yield "LEESMIJ.txt", [read_me(library=name, branches=[one.name for one in branches], at=now)]
    yield "datapackage.json", [data_package(taken, PATRON_COLUMNS, library=name, at=now)]
    yield "patrons.csv", as_csv(patrons_of(library), PATRON_COLUMNS)
    for branch in branches:
        yield f"patrons/{branch.slug}.csv", _patrons_at(branch, library)
    for table in taken:
        columns = [column.name for column in table.columns]
        yield f"csv/{table.name}.csv", as_csv(rows_of(table, library), columns)
        yield f"jsonl/{table.name}.jsonl", as_json_lines(rows_of(table, library))


def _patrons_at(branch: BranchLine, library: Scope) -> Iterator[bytes]:
    there = Scope(library.library_id, (branch.id,), library.account_id)
    return as_csv(patrons_of(there), PATRON_COLUMNS)
