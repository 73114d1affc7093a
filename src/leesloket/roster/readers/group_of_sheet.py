"""The group that a sheet is called after: `Groep 3`, `3A`, `Kabouters`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from leesloket.roster.cleaning import MONTHS, clean_group, fold, looks_like_day, year_groups_of
from leesloket.roster.headings import GROUP_FIELDS, TITLE_ABOVE, field_for_heading
from leesloket.roster.readers.grid import Line, columns_of, filled_in
from leesloket.roster.readers.pupil_table import Found
from leesloket.roster.readers.sections import group_in_title

GROUP_FROM_SHEETS = "Groep (blad)"
"""The heading of a column that we make of the names of sheets."""

_LONGEST_GROUP = 25
_MOST = 0.5
_MADE_NAME = re.compile(
    r"(?:werk)?(?:blad|sheet|tabel|table|tabelle|feuille?|hoja|page|pagina)\s*\d*", re.IGNORECASE
)
"""What a program calls a sheet by itself."""
_OF_ONE_GROUP = re.compile(
    r"(?:gr|kl).*|(?!\d(?:e|de|ste)\s)"
    r"(?:[^\W\d_]{0,9}[ -]?\d[^\W\d_]{1,3}|\d ?[-/+] ?\d ?[^\W\d_]{0,2})(?:\W.*)?",
    re.IGNORECASE,
)
"""`Groep 5`, `5b`, `H4b`: but `5`, `v2`, `Q1` and `1e periode` may be of anything."""
_YEARS_OF_ONE_GROUP = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_NO_GROUP = frozenset(
    fold(word)
    for word in (
        *("leerling", "leerlingen", "leerlingenlijst", "leerlinglijst", "lln", "kinderen", "kind"),
        *("lijst", "lijsten", "namen", "namenlijst", "naam", "groepen", "groepslijst", "klassen"),
        *("groepslijsten", "klassenlijst", "klassenlijsten", "totaal", "totalen", "alle", "alles"),
        *("iedereen", "compleet", "volledig", "overzicht", "export", "import", "data", "gegevens"),
        *("database", "school", "schoollijst", "locatie", "vestiging", "bestand", "voorbeeld"),
        *("sjabloon", "template", "oud", "nieuw", "nieuwe", "concept", "kopie", "jongens"),
        *("meisjes", "pupils", "students", "rapport", "report", "parnassys", "esis", "edexml"),
        *("adressen", "jaar", *MONTHS),
    )
)
"""Words of a name that is no group's."""
_OF_WHO_LEFT = frozenset(
    {
        *("oudleerlingen", "verlaten", "schoolverlaters", "verlaters", "uitgeschreven"),
        *("vertrokken", "uitgestroomd"),
    }
)
"""A sheet of children who left: the group says it of each of them."""
_MAY_BE_HERE = frozenset({"schoolverlaters", "verlaters"})


def group_in_name(name: str) -> str:
    """The group that a sheet is named after: `Groep 3`, `3A`, `Kabouters`; empty when none is."""
    name = " ".join(name.split())
    told = group_in_title([name])
    if told:
        return told
    folded = fold(name)
    words = folded.split()
    if not _OF_WHO_LEFT.isdisjoint(words) or folded.startswith("oud leerling"):
        return name
    if (
        not any(sign.isalnum() for sign in name)
        or len(name) > _LONGEST_GROUP
        or looks_like_day(name)
        or _YEAR.search(name)
        or _MADE_NAME.fullmatch(name)
        or not _OF_NO_GROUP.isdisjoint(words)
    ):
        return ""
    group = clean_group(name)
    if group.isdigit() and not year_groups_of(group):
        return ""  # a number of its own: 12
    return group


def is_of_who_left(name: str) -> bool:
    """`Uitgeschreven leerlingen 2025` and no more: `Niet uitgeschreven` says the opposite.

    Not `Schoolverlaters`: those may be the classes of the last year, and still here.
    """
    words = fold(name).replace("oud leerling", "oudleerling").split()
    told = {word for word in words if not word.isdigit()}
    told -= {"leerling", "leerlingen", "lln", "kinderen"}
    return bool(told) and told <= _OF_WHO_LEFT - _MAY_BE_HERE


def with_group_of_sheet(table: Found) -> Found | None:
    """The only table with a column for the group that its sheet is named after: `Groep 5`, `H4b`.

    None when a column tells the group, or may tell it, and when the name tells no year, or those of
    a whole school: a sheet by itself is called after the file, the school or its program.
    """
    name = table.grid.name or ""
    group = group_in_name(name)
    if (
        not (group_in_title([name]) or _OF_ONE_GROUP.fullmatch(name.strip()))
        or not 1 <= len(year_groups_of(group)) <= _YEARS_OF_ONE_GROUP
        or not _OF_WHO_LEFT.isdisjoint(fold(name).split())
        or _may_tell_groups(table)
    ):
        return None
    width = max([len(table.headings), *(len(line.cells) for line in table.lines)])
    blank = ("",) * width
    return replace(
        table,
        headings=(*(table.headings + blank)[:width], GROUP_FROM_SHEETS),
        lines=tuple(
            Line(line.number, (*(line.cells + blank)[:width], group)) for line in table.lines
        ),
    )


def _may_tell_groups(table: Found) -> bool:
    fields = {field_for_heading(heading) for heading in table.headings}
    if TITLE_ABOVE in table.headings or not fields.isdisjoint(GROUP_FIELDS):
        return True
    return any(map(_are_mostly_groups, columns_of(table.lines)))


def _are_mostly_groups(column: Sequence[str]) -> bool:
    """`5a`, `5b`: of bare numbers nobody can tell it."""
    told = filled_in(column)
    groups = sum(not text.isdigit() and bool(year_groups_of(text)) for text in told)
    return groups > _MOST * len(told)
