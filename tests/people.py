"""The cast, and small things to build a register with.  Nobody in it exists.

The cast works in the demo world (leesloket.demo.cast): petra sends for De Vuurvlinder and joost
for 't Wilgenbos, marloes and tarik import for their library, els lends books, bas teaches at
De Vuurvlinder, karim may do nothing, noortje works for another library and must see nothing.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from io import StringIO
from uuid import UUID, uuid4

from leesloket.accounts.models import Account, Right
from leesloket.accounts.queries import Viewer, viewer_of
from leesloket.accounts.school_accounts.config import KINDS, Provider
from leesloket.audit.queries import events_about
from leesloket.branches.actions import ensure_school_year
from leesloket.branches.models import Branch, Library
from leesloket.branches.queries import BranchLine, branch_line
from leesloket.demo.files import DEMO_FILES
from leesloket.demo.model import DemoBranch, DemoMember
from leesloket.demo.world import make_world
from leesloket.isolation.scope import Scope, scoped, signing_in
from leesloket.patrons.actions import apply_roster
from leesloket.patrons.rules import ChildDetails, NewPatron, Numbering, Placing, RosterChange

NOW = datetime(2026, 8, 17, 9, 0, tzinfo=UTC)
TODAY = date(2026, 8, 17)
LAST_YEAR = "2025-2026"
THIS_YEAR = "2026-2027"


# --- the demo world ------------------------------------------------------------------------------


def viewer(login: str, *, today: date = TODAY) -> Viewer:
    """Somebody of the cast, as the screens would know them."""
    with signing_in():
        account_id = Account.objects.get(login=login).pk
    return viewer_of(account_id, today=today)


def school_viewer(slug: str) -> Viewer:
    """Who sends the lists of a demo school."""
    if slug == "zilvermeeuw":  # the cast has nobody there
        school = Branch.objects.select_related("library").get(slug=slug)
        return add_person(school.library, "zeger", {"upload": [school]})
    return viewer({"vuurvlinder": "petra", "wilgenbos": "joost"}[slug])


def staff_viewer(slug: str) -> Viewer:
    """Who imports for the library of a demo school."""
    return viewer("noortje" if slug == "zilvermeeuw" else "marloes")


def branch(slug: str) -> BranchLine:
    """A branch of the demo world."""
    return branch_line(Branch.objects.get(slug=slug).pk)


def whole_scope(slug: str) -> Scope:
    """Everything that the library of this branch has, as no single person may see it."""
    library_id = branch(slug).library_id
    branches = Branch.objects.filter(library_id=library_id).values_list("pk", flat=True)
    return Scope(library_id, tuple(branches))


@lru_cache
def truth(slug: str) -> DemoBranch:
    """What is true of a demo branch: last year's members and this year's."""
    return make_world().branches[slug]


@lru_cache
def demo_file(name: str) -> bytes:
    """A file that a demo school sends."""
    [file] = [one for one in DEMO_FILES if one.name == name]
    return file.write(make_world())


# --- a register of one's own ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Child:
    """A child of a list and of a register alike."""

    number: str
    first_name: str
    prefix: str
    surname: str
    born: date
    group: str

    @property
    def year_group(self) -> str:
        return self.group[:1]


def child_of(member: DemoMember) -> Child:
    """A child of the demo as a list has it."""
    return Child(
        member.pupil_number,
        member.first_name,
        member.prefix,
        member.surname,
        member.birth_date,
        member.group,
    )


def make_library(name: str = "Bibliotheek Lage Polder") -> Library:
    """A tenant of its own."""
    return Library.objects.create(name=name, place="Polderdorp")


def make_branch(library: Library, slug: str, *, name: str = "", kind: str = "primary") -> Branch:
    """A branch; a school unless told otherwise."""
    return Branch.objects.create(
        library=library,
        slug=slug,
        name=name or slug.title(),
        place="Polderdorp",
        kind=kind,
        notice_email=f"{slug}@bibliotheek.example",
        final_year_groups=["8"] if kind == "primary" else [],
    )


def add_person(library: Library, login: str, rights: Mapping[str, Iterable[Branch]]) -> Viewer:
    """Somebody with these rights (kind -> branches), as a viewer."""
    account = Account(
        library=library, login=login, display_name=f"{login.title()} Voorbeeld", created_at=NOW
    )
    account.set_unusable_password()
    held = [
        Right(account=account, branch=branch, kind=kind, from_date=date(2025, 8, 1))
        for kind, branches in rights.items()
        for branch in branches
    ]
    branch_ids = tuple({right.branch_id for right in held})
    with scoped(Scope(library.pk, branch_ids)):
        account.save(force_insert=True)
        Right.objects.bulk_create(held)
    return viewer_of(account.pk, today=TODAY)


def enrol_children(
    branch: Branch, children: Sequence[Child], *, school_year: str = LAST_YEAR
) -> dict[str, UUID]:
    """Put children in a branch's register; gives their ids by pupil number."""
    ids = {child.number: uuid4() for child in children}
    keys = {number: str(patron_id) for number, patron_id in ids.items()}
    with scoped(Scope(branch.library_id, (branch.pk,))):
        ensure_school_year(school_year)
        apply_roster(
            RosterChange(
                branch_id=branch.pk,
                library_id=branch.library_id,
                school_year=school_year,
                effective_on=date(int(school_year[:4]), 8, 1),
                source="test",
                newcomers=tuple(
                    NewPatron(keys[child.number], _details(child), f"T{branch.pk}-{child.number}")
                    for child in children
                ),
                placings=tuple(
                    Placing(keys[child.number], child.group, child.group, child.year_group)
                    for child in children
                ),
                numberings=tuple(Numbering(keys[child.number], child.number) for child in children),
            )
        )
    return ids


def _details(child: Child) -> ChildDetails:
    return ChildDetails(
        first_name=child.first_name,
        prefix=child.prefix,
        surname=child.surname,
        birth_date=child.born,
    )


HEADINGS = ("Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam", "Geboortedatum", "Groep")


def list_of(children: Iterable[Child], *, headings: Sequence[str] = HEADINGS) -> bytes:
    """A school's list of these children, as CSV."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    writer.writerows(
        (one.number, one.first_name, one.prefix, one.surname, f"{one.born:%d-%m-%Y}", one.group)
        for one in children
    )
    return text.getvalue().encode()


def without_birth_dates(children: Iterable[Child]) -> bytes:
    """A school's list of these children, whom only their numbers and names tell apart."""
    lines = list_of(children).decode().splitlines()
    kept = [";".join((*cells[:4], *cells[5:])) for line in lines if (cells := line.split(";"))]
    return "\n".join(kept).encode()


def recorded(subject_id: UUID, scope: Scope) -> list[str]:
    """The codes of what the record says about an upload, a patron or an account; oldest first."""
    with scoped(scope):
        return [event.code for event in events_about(subject_id)]


def provider_named(library: str, *, branch: str = "") -> Provider:
    """A provider of school accounts that calls a library so."""
    return Provider(
        id="entree",
        name="Entree Federatie",
        kind="entree",
        library=library,
        branch=branch,
        server_url="https://entree.example",
        client_id="leesloket",
        secret="geheim",
        schools=frozenset({"11zz03"}),
        claims=KINDS["entree"],
        pupil_roles=frozenset(),
        grants=(),
        second_factor=frozenset(),
        scope=("openid",),
    )
