"""Second thoughts about a matching: ties that are taken back, and candidates that are left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from leesloket.roster.matching.blocks import by_half_a_name
from leesloket.roster.matching.board import Board
from leesloket.roster.matching.doubles import doubles_of
from leesloket.roster.matching.levels import has_same_name, is_fitting
from leesloket.roster.matching.pairs import Pair, Side, pairs_between
from leesloket.roster.matching.together import alone_among

_NAME_ALONE = "name_and_expected_group"
_NAME_AND_BIRTH_DATE = "name_and_birth_date"
_MANY = 0.7


def ask_about_second_rows(board: Board, side: Side) -> None:
    """Whoever is tied by a name alone, while another row's name fits as well: either may be it.

    A birth date that many children have is no more than a name.
    """
    rows = {
        tie.child: row
        for row, tie in board.tied.items()
        if tie.level == _NAME_ALONE or _is_by_shared_date(board, row, side)
    }
    others = board.free_rows()
    blocks = by_half_a_name([board.known[child] for child in rows], others)
    for second in pairs_between(others, blocks, side, set()):
        if not is_fitting(second.evidence) or second.evidence.born not in {"same", "unknown"}:
            continue
        row = rows[second.child]
        if row in board.tied:
            _ask_about(board, row, side)
        board.asked.setdefault(second.row, []).append(second)


def ask_about_shared_dates(board: Board, side: Side) -> None:
    """Whoever is tied by its name and a birth date that many have, where many leave and come.

    Of those who come instead some have a name that is as common, and no papers either.
    """
    members = sum(child.is_member for child in board.known)
    stay = sum(board.known[tie.child].is_member for tie in board.tied.values())
    if stay >= _MANY * min(members, len(board.rows)):
        return
    for row in list(board.tied):
        if _is_by_shared_date(board, row, side):
            _ask_about(board, row, side)


def _is_by_shared_date(board: Board, row: int, side: Side) -> bool:
    """Whether a tied row has a name and a birth date, and that date is one of many."""
    return board.tied[row].level == _NAME_AND_BIRTH_DATE and side.has_placeholder(board.rows[row])


def _ask_about(board: Board, row: int, side: Side) -> None:
    """Ask whether a tied row is the child it was tied to."""
    pair = side.compare(board.rows[row], board.known[board.tied[row].child])
    board.ask_instead(row, [pair] if pair else [])


def ask_about_who_goes_alone(board: Board, side: Side) -> None:
    """Whoever is tied by a name alone, and leaves its group for one that nobody else goes to."""
    judged = [row for row, tie in board.tied.items() if tie.level == _NAME_ALONE]
    for row in alone_among(judged, board.child_of(), board.rows, board.known):
        _ask_about(board, row, side)


def leave_out_who_is_named(board: Board) -> None:
    """Of the children asked about by less than a name those whose very name another row has.

    A child in last year's group, who repeats the year, is not each newcomer with its surname there.
    Without a birth date only, and where no fewer rows than children have that name; and who is
    where the child should be may have another name now, when the namesake is not.
    """
    rows_of: defaultdict[int, set[int]] = defaultdict(set)
    children_of: defaultdict[int, set[int]] = defaultdict(set)
    here: defaultdict[int, set[bool]] = defaultdict(set)
    for pairs in board.asked.values():
        for pair in pairs:
            if has_same_name(pair.evidence) and pair.evidence.born in {"same", "unknown"}:
                rows_of[pair.child].add(pair.row)
                children_of[pair.row].add(pair.child)
                here[pair.child].add(pair.evidence.place == "expected")
    named = {
        child: here[child]
        for child, rows in rows_of.items()
        if len(rows) >= len(set().union(*(children_of[row] for row in rows)))
    }
    for row, pairs in board.asked.items():
        board.asked[row] = [pair for pair in pairs if not _is_by_less_than(named, pair)]


def _is_by_less_than(named: Mapping[int, Iterable[bool]], pair: Pair) -> bool:
    """Whether half a name is all that speaks for a child of which others have the whole.

    `named`: for each of those children whether the others are where it should be.
    """
    told = pair.evidence
    return (
        not is_fitting(told)
        and told.born == "unknown"
        and told.number != "same"
        and not told.crossed
        and any(here or told.place != "expected" for here in named.get(pair.child, ()))
    )


def ask_about_doubles(board: Board, side: Side) -> None:
    """A child that is in the register twice: whoever knows says which entry goes on.

    A row that asks about a second entry by half a name only does not claim it.
    """
    asked = {
        pair.child for pairs in board.asked.values() for pair in pairs if is_fitting(pair.evidence)
    }
    left = [child for child in board.free_known() if child.at not in asked]
    tied = board.child_of()
    for row, entries in doubles_of(tied, left, board.rows, board.known).items():
        pairs = [
            pair
            for entry in entries
            if (pair := side.compare(board.rows[row], board.known[entry])) is not None
        ]
        if len(pairs) > 1:
            board.ask_instead(row, pairs)
