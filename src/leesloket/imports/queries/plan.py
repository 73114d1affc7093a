"""The plan as a page: one function for the school and for the staff."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from leesloket.accounts.names import Names, display_names
from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT, UPLOAD
from leesloket.imports import rules
from leesloket.imports.finding import find_import, has_newer
from leesloket.imports.leavers import copies_at_home
from leesloket.imports.locations import rows_by_location
from leesloket.imports.models import RosterImport
from leesloket.imports.queries.children import (
    child_of_step,
    children_of,
    found_by,
    page_of,
)
from leesloket.imports.queries.elsewhere import elsewhere_views
from leesloket.imports.queries.excluded import REASONS
from leesloket.imports.queries.lines import upload_line
from leesloket.imports.queries.picture import group_order, picture_of
from leesloket.imports.queries.places import location_lines, other_branches
from leesloket.imports.queries.questions import questions_of
from leesloket.imports.showing import (
    KINDS,
    ChildLine,
    HoldView,
    PlanView,
    Tab,
)
from leesloket.imports.transfers import NOTHING, Overlay, overlay_of
from leesloket.imports.work import Work, work_on
from leesloket.isolation.scope import scoped
from leesloket.roster import HOLDS, TAKEOVER_HOLDS, checks_in_order
from leesloket.roster.model import Withdraw

_PUPILS = RosterImport.Kind.PUPILS

_SHOWS_CHILDREN_OF = {
    "too_many_leavers": "leave",
    "part_missing": "leave",
    "entered_by_hand": "leave",
    "too_many_newcomers": "new",
    "merger": "new",
    "other_school": "new",
}


def plan_page(
    upload_id: UUID,
    *,
    viewer: Viewer,
    staff: bool,
    kind: str = "all",
    query: str = "",
    page: int = 1,
    seen: str = "",
) -> PlanView:
    """The plan to read, as it is now.

    The staff's version needs the right to import, the school's the right to upload; it shows no
    loans, no cards and nothing to approve.  It does show the holds: the school can mend the file.
    `seen` are the marks of a plan read before: what is different now is shown apart.  Raises
    ImportNotFoundError, work.NothingToWorkOnError.
    """
    with scoped(viewer.scope):
        work = work_to_read(upload_id, viewer=viewer, staff=staff)
        return plan_view(
            work, viewer=viewer, staff=staff, kind=kind, query=query, page=page, seen=seen
        )


def work_to_read(upload_id: UUID, *, viewer: Viewer, staff: bool) -> Work:
    """The import as it is now, for who may read it.  Needs the viewer's scope.

    Raises ImportNotFoundError, work.NothingToWorkOnError.
    """
    rights = (IMPORT,) if staff else (UPLOAD,)
    return work_on(find_import(upload_id, viewer=viewer, rights=rights))


def plan_view(
    work: Work, *, viewer: Viewer, staff: bool, kind: str, query: str, page: int, seen: str
) -> PlanView:
    """What plan_page shows of this work.  Needs the viewer's scope."""
    roster_import = work.roster_import
    overlay = overlay_of(work, viewer) if staff else NOTHING
    first = roster_import.first_approver_id
    said = (*roster_import.lifted_holds, *roster_import.decisions, *roster_import.transfers)
    names = display_names([first, *(UUID(told["by"]) for told in said if told.get("by"))])
    at_home = copies_at_home(_leaving(work)) if staff else {}
    digest = overlay.digest(work)
    others = other_branches(work, viewer=viewer) if staff else ()
    children = children_of(work, at_home=at_home, overlay=overlay)
    shown = found_by(children, kind=kind, query=query)
    lines, pages, page = page_of(shown, page)
    standing = standing_of(work)
    holds = hold_lines(work, names=names)
    missing = (
        rules.missing_for_approval(standing, unseen_transfers=overlay.unseen)
        if staff
        else rules.missing_for_sending(standing)
    )
    agreed = first is not None and roster_import.first_digest == digest
    picture = picture_of(work)
    needs_second = rules.needs_second_person([hold.code for hold in work.plan.holds])
    waits = roster_import.status == RosterImport.Status.SENT
    may_return = staff and waits and roster_import.kind == _PUPILS
    open_at_school = roster_import.status in RosterImport.OPEN
    return PlanView(
        upload=upload_line(roster_import.upload_id, viewer=viewer),
        staff=staff,
        digest=digest,
        school_year=roster_import.school_year_id,
        as_of=roster_import.as_of,
        effective_on=roster_import.effective_on,
        mode=work.plan.mode.value,
        counts=_counts(work, children),
        holds=holds,
        checks_passed=checks_in_order(
            [hold.code for hold in work.plan.holds],
            HOLDS if work.roster_import.kind == _PUPILS else TAKEOVER_HOLDS,
            is_first=work.roster_import.kind == _PUPILS and not work.known,
        ),
        questions=questions_of(work, picture, names=names),
        groups=_groups(work),
        picture=picture,
        tabs=_tabs(children),
        children=lines,
        shown_kind=kind,
        query=query,
        total_shown=len(shown),
        page=page,
        pages=pages,
        may_send=not staff and open_at_school and not missing,
        may_approve=staff and waits and not missing and not (agreed and _is(first, viewer)),
        needs_second=needs_second,
        first_approver=names.of(first) if agreed else "",
        approved_by_me=agreed and _is(first, viewer),
        may_return=may_return,
        newer_at_school=may_return and has_newer(roster_import),
        missing=missing,
        step_marks=" ".join(_marks(work, overlay)),
        changed_since=_changed_since(work, seen, at_home, overlay),
        vanished=_vanished(work, seen),
        locations=location_lines(work, others) if staff else (),
        other_branches=others if waits and roster_import.mapping_certain else (),
        elsewhere=elsewhere_views(work, overlay, names=names),
        elsewhere_open=sum(row not in overlay.told for row in overlay.hints),
        conflicts_open=sum(child.in_conflict and not child.hand_choice for child in children),
        transfers=len(overlay.confirmed),
        may_choose=staff and waits,
        exclusion_reasons=REASONS,
    )


