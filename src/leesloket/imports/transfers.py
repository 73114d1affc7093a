"""Children who come from another branch of the library: an overlay on a plan, for staff only.

The plan itself knows one branch, and so does the school: to both, such a child is new.  Staff with
the right to import at both branches see that it is known, and may say that it is the same child.
Then the patron joins this branch with its card and history, and no second person is made.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from leesloket.accounts.queries import Viewer
from leesloket.accounts.rules import IMPORT
from leesloket.branches.queries import BranchLine, branch_lines
from leesloket.imports.known import known_pupil
from leesloket.imports.work import Work
from leesloket.patrons.members import lock_patrons, members_born_on
from leesloket.roster import Unmatched, mark_of, match_records
from leesloket.roster.model import Enrol, Fingerprint, KnownPupil, PatronId, PupilRecord, Step


@dataclass(frozen=True, slots=True)
class Hint:
    """A patron of other branches with the name and birth date of a new row."""

    patron_id: UUID
    known: KnownPupil = field(repr=False)
    """As the branch knows it where it is (or was last) a member."""
    branches: tuple[BranchLine, ...]
    enrolled_at: frozenset[int]
    """The branches where it is a member now."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Staff said: the child in this row is that patron."""

    hint: Hint
    ends: tuple[int, ...]
    """The branches whose membership ends on the day the list takes effect."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one person may know of the new rows of a plan."""

    hints: Mapping[Fingerprint, tuple[Hint, ...]] = field(default_factory=dict)
    confirmed: Mapping[Fingerprint, Transfer] = field(default_factory=dict)
    told: Mapping[Fingerprint, Mapping[str, Any]] = field(default_factory=dict)
    """The answers that still fit, as they were stored."""
    unseen: int = 0
    """Transfers that were confirmed from a branch where this person may not import."""

    @property
    def branch_ids(self) -> frozenset[int]:
        """The other branches that confirmed transfers touch."""
        return frozenset(
            branch.id for transfer in self.confirmed.values() for branch in transfer.hint.branches
        )

    def digest(self, work: Work) -> str:
        """What staff agree to: the plan's own digest, and the transfers where there are any."""
        if not self.confirmed and not self.unseen:
            return work.plan.digest
        content = [work.plan.digest, self.unseen, sorted(map(self._canonical, self.confirmed))]
        text = json.dumps(content, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode('ascii')).hexdigest()}"

    def mark(self, step: Step) -> str:
        """The mark of a step, with the transfer where there is one."""
        mark = mark_of(step)
        if not isinstance(step, Enrol) or step.record.fingerprint not in self.confirmed:
            return mark
        text = json.dumps([mark, self._canonical(step.record.fingerprint)])
        return hashlib.sha256(text.encode("ascii")).hexdigest()[: len(mark)]

    def _canonical(self, fingerprint: Fingerprint) -> list[object]:
        transfer = self.confirmed[fingerprint]
        known = transfer.hint.known
        return [
            fingerprint,
            str(transfer.hint.patron_id),
            [known.first_name, known.prefix, known.surname],
            known.birth_date.isoformat() if known.birth_date else "",
            sorted(transfer.ends),
            sorted(branch.id for branch in transfer.hint.branches),
            sorted(transfer.hint.enrolled_at),
        ]


NOTHING = Overlay()


def overlay_of(work: Work, viewer: Viewer, *, lock: bool = False) -> Overlay:
    """What is known elsewhere of the plan's new children, as far as the viewer imports there.

    Needs the viewer's scope.  With `lock` the confirmed patrons stay as they are until the
    transaction ends.
    """
    told = work.roster_import.transfers
    others = [one for one in viewer.branches_with(IMPORT) if one != work.branch.id]
    new = [step.record for step in work.plan.steps if isinstance(step, Enrol)]
    rows = {record.fingerprint for record in new}
    said = [answer for answer in told if answer["fingerprint"] in rows]
    unseen = sum(
        answer["answer"] == "same" and not set(others).issuperset(answer["branches"])
        for answer in said
    )
    if not others:
        return Overlay(unseen=unseen)
    if lock:
        lock_patrons([UUID(answer["patron_id"]) for answer in said if answer["patron_id"]])
    hints = _hints(new, others, work)
    fitting = {
        Fingerprint(answer["fingerprint"]): answer
        for answer in said
        if _fits(answer, hints.get(answer["fingerprint"], ()))
    }
    return Overlay(hints=hints, confirmed=_confirmed(fitting, hints), told=fitting, unseen=unseen)


def _hints(
    new: Sequence[PupilRecord], others: Sequence[int], work: Work
) -> dict[Fingerprint, tuple[Hint, ...]]:
    births = {record.birth_date for record in new if record.birth_date}
    found: dict[PatronId, dict[int, KnownPupil]] = {}
    for branch_id, member in members_born_on(others, births):
        patron_id = PatronId(member.patron_id)
        if patron_id not in work.known:
            found.setdefault(patron_id, {})[branch_id] = known_pupil(member)
    if not found:
        return {}
    branches = {line.id: line for line in branch_lines(others)}
    by_patron = {
        patron_id: _hint(UUID(patron_id), known, branches) for patron_id, known in found.items()
    }
    matches = match_records(new, (), elsewhere=[hint.known for hint in by_patron.values()])
    return {
        match.record.fingerprint: tuple(by_patron[one.patron_id] for one in match.elsewhere)
        for match in matches
        if isinstance(match, Unmatched) and match.elsewhere
    }


def _hint(
    patron_id: UUID, known: Mapping[int, KnownPupil], branches: Mapping[int, BranchLine]
) -> Hint:
    latest = max(known.values(), key=lambda one: (one.enrolled, one.school_year or ""))
    return Hint(
        patron_id=patron_id,
        known=latest,
        branches=tuple(sorted((branches[one] for one in known), key=lambda line: line.name)),
        enrolled_at=frozenset(one for one, pupil in known.items() if pupil.enrolled),
    )


def _fits(answer: Mapping[str, Any], hints: Sequence[Hint]) -> bool:
    """Whether an answer is about the children who are known elsewhere now."""
    if {str(hint.patron_id) for hint in hints} != set(answer["candidates"]):
        return False
    return answer["answer"] == "new" or answer["patron_id"] in answer["candidates"]


def _confirmed(
    told: Mapping[Fingerprint, Mapping[str, Any]], hints: Mapping[Fingerprint, Sequence[Hint]]
) -> dict[Fingerprint, Transfer]:
    same = {row: answer for row, answer in told.items() if answer["answer"] == "same"}
    claims = Counter(answer["patron_id"] for answer in same.values())
    confirmed = {}
    for row, answer in same.items():
        # Two rows never silently become one patron: then neither is.
        if claims[answer["patron_id"]] > 1:
            continue
        [hint] = [one for one in hints[row] if str(one.patron_id) == answer["patron_id"]]
        ends = tuple(sorted(hint.enrolled_at)) if answer["ends"] else ()
        confirmed[row] = Transfer(hint, ends)
    return confirmed
