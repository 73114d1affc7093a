"""Too many are new: another school, a merger, or numbers and names that match nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from leesloket.roster.cleaning import fold_group
from leesloket.roster.model import Hold, Mode
from leesloket.roster.plausibility.findings import Findings, deviation, share
from leesloket.roster.plausibility.limits import Thresholds
from leesloket.roster.plausibility.years import place_of, years_told

_MOST_YEARS = _HALF = 0.5
_ONE_YEAR = 1 / 8
_SEVERAL_YEARS = 2
_FEWEST_YEARS = 4
_FEW = 0.5
"""Of the oldest: a school that shrinks has more of the youngest than that."""
_BRIN = 4  # characters; a location number may follow
_BRIN_OF_A_ROW = re.compile(r"\d\d[A-Z]{2}(?:\d\d)?")


def other_school(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """The file names another school, or it holds hardly any child of this one."""
    theirs, ours = _brin(found.facts.brin), _brin(found.branch_brin)
    named = {theirs} if theirs else _brins_of_rows(found)
    if ours and named and not any(_may_be_one(brin, ours) for brin in named):
        yield Hold("other_school", {"brin": ", ".join(sorted(named)), "expected": ours})
        return
    known = len(found.known)
    if found.mode is not Mode.FULL or not found.rows:
        return
    matched = len(found.matched) + found.asked
    if known < limits.smallest_register:
        is_other = not matched and len(found.unexpected_leavers) >= limits.nobody_known_at_least
    else:
        is_other = (
            max(share(matched, known), share(matched, found.rows)) < limits.other_school_share
        )
    if is_other:
        yield Hold("other_school", {"matched": matched, "of": known, "rows": found.rows})


def too_many_newcomers(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """More children are new, outside the entry year, than a school gets in a year."""
    if is_merger(found, limits) or len(found.known) < limits.smallest_register:
        return
    outside = sum(not found.is_entry(record) for record in found.newcomers)
    whole_list = found.mode is Mode.FULL
    if outside > limits.newcomers_at_least:
        of = outside_entry(found) if whole_list else len(found.known)
        usual = limits.newcomers_share + _entry_share(found)
        limit = max(limits.newcomers_at_least, int(usual * of + _spread(of, limits)))
        if outside > limit:
            yield Hold(
                "too_many_newcomers",
                {"outside_entry_year": outside, "of": of, "limit": limit, **_usual(found)},
            )
            return
    newcomers = len(found.newcomers) - found.beginning(found.newcomers)
    of = found.rows - found.beginning(found.records)
    limit = max(limits.newcomers_at_least, int(limits.newcomers_total_share * of))
    if newcomers > limit and whole_list:
        yield Hold("too_many_newcomers", {"newcomers": newcomers, "of": of, "limit": limit})
        return
    if whole_list:
        yield from _class_of_newcomers(found, limits)


def _class_of_newcomers(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Rows of one group below each other that are new: a class of another school was put in.

    Who comes is in any class, and stands where its name or number belongs.  A group that tells no
    year may be one in which children begin.
    """
    new = {record.fingerprint for record in found.newcomers}
    told = (
        record.fingerprint in new
        and not found.is_entry(record)
        and years_told(record.year_group, record.group, secondary=found.secondary) != ()
        and fold_group(record.group)
        for record in found.records
    )
    for group, run in groupby(told):
        newcomers = len(list(run))
        if group and newcomers >= limits.newcomers_together_at_least:
            rows = [record for record in found.records if fold_group(record.group) == group]
            yield Hold(
                "too_many_newcomers",
                {"group": rows[0].group, "newcomers": newcomers, "of": len(rows)},
            )
            return


def merger(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """A second school came in: many are new in most years, while our own children stay."""
    if is_merger(found, limits):
        yield Hold(
            "merger",
            {
                "newcomers": len(found.newcomers),
                "of": found.rows,
                "stay": len(found.recognised),
                "known": len(found.known),
                **({"shared_numbers": found.shared_numbers} if found.shared_numbers else {}),
            },
        )


def is_merger(found: Findings, limits: Thresholds) -> bool:
    """Whether many are new over most of the years, while our own children stay."""
    if len(found.known) < limits.smallest_register or found.mode is not Mode.FULL:
        return False
    outside = [record for record in found.newcomers if not found.is_entry(record)]
    if len(outside) <= limits.newcomers_at_least:  # as in nearly every list
        return False
    usual, of = limits.merger_newcomers_share + _entry_share(found), outside_entry(found)
    if len(outside) <= usual * of + _spread(of, limits):
        return False
    expected, gone = len(found.expected_to_stay), len(found.unexpected_leavers)
    if share(expected - gone, expected) < limits.merger_stays_share:
        return False
    years = {found.year_of(record) for record, _ in found.matched}
    years |= {found.year_of(record) for record in found.newcomers}
    new_years = {found.year_of(record) for record in outside}
    return len(new_years) >= min(_FEWEST_YEARS, len(years)) and (
        len(new_years) >= _MOST_YEARS * len(years)
    )


def _spread(of: int, limits: Thresholds) -> float:
    """What chance adds to the newcomers among so many, where many come each year."""
    return limits.newcomers_spread * deviation(of, limits.newcomers_share)


def _entry_share(found: Findings) -> float:
    """What the entry year adds where it cannot be told apart, or where children come at any age.

    So they do to special schools, whether these tell years or not.
    """
    told = sum(
        bool(years_told(record.year_group, record.group, secondary=found.secondary))
        for record in found.records
    )
    if share(told, len(found.records)) >= _HALF and not _few_begin(found):
        return 0.0
    return 0.0 if _had_few(found) else _ONE_YEAR


def _few_begin(found: Findings) -> bool:
    """Whether far fewer members are in the first two years than in the last two."""
    places = [place_of(pupil.year_group) for pupil in found.known if pupil.year_group.isdigit()]
    first, last = found.first_year_of_all, max(places, default=0)
    youngest = sum(place <= first + 1 for place in places)
    oldest = sum(place >= last - 1 for place in places)
    return last > first + 1 and youngest < _FEW * oldest


def _had_few(found: Findings) -> bool:
    """Whether in each of several earlier years fewer came than a year's worth: by age, then.

    One quiet year teaches little.
    """
    years = found.previous.years if found.previous else ()
    if len(years) < _SEVERAL_YEARS or found.shift != 1:
        return False
    return all(year.newcomers < _ONE_YEAR * year.pupils for year in years)


def outside_entry(found: Findings) -> int:
    """How many rows of a child that is known or new are outside the entry year."""
    known = sum(not found.is_entry(record) for record, _ in found.recognised)
    return known + sum(not found.is_entry(record) for record in found.newcomers)


def _usual(found: Findings) -> dict[str, int]:
    """How many were new in the latest earlier year."""
    years = found.previous.years if found.previous else ()
    return {"usual": years[-1].newcomers} if years else {}


def _brins_of_rows(found: Findings) -> set[str]:
    """The BRINs of the schools that the rows name, where each row names one."""
    told = {_brin(location) for location in {record.location for record in found.records}}
    return told if all(map(_BRIN_OF_A_ROW.fullmatch, told)) else set()


def _may_be_one(theirs: str, ours: str) -> bool:
    """Whether two BRINs can be of one location; 00 is what files say when they do not know."""
    if theirs[:_BRIN] != ours[:_BRIN]:
        return False
    locations = {theirs[_BRIN:], ours[_BRIN:]} - {"", "00"}
    return len(locations) < 2  # noqa: PLR2004 - two locations


def _brin(text: str | None) -> str:
    return re.sub(r"[\s-]+", "", (text or "").upper())
