"""Everything about one person in words: sections of rows, for a page and for a file alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from leesloket.patrons.showing import PatronPage
from leesloket.privacy.dossier import Dossier
from leesloket.web import history_words, record_words, words
from leesloket.web.formatting import clock, full_day

_DETAILS = ("first_name", "given_names", "initials", "prefix", "surname", "birth_date")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)

    @property
    def labelled(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Every cell with its column: on a telephone a row becomes a block."""
        return tuple(tuple(zip(self.columns, row, strict=True)) for row in self.rows)


def sections_of(dossier: Dossier) -> tuple[Section, ...]:
    """The whole dossier, in the order in which a person reads it."""
    return (*_register(dossier.page), *_events(dossier))


def as_json(dossier: Dossier) -> dict[str, list[dict[str, str]]]:
    """The same sections for a file that a machine and a person can read."""
    return {
        section.title: [dict(zip(section.columns, row, strict=True)) for row in section.rows]
        for section in sections_of(dossier)
    }


def _register(page: PatronPage) -> Iterator[Section]:
    since, until, branch = _("From"), _("Until"), _("Branch")
    yield Section(
        _("Data"),
        (_("What"), _("Value"), _("Set by hand")),
        tuple(
            (
                str(words.FIELDS[name]),
                full_day(page.birth_date) if name == "birth_date"
                else str(getattr(page, name) or ""),
                _("yes") if name in page.hand_edited else "",
            )
            for name in _DETAILS
        ),
    )  # fmt: skip
    yield Section(
        _("Memberships"),
        (branch, _("As what"), since, until),
        tuple(
            (
                one.branch_name,
                str(words.CATEGORIES[one.category]),
                full_day(one.from_date),
                full_day(one.until_date),
            )
            for one in page.memberships
        ),
    )
    yield Section(
        _("Groups"),
        (_("School year"), branch, _("Group"), _("Year group")),
        tuple(
            (one.school_year, one.branch_name, one.group, one.year_group) for one in page.placements
        ),
    )
    yield Section(
        _("Pupil numbers"),
        (_("Number"), branch, since, until),
        tuple(
            (one.number, one.branch_name, full_day(one.from_date), full_day(one.until_date))
            for one in page.numbers
        ),
    )
    yield Section(
        _("Cards"),
        (_("Number"), since, _("Blocked on")),
        tuple(
            (one.number, full_day(one.from_date), full_day(one.blocked_on)) for one in page.cards
        ),
    )


def _events(dossier: Dossier) -> Iterator[Section]:
    when, who, what = _("When"), _("Who"), _("What")
    yield Section(
        _("Login"),
        (_("What"), _("Value")),
        ((_("Has a login"), _("yes") if dossier.has_account else _("no")),),
    )
    yield Section(
        _("Cards to sign in with"),
        (when, what, who, _("Until"), _("How it ended")),
        tuple(
            (
                _moment(one.at),
                str(words.WAYS_IN[one.kind]),
                one.by,
                full_day(one.until),
                str(words.WAYS_IN_ENDED.get(one.ended_why, "")),
            )
            for one in dossier.ways_in
        ),
    )
    yield Section(
        _("Consent for the public library"),
        (_("Branch"), _("Given by"), _("How we know"), _("Given on"), _("Withdrawn on")),
        tuple(
            (
                one.branch_name,
                str(words.CONSENT_GIVERS[one.given_by]),
                str(words.CONSENT_SOURCES[one.source]),
                full_day(one.given_on),
                full_day(one.withdrawn_on),
            )
            for one in dossier.consents
        ),
    )
    yield Section(
        _("Do not include"),
        (_("Branch"), _("Reason"), _("Since")),
        tuple(
            (one.branch.name, str(words.EXCLUDED[one.reason]), full_day(one.decided_on))
            for one in dossier.excluded
        ),
    )
    yield Section(
        _("Entered by hand"),
        (when, _("Branch"), who),
        tuple((full_day(one.on), one.branch_name, one.by) for one in dossier.entered),
    )
    yield Section(
        _("Pupil lists"),
        (when, _("Branch"), what),
        tuple((_moment(one.at), one.branch_name, _did(one.kind)) for one in dossier.lists),
    )
    yield Section(
        _("Who changed what"),
        (when, who, what),
        tuple(
            (_moment(block.at), block.by or "Leesloket", history_words.as_text(line))
            for block in dossier.page.history
            for line in history_words.told(block)
        ),
    )
    yield Section(
        _("Who saw these data?"),
        (when, who, what, _("Branch")),
        tuple(
            (
                _moment(one.at),
                one.by,
                str(record_words.CODES.get(one.code, one.code)),
                one.branch_name,
            )
            for one in dossier.seen
        ),
    )


def _did(kind: str) -> str:
    told = {"enrol": "new", "transfer": "new", "withdraw": "leave", "keep": "stay"}
    return str(words.KINDS[told.get(kind, "change")].word)


def _moment(at: datetime) -> str:
    """With the year: a dossier is about more than this one."""
    return f"{full_day(at)}, {clock(at)}"
