"""The record held to its chain, and the chain to what was written down outside of the database."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.timezone import localdate

from leesloket.accounts.queries import Viewer
from leesloket.audit import queries as audit
from leesloket.audit import rules
from leesloket.audit.actions import extend_chain, record
from leesloket.isolation.scope import Scope, scoped
from leesloket.vault.keys import record_secret

VERIFIED = "record_verified"
ANCHORED = "record_anchored"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of one library's record found."""

    library_id: int
    links: int
    not_linked: int
    anchors: int
    anchored_until: int
    findings: tuple[rules.Finding, ...]
    torn: int
    """Anchors that broke off while they were written; the next one stands below them."""

    @property
    def whole(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class RecordStanding:
    """For an administrator: when the record was last held to its chain, and what came of it."""

    verified_at: datetime | None
    broken: int
    anchored_at: datetime | None
    anchored_until: int


def extend(library: Scope) -> int:
    """Bind what was recorded since the last time; gives how many events."""
    with scoped(library):
        return extend_chain(library.library_id, secret=record_secret())


def anchor_file(library_id: int) -> Path:
    """Where the heads of a library's chain are written down, a line a day."""
    folder: Path = settings.ANCHORS
    return folder / f"library-{library_id}.txt"


def anchored_on(library: Scope, *, now: datetime) -> bool:
    """Whether the head was written down on this day already."""
    with scoped(library):
        last = audit.latest(ANCHORED)
    return last is not None and localdate(last.at) == localdate(now)


def checked_since_anchor(library: Scope) -> bool:
    """Whether the record was held to its chain after the head was last written down."""
    with scoped(library):
        anchored, verified = audit.latest(ANCHORED), audit.latest(VERIFIED)
    return anchored is None or (verified is not None and verified.at >= anchored.at)


def anchor(library: Scope, *, now: datetime) -> rules.Anchor | None:
    """Write the head of the chain in the anchor file, and mail it where that is asked for.

    File and mail come first: broken off in between, it is done again, and the same head stands
    there twice.
    """
    with scoped(library):
        extend_chain(library.library_id, secret=record_secret())
        head = audit.head_of(library.library_id)
    if head is None:
        return None
    made = rules.Anchor(library.library_id, head.sequence, head.mac)
    line = rules.anchor_line(made, at=now)
    _append(anchor_file(library.library_id), line)
    if settings.ANCHOR_MAIL:
        EmailMessage(
            subject=f"Leesloket: record {made.sequence}",
            body=line + "\n",
            to=[settings.ANCHOR_MAIL],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
    with scoped(library):
        told = {"sequence": made.sequence, "mail": bool(settings.ANCHOR_MAIL)}
        record(ANCHORED, at=now, by=None, library_id=library.library_id, detail=told)
    return made


def _append(path: Path, line: str) -> None:
    """Add a line and nothing else: the file may be one that the system lets grow only.

    A line that a full disk broke off is no anchor (audit.rules), and the next begins below it.
    Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    torn = path.exists() and path.read_bytes()[-1:] not in {b"", b"\n"}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.write(("\n" if torn else "") + line + "\n")
        file.flush()
        os.fsync(file.fileno())


def verify(library: Scope, *, now: datetime, elsewhere: Sequence[str] = ()) -> Verdict:
    """Hold a library's record to its chain, and the chain to its anchors.

    `elsewhere` are texts with anchors besides our own file: mails, or a copy of another machine.
    That it was done is recorded, and what came of it.
    """
    path = anchor_file(library.library_id)
    texts = [*elsewhere, path.read_text(errors="replace")] if path.exists() else list(elsewhere)
    anchors = tuple(
        one for text in texts for one in rules.anchors_in(text, library_id=library.library_id)
    )
    with scoped(library):
        # What is being bound meanwhile waits: a half-read chain would look like a broken one.
        audit.hold_chain(library.library_id)
        chain = audit.chain_of(library.library_id)
        findings = tuple(rules.broken(chain, anchors, secret=record_secret()))
        head = audit.head_of(library.library_id)
        links = head.sequence if head else 0
        until = max((one.sequence for one in anchors), default=0)
        waiting = audit.not_linked(library.library_id).count()
        told = {"sequence": links, "broken": len(findings), "anchored": until}
        record(VERIFIED, at=now, by=None, library_id=library.library_id, detail=told)
    torn = sum(map(rules.torn_lines, texts))
    return Verdict(library.library_id, links, waiting, len(anchors), until, findings, torn)


def standing(viewer: Viewer) -> RecordStanding:
    """When the record of the viewer's library was last checked and written down elsewhere."""
    with scoped(viewer.scope):
        verified, anchored = audit.latest(VERIFIED), audit.latest(ANCHORED)
    return RecordStanding(
        verified_at=verified.at if verified else None,
        broken=int(verified.detail.get("broken") or 0) if verified else 0,
        anchored_at=anchored.at if anchored else None,
        anchored_until=int(anchored.detail.get("sequence") or 0) if anchored else 0,
    )
