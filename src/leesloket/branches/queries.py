"""Reading libraries, branches and groups; what a screen shows of a branch."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from leesloket.branches.models import Branch, Library
from leesloket.branches.rules import folded
from leesloket.isolation.scope import Scope

BRANCH_CHANGED = "branch_changed"
BRANCH_DESCRIBED = "branch_described"
"""What the record calls other settings of a branch, and another name, place or kind."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a branch is called, where it is and what it is (Branch.Kind)."""

    name: str
    place: str
    kind: str

    def cleaned(self) -> "Described":
        """The same, without spaces around it."""
        return Described(self.name.strip(), self.place.strip(), self.kind)


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A branch as a heading, a link or an address."""

    id: int
    library_id: int
    library_name: str
    slug: str
    name: str
    place: str
    kind: str
    brin6: str
    contact_name: str
    contact_email: str
    contact_phone: str
    helpdesk: str
    notice_email: str
    final_year_groups: tuple[str, ...]

    @property
    def described(self) -> Described:
        return Described(self.name, self.place, self.kind)


@dataclass(frozen=True, slots=True)
class Called:
    """What a library is called, and where it is."""

    name: str
    place: str

    def cleaned(self) -> "Called":
        """The same, without spaces around it."""
        return Called(self.name.strip(), self.place.strip())


class BranchNotFoundError(Exception):
    """No such branch, or not one for this person."""


def line_of(branch: Branch) -> BranchLine:
    """A branch that was read with its library."""
    return BranchLine(
        id=branch.pk,
        library_id=branch.library_id,
        library_name=branch.library.name,
        slug=branch.slug,
        name=branch.name,
        place=branch.place,
        kind=branch.kind,
        brin6=branch.brin6,
        contact_name=branch.contact_name,
        contact_email=branch.contact_email,
        contact_phone=branch.contact_phone,
        helpdesk=branch.helpdesk,
        notice_email=branch.notice_email,
        final_year_groups=tuple(branch.final_year_groups),
    )


def branch_lines(ids: Iterable[int]) -> tuple[BranchLine, ...]:
    """The branches with these ids, by name."""
    return _by_name(Branch.objects.filter(id__in=list(ids)))


def _by_name(branches: QuerySet[Branch]) -> tuple[BranchLine, ...]:
    lines = map(line_of, branches.select_related("library"))
    return tuple(sorted(lines, key=lambda line: (folded(line.name), line.id)))


def branch_line(branch_id: int) -> BranchLine:
    """One branch by id; raises BranchNotFoundError."""
    for line in branch_lines([branch_id]):
        return line
    raise BranchNotFoundError


def lock_branch(branch_id: int) -> None:
    """Wait until this branch is ours; released when the transaction ends.  Needs its scope.

    Of all that is locked the branch comes first, then patrons in the order of their ids, then
    groups, and the series of card numbers last.  Rows that only point at the branch can be written
    meanwhile: their writers, who may hold what we wait for, do not wait for us.
    """
    Branch.objects.select_for_update(no_key=True).values_list("id").get(id=branch_id)


def branch_by_slug(slug: str, *, among: Iterable[int]) -> BranchLine:
    """The branch of this slug, if its id is among those a person may see.

    Raises BranchNotFoundError both for a branch that does not exist and for another one's.
    """
    try:
        branch = Branch.objects.select_related("library").get(slug=slug, id__in=list(among))
    except Branch.DoesNotExist:
        raise BranchNotFoundError from None
    return line_of(branch)


@dataclass(frozen=True, slots=True)
class Helpdesk:
    """Whom to ask about signing in; `branches` are named where a library has more than one."""

    library_name: str
    reach: str
    branches: tuple[str, ...] = ()


def helpdesks(library_id: int | None = None) -> tuple[Helpdesk, ...]:
    """Whom to ask, of every library or of one: no sign-in needed, and no person is named.

    A library of which nobody wrote down a helpdesk stands there by its name.
    """
    branches = Branch.objects.filter(**{} if library_id is None else {"library_id": library_id})
    return helpdesks_of(_by_name(branches))


def helpdesks_of(lines: Iterable[BranchLine]) -> tuple[Helpdesk, ...]:
    """Each helpdesk of these branches once."""
    told: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        told.setdefault(line.library_name, {}).setdefault(line.helpdesk, []).append(line.name)
    found: list[Helpdesk] = []
    for library_name in sorted(told, key=folded):
        reached = {text: names for text, names in told[library_name].items() if text}
        if not reached:
            found.append(Helpdesk(library_name, ""))
        for text, names in reached.items():
            found.append(Helpdesk(library_name, text, tuple(names) if len(reached) > 1 else ()))
    return tuple(found)


def is_there_a_library() -> bool:
    """Whether a library was ever made here; until then the first one can be."""
    return Library.objects.exists()


def library_called(library_id: int) -> Called:
    """What this library is called."""
    name, place = Library.objects.values_list("name", "place").get(pk=library_id)
    return Called(name, place)


def library_of_name(name: str) -> int | None:
    """The library of this name, if there is one."""
    return Library.objects.filter(name=name).values_list("pk", flat=True).first()


def library_of_branch(slug: str) -> int | None:
    """The library that a branch is of, by the word in its address, if there is one."""
    return Branch.objects.filter(slug=slug).values_list("library_id", flat=True).first()


def brins_of_library(library_id: int) -> frozenset[str]:
    """The BRINs (with location) that a library's branches have already."""
    found = Branch.objects.filter(library_id=library_id).exclude(brin6="")
    return frozenset(found.values_list("brin6", flat=True))


def scopes_of_libraries() -> tuple[Scope, ...]:
    """Every library with all of its branches: for jobs that nobody asked for."""
    branches: dict[int, list[int]] = {}
    for library_id, branch_id in Branch.objects.order_by("id").values_list("library_id", "id"):
        branches.setdefault(library_id, []).append(branch_id)
    return tuple(Scope(library_id, tuple(ids)) for library_id, ids in branches.items())


def scope_of_library(library_id: int, *, by: UUID | None = None) -> Scope:
    """A whole library, for what one branch alone cannot see: whether somebody belongs elsewhere."""
    found = Branch.objects.filter(library_id=library_id).order_by("id")
    return Scope(library_id, tuple(found.values_list("id", flat=True)), by)
