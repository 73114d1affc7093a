"""Former and future pupils among the others: told by a status or a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from leesloket.roster.cleaning import fold
from leesloket.roster.columns.staff import is_staff
from leesloket.roster.heading_forms import fold_heading

LEFT = "left"
"""The reason of a row of a child that left before."""

YET_TO_COME = "pre_registered"

# ParnasSys keeps children who have not started yet in a pseudo-group of this name (DOMAIN.md 2.1).
PRE_REGISTERED = frozenset(
    map(
        fold,
        (
            *("aangemeld", "aanmelding", "vooraanmelding", "vooraangemeld", "aanmeldingen"),
            *("wachtlijst", "vooraanmeldingen", "aangemelde", "vooringeschreven"),
            *("voorinschrijving", "nog niet gestart"),
        ),
    )
)
"""Folded."""

# ESIS lists former pupils among the others and tells them by their status (DOMAIN.md 2.2).
FORMER = frozenset(
    {
        *("uitgeschreven", "uitgestroomd", "oud leerling", "oudleerling", "vertrokken"),
        *("voormalig", "niet ingeschreven", "niet actief", "inactief", "inactive"),
        *("van school", "verwyderd", "oud leerlingen", "oudleerlingen"),
    }
)
"""Folded, as all words here: ij is y."""
_FORMER_AS_STATUS = frozenset(
    map(
        fold,
        (
            *("uitgeschr", "verhuisd", "oud", "ex leerling", "niet meer op school", "afgemeld"),
            *("gestopt", "geweigerd", "ingetrokken", "van school af", "verlaten", "beeindigd"),
            *("archief", "gearchiveerd", "oud deelnemer", "oud student", "alumnus", "alumni"),
            *("withdrawn", "left", "former", "archived", "deleted", "removed"),
        ),
    )
)
_OF_NOTHING_ELSE = frozenset(
    map(
        fold,
        (
            *("uitgeschreven", "uitgeschr", "uitgestroomd", "niet ingeschreven", "oud leerling"),
            *("oudleerling", "oud leerlingen", "oudleerlingen", "ex leerling", "van school"),
            *("van school af", "niet meer op school", "vooringeschreven", "voorinschrijving"),
            *("vooraanmelding", "vooraangemeld", "vooraanmeldingen"),
        ),
    )
)
"""Statuses of a pupil and of nothing else: a child may be `inactief` or `gestopt` with anything."""
_SAYS_LEFT = ("uitgeschreven", "vertrokken", "oudleerling", "inactief", "nietactief")
_SAYS_HERE = ("ingeschreven", "actief", "active")
"""Inside a heading, above a column of yes and no."""
_IS_LEFT = frozenset({"verlaten", "schoolverlaten", "schoolverlater", "archief", "gearchiveerd"})
_IS_HERE = frozenset({"opschool", "nogopschool"})
"""The whole of such a heading: a child may also be allowed to leave the school by itself."""
_YES = frozenset({"ja", "j", "yes", "y", "true", "waar", "1", "x"})
_NO = frozenset({"nee", "neen", "n", "no", "false", "onwaar", "0"})
_OUT = frozenset({"u", "uit"})
_INACTIVE = "i"
"""Beside an A, below `Actief`."""
_ABOUT_ENROLMENT = ("status", "schreven", "schrijving")
"""Inside a heading, above I and U for ingeschreven and uitgeschreven."""
_LEFT_AT_MOST = 0.25
_TWO, _FEW_STATUSES = 2, 8
_GROUPS = frozenset({"groep", "klas", "afgelopen", "schooljaar"})
_GROUPS_OF_FORMER = FORMER | {
    *("verlaten", "school verlaten", "schoolverlater", "schoolverlaters", "verlaters"),
    *("vertrokkenen", "uitgeschrevenen"),
    *(
        f"{gone} {pupils}"
        for gone in ("uitgeschreven", "vertrokken", "uitgestroomd")
        for pupils in ("leerlingen", "lln", "kinderen")
    ),
}
"""Beside a status: what schools call the group in which they keep them."""
_MAY_BE_A_CLASS = frozenset({"schoolverlater", "schoolverlaters", "verlaters"})
"""Also the last class of a school for special education."""
_STAYS = frozenset({"ingeschreven", "actief", "active", "geplaatst"})
_HERE = _STAYS | {"leerling", "huidig", "huidige leerling", "op school"}
_PARENTS = frozenset({"ouder", "ouders"})
_PUPIL = frozenset({"leerling", "student", "pupil", "kind", "deelnemer", "ll", "lln"})


def is_former(status: str, *, heading: str | None = None) -> bool:
    """Whether a folded status says that a child is no pupil any more.

    A yes or a no says so only below a heading: `Uitgeschreven`, `Actief`.
    """
    if status in FORMER or status in _FORMER_AS_STATUS:
        return True
    if heading is None or status not in _YES | _NO | _OUT | {_INACTIVE}:
        return False
    folded = fold_heading(heading)
    if status == _INACTIVE:
        return "actief" in folded and "status" not in folded
    if status in _OUT:
        return any(word in folded for word in _ABOUT_ENROLMENT)
    if _says_left(folded):
        return status in _YES
    return status in _NO and _says_here(folded)


def _says_left(folded: str) -> bool:
    return folded in _IS_LEFT or any(word in folded for word in _SAYS_LEFT)


def _says_here(folded: str) -> bool:
    return folded in _IS_HERE or any(word in folded for word in _SAYS_HERE)


def is_status(statuses: Collection[str], *, heading: str) -> bool:
    """Whether the folded values of a column tell of being a pupil, below a heading of any kind.

    One of them is of who is none, and those can be about nothing else; or they tell staff and
    pupils apart.  Yes and no are statuses only where the heading says of what, and nothing more: an
    account may be active too.
    """
    told = set(statuses)
    folded = fold_heading(heading)
    if folded in _IS_HERE | _IS_LEFT or folded in (*_SAYS_LEFT, *_SAYS_HERE):
        return bool(told) and told <= _YES | _NO
    others = told - _HERE
    if others and others <= _OF_NOTHING_ELSE:
        return True
    others = told - _PUPIL
    # Parents and children alone: who comes to the talk, who signs.
    return bool(others - _PARENTS) and others != told and all(map(is_staff, others))


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


def not_understood(statuses: Sequence[str], *, heading: str) -> int:
    """How many children have a status, below `Status`, that few have and that says nothing we know.

    What most children have is taken to say that they are here.
    """
    if "status" not in fold_heading(heading):
        return 0
    told = Counter(filter(None, statuses))
    if not _TWO <= len(told) <= _FEW_STATUSES:
        return 0
    usual = told.most_common(1)[0][0]
    return sum(
        count
        for status, count in told.items()
        if status != usual
        and count <= _LEFT_AT_MOST * told.total()
        and not _is_understood(fold(status), heading)
    )


def _is_understood(status: str, heading: str) -> bool:
    return (
        status in _HERE | _PUPIL | PRE_REGISTERED
        or is_former(status, heading=heading)
        or is_staff(status)
    )
