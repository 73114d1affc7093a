"""The account of a branch in words: sections of rows, as a privacy officer reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from leesloket.privacy.officer import Accountability, ListLine
from leesloket.web import record_words, words
from leesloket.web.dossiers import Section
from leesloket.web.formatting import full_day

_SETTING = re.compile(r" \(`[A-Z_]+`\)")
"""The register of processing names its settings; a school has no use for that."""


def sections_of(account: Accountability) -> Iterator[Section]:
    """The whole account, in the order in which it is read."""
    yield Section(
        _("Members today"),
        (_("As what"), _("How many")),
        tuple((str(words.CATEGORIES[one]), str(count)) for one, count in account.members.items()),
    )
    yield Section(
        _("Who has a right here"),
        (_("Who"), _("What"), _("From"), _("Until"), _("Signed in last")),
        tuple(
            (
                one.name,
                words.right_word(one.kind),
                full_day(one.from_date),
                full_day(one.until_date),
                full_day(one.last_sign_in),
            )
            for one in account.holders
        ),
    )
    yield Section(
        _("Files received in a year, and when they were destroyed"),
        (_("Received"), _("From whom"), _("Kind"), _("The file")),
        tuple(
            (full_day(one.received_at), one.received_by, _kind(one), _fate(one))
            for one in account.lists
        ),
    )
    yield Section(
        _("How often somebody looked"),
        (_("Month"), _("What"), _("How often")),
        tuple(
            (f"{month:%m-%Y}", str(record_words.CODES[code]), str(count))
            for month, code, count in account.looks
        ),
    )
    yield Section(
        _("Which data, why and how long"),
        (_("What"), _("Why"), _("Of whom"), _("Who gets it"), _("How long")),
        tuple(
            (one.name, one.purpose, one.people, one.receivers, _SETTING.sub("", one.kept))
            for one in account.processing
        ),
    )


def _kind(one: ListLine) -> str:
    return _("the library's own list") if one.kind == "takeover" else _("pupil list")


def _fate(one: ListLine) -> str:
    if one.destroyed_at:
        return _("destroyed on %(day)s") % {"day": full_day(one.destroyed_at)}
    if one.kept_until:
        return _("kept, encrypted, until %(day)s") % {"day": full_day(one.kept_until)}
    return _("refused, and not kept") if one.refused else _("passed on, or not kept")
