"""Writing libraries, branches and school years."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Protocol

from django.db import IntegrityError, transaction

from leesloket.audit.actions import Doer, record_by
from leesloket.branches import rules
from leesloket.branches.models import Branch, SchoolYear
from leesloket.branches.queries import BRANCH_CHANGED, BranchLine, BranchNotFoundError
from leesloket.branches.rules import year_of
from leesloket.isolation.scope import Scope, scoped

ADMINISTER = "administer"


class ActingUser(Doer, Protocol):
    """Who acts, as far as a branch needs it; accounts lie above this app."""

    @property
    def scope(self) -> Scope: ...
    def may(self, kind: str, branch_id: int, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class BranchSettings:
    """What an administrator can set of a branch."""

    brin6: str
    contact_name: str
    contact_email: str
    contact_phone: str
    helpdesk: str
    notice_email: str
    final_year_groups: tuple[str, ...]


class ChangedMeanwhileError(Exception):
    """Somebody else changed it after the page was opened; nothing was written."""


class BrinUnfitError(ValueError):
    """No BRIN with the number of a location, such as 05KO01."""


class BrinTakenError(Exception):
    """Another branch of this library has this BRIN."""


class FinalYearsUnfitError(ValueError):
    """No final year was chosen, or one that this kind of school does not have."""


def ensure_school_year(label: str) -> str:
    """Make the school year exist; gives its label.  Raises NotASchoolYearError."""
    year = year_of(label)
    SchoolYear.objects.bulk_create(
        [SchoolYear(label=year.label, starts_on=year.starts_on, ends_on=year.ends_on)],
        ignore_conflicts=True,
    )
    return year.label


def change_settings(
    branch_id: int,
    settings: BranchSettings,
    *,
    seen: BranchSettings | None,
    acting_user: ActingUser,
    now: datetime,
) -> bool:
    """Set what a branch is called by others and when leaving is ordinary; True if it changed.

    `seen` is what the page showed: only what differs from it is set, so that two people can each
    set something else.  Plans use it from now on.  The record says which settings changed, and of
    the final years what they were.  Raises BranchNotFoundError (also without the right to
    administer it), BrinUnfitError, BrinTakenError, FinalYearsUnfitError, and ChangedMeanwhileError
    when both set the same.
    """
    if not acting_user.may(ADMINISTER, branch_id):
        raise BranchNotFoundError
    with scoped(acting_user.scope):
        branch = Branch.objects.select_for_update().get(id=branch_id)
        check_settings(settings, kind=branch.kind)
        before = settings_of(branch)
        changed = _changed(before, settings, seen)
        if not changed:
            return False
        for name in changed:
            value = getattr(settings, name)
            setattr(branch, name, list(value) if isinstance(value, tuple) else value)
        try:
            with transaction.atomic():
                branch.save(update_fields=changed)
        except IntegrityError:
            raise BrinTakenError from None
        record_by(
            BRANCH_CHANGED,
            acting_user,
            now,
            branch_id=branch_id,
            detail={
                "changed": ",".join(changed),
                "years_before": ", ".join(before.final_year_groups),
                "years_after": ", ".join(branch.final_year_groups),
            },
        )
        return True


def settings_of(branch: Branch | BranchLine) -> BranchSettings:
    """What is set of a branch now."""
    kept = {one.name: getattr(branch, one.name) for one in fields(BranchSettings)}
    return BranchSettings(**{**kept, "final_year_groups": tuple(kept["final_year_groups"])})


def _changed(
    before: BranchSettings, settings: BranchSettings, seen: BranchSettings | None
) -> list[str]:
    """What somebody set, by name.  Raises ChangedMeanwhileError."""
    changed = []
    for one in fields(BranchSettings):
        was, becomes = getattr(before, one.name), getattr(settings, one.name)
        shown = getattr(seen, one.name, None)
        if becomes in (was, shown):
            continue
        if was != shown:
            raise ChangedMeanwhileError
        changed.append(one.name)
    return changed


def check_settings(settings: BranchSettings, *, kind: str) -> None:
    """Raise BrinUnfitError or FinalYearsUnfitError for what does not fit this kind of branch."""
    if settings.brin6 and not rules.is_brin6(settings.brin6):
        raise BrinUnfitError
    if not rules.final_years_fit(kind, settings.final_year_groups):
        raise FinalYearsUnfitError
