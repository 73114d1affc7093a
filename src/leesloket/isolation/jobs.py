"""Jobs: enqueued in the caller's transaction, carrying ids and their scope, never a name."""

from uuid import UUID

from procrastinate.contrib.django import app

from leesloket.isolation.scope import Scope


def enqueue(task: str, *, scope: Scope, **ids: UUID | int) -> None:
    """Enqueue the task of this name; it runs after (and only after) the caller's commit."""
    app.configure_task(task).defer(
        library_id=scope.library_id,
        branch_ids=list(scope.branch_ids),
        **{name: str(value) for name, value in ids.items()},
    )


def scope_of_job(library_id: int, branch_ids: list[int]) -> Scope:
    """The scope that a job was enqueued with."""
    return Scope(library_id, tuple(branch_ids))
