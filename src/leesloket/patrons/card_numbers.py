"""The numbers of cards that a library gives.

The row of the series is locked until the transaction ends, so that no number is given twice and
one that came to nothing is given again.  Lock it last, after branches, patrons and groups: whoever
holds it waits for nobody.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from leesloket.accounts.queries import Viewer
from leesloket.audit.actions import record_by
from leesloket.branches.actions import ChangedMeanwhileError
from leesloket.branches.policies import POLICY_CHANGED, check_administers
from leesloket.branches.queries import scope_of_library
from leesloket.isolation.scope import scoped
from leesloket.patrons.members import rows
from leesloket.patrons.models import CardSeries
from leesloket.patrons.rules import Series, series_fits, usual_series

_AT_ONCE = 500
"""Numbers that are looked up at a time: after a take-over, many in a row are somebody's."""


class NumbersUsedUpError(Exception):
    """The series has no more numbers; an administrator sets another one."""


class SeriesUnfitError(ValueError):
    """No numbers that cards can have; see rules.series_fits."""


class SeriesGivenError(Exception):
    """Numbers of this form were given up to or past the end of it; `upcoming` is the next free."""

    def __init__(self, upcoming: str) -> None:
        super().__init__()
        self.upcoming = upcoming


@dataclass(frozen=True, slots=True)
class SeriesInUse:
    """The numbers that a library gives, and where it is."""

    series: Series
    upcoming: str
    """The next number; empty when all were given."""
    left: int


def series_of(library_id: int) -> SeriesInUse:
    """The numbers that a library gives now.  Needs its scope."""
    row = CardSeries.objects.filter(library_id=library_id, in_use=True).first()
    if row is None:
        usual = usual_series(library_id)
        return SeriesInUse(usual, usual.number(usual.first), usual.last - usual.first + 1)
    series = _series(row)
    left = max(0, row.last - row.upcoming + 1)
    return SeriesInUse(series, series.number(row.upcoming) if left else "", left)


def is_to_come(number: str, *, library_id: int) -> bool:
    """Whether this number will be given some day: nobody may take it beforehand."""
    now = series_of(library_id)
    at, upcoming = now.series.position(number), now.series.position(now.upcoming)
    return at is not None and upcoming is not None and upcoming <= at <= now.series.last


def new_card_numbers(count: int, *, library_id: int, avoid: Collection[str] = ()) -> Sequence[str]:
    """`count` card numbers that nobody of the library has or had, nor is about to get (`avoid`).

    Needs a scope of the library.  Raises NumbersUsedUpError; then none is given.
    """
    if not count:
        return ()
    row = _locked(library_id)
    free = list(islice(_free(row, frozenset(avoid), at_once=max(count, _AT_ONCE)), count))
    if len(free) < count:
        raise NumbersUsedUpError
    row.upcoming = free[-1][0] + 1
    row.save(update_fields=["upcoming"])
    return [number for _, number in free]


def _free(row: CardSeries, avoid: frozenset[str], *, at_once: int) -> Iterator[tuple[int, str]]:
    """The numbers that are nobody's, with where each stands in the series."""
    series = _series(row)
    for start in range(row.upcoming, row.last + 1, at_once):
        asked = {series.number(at): at for at in range(start, min(start + at_once, row.last + 1))}
        taken = _taken(row.library_id, asked) | avoid
        yield from ((at, number) for number, at in asked.items() if number not in taken)


def set_series(series: Series, *, seen: Series | None, acting_user: Viewer, now: datetime) -> bool:
    """Set which numbers the library gives from now on; cards that were given stay.

    Raises NotAnAdministratorError, SeriesUnfitError, SeriesGivenError and ChangedMeanwhileError.
    """
    if not series_fits(series):
        raise SeriesUnfitError
    check_administers(acting_user)
    library_id = acting_user.library_id
    with scoped(acting_user.scope):
        present = _locked(library_id)
        before = _series(present)
        if before == series:
            return False
        if before != seen:
            raise ChangedMeanwhileError
        _put_in_use(series, present)
        record_by(
            POLICY_CHANGED, acting_user, now, detail={"cards": f"{_told(before)} → {_told(series)}"}
        )
    return True


def _put_in_use(series: Series, present: CardSeries) -> None:
    form = {"library_id": present.library_id, "prefix": series.prefix, "digits": series.digits}
    row = CardSeries.objects.select_for_update().filter(**form).first()
    row = row or CardSeries(**form, upcoming=series.first)
    # Never back: what was given once is not given again, also when its card is gone.
    row.upcoming = max(row.upcoming, series.first)
    if row.upcoming > series.last:
        raise SeriesGivenError(series.number(row.upcoming))
    present.in_use = False
    present.save(update_fields=["in_use"])
    row.first, row.last, row.in_use = series.first, series.last, True
    row.save()


def _told(series: Series) -> str:
    return f"{series.number(series.first)}-{series.number(series.last)}"


def _series(row: CardSeries) -> Series:
    return Series(row.prefix, row.digits, row.first, row.last)


def _locked(library_id: int) -> CardSeries:
    """The series in use, locked; the usual one is made when nobody chose."""
    found = CardSeries.objects.select_for_update().filter(library_id=library_id, in_use=True)
    row = found.first()
    if row is None:
        usual = usual_series(library_id)
        made = CardSeries(
            library_id=library_id,
            prefix=usual.prefix,
            digits=usual.digits,
            first=usual.first,
            last=usual.last,
            upcoming=usual.first,
        )
        CardSeries.objects.bulk_create([made], ignore_conflicts=True)
        row = found.get()
    return row


def _taken(library_id: int, numbers: Iterable[str]) -> set[str]:
    """Which of these are cards, wherever in the library: a branch alone does not see them all."""
    with scoped(scope_of_library(library_id)):
        # One parameter: Django would write as many as there are numbers.
        found = rows(
            "select number from patrons_card where library_id = %s and number = any (%s)",
            library_id,
            list(numbers),
        )
        return {number for (number,) in found}
