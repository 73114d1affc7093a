"""What a file may be called and how its content is marked.  Pure."""

import hashlib
import hmac
import unicodedata
from datetime import datetime, timedelta

LONGEST_NAME = 120
LONGEST_REASON = 300
SHORTEST_REASON = 5

ANSWER_WITHIN = timedelta(hours=24)
"""So long a second person can agree that somebody takes out a file."""

FETCH_WITHIN = timedelta(hours=1)
"""So long, from then, the first one can take it out."""


def is_over(status: str, *, asked_at: datetime, decided_at: datetime | None, now: datetime) -> bool:
    """Whether the time of an open request for a file has passed."""
    if decided_at is None:
        return status == "asked" and now >= asked_at + ANSWER_WITHIN
    return status in {"agreed", "ready"} and now >= decided_at + FETCH_WITHIN


def shown_name(name: str) -> str:
    """A file's name as a label: no folder, no control characters, of a length that fits a line.

    It is never used as a path.
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(char for char in base if unicodedata.category(char)[0] != "C")
    return unicodedata.normalize("NFC", visible).strip()[:LONGEST_NAME] or "bestand"


def content_mark(content: bytes, *, secret: bytes, sheet: str | None) -> str:
    """Tells the same file twice within one branch; says nothing about it elsewhere.

    The chosen sheet counts: another sheet of the same workbook is another list.
    """
    marked = hmac.new(secret, content, hashlib.sha256)
    marked.update(b"\0" + (sheet or "").encode())
    return marked.hexdigest()
