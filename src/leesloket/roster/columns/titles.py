"""Titles between the children: of a group or a part of the list, and of others than its pupils.

Who stands below a title of others left, leaves, has yet to come, or works at the school.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from string import ascii_lowercase

from leesloket.roster.cleaning import MONTHS, fold, has_lost_letters
from leesloket.roster.columns.former import FORMER, LEFT, PRE_REGISTERED, YET_TO_COME
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import GROUP_FROM_LINES, TITLE_ABOVE
from leesloket.roster.model import RawRow, RawTable

# --- of others than this list's pupils -----------------------------------------------------------

LEAVING = "leaving"
"""Of a row below a title that says they leave: on the day of the list they may still be here."""

STAFF = "staff"
"""Of a row below a title of people who work or help at the school."""

# What is left of a title without the word for pupils: "Oud-leerlingen", "Uitgeschreven leerlingen".
_TITLES = FORMER | {
    *("oud", "oudleerlingen", "uitgestroomde", "voormalige", "schoolverlaters", "vertrekkers"),
    *("verlaters", "verhuisd"),
}
_FEW, _SOON_SEEN = 2, 3
"""Cells; one of the latter may be the group that we put there."""
_OF_TIME = frozenset({"per", "in", "sinds", "vanaf", "op", "dit", "vorig", "jaar", "schooljaar"})
_PUPILS = frozenset({"leerling", "leerlingen", "kinderen", "lln"})
_OF_TITLES = r"(?:(?:deze|die|onze|de) |(?:leerling(?:en)?|kinderen|lln) )*"
_LEAVE = re.compile(
    _OF_TITLES + r"(?:vertrekk?(?:t|en|ende?|ers)?|vertrokken|weg|afgemeld|afmelding(?:en)?"
    r"|uitschryving(?:en)?|uit te schryven|uitstroom|uitstromers|stromen uit|verhui(?:st|zen)"
    r"|(?:ga(?:at|an) )?(?:van|weg van|af van) (?:de )?school(?: af)?"
    r"|verla(?:at|ten) (?:de )?school"
    r"|(?:ga(?:at|an) )?naar (?:het )?(?:vo|voortgezet onderwys|de brugklas)"
    r"|ga(?:at|an) naar (?:een )?andere school)(?: leerlingen)?"
    r"(?: (?:per|in|op|na|vanaf|aan|de|het|einde?|dit|van|zomer|zomervakantie|vakantie|jaar"
    rf"|schooljaar|{'|'.join(MONTHS)}|\d{{1,4}}))*"
)
"""A folded title, all of it; one that names a child or a group is not ours to understand."""
_LEAVES = re.compile(
    r"\((?:vertrekt|verhuist|(?:gaat )?van school|gaat naar (?:het vo|(?:een )?andere school)|weg)"
    r"\b[^()]*\)$",
    re.IGNORECASE,
)
_WORK_HERE = re.compile(
    r"(?:(?:het|ons|de|onze|overzicht|(?:telefoon)?lyst) )*(?:(?:school)?team|(?:school)?personeel"
    r"|personeelsleden|medewerkers|(?:groeps|vak|gym)?leerkrachten|leraren|docenten|directie"
    r"|(?:onderwys|klassen)?assistenten|stagiaires?|invallers|overblyf(?:krachten|ouders)"
    r"|(?:bieb|lees|klassen|hulp)?ouders|vrywilligers|juffen en meesters|directie en team)"
    r"(?: (?:dit|schooljaar|\d{4}))*"
)
"""A folded title, all of it; one of a single teacher stands above her class."""

# --- of a group or a part of the list -------------------------------------------------------------

_ABOUT_A_GROUP = re.compile(
    r"(?:(?:groeps)?leerkracht(?:en)?|leraren|docent(?:en)?|lokaal|peildatum|schooljaar)\b.*"
    r"|(?:mentor(?:en)?|leraar|datum|periode|school|locatie)\s*:.*|juf(?:frouw)?\s.*"
    r"|(?:stagiaires?|directeur|directrice|(?:onderwijs|klassen)assistente?|conci[e\u00eb]rge"
    r"|intern\s+begeleid(?:er|ster))\b.*"
    r"|\(c\)\s.*|stand\s+(?:op|per)\b.*|(?:leerjaar|jaargroep|jaarlaag|unit)\s*\d.*",
    re.IGNORECASE,
)
"""`Leerkracht: juf Anna`, `Lokaal 12`.  Not `Meester Jan`: that is a child's name too."""
_LABELS = frozenset(
    {
        *("leerkracht", "leerkrachten", "groepsleerkracht", "groepsleerkrachten", "docent"),
        *("docenten", "lokaal", "peildatum", "schooljaar", "aantalleerlingen"),
    }
)
_NO_NAME_HAS = frozenset(":=\u00a9")
"""`Opgemaakt door: J. Bos`, `rood = vertrekt`; unless a letter was lost: `Zo=C3=AB Bos`."""
_LABEL_WITH_VALUE = 2
"""Cells."""
_PARTS_OF_A_SCHOOL = frozenset(
    {"onderbouw", "middenbouw", "bovenbouw", "kleuters", "kleuterbouw", "tussenbouw"}
)
_DIVIDERS = (frozenset(ascii_lowercase), frozenset(MONTHS))
_FEWEST_PAGES = 3
_FEWEST_DIVIDERS = 3
"""Different ones: a single `April` may be a child."""


