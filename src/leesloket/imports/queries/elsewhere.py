"""New rows whose child another branch knows, as staff read and answer them."""

from uuid import UUID

from leesloket.accounts.names import Names
from leesloket.imports.showing import ElsewhereCandidate, ElsewhereView
from leesloket.imports.transfers import Hint, Overlay
from leesloket.imports.work import Work
from leesloket.patrons.queries import full_name
from leesloket.roster.model import Enrol, PupilRecord


def elsewhere_views(work: Work, overlay: Overlay, *, names: Names) -> tuple[ElsewhereView, ...]:
    """Open ones first, then those that were answered, so that an answer can be taken back."""
    views = [
        _view(step.record, overlay, names)
        for step in work.plan.steps
        if isinstance(step, Enrol) and step.record.fingerprint in overlay.hints
    ]
    return tuple(sorted(views, key=lambda view: (bool(view.answer), view.row)))


def _view(record: PupilRecord, overlay: Overlay, names: Names) -> ElsewhereView:
    row = record.fingerprint
    said, transfer = overlay.told.get(row), overlay.confirmed.get(row)
    ends = transfer.ends if transfer else ()
    # Two rows that claim one patron are both asked again.
    answer = said["answer"] if said and (transfer or said["answer"] == "new") else ""
    return ElsewhereView(
        row=record.origin.row,
        fingerprint=row,
        name=full_name(record.first_name or record.initials, record.prefix, record.surname),
        group=record.group,
        birth_date=record.birth_date,
        pupil_number=record.pupil_number,
        candidates=tuple(map(_candidate, overlay.hints[row])),
        answer=answer,
        answered_patron=transfer.hint.patron_id if transfer else None,
        ends_at=tuple(b.name for b in transfer.hint.branches if b.id in ends) if transfer else (),
        answered_by=names.of(UUID(said["by"])) if said and answer else "",
    )


def _candidate(hint: Hint) -> ElsewhereCandidate:
    known = hint.known
    return ElsewhereCandidate(
        patron_id=hint.patron_id,
        name=full_name(known.first_name or known.initials, known.prefix, known.surname),
        group=known.group,
        birth_date=known.birth_date,
        pupil_number=known.pupil_number,
        branches=tuple(branch.name for branch in hint.branches),
        enrolled_at=tuple(b.name for b in hint.branches if b.id in hint.enrolled_at),
    )