def _is(account_id: UUID | None, viewer: Viewer) -> bool:
    return account_id == viewer.account_id


def standing_of(work: Work) -> rules.Standing:
    """How the import stands, for the rules of sending and approving."""
    lifted = {told["key"] for told in work.roster_import.lifted_holds}
    return rules.Standing(
        open_holds=sum(
            rules.hold_key(hold.code, hold.detail) not in lifted for hold in work.plan.holds
        ),
        questions=work.plan.counts["question"],
        mapping_certain=work.roster_import.mapping_certain,
        columns_missing=len(work.mapping.missing),
        nobody_at_a_branch=_is_of_other_branches(work),
    )


def _is_of_other_branches(work: Work) -> bool:
    """Whether a library's own list has rows, and all of them name another branch so far."""
    if work.roster_import.kind == _PUPILS:
        return False
    counts = work.plan.counts
    planned = sum(counts[kind] for kind in ("enrol", "update", "keep", "question"))
    return not planned and bool(rows_by_location(work))


def hold_lines(work: Work, *, names: Names) -> tuple[HoldView, ...]:
    """The holds of a plan, each with who lifted it and why."""
    lifted = {told["key"]: told for told in work.roster_import.lifted_holds}
    lines = []
    for hold in work.plan.holds:
        key = rules.hold_key(hold.code, hold.detail)
        told = lifted.get(key)
        lines.append(
            HoldView(
                code=hold.code,
                detail=hold.detail,
                lifted_by=names.of(UUID(told["by"])) if told else "",
                lifted_reason=told["reason"] if told else "",
                kinds=_SHOWS_CHILDREN_OF.get(hold.code, ""),
                key=key,
            )
        )
    return tuple(lines)


def _counts(work: Work, children: Sequence[ChildLine]) -> dict[str, int]:
    kinds = Counter(child.kind for child in children)
    return {
        **work.plan.counts,
        "move": kinds["move"],
        "change": kinds["change"],
        "error": kinds["error"],
        "withdraw_usual": sum(child.kind == "leave" and child.usual for child in children),
        "pupils": len(work.extraction.records) + len(work.extraction.set_aside),
    }


def _tabs(children: Sequence[ChildLine]) -> tuple[Tab, ...]:
    counted = Counter(child.kind for child in children)
    elsewhere = sum(child.known_elsewhere or bool(child.comes_from) for child in children)
    conflict = sum(child.in_conflict for child in children)
    kinds = [Tab(kind, counted[kind]) for kind in KINDS if counted[kind]]
    across = [
        *([Tab("elsewhere", elsewhere)] if elsewhere else []),
        *([Tab("conflict", conflict)] if conflict else []),
    ]
    # What may be answered comes after what must be.
    must = sum(tab.kind in {"ask", "error"} for tab in kinds)
    return (Tab("all", len(children)), *kinds[:must], *across, *kinds[must:])


def _groups(work: Work) -> tuple[str, ...]:
    found = {record.group for record in work.extraction.records if record.group}
    return tuple(sorted(found, key=group_order))


def _leaving(work: Work) -> Iterable[UUID]:
    return [UUID(step.known.patron_id) for step in work.plan.steps if isinstance(step, Withdraw)]


def _marks(work: Work, overlay: Overlay) -> list[str]:
    return [overlay.mark(step) for step in work.plan.steps]


def _changed_since(
    work: Work, seen: str, at_home: Mapping[UUID, int], overlay: Overlay
) -> tuple[ChildLine, ...]:
    """The steps that are not among those somebody read before."""
    if not seen:
        return ()
    known = set(seen.split())
    return tuple(
        child_of_step(step, at_home=at_home, overlay=overlay)
        for step, mark in zip(work.plan.steps, _marks(work, overlay), strict=True)
        if mark not in known
    )


def _vanished(work: Work, seen: str) -> int:
    """How many of the steps somebody read before are no longer there, in any form."""
    return max(0, len(set(seen.split())) - len(work.plan.steps)) if seen else 0