def blocks_of_others(
    table: RawTable, *, tells_groups: bool
) -> tuple[frozenset[int], Mapping[int, str]]:
    """The titles of blocks of others than this day's pupils, and what the rows below them are.

    A title is the only cell of its row, but for the group that we put there.  The next such row,
    whatever it says, ends the block.  Where every row has one above it, they are a column already.
    With a column of groups (`tells_groups`) other titles that we understand are no rows either.
    """
    if TITLE_ABOVE in table.headings:
        column = table.headings.index(TITLE_ABOVE)
        said = ((at, _said_in_title(row.cells[column])) for at, row in enumerate(table.rows))
        return frozenset(), {at: reason for at, reason in said if reason}
    few = _rows_of_few_cells(table)
    alone = {at: filled[0] for at, filled in few.items() if len(filled) == 1}
    between = _titles_between(alone) if tells_groups else frozenset()
    titles = {at for at, filled in few.items() if _is_label(filled)}
    below: dict[int, str] = {}
    reason = ""
    for at in range(len(table.rows)) if alone else ():
        if at in alone:
            reason = _said_in_title(alone[at])
            if reason or alone[at] in between:
                titles.add(at)
        elif reason and at not in titles:
            below[at] = reason
    return frozenset(titles), below


def says_leaving(row: RawRow) -> bool:
    """Whether a note behind a name says that the child leaves: `Jan Bos (vertrekt 1-8)`."""
    return ")" in "".join(row.cells) and any(map(_LEAVES.search, row.cells))


def _rows_of_few_cells(table: RawTable) -> Mapping[int, Sequence[str]]:
    """The rows with one or two filled cells, by index."""
    made = table.headings.index(GROUP_FROM_LINES) if GROUP_FROM_LINES in table.headings else None
    few = {}
    for at, row in enumerate(table.rows):
        # Nearly every row has more.
        if len(row.cells) - row.cells.count("") > _SOON_SEEN and not any(
            map(str.isspace, row.cells)
        ):
            continue
        filled = [
            text for place, cell in enumerate(row.cells) if (text := cell.strip()) and place != made
        ]
        if 0 < len(filled) <= _FEW:
            few[at] = filled
    return few


def _said_in_title(text: str) -> str:
    words = [word for word in fold(text).split() if word not in _PUPILS]
    if " ".join(words) in PRE_REGISTERED:
        return YET_TO_COME
    if " ".join(word for word in words if not _is_of_time(word)) in _TITLES:
        return LEFT
    folded = fold(text)
    if _LEAVE.fullmatch(folded):
        return LEAVING
    return STAFF if _WORK_HERE.fullmatch(folded) else ""


def _is_of_time(word: str) -> bool:
    return word in _OF_TIME or word.isdigit()


def _is_label(filled: Sequence[str]) -> bool:
    """Whether the filled cells of a row are a label and its value: `Leerkracht`, `juf Anna`."""
    return len(filled) == _LABEL_WITH_VALUE and (
        filled[0].endswith(":") or fold_heading(filled[0]) in _LABELS
    )


def _titles_between(alone: Mapping[int, str]) -> Collection[str]:
    """Of the texts that stand alone in their rows, those that are about a group or a part.

    Or the title of every page, which no child is: three rows with one name and nothing else, and
    others between them, for a child with three parents has three rows too.  Only for a list in
    which every child has its group besides: else they may be the groups.
    """
    texts = Counter(text for at, text in alone.items() if alone.get(at - 1) != text)
    folded = {text: fold_heading(text) for text in texts}
    dividers = _PARTS_OF_A_SCHOOL.union(
        *(some for some in _DIVIDERS if len(some.intersection(folded.values())) >= _FEWEST_DIVIDERS)
    )
    return {
        text
        for text in texts
        if texts[text] >= _FEWEST_PAGES
        or folded[text] in dividers
        or (not _NO_NAME_HAS.isdisjoint(text) and not has_lost_letters(text))
        or _ABOUT_A_GROUP.fullmatch(text) is not None
    }
