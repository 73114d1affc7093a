"""Row-level security as migration operations: one line per table."""

import re

from django.db.migrations.operations import RunSQL

BY_BRANCH = "branch_id = any ((select scope_ids())::bigint[])"
BY_LIBRARY = "library_id = (select scope_library())"
SIGNING_IN = "(select scope_purpose()) = 'sign_in'"


def isolate(table: str, *, using: str, with_check: str | None = None) -> RunSQL:
    """Put `table` behind a policy that binds its owner too.

    `using` says which rows are there at all, `with_check` which rows may be written (the same,
    when left out).  Both call the scope functions as `(select ...)`, so that PostgreSQL runs them
    once per query.
    """
    return RunSQL(
        sql=[
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy scope on {table} using ({using}) with check ({with_check or using})",
        ],
        reverse_sql=[
            f"drop policy scope on {table}",
            f"alter table {table} no force row level security",
            f"alter table {table} disable row level security",
        ],
    )


def or_signing_in(policy: str) -> str:
    """The policy `policy`, and everything while somebody signs in.

    The functions of a scope raise without one, so while somebody signs in they are not asked.  A
    `case` alone does not see to that: when two transactions change one row PostgreSQL runs every
    sub-select beforehand (EvalPlanQual), also those of a branch that is not taken.
    """
    quiet = re.sub(
        r"\(select (scope_library|scope_ids)\(\)\)",
        r"(select case when scope_purpose() = 'sign_in' then null else \1() end)",
        policy,
    )
    return f"case when {SIGNING_IN} then true else {quiet} end"


def isolate_anew(table: str, *, using: str, with_check: str | None = None) -> RunSQL:
    """Put another policy of the same meaning in the place of the one that `table` has."""
    return RunSQL(
        sql=f"alter policy scope on {table} using ({using}) with check ({with_check or using})",
        reverse_sql=RunSQL.noop,
    )


def refers(
    table: str, columns: tuple[str, ...], other: str, other_columns: tuple[str, ...], *, name: str
) -> RunSQL:
    """A foreign key over several columns: a row and what it points at have the same owner.

    Django makes none of those, so the fields of the model carry `db_constraint=False`.
    `other_columns` are unique together.
    """
    return RunSQL(
        sql=(
            f"alter table {table} add constraint {name}"
            f" foreign key ({', '.join(columns)}) references {other} ({', '.join(other_columns)})"
            " deferrable initially deferred"
        ),
        reverse_sql=f"alter table {table} drop constraint {name}",
    )


def append_only(table: str) -> RunSQL:
    """Mark `table` so that the web role may insert and read, never change or delete."""
    return RunSQL(
        sql=f"comment on table {table} is 'append-only'",
        reverse_sql=f"comment on table {table} is null",
    )


# An event belongs to a library, and to a branch or to none.  While somebody signs in, events can
# be written (a failure has no library) and none can be read.
WRITABLE_EVENTS = f"case when {SIGNING_IN} then true else {BY_LIBRARY} end"
OWN_EVENTS = (
    f"case when {SIGNING_IN} then false else {BY_LIBRARY}"
    " and (branch_id is null or branch_id = any ((select scope_ids())::bigint[])) end"
)


def of_member(patron_column: str) -> str:
    """The policy of rows that belong to a person: there for who sees one of its memberships."""
    return (
        f"{BY_LIBRARY} and exists (select 1 from patrons_membership m"  # noqa: S608 - our columns
        f" where m.patron_id = {patron_column}"
        " and m.branch_id = any ((select scope_ids())::bigint[]))"
    )
