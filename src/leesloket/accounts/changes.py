"""Who changed which settings, read from the record: for the page on which they are set."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from leesloket.accounts.names import display_names
from leesloket.audit.queries import EventLine

Told = tuple[str, str, str]
"""(code, old, new) of one setting; old and new are empty where the record does not keep them."""


@dataclass(frozen=True, slots=True)
class Change:
    """That somebody changed settings, and which."""

    at: datetime
    by: str = field(repr=False)
    changed: tuple[Told, ...]


def changes_in(
    events: Iterable[EventLine], told: Callable[[EventLine], tuple[Told, ...]]
) -> tuple[Change, ...]:
    """The changes that these events are, in their order; `told` reads one.  Needs a scope."""
    lines = tuple(events)
    names = display_names(event.by for event in lines)
    return tuple(Change(event.at, names.of(event.by), told(event)) for event in lines)


def differing(event: EventLine, words: Iterable[tuple[str, str]]) -> tuple[Told, ...]:
    """Of what an event keeps before and after, all that became different.

    `words` are (code, word): the record keeps it as `word_before` and `word_after`, for a name may
    hold any sign and old and new are not in one text.
    """
    both = tuple((code, *before_and_after(event, word)) for code, word in words)
    return tuple(one for one in both if one[1] != one[2])


def before_and_after(event: EventLine, word: str) -> tuple[str, str]:
    """What the record keeps of one setting under this word; empty where it keeps nothing."""
    return str(event.detail.get(f"{word}_before", "")), str(event.detail.get(f"{word}_after", ""))
