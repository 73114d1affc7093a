"""A patron's history in words: `Ingeschreven bij De Vuurvlinder, vanaf 1 augustus 2026`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leesloket.patrons.showing import HistoryBlock, HistoryChange, HistoryLine
from leesloket.web.formatting import day_of_text, year_told
from leesloket.web.words import HISTORY, Words


@dataclass(frozen=True, slots=True)
class Told:
    """A line as a person reads it: a sentence, and the values it does not name, old and new."""

    sentence: str = field(repr=False)
    changes: tuple[HistoryChange, ...] = field(repr=False, default=())


_NEW: Mapping[str, Words] = {
    "patron": gettext_lazy("In the register as %(about)s"),
    "pupil": gettext_lazy("Enrolled at %(branch)s, from %(day)s"),
    "teacher": gettext_lazy("Enrolled at %(branch)s as a teacher, from %(day)s"),
    "public": gettext_lazy("Member of %(branch)s, from %(day)s"),
    "placement": gettext_lazy("Group %(about)s, school year %(year)s"),
    "number": gettext_lazy("Pupil number %(about)s"),
    "card": gettext_lazy("Card %(about)s"),
}
_GONE: Mapping[str, Words] = {
    "patron": gettext_lazy("Taken out of the register"),
    "membership": gettext_lazy("Enrolment at %(branch)s taken away"),
    "placement": gettext_lazy("Group %(about)s of school year %(year)s taken away"),
    "number": gettext_lazy("Pupil number %(about)s taken away"),
    "card": gettext_lazy("Card %(about)s taken away"),
}
_ENDED: Mapping[str, Words] = {
    "membership": gettext_lazy("Signed off at %(branch)s, from %(day)s"),
    "number": gettext_lazy("Pupil number %(about)s no longer counts, from %(day)s"),
    "card": gettext_lazy("Card %(about)s blocked, %(day)s"),
}
_AGAIN: Mapping[str, Words] = {
    "membership": gettext_lazy("Enrolled again at %(branch)s"),
    "number": gettext_lazy("Pupil number %(about)s counts again"),
    "card": gettext_lazy("Card %(about)s can be used again"),
}
_ENDS = frozenset({"until_date", "blocked_on"})
_SAID_WHEN_NEW = frozenset(
    {"first_name", "prefix", "surname", "school_year", "group", "number", "from_date"}
)


def told(block: HistoryBlock) -> Iterator[Told]:
    """Every line of a block, in words."""
    for line in block.lines:
        yield told_line(line)


def told_line(line: HistoryLine) -> Told:
    """One line in words."""
    changes = {change.what: _as_said(change) for change in line.changes}
    if line.kind == "delete":
        return Told(_filled(_GONE[line.table], line))
    if line.kind == "insert":
        return _new(line, changes)
    ended = next((changes[what] for what in _ENDS if what in changes), None)
    rest = tuple(change for change in changes.values() if change is not ended)
    if ended is None:
        return Told(_of_what(line), rest)
    words = _ENDED if ended.after else _AGAIN
    return Told(_filled(words[line.table], line, day=ended.after), rest)


def _as_said(change: HistoryChange) -> HistoryChange:
    if change.what != "year_group":
        return change
    return replace(change, before=year_told(change.before), after=year_told(change.after))


def _new(line: HistoryLine, changes: Mapping[str, HistoryChange]) -> Told:
    start = changes["from_date"].after if "from_date" in changes else ""
    said = _SAID_WHEN_NEW
    if line.table == "placement" and not line.about:
        sentence = _("School year %(year)s, without a group") % {"year": line.school_year}
    else:
        sentence = _filled(_NEW[line.category or line.table], line, day=start)
        # A year group that is called as the group says nothing more.
        said |= {"year_group"} if line.about.startswith(_year(changes)) else set()
    return Told(sentence, tuple(change for change in line.changes if change.what not in said))


def _year(changes: Mapping[str, HistoryChange]) -> str:
    return changes["year_group"].after if "year_group" in changes else ""


def _of_what(line: HistoryLine) -> str:
    """Of which row the values changed, where they do not say so themselves."""
    if line.table == "placement":
        return _("School year %(year)s") % {"year": line.school_year}
    return line.branch_name if line.table == "membership" else ""


def _filled(words: Words, line: HistoryLine, *, day: str = "") -> str:
    return str(words) % {
        "about": line.about,
        "branch": line.branch_name or _("another branch"),
        "year": line.school_year,
        "day": day_of_text(day),
    }


def as_text(told_line: Told) -> str:
    """The whole line without marks, for a file."""
    changes = [
        f"{HISTORY.get(change.what, change.what)}: "
        f"{day_of_text(change.before) or _('empty')} → {day_of_text(change.after) or _('empty')}"
        for change in told_line.changes
    ]
    return "; ".join(filter(None, (told_line.sentence, *changes)))
