"""Making libraries and branches.  Who may is for the callers: setup, and an administrator."""

from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils.text import slugify

from leesloket.audit.actions import record
from leesloket.branches import rules
from leesloket.branches.actions import BranchSettings, BrinTakenError, check_settings
from leesloket.branches.models import Branch, Library
from leesloket.branches.queries import Called, Described
from leesloket.isolation.scope import Scope, scoped

# Two people who make the first library at once: the second waits, and then there is one.
_ONE_AT_A_TIME = 0x4C4C_0001
_LONGEST_SLUG = 50


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A branch that is not there yet."""

    name: str
    place: str
    kind: str
    settings: BranchSettings

    @property
    def described(self) -> Described:
        return Described(self.name, self.place, self.kind).cleaned()


class NameMissingError(ValueError):
    """A library or a branch has a name."""


class KindUnknownError(ValueError):
    """A branch is of one of the kinds of Branch.Kind."""


class FieldUnfitError(ValueError):
    """Something is too long, or no mail address; the text is the name of the field."""


class LibraryTakenError(Exception):
    """There is a library of this name."""


def wait_for_other_founders() -> None:
    """Let one transaction at a time make a library."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def found_library(*, name: str, place: str) -> int:
    """Make a library without branches; gives its id.  Raises what `call_library` raises."""
    library = Library()
    call_library(library, Called(name, place))
    return library.pk


def lock_library(library_id: int) -> Library:
    """A library, until the transaction ends ours to change."""
    return Library.objects.select_for_update(no_key=True).get(pk=library_id)


def call_library(library: Library, called: Called) -> None:
    """Keep a library, new or not, under this name.

    Raises NameMissingError, FieldUnfitError and LibraryTakenError.
    """
    library.name, library.place = astuple(called.cleaned())
    if not library.name:
        raise NameMissingError
    check_fields(library)
    try:
        with transaction.atomic():
            library.save()
    except IntegrityError:
        raise LibraryTakenError from None


@transaction.atomic
def add_branches(
    branches: Sequence[NewBranch], *, library_id: int, by: UUID | None, now: datetime
) -> tuple[int, ...]:
    """Make these branches of a library, all or none; gives their ids.

    Raises NameMissingError, KindUnknownError, FieldUnfitError, and what `check_settings` raises;
    BrinTakenError when a branch of this library has one of the BRINs.
    """
    for one in branches:
        _check(one)
    wait_for_other_founders()
    taken = set(Branch.objects.values_list("slug", flat=True))
    rows = []
    for one in branches:
        row = _row(one, library_id=library_id, taken=taken)
        check_fields(row, "library")
        taken.add(row.slug)
        rows.append(row)
    try:
        with transaction.atomic():
            Branch.objects.bulk_create(rows)
    except IntegrityError:
        raise BrinTakenError from None
    ids = tuple(row.pk for row in rows)
    with scoped(Scope(library_id, ids, by)):
        for branch_id in ids:
            record("branch_added", at=now, by=by, library_id=library_id, branch_id=branch_id)
    return ids


def describe(branch: Branch, what: Described) -> None:
    """Keep a branch that is there under another name or place, or as of another kind.

    The word in its address stays, so that links go on working.  Of another kind it has the final
    years that are usual there, as a new one has for which nobody chose.  Raises NameMissingError,
    KindUnknownError and FieldUnfitError.
    """
    what = what.cleaned()
    _check_described(what)
    if what.kind != branch.kind:
        branch.final_year_groups = list(rules.usual_final_years(what.kind))
    branch.name, branch.place, branch.kind = astuple(what)
    check_fields(branch, "library")
    branch.save(update_fields=["name", "place", "kind", "final_year_groups"])


def check_fields(row: Model, *but: str) -> None:
    """Raise FieldUnfitError for what the row's columns cannot hold."""
    try:
        row.clean_fields(exclude=but)
    except ValidationError as error:
        raise FieldUnfitError(next(iter(error.error_dict))) from None


def _check(branch: NewBranch) -> None:
    _check_described(branch.described)
    check_settings(branch.settings, kind=branch.kind)


def _check_described(what: Described) -> None:
    if not what.name:
        raise NameMissingError
    if what.kind not in Branch.Kind.values:
        raise KindUnknownError


def _row(branch: NewBranch, *, library_id: int, taken: set[str]) -> Branch:
    name = slugify(branch.name)[:_LONGEST_SLUG].strip("-")
    place = slugify(f"{name}-{branch.place}")[:_LONGEST_SLUG].strip("-")
    settings = asdict(branch.settings)
    settings["final_year_groups"] = list(branch.settings.final_year_groups)
    return Branch(
        library_id=library_id,
        slug=rules.free_slug(name, place, taken=taken),
        **asdict(branch.described),
        **settings,
    )
