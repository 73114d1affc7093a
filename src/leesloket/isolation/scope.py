"""A scope: which library and branches one transaction may see, and who is asking.

Row-level security (ADR 0005) reads four settings that live as long as the transaction.  A query
without a scope raises, since an empty register would make a newcomer of every child.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

SIGN_IN = "sign_in"
"""The purpose under which accounts may be found before anybody is signed in."""

_SETTINGS = (
    "leesloket.library",
    "leesloket.branches",
    "leesloket.account",
    "leesloket.purpose",
    "pghistory.context_metadata",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a transaction may see.  Jobs carry it as arguments; it holds ids only."""

    library_id: int
    branch_ids: tuple[int, ...]
    account_id: UUID | None = None

    def narrowed(self, branch_id: int) -> "Scope":
        """The same person, in one branch.  A branch outside of the scope gives an empty one."""
        kept = (branch_id,) if branch_id in self.branch_ids else ()
        return Scope(self.library_id, kept, self.account_id)


@contextmanager
def scoped(scope: Scope, *, cause: UUID | None = None, undoing: bool = False) -> Iterator[None]:
    """Open (or join) a transaction that sees `scope` and nothing else.

    `cause` is the import that row history should name beside the account; with `undoing` it says
    that the import was taken back.  On leaving, an outer scope is put back, so that an action
    called from a wider one does not narrow its caller.
    """
    history: dict[str, str | bool] = {}
    if scope.account_id:
        history["account"] = str(scope.account_id)
    if cause:
        history["import"] = str(cause)
    if undoing:
        history["undoing"] = True
    values = (
        str(scope.library_id),
        "{" + ",".join(map(str, scope.branch_ids)) + "}",
        str(scope.account_id or ""),
        "",
        json.dumps(history),
    )
    with _with_settings(values):
        yield


@contextmanager
def signing_in() -> Iterator[None]:
    """Open a transaction in which accounts and second factors can be found, and nothing else."""
    with _with_settings(("", "", "", SIGN_IN, "")):
        yield


@contextmanager
def _with_settings(values: tuple[str, ...]) -> Iterator[None]:
    """A transaction with these settings; they end with it, or give way to those of an outer one."""
    is_inside_another = connection.in_atomic_block
    with transaction.atomic():
        before = _exchange(values)
        yield
        # Not in a `finally`: after an error the transaction is rolled back, and its settings too.
        if is_inside_another:
            _exchange(before)


def _exchange(values: tuple[str, ...]) -> tuple[str, ...]:
    """Set the scope's settings for this transaction; give what they were."""
    now = ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in _SETTINGS)
    new = ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)
    with connection.cursor() as cursor:
        # `materialized` reads the old values before the new ones are set.
        cursor.execute(
            f"with was as materialized (select {now})"  # noqa: S608 - names from the table above
            f" select was.*, {new} from was",
            values,
        )
        row: tuple[str, ...] = cursor.fetchone()
    return row[: len(_SETTINGS)]
