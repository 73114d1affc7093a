"""The proof of what was shredded when, held to the record and to what still lies in the vault."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from leesloket.audit import queries as audit
from leesloket.isolation.scope import Scope, scoped
from leesloket.privacy import checking
from leesloket.vault.actions import SHREDDED
from leesloket.vault.queries import (
    KeptLine,
    ShreddedLine,
    kept_lines,
    shredded_lines,
    still_here,
)

Standing = Literal["bound", "recorded", "before", "missing", "changed", "still_here"]
"""How a proof stands: in the chain; in the record and bound within minutes; from before we recorded
it; not in the record; otherwise in the record; or its key or content is still here."""

WRONG: tuple[Standing, ...] = ("missing", "changed", "still_here")


@dataclass(frozen=True, slots=True)
class Proof:
    """That one sealed thing was shredded, and what stands behind it."""

    line: ShreddedLine
    standing: Standing
    sequence: int
    """Its place in the record's chain; 0 when it has none yet."""


@dataclass(frozen=True, slots=True)
class ShreddingReport:
    """One library: what lies in the vault, what was shredded, and whether that can be believed."""

    library_id: int
    made_at: datetime
    kept: tuple[KeptLine, ...]
    overdue: tuple[KeptLine, ...]
    proofs: tuple[Proof, ...]
    late: int
    """Shredded on a later day than theirs."""
    chain: checking.Verdict | None
    """None where the key `record` is not here: then the chain is not checked."""

    @property
    def next_due(self) -> date | None:
        return min((one.due_on for one in self.kept), default=None)

    @property
    def wrong(self) -> tuple[Proof, ...]:
        return tuple(one for one in self.proofs if one.standing in WRONG)

    @property
    def holds(self) -> bool:
        """Whether nothing is overdue and every proof stands."""
        return not self.overdue and not self.wrong and (self.chain is None or self.chain.whole)

    def kept_by_kind(self) -> Mapping[str, int]:
        return Counter(one.kind for one in self.kept)

    def shredded_by_reason(self) -> Mapping[tuple[str, str], int]:
        return Counter((one.line.kind, one.line.reason) for one in self.proofs)


def shredding_report(library: Scope, *, today: date, now: datetime) -> ShreddingReport:
    """Everything of a library that lies in the vault or was shredded.  Nothing is opened."""
    try:
        chain = checking.verify(library, now=now)
    except FileNotFoundError:
        chain = None
    with scoped(library):
        kept = kept_lines()
        shredded = shredded_lines()
        here = still_here(one.id for one in shredded)
        places = audit.places_of([one.id for one in shredded], SHREDDED)
    proofs = tuple(_proof(line, places.get(line.id), here) for line in shredded)
    return ShreddingReport(
        library_id=library.library_id,
        made_at=now,
        kept=kept,
        overdue=tuple(one for one in kept if one.due_on < today),
        proofs=proofs,
        late=sum(one.late for one in shredded),
        chain=chain,
    )


def _proof(
    line: ShreddedLine, told: tuple[audit.EventLine, int] | None, here: frozenset[UUID]
) -> Proof:
    event, sequence = told or (None, 0)
    standing: Standing
    if line.id in here:
        standing = "still_here"
    elif event is None:
        standing = "missing" if line.sha256 else "before"
    elif (event.at, dict(event.detail)) != (
        line.at,
        {"kind": line.kind, "reason": line.reason, "sha256": line.sha256},
    ):
        standing = "changed"
    else:
        standing = "bound" if sequence else "recorded"
    return Proof(line, standing, sequence)


_STANDS: Mapping[Standing, str] = {
    "bound": "in de keten",
    "recorded": "in het logboek",
    "before": "van voor het bewijs",
    "missing": "NIET IN HET LOGBOEK",
    "changed": "ANDERS IN HET LOGBOEK",
    "still_here": "SLEUTEL OF INHOUD IS ER NOG",
}


def as_text(report: ShreddingReport) -> Iterator[str]:
    """The report for somebody to read and to keep: no names, only numbers."""
    yield f"bibliotheek {report.library_id}, {report.made_at:%d-%m-%Y %H:%M} (UTC)"
    kept = ", ".join(f"{kind} {count}" for kind, count in sorted(report.kept_by_kind().items()))
    yield f"  ligt er: {kept or 'niets'}"
    yield f"  eerstvolgende dag van vernietigen: {report.next_due or '-'}"
    yield f"  te laat: {len(report.overdue)}"
    for one in report.overdue:
        yield f"    {one.kind} {one.id} had weg moeten zijn op {one.due_on}"
    yield f"  vernietigd: {len(report.proofs)}, waarvan na de dag: {report.late}"
    for (kind, reason), count in sorted(report.shredded_by_reason().items()):
        yield f"    {kind}, {reason}: {count}"
    if report.chain is None:
        yield "  logboek: niet gecontroleerd, de sleutel record.key is hier niet"
    else:
        yield f"  logboek: {'heel' if report.chain.whole else 'GEBROKEN'}"
    for proof in report.proofs:
        yield from _lines_of(proof)
    yield f"  oordeel: {'klopt' if report.holds else 'KLOPT NIET'}"


def _lines_of(proof: Proof) -> Iterator[str]:
    line = proof.line
    where = _STANDS[proof.standing] + (f", regel {proof.sequence}" if proof.sequence else "")
    yield f"    {line.at:%Y-%m-%d %H:%M:%S} {line.kind} {line.id} ({line.reason}): {where}"
    if line.sealed_at:
        yield f"      verzegeld {line.sealed_at:%Y-%m-%d %H:%M:%S}, weg op {line.due_on}"
        yield f"      sha256 {line.sha256}"


def as_json(report: ShreddingReport) -> dict[str, object]:
    """The same for a machine."""
    return {
        "library": report.library_id,
        "made_at": report.made_at.isoformat(),
        "kept": dict(report.kept_by_kind()),
        "next_due": report.next_due.isoformat() if report.next_due else None,
        "overdue": [
            {"id": str(one.id), "kind": one.kind, "due_on": one.due_on.isoformat()}
            for one in report.overdue
        ],
        "late": report.late,
        "chain": None if report.chain is None else report.chain.whole,
        "holds": report.holds,
        "shredded": [_as_json(proof) for proof in report.proofs],
    }


def _as_json(proof: Proof) -> dict[str, object]:
    line = proof.line
    return {
        "id": str(line.id),
        "branch": line.branch_id,
        "kind": line.kind,
        "reason": line.reason,
        "sha256": line.sha256,
        "sealed_at": line.sealed_at.isoformat() if line.sealed_at else None,
        "due_on": line.due_on.isoformat() if line.due_on else None,
        "shredded_at": line.at.isoformat(),
        "standing": proof.standing,
        "sequence": proof.sequence,
    }
