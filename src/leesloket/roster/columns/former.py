"""Former pupils among the others: told by their status, or by a title above their rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from leesloket.roster.cleaning import fold
from leesloket.roster.headings import fold_heading
from leesloket.roster.model import RawTable

# ESIS lists former pupils among the others and tells them by their status (DOMAIN.md 2.2).
_FORMER = frozenset(
    {
        *("uitgeschreven", "uitgestroomd", "oud leerling", "oudleerling", "vertrokken"),
        *("voormalig", "niet ingeschreven", "niet actief", "inactief", "inactive"),
        *("van school", "verwijderd", "oud leerlingen", "oudleerlingen"),
    }
)
# What is left of a title without the word for pupils: "Oud-leerlingen", "Uitgeschreven leerlingen".
_TITLES = _FORMER | {"oud", "oudleerlingen", "uitgestroomde", "voormalige", "schoolverlaters"}
_SAYS_LEFT = ("uitgeschreven", "vertrokken", "oudleerling", "inactief", "nietactief")
_SAYS_HERE = ("ingeschreven", "actief", "active")
"""Inside a heading, above a column of yes and no."""
_YES = frozenset({"ja", "j", "yes", "y", "true", "waar", "1"})
_NO = frozenset({"nee", "neen", "n", "no", "false", "onwaar", "0"})
_LEFT_AT_MOST = 0.25
_PUPILS = frozenset({"leerling", "leerlingen", "kinderen", "lln"})
_GROUPS = frozenset({"groep", "klas", "afgelopen", "schooljaar"})
_GROUPS_OF_FORMER = _FORMER | {
    *("verlaten", "school verlaten", "schoolverlater", "schoolverlaters", "verlaters"),
    *("uitgeschreven leerlingen", "vertrokken leerlingen", "vertrokkenen", "uitgeschrevenen"),
}
"""Beside a status: what schools call the group in which they keep them."""
_MAY_BE_A_CLASS = frozenset({"schoolverlater", "schoolverlaters", "verlaters"})
"""Also the last class of a school for special education."""
_STAYS = frozenset({"ingeschreven", "actief", "active", "geplaatst"})


def is_former(status: str, *, heading: str | None = None) -> bool:
    """Whether a folded status says that a child is no pupil any more.

    A yes or a no says so only below a heading: `Uitgeschreven`, `Actief`.
    """
    if status in _FORMER:
        return True
    if heading is None or status not in _YES | _NO:
        return False
    folded = fold_heading(heading)
    if any(word in folded for word in _SAYS_LEFT):
        return status in _YES
    return status in _NO and any(word in folded for word in _SAYS_HERE)


def is_group_of_former(group: str) -> bool:
    """Whether a folded group says that its children left: `Verlaten`, `Oud-leerlingen 2025`."""
    return _without_years(group) in _GROUPS_OF_FORMER


def _without_years(group: str) -> str:
    return " ".join(word for word in group.split() if word not in _GROUPS and not word.isdigit())


def is_class_of_leavers(
    group: str, statuses: Collection[str], years: Collection[str], years_of_others: Collection[str]
) -> bool:
    """Whether a folded group of that name is a class: its children are here, and leave in summer.

    All of them are enrolled by their status; or they are in the last year, which no other group of
    the school has.  Of children who left, the year is that of the present final year too.
    """
    if _without_years(group) not in _MAY_BE_A_CLASS:
        return False
    if statuses and _STAYS.issuperset(statuses):
        return True
    told, others = set(map(_rank, years)), set(map(_rank, years_of_others))
    return len(others) > 1 and told == {max(others) + 1}


def _rank(year: str) -> int:
    return int(year) if year.isdigit() else 0


def leaves_doubt(answers: Sequence[str], *, heading: str) -> bool:
    """Whether so many have left by a yes or a no that it may be the answer to something else."""
    told = [status for status in map(fold, answers) if status in _YES | _NO]
    left = sum(is_former(status, heading=heading) for status in told)
    return left > _LEFT_AT_MOST * len(told)


def former_rows(table: RawTable) -> tuple[frozenset[int], frozenset[int]]:
    """The titles of blocks of former pupils, and the rows below them, by index.

    A title is the only cell of its row.  The next such row, whatever it says, ends the block.
    """
    titles: set[int] = set()
    below: set[int] = set()
    in_block = False
    for at, row in enumerate(table.rows):
        if not in_block and len(row.cells) > 1 and all(map(str.strip, row.cells[:2])):
            continue  # two cells are a row: so are nearly all
        filled = list(filter(None, map(str.strip, row.cells)))
        if len(filled) == 1:
            words = fold(filled[0]).split()
            in_block = " ".join(word for word in words if word not in _PUPILS) in _TITLES
            if in_block:
                titles.add(at)
        elif in_block and filled:
            below.add(at)
    return frozenset(titles), frozenset(below)
