"""The steps that a list goes through, as short as a test wants to say them."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection
from tests.people import NOW, THIS_YEAR

from leesloket.accounts.queries import Viewer
from leesloket.imports import actions, queries
from leesloket.imports.showing import PlanView
from leesloket.intake.actions import ReceivedFile
from leesloket.isolation.scope import Scope, scoped

REGISTER = (
    "patrons_patron",
    "patrons_membership",
    "patrons_placement",
    "patrons_pupilnumber",
    "patrons_card",
    "branches_group",
)
"""The tables that an import writes and an undo puts back; history and audit only grow."""


def receive(
    content: bytes,
    *,
    branch_id: int,
    by: Viewer,
    name: str = "lijst.xlsx",
    token: str | None = None,
    sheet: str | None = None,
    now: datetime = NOW,
) -> UUID:
    received = ReceivedFile(content, name, token or uuid4().hex, sheet)
    return actions.receive_list(received, branch_id=branch_id, acting_user=by, now=now)


def plan_of(upload_id: UUID, *, by: Viewer, staff: bool = True, **more: object) -> PlanView:
    return queries.plan_page(upload_id, viewer=by, staff=staff, **more)  # type: ignore[arg-type]


def send(upload_id: UUID, *, by: Viewer, school_year: str = THIS_YEAR, now: datetime = NOW) -> None:
    digest = plan_of(upload_id, by=by, staff=False).digest
    actions.send(upload_id, digest=digest, school_year=school_year, acting_user=by, now=now)


def lift_all(upload_id: UUID, *, by: Viewer, now: datetime = NOW) -> None:
    for hold in plan_of(upload_id, by=by).holds:
        actions.lift_hold(
            upload_id, key=hold.key, reason="de school heeft gebeld", acting_user=by, now=now
        )


def approve(upload_id: UUID, *, by: Viewer, now: datetime = NOW) -> bool:
    digest = plan_of(upload_id, by=by).digest
    return actions.approve(upload_id, digest=digest, acting_user=by, now=now)


def say_another(upload_id: UUID, *, by: Viewer, now: datetime = NOW) -> None:
    """Answer every open question with 'another child'."""
    for question in plan_of(upload_id, by=by).questions:
        if not question.answer:
            actions.answer_question(
                upload_id,
                fingerprint=question.fingerprint,
                answer="another",
                shown=tuple(candidate.patron_id for candidate in question.candidates),
                acting_user=by,
                now=now,
            )


def fingerprint_of_register(scope: Scope) -> dict[str, str]:
    """A hash over every row of every register table in the scope."""
    hashes = {}
    with scoped(scope), connection.cursor() as cursor:
        for table in REGISTER:
            cursor.execute(
                f"select md5(coalesce(string_agg(t::text, chr(10) order by t::text), ''))"  # noqa: S608 - from the tuple above
                f" from {table} t"
            )
            hashes[table] = cursor.fetchone()[0]
    return hashes


def all_the_same(upload: UUID, *, by: Viewer, ends: bool = False, now: datetime = NOW) -> int:
    """Say of every new child that another branch knows that it is the same; gives how many."""
    known = plan_of(upload, by=by, kind="elsewhere").elsewhere
    for child in known:
        [candidate] = child.candidates
        actions.answer_transfer(
            upload,
            fingerprint=child.fingerprint,
            answer="same",
            patron_id=candidate.patron_id,
            ends=ends,
            acting_user=by,
            now=now,
        )
    return len(known)
