"""What somebody wants to begin with, from a JSON text and DUO's list, as a Beginning."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from leesloket.accounts.beginning import Beginning
from leesloket.branches.actions import BranchSettings
from leesloket.branches.duo import School
from leesloket.branches.founding import NewBranch
from leesloket.branches.rules import cleaned_brin, usual_final_years

LIBRARY = frozenset({"name", "place"})
ADMINISTRATOR = frozenset({"name", "login", "email"})
BRANCH = frozenset(
    {
        "name", "place", "kind", "brin6", "contact_name", "contact_email", "contact_phone",
        "helpdesk", "notice_email", "final_year_groups",
    }
)  # fmt: skip


class WishUnclearError(ValueError):
    """The JSON does not say what is needed; the text names the place, never a value."""


def beginning_from(text: str, *, schools: Sequence[School]) -> Beginning:
    """The wishes of a JSON text; a branch with only a `brin6` is looked up in `schools`."""
    try:
        wishes = json.loads(text)
    except ValueError:
        raise WishUnclearError("no JSON") from None
    _only(wishes, frozenset({"library", "administrator", "branches"}), "the whole")
    library = _only(wishes.get("library"), LIBRARY, "library")
    administrator = _only(wishes.get("administrator"), ADMINISTRATOR, "administrator")
    branches = wishes.get("branches")
    if not isinstance(branches, list):
        raise WishUnclearError("branches")
    known = {one.brin6: one for one in schools}
    return Beginning(
        library_name=_text(library, "name", "library"),
        library_place=_text(library, "place", "library"),
        login=_text(administrator, "login", "administrator"),
        display_name=_text(administrator, "name", "administrator"),
        email=_text(administrator, "email", "administrator"),
        branches=tuple(
            _branch(_only(one, BRANCH, f"branches[{at}]"), known, f"branches[{at}]")
            for at, one in enumerate(branches)
        ),
    )


def branch_of(school: School, **settings: str) -> NewBranch:
    """A school of DUO's list as a branch, with the final years that are usual."""
    return _branch({"brin6": school.brin6, **settings}, {school.brin6: school}, "branch")


def _branch(wish: Mapping[str, Any], known: Mapping[str, School], place: str) -> NewBranch:
    brin6 = cleaned_brin(_text(wish, "brin6", place))
    school = known.get(brin6)
    if school is None and brin6 and "name" not in wish:
        raise WishUnclearError(f"{place}.brin6: --duo")
    from_duo = (
        {
            "name": school.name,
            "place": school.place,
            "kind": school.kind,
            "contact_phone": school.telephone,
        }
        if school
        else {}
    )
    wish = {**from_duo, **wish}
    kind = _text(wish, "kind", place)
    years = wish.get("final_year_groups") or usual_final_years(kind)
    if not isinstance(years, list | tuple) or not all(isinstance(one, str) for one in years):
        raise WishUnclearError(f"{place}.final_year_groups")
    texts = BRANCH - {"name", "place", "kind", "brin6", "final_year_groups"}
    return NewBranch(
        name=_text(wish, "name", place),
        place=_text(wish, "place", place),
        kind=kind,
        settings=BranchSettings(
            brin6=brin6,
            final_year_groups=tuple(years),
            **{name: _text(wish, name, place) for name in texts},
        ),
    )


def _only(value: Any, known: frozenset[str], place: str) -> Mapping[str, Any]:
    """An object with no other names than these: a misspelt one would be silently nothing."""
    if not isinstance(value, dict):
        raise WishUnclearError(place)
    unknown = value.keys() - known
    if unknown:
        raise WishUnclearError(f"{place}: {', '.join(sorted(unknown))}")
    return value


def _text(wish: Mapping[str, Any], name: str, place: str) -> str:
    value = wish.get(name, "")
    if not isinstance(value, str):
        raise WishUnclearError(f"{place}.{name}")
    return value.strip()
