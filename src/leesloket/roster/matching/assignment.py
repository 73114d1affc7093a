"""Match the rows of a file with the children the register knows, one to one, over the whole file.

Two rows never silently become one child, and one row never two: whoever is claimed twice with
the same right becomes a question.  Nothing depends on the order of rows or of the register.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from leesloket.roster.columns import identities
from leesloket.roster.matching.blocks import (
    by_birth_date,
    by_half_a_name,
    by_number_or_name,
    indexed,
    whole_name_of,
)
from leesloket.roster.matching.board import Board, Tie
from leesloket.roster.matching.decisions import apply_decisions
from leesloket.roster.matching.doubts import (
    ask_about_doubles,
    ask_about_second_rows,
    ask_about_shared_dates,
    ask_about_who_goes_alone,
    leave_out_who_is_named,
)
from leesloket.roster.matching.evidence import Child, children_of
from leesloket.roster.matching.levels import BIRTH_DATE_ALONE, LEVELS, Certainty
from leesloket.roster.matching.outcomes import Ambiguous, Match, Matched, Unmatched
from leesloket.roster.matching.pairs import Never, Pair, Side, pairs_between
from leesloket.roster.matching.situation import days_moved, situation_of
from leesloket.roster.matching.years import years_between
from leesloket.roster.model import (
    Candidate,
    Decision,
    Identity,
    KnownPupil,
    PatronId,
    PupilRecord,
)

_EXACT = ("same_number", "same_name", "same_birth_date")
_MOST, _MANY = 0.5, 0.7
_EXACT_NAME = ("same_name", "same_birth_date")


def _in_steps() -> tuple[tuple[int, ...], ...]:
    """The levels that tie, in order; those of one step are settled together."""
    steps: list[tuple[int, ...]] = []
    for at, level in enumerate(LEVELS):
        if level.certainty is Certainty.LINK:
            together = steps.pop() if steps and LEVELS[steps[-1][-1]].with_next else ()
            steps.append((*together, at))
    return tuple(steps)


_LINKS = _in_steps()
_COMES_AGAIN = tuple(
    step for step in _LINKS if LEVELS[step[0]].code == "bare_name_in_the_same_group"
)
# Who is tied need not be compared with anybody else: most rows are done after the first stage.
# The levels are the same and in the same order as if everybody had met at once.  Who has one name
# only meets the entry that an earlier list made in the last stage.
_STAGES = (
    (by_number_or_name, _LINKS[:3]),
    (by_birth_date, _LINKS),
    (by_half_a_name, _COMES_AGAIN),
)


def match_records(
    records: Sequence[PupilRecord],
    known: Sequence[KnownPupil],
    *,
    decisions: Sequence[Decision] = (),
    distinct: frozenset[tuple[Identity, PatronId]] = frozenset(),
    elsewhere: Sequence[KnownPupil] = (),
    school_year: str | None = None,
    numbers_unstable: bool = False,
    by_card: bool = False,
    secret: bytes = b"",
) -> tuple[Match, ...]:
    """One answer per record, in the same order.

    `distinct` are pairs a person called two children before (`identities` made with `secret`);
    `elsewhere` are children of the library's other branches, which only ever make a hint.
    `by_card`: the numbers of cards take the place of pupil numbers, on the same levels.
    """
    rows, children = children_of(records, by_card=by_card), children_of(known, by_card=by_card)
    board = Board(rows, children)
    never = _never_together(records, known, distinct, secret)
    _tie_exact(board, never)
    if len(board.tied) < _MOST * len(rows) and (moved := days_moved(rows, children)):
        _put_back(rows, moved)
        _tie_exact(board, never)
    situation = situation_of(
        rows,
        children,
        all_the_same=len(board.tied),
        shift=years_between(known, school_year),
        school_year=school_year,
        numbers_unstable=numbers_unstable,
    )
    side = Side(rows, children, never, situation)
    pairs: list[Pair] = []
    seen: set[tuple[int, int]] = set()
    for blocks_of, steps in _STAGES:
        rows_left = board.free_rows()
        pairs += pairs_between(rows_left, blocks_of(board.free_known(), rows_left), side, seen)
        for step in steps:
            _tie_step(board, [pair for pair in pairs if pair.level in step])
    ask_about_second_rows(board, side)
    ask_about_shared_dates(board, side)
    ask_about_who_goes_alone(board, side)
    _ask(board, pairs)
    leave_out_who_is_named(board)
    ask_about_doubles(board, side)
    hints = _elsewhere(board, elsewhere)
    matches = [_answer(board, at, record, known, hints) for at, record in enumerate(records)]
    by_id = {pupil.patron_id: pupil for pupil in known}
    return apply_decisions(matches, by_id, decisions)


def _put_back(rows: Sequence[Child], days: int) -> None:
    """Compare with the birth dates that a list would have if it had not moved them all."""
    for row in rows:
        if row.born is not None:
            row.born -= timedelta(days=days)


def _never_together(
    records: Sequence[PupilRecord],
    known: Sequence[KnownPupil],
    distinct: frozenset[tuple[Identity, PatronId]],
    secret: bytes,
) -> Never:
    """Row to the known children that a person said it is not."""
    if not distinct:
        return {}
    at_of = {pupil.patron_id: at for at, pupil in enumerate(known)}
    by_identity: dict[Identity, set[int]] = defaultdict(set)
    for identity, patron_id in distinct:
        if patron_id in at_of:
            by_identity[identity].add(at_of[patron_id])
    never: dict[int, set[int]] = {}
    for at, record in enumerate(records):
        for identity in identities(record, secret=secret):
            if identity in by_identity:
                never.setdefault(at, set()).update(by_identity[identity])
    return never


def _tie_exact(board: Board, never: Never) -> None:
    """The short way for most rows: number, name and birth date are all the same.

    It is the first level of the policy, without comparing anybody with anybody else.
    """
    by_all: dict[object, int | None] = {}
    for child in board.known:
        if child.number and child.born and child.first and child.surname:
            key = (child.number, child.first, child.surname, child.born)
            by_all[key] = None if key in by_all else child.at
    claims: dict[int, int | None] = {}
    for row in board.rows:
        found = by_all.get((row.number, row.first, row.surname, row.born))
        if found is not None and row.at not in never:
            claims[found] = None if found in claims else row.at
    exact = LEVELS[0].code
    for child_at, claimant in claims.items():
        if claimant is not None:
            board.tie(claimant, Tie(child_at, exact, _EXACT))


# --- level by level ------------------------------------------------------------------------------


def _tie_step(board: Board, pairs: Iterable[Pair]) -> None:
    """Tie who can only be each other; whoever is claimed twice becomes a question."""
    by_row: dict[int, list[Pair]] = {}
    for pair in pairs:
        if board.is_open(pair):
            by_row.setdefault(pair.row, []).append(pair)
    # The same child may be in the register twice; the one that is a member now comes first.
    claims = [_enrolled_first(candidates) for candidates in by_row.values()]
    claimed = Counter(pair.child for candidates in claims for pair in candidates)
    for candidates in claims:
        pair = candidates[0]
        if len(candidates) == 1 and claimed[pair.child] == 1:
            level = LEVELS[pair.level]
            less_sure = (level.less_sure,) if level.less_sure else ()
            reasons = (*pair.evidence.reasons(), *less_sure)
            board.tie(pair.row, Tie(pair.child, level.code, reasons))
        else:
            board.asked[pair.row] = candidates
            board.taken.update(pair.child for pair in candidates)


def _enrolled_first(candidates: list[Pair]) -> list[Pair]:
    if len(candidates) == 1:
        return candidates
    return [pair for pair in candidates if pair.evidence.enrolled] or candidates


def _ask(board: Board, pairs: Iterable[Pair]) -> None:
    """Everybody who is not tied, with every child that is not: only a person can settle it.

    A row that shares its child with another row is asked about its other candidates as well, and
    such a child is a candidate wherever it fits.
    """
    few_are_left = len(board.tied) >= _MANY * len(board.rows)
    gone = board.tied_children()
    for pair in pairs:
        if pair.row in board.tied or pair.child in gone:
            continue
        if LEVELS[pair.level].code == BIRTH_DATE_ALONE and not few_are_left:
            continue
        if pair not in board.asked.get(pair.row, ()):
            board.asked.setdefault(pair.row, []).append(pair)


def _answer(
    board: Board,
    at: int,
    record: PupilRecord,
    known: Sequence[KnownPupil],
    hints: Mapping[int, tuple[Candidate, ...]],
) -> Match:
    tie = board.tied.get(at)
    if tie is not None:
        return Matched(record, known[tie.child], tie.level, tie.reasons)
    pairs = board.asked.get(at)
    if pairs:
        # Best first; among equals the order of the register's keys, so that no run differs.
        pairs = sorted(pairs, key=lambda pair: (pair.level, known[pair.child].patron_id))
        candidates = tuple(
            Candidate(known[pair.child].patron_id, pair.evidence.reasons()) for pair in pairs
        )
        return Ambiguous(record, candidates, candidates[0].reasons)
    return Unmatched(record, elsewhere=hints.get(at, ()))


def _elsewhere(
    board: Board, elsewhere: Sequence[KnownPupil]
) -> Mapping[int, tuple[Candidate, ...]]:
    """The same name and birth date at another branch."""
    if not elsewhere:
        return {}
    index = indexed(
        children_of(elsewhere), lambda child: child.born and (whole_name_of(child), child.born)
    )
    return {
        row.at: tuple(
            Candidate(elsewhere[child.at].patron_id, _EXACT_NAME)
            for child in index[whole_name_of(row), row.born]
        )
        for row in board.rows
        if row.at not in board.tied and (whole_name_of(row), row.born) in index
    }
