"""The file as a whole is not this summer's list of pupils: empty, with teachers, or older."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from leesloket.roster.cleaning import fold_group, stage_of, start_of
from leesloket.roster.model import Hold, KnownPupil, Mode, PupilRecord
from leesloket.roster.plausibility import values
from leesloket.roster.plausibility.findings import Findings, share
from leesloket.roster.plausibility.limits import Thresholds
from leesloket.roster.plausibility.newcomers import is_merger
from leesloket.roster.plausibility.numbers import has_same_number
from leesloket.roster.plausibility.year_steps import part_out_of_step
from leesloket.roster.plausibility.years import place_of, year_by_age, years_told

_SAME_FILE = 0.95
_MOST = 0.5
_SAME_GROUPS = 0.95
_FEWEST_GROUPS = 3
"""A class may be of children who are all a year older."""
_MOST_YEARS_IN_A_GROUP = 4
"""In a group of more years, as in the smallest schools, nearly everybody stays where it was."""
_FEWEST_TOO_OLD, _TOO_OLD = 2, 0.20
"""Children who are in the group they were in and too old for it: one in ten stays a third year with
the youngest, and in groups of four years a quarter should have gone on."""
_MOVED_UP = 0.10
"""With so few behind, the children did move up: their class took its name along."""


def no_rows(found: Findings, _: Thresholds) -> Iterator[Hold]:
    """The file holds headings and no pupils."""
    if not found.rows:
        yield Hold("no_rows", {"rows": 0, "known": len(found.known)})


def teachers_in_list(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """Adults among the pupils, by birth date or by group.

    A child that we know, or that we ask about by its name or number, has a mistyped birth year.
    """
    pupils = {record.origin for record, _ in found.matched}
    pupils |= {record.origin for record, who in found.unsure if _is_one_of(record, who)}
    adults, staff = len(found.oddities.adults - pupils), found.oddities.staff_groups
    if adults >= limits.adults_at_least or staff:
        yield Hold("teachers_in_list", {"adults": adults, "staff_rows": staff})


def _is_one_of(record: PupilRecord, who: Iterable[KnownPupil]) -> bool:
    name = values.name(record)
    return any(
        values.name(known) == name or (record.pupil_number and has_same_number(record, known))
        for known in who
    )


def older_file(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """The file is of another year, nearly always an earlier one: the first sign of it is told."""
    for sign in (
        _says_another_year,
        _same_rows_as_before,
        _ages_are_of_another_year,
        _nobody_moved_up,
        _final_year_is_still_here,
        _part_is_out_of_step,
        _nobody_comes_or_goes,
        _leavers_return,
    ):
        hold = sign(found, limits)
        if hold is not None:
            yield hold
            return


def _says_another_year(found: Findings, _: Thresholds) -> Hold | None:
    says, asked = start_of(found.facts.school_year), start_of(found.school_year)
    if says is not None and asked is not None and says < asked:
        return Hold(
            "older_file",
            {"school_year": found.facts.school_year or "", "expected": found.school_year},
        )
    previous = found.previous
    if previous and found.facts.as_of and found.facts.as_of < previous.as_of:
        return Hold(
            "older_file",
            {"as_of": found.facts.as_of.isoformat(), "previous": previous.as_of.isoformat()},
        )
    if found.shift is not None and found.shift < 0 and asked and found.mode is Mode.FULL:
        register = asked - found.shift
        return Hold(
            "older_file",
            {"asked_year": found.school_year, "register_year": f"{register}-{register + 1}"},
        )
    return None


def _same_rows_as_before(found: Findings, _: Thresholds) -> Hold | None:
    previous = found.previous
    if previous is None or previous.school_year == found.school_year:
        return None
    prints = {record.fingerprint for record in found.records}
    same = len(previous.fingerprints & prints)
    if prints and share(same, len(prints)) >= _SAME_FILE:
        return Hold("older_file", {"same_rows": same, "of": len(prints)})
    return None


def _ages_are_of_another_year(found: Findings, limits: Thresholds) -> Hold | None:
    """Nearly all children are a year too old for their groups, or too young.

    A first list is compared with nobody, and last year's would enrol who left.  In special
    education more than half may be a year older, and where children are of any age (newcomers to
    the country) a year group says little: of those some are as old as their year too.
    """
    start = start_of(found.school_year)
    if start is None or share(len(found.recognised), found.rows) >= _MOST:
        return None
    apart = Counter(
        (years, min((year_by_age(record.birth_date, start) - place_of(y) for y in years), key=abs))
        for record in found.records
        if record.birth_date is not None
        and (years := years_told(record.year_group, record.group, secondary=found.secondary))
    )
    told, groups = apart.total(), len({years for years, _ in apart})
    if told < max(limits.other_age_at_least, _MOST * found.rows) or groups < _FEWEST_GROUPS:
        return None
    for way, what, most in (
        (1, "a_year_too_old", limits.not_too_old_share),
        (-1, "a_year_too_young", limits.not_too_young_share),
    ):
        other = sum(children for (_, off), children in apart.items() if off == way)
        right = sum(children for (_, off), children in apart.items() if off * way <= 0)
        if share(other, told) >= limits.other_age_share and share(right, told) <= most:
            return Hold("older_file", {what: other, "of": told})
    return None


def _nobody_moved_up(found: Findings, limits: Thresholds) -> Hold | None:
    """A new school year in which the children are still in last year's groups, or lower.

    Where nobody knows of which year the register is, only going down tells.
    """
    shift = found.shift or 0
    behind = moved = same_group = 0
    for move, children in found.moves.items():
        if move.year and move.year_before:
            moved += children
            behind += children * (place_of(move.year) < place_of(move.year_before) + shift)
        same_group += children * (fold_group(move.group) == fold_group(move.group_before))
    if moved >= limits.same_year_at_least and share(behind, moved) >= limits.same_year_share:
        return Hold("older_file", {"not_moved_up": behind, "of": moved})
    matched = found.moves.total()
    if (
        shift > 0
        and matched >= limits.same_year_at_least
        and share(same_group, matched) >= _SAME_GROUPS
        and (moved < limits.same_year_at_least or share(behind, moved) > _MOVED_UP)
        and _are_too_old(found)
        and not _may_stay_together(found)
    ):
        return Hold("older_file", {"same_group": same_group, "of": matched})
    return None


def _are_too_old(found: Findings) -> bool:
    """Whether some are in a group that has not the year they should be in now.

    Of 1/2 the youngest stay.  A list of that group alone has hardly anybody else.
    """
    fewest = max(_FEWEST_TOO_OLD, _TOO_OLD * len(found.recognised))
    return sum(_is_too_old(found, *pair) for pair in found.recognised) >= fewest


def _is_too_old(found: Findings, record: PupilRecord, known: KnownPupil) -> bool:
    """Also of whom it is not told: which year a child should be in, or which years are together."""
    years = years_told("", record.group, secondary=found.secondary)
    start = start_of(found.school_year)
    if known.year_group:
        expected = place_of(known.year_group) + (found.shift_of(known) or 0)
    elif known.birth_date is not None and start is not None:
        expected = year_by_age(known.birth_date, start)
    else:
        return True
    return not years or expected > place_of(years[-1])


def _part_is_out_of_step(found: Findings, limits: Thresholds) -> Hold | None:
    """A part of the list has the groups of last year, or those of the class below or above."""
    if found.shift is None or found.shift < 0:
        return None
    part = part_out_of_step(
        found, share=limits.part_of_year_share, at_least=limits.same_year_at_least
    )
    if part is None:
        return None
    way, rows, of = part
    return Hold("older_file", {"not_moved_up" if way < 0 else "moved_up_too_far": rows, "of": of})


def _may_stay_together(found: Findings) -> bool:
    """Whether groups tell no year and no stage (Zon, Maan, 1-8), and who should leave did.

    Then it is this year's list of groups that stay what they were.  A child that a row to be asked
    about may be, and that is named otherwise, is no less gone than one that leaves.
    """
    told = sum(
        children
        for move, children in found.moves.items()
        if stage_of(move.group) is not None
        or 0 < len(years_told("", move.group, secondary=found.secondary)) <= _MOST_YEARS_IN_A_GROUP
    )
    here = sum(known.patron_id in found.finals for _, known in found.recognised)
    gone = len(found.finals) - here
    return share(told, found.moves.total()) < _MOST <= share(gone, len(found.finals))


def _final_year_is_still_here(found: Findings, limits: Thresholds) -> Hold | None:
    """A new school year, and the children who finished school are in the list as they were.

    In 6/7/8 most stay where they were; who is in its final year there only an age tells.
    """
    if not found.shift or found.shift < 0:
        return None
    stay_longer = found.stay_longer
    finals = {
        pupil.patron_id
        for pupil in found.known
        if found.is_surely_final(pupil) and not (stay_longer and found.is_final_by_age(pupil))
    }
    still = sum(
        known.patron_id in finals and _is_where_it_was(record, known)
        for record, known in found.matched
    )
    if still >= limits.still_here_at_least and share(still, len(finals)) >= limits.still_here_share:
        return Hold("older_file", {"still_here": still, "of": len(finals)})
    return None


def _is_where_it_was(record: PupilRecord, known: KnownPupil) -> bool:
    if record.year_group and known.year_group:
        return place_of(record.year_group) <= place_of(known.year_group)
    return fold_group(record.group) == fold_group(known.group)


def _nobody_comes_or_goes(found: Findings, limits: Thresholds) -> Hold | None:
    """A new school year, and exactly the children of the last one.

    Somebody typed this year's groups over those of last year's list.  Where nothing tells who is
    through (no year, no age, a school of three years), it is all that is to be seen.  A row that is
    asked about is one of them when a child it may be has its very name.  Who was added since, by
    hand or with a list of additions, is in no list of last year: with one of them it is a new one.
    """
    if not found.shift or found.shift < 0 or found.mode is not Mode.FULL:
        return None
    members = len(found.known)
    if found.newcomers or found.leavers or members < limits.nobody_comes_or_goes_at_least:
        return None
    if any(known.in_no_list_yet or not found.shift_of(known) for _, known in found.recognised):
        return None
    if all(values.namesakes(record, who) for record, who in found.unsure):
        return Hold("older_file", {"all_still_here": members})
    return None


def _leavers_return(found: Findings, limits: Thresholds) -> Hold | None:
    """Who left is back, and others who are members now are gone.

    A second school that comes in may bring back many who left for it.
    """
    if is_merger(found, limits):
        return None
    returning = sum(not known.enrolled for _, known in found.matched)
    gone, limit = len(found.leavers), limits.returning_at_least
    if found.shift:  # in a new year more is possible, and the final year goes anyhow
        gone = len(found.unexpected_leavers)
        limit = max(limit, int(limits.returning_share * found.rows))
    if min(returning, gone) >= limit:
        return Hold("older_file", {"returning": returning, "leavers": gone})
    return None
