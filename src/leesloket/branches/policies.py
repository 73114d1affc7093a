"""The policy of a library: how it is, and changing it.

Whoever saves says what the page showed: what somebody else changed meanwhile is told, not
overwritten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from leesloket.audit.actions import record_by
from leesloket.branches import limits as rules
from leesloket.branches.actions import ADMINISTER, ActingUser, ChangedMeanwhileError
from leesloket.branches.limits import LEAVER_DAYS, LIMITS, PAUSE, Limits
from leesloket.branches.models import Policy
from leesloket.isolation.scope import Scope, scoped

POLICY_CHANGED = "policy_changed"


class NotAnAdministratorError(Exception):
    """The policy of a library is set by who administers one of its branches."""


class LimitsUnfitError(ValueError):
    """Some limits are outside of their bounds; `names` says which."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(*names)
        self.names = names


class TermUnfitError(ValueError):
    """A term that is shorter or longer than the law and the schools can live with."""


@dataclass(frozen=True, slots=True)
class LeaverTerm:
    """After how many days leavers are erased, and the first day on which that happens."""

    days: int
    erasing_from: date | None = None

    def erased_on(self, left_on: date) -> date:
        """The day on which somebody goes who left on this day."""
        due = left_on + timedelta(days=self.days)
        return max(due, self.erasing_from) if self.erasing_from else due


def limits_of(library_id: int) -> Limits:
    """When a list of this library is held.  Needs its scope."""
    found = Policy.objects.filter(library_id=library_id).values(*LIMITS).first()
    return Limits(**found) if found else Limits()


def leaver_term(library_id: int) -> LeaverTerm:
    """When leavers of this library are erased.  Needs its scope."""
    found = Policy.objects.filter(library_id=library_id)
    days, erasing_from = found.values_list("leaver_days", "erasing_from").first() or (None, None)
    return LeaverTerm(days or settings.RETENTION_LEAVERS, erasing_from)


def scan_required(library_id: int) -> bool:
    """Whether this library lets no file be read that was not scanned.  Needs its scope."""
    return Policy.objects.filter(library_id=library_id, scan_required=True).exists()


def chosen_leaver_days(libraries: Iterable[Scope]) -> dict[str, int]:
    """The libraries that chose a term of their own, by name, with its days."""
    chosen: dict[str, int] = {}
    for library in libraries:
        with scoped(library):
            own = Policy.objects.filter(library_id=library.library_id)
            for name, days in own.values_list("library__name", "leaver_days"):
                chosen |= {name: days} if days else {}
    return dict(sorted(chosen.items()))


def set_limits(
    limits: Limits, *, seen: Limits | None, acting_user: ActingUser, now: datetime
) -> bool:
    """Set when a list is held, for all branches; plans use it from now on.  True if it changed.

    `seen` is what the page showed; None when no page showed anything that can be.
    Raises NotAnAdministratorError, LimitsUnfitError and ChangedMeanwhileError.
    """
    names = rules.unfit(limits)
    if names:
        raise LimitsUnfitError(names)
    check_administers(acting_user)
    with scoped(acting_user.scope):
        policy = _locked(acting_user.library_id)
        before = Limits(**{name: getattr(policy, name) for name in LIMITS})
        return _change(
            policy,
            before=asdict(before),
            after=asdict(limits),
            seen=asdict(seen) if seen else {},
            acting_user=acting_user,
            now=now,
        )


def set_leaver_days(days: int, *, seen: int | None, acting_user: ActingUser, now: datetime) -> bool:
    """Set after how many days leavers are erased.  True if it changed.

    A shorter term begins with a pause: whom it concerns can be read beforehand.  Raises
    NotAnAdministratorError, TermUnfitError and ChangedMeanwhileError.
    """
    if not LEAVER_DAYS[0] <= days <= LEAVER_DAYS[1]:
        raise TermUnfitError
    check_administers(acting_user)
    with scoped(acting_user.scope):
        policy = _locked(acting_user.library_id)
        before = policy.leaver_days or settings.RETENTION_LEAVERS
        if days < before and before == seen:
            policy.erasing_from = localdate(now) + timedelta(days=PAUSE)
            policy.save(update_fields=["erasing_from"])
        return _change(
            policy,
            before={"leaver_days": before},
            after={"leaver_days": days},
            seen={} if seen is None else {"leaver_days": seen},
            acting_user=acting_user,
            now=now,
        )


def set_scan_required(
    required: bool,  # noqa: FBT001 - what is kept, as the days of a term
    *,
    seen: bool | None,
    acting_user: ActingUser,
    now: datetime,
) -> bool:
    """Set whether a file waits until a virus scanner has looked at it.  True if it changed.

    It can only ask for more than the site does: a scanner that the operator named is always asked.
    Raises NotAnAdministratorError and ChangedMeanwhileError.
    """
    check_administers(acting_user)
    with scoped(acting_user.scope):
        policy = _locked(acting_user.library_id)
        return _change(
            policy,
            before={"scan_required": policy.scan_required},
            after={"scan_required": required},
            seen={} if seen is None else {"scan_required": seen},
            acting_user=acting_user,
            now=now,
        )


def check_administers(acting_user: ActingUser) -> None:
    """Raise NotAnAdministratorError unless this person administers a branch of the library."""
    if not any(acting_user.may(ADMINISTER, one) for one in acting_user.scope.branch_ids):
        raise NotAnAdministratorError


def _locked(library_id: int) -> Policy:
    Policy.objects.bulk_create([Policy(library_id=library_id)], ignore_conflicts=True)
    return Policy.objects.select_for_update().get(library_id=library_id)


def _change(
    policy: Policy,
    *,
    before: Mapping[str, int],
    after: Mapping[str, int],
    seen: Mapping[str, int],
    acting_user: ActingUser,
    now: datetime,
) -> bool:
    changed = [name for name, value in after.items() if value != before[name]]
    if not changed:
        return False
    if before != seen:
        raise ChangedMeanwhileError
    for name in changed:
        setattr(policy, name, after[name])
    policy.save(update_fields=changed)
    record_by(
        POLICY_CHANGED,
        acting_user,
        now,
        detail={name: f"{before[name]} → {after[name]}" for name in changed},
    )
    return True
