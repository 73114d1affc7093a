"""Fill an empty register with the demo world: libraries, branches, people, last year's groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone

from leesloket.accounts.models import Account
from leesloket.branches.models import Branch, Library, SchoolYear
from leesloket.branches.rules import Year, year_of
from leesloket.demo.accounts import Credential, add_cast
from leesloket.demo.cast import CAST, CONTACTS, DemoContact
from leesloket.demo.model import LAST_YEAR, THIS_YEAR, DemoBranch, DemoLibrary, DemoMember
from leesloket.demo.world import make_world
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons import bulk
from leesloket.patrons.actions import apply_roster
from leesloket.patrons.models import Consent, Membership
from leesloket.patrons.rules import (
    ChildDetails,
    NewPatron,
    Numbering,
    Placing,
    RosterChange,
    is_grown_up,
    search_text,
    sort_key,
    who_may_consent,
)

_SOURCE = "demo"
_PUBLIC_SINCE = date(2024, 9, 2)
_CONTACTS: Mapping[str, DemoContact] = {contact.branch: contact for contact in CONTACTS}


def patron_id_of(key: str) -> UUID:
    """The id in the register of a person of the world: the same in every demo."""
    return uuid5(NAMESPACE_URL, f"https://demo.leesloket.example/{key}")


@transaction.atomic
def populate(*, now: datetime, seed: int = 2026) -> tuple[Credential, ...]:
    """Make the demo libraries with everything in them, and give what the cast signs in with.

    All or nothing.  When the demo is there already nothing changes and the answer is empty: the
    passwords of the first time are stored as hashes and cannot be shown again.
    """
    world = make_world(seed=seed)
    if Library.objects.filter(name__in=[one.name for one in world.libraries]).exists():
        return ()
    years = [year_of(label) for label in (LAST_YEAR, THIS_YEAR)]
    SchoolYear.objects.bulk_create(
        [
            SchoolYear(label=one.label, starts_on=one.starts_on, ends_on=one.ends_on)
            for one in years
        ],
        ignore_conflicts=True,
    )
    credentials: list[Credential] = []
    for library in world.libraries:
        row = Library.objects.create(name=library.name, place=library.branches[0].place)
        branches = _add_branches(row, library)
        _add_patrons(row.pk, library, branches)
        cast = [person for person in CAST if person.library == library.slug]
        credentials += add_cast(cast, library_id=row.pk, branch_ids=branches, now=now)
        _add_consents(row.pk, library, branches)
    return tuple(credentials)


def _add_branches(row: Library, library: DemoLibrary) -> dict[str, int]:
    """The library's branches; gives their ids by slug."""
    rows = Branch.objects.bulk_create(
        [_branch(row, branch, _CONTACTS[branch.slug]) for branch in library.branches]
    )
    return {one.slug: one.pk for one in rows}


def _branch(row: Library, branch: DemoBranch, contact: DemoContact) -> Branch:
    school = branch.kind == "school"
    return Branch(
        library=row,
        slug=branch.slug,
        name=branch.name,
        place=branch.place,
        kind=Branch.Kind.PRIMARY if school else Branch.Kind.PUBLIC,
        brin6=branch.brin6,
        contact_name=contact.person,
        contact_email=contact.email,
        contact_phone=contact.phone,
        helpdesk=contact.helpdesk,
        notice_email="leerlingbestanden@bibliotheek.example" if school else "",
        final_year_groups=["8"] if school else [],
    )


def _add_patrons(library_id: int, library: DemoLibrary, branches: Mapping[str, int]) -> None:
    known: set[str] = set()
    for branch in library.branches:
        branch_id = branches[branch.slug]
        with scoped(Scope(library_id, (branch_id,))):
            if branch.kind == "school":
                _enrol_pupils(library_id, branch_id, branch.members)
            else:
                _add_public_members(library_id, branch_id, branch.members, known)
        known.update(member.key for member in branch.members)


def _add_consents(library_id: int, library: DemoLibrary, branches: Mapping[str, int]) -> None:
    """A form of every child that is a member of the public library."""
    for branch in library.branches:
        if branch.kind != "public":
            continue
        with scoped(Scope(library_id, (branches[branch.slug],))):
            by = Account.objects.filter(rights__kind="administer").earliest("login")
            signed_at = timezone.make_aware(datetime.combine(_PUBLIC_SINCE, time(15, 30)))
            Consent.objects.bulk_create(
                Consent(
                    membership=membership,
                    branch_id=membership.branch_id,
                    given_by=giver,
                    source=Consent.Source.FORM,
                    given_on=_PUBLIC_SINCE,
                    recorded_at=signed_at,
                    recorded_by=by,
                )
                for membership in Membership.objects.select_related("patron")
                if not is_grown_up(membership.patron.birth_date, _PUBLIC_SINCE)
                for giver in who_may_consent(membership.patron.birth_date, _PUBLIC_SINCE)
            )


def _enrol_pupils(library_id: int, branch_id: int, members: Iterable[DemoMember]) -> None:
    """As imports did it, year after year: a child is a member since it came into group 1."""
    by_year: dict[int, list[DemoMember]] = {}
    for member in members:
        by_year.setdefault(int(member.year_group), []).append(member)
    last = year_of(LAST_YEAR)
    for year_group, pupils in by_year.items():
        since = Year(last.first - year_group + 1)
        apply_roster(_arrival(library_id, branch_id, since, pupils))
    apply_roster(
        RosterChange(
            branch_id=branch_id,
            library_id=library_id,
            school_year=LAST_YEAR,
            effective_on=last.starts_on,
            source=_SOURCE,
            placings=tuple(
                Placing(_key_of(one), one.group, _group_name(one), one.year_group)
                for pupils in by_year.values()
                for one in pupils
            ),
        )
    )


def _key_of(member: DemoMember) -> str:
    return str(patron_id_of(member.key))


def _arrival(
    library_id: int, branch_id: int, since: Year, pupils: Iterable[DemoMember]
) -> RosterChange:
    return RosterChange(
        branch_id=branch_id,
        library_id=library_id,
        school_year=since.label,
        effective_on=since.starts_on,
        source=_SOURCE,
        newcomers=tuple(NewPatron(_key_of(one), _details(one), one.card_number) for one in pupils),
        numberings=tuple(Numbering(_key_of(one), one.pupil_number) for one in pupils),
    )


def _group_name(member: DemoMember) -> str:
    return f"Groep {member.group}" if member.group[0].isdigit() else member.group.capitalize()


def _details(member: DemoMember) -> ChildDetails:
    return ChildDetails(
        first_name=member.first_name,
        given_names=member.given_names,
        initials=member.initials,
        prefix=member.prefix,
        surname=member.surname,
        birth_date=member.birth_date,
    )


def _add_public_members(
    library_id: int, branch_id: int, members: Iterable[DemoMember], known: set[str]
) -> None:
    """Members of a public branch; who is in the register by a school only becomes a member."""
    everyone = tuple(members)
    new = [member for member in everyone if member.key not in known]
    bulk.insert("patron", [_patron_row(library_id, member) for member in new])
    bulk.insert(
        "membership",
        [
            {
                "id": uuid4(),
                "patron_id": patron_id_of(member.key),
                "branch_id": branch_id,
                "category": Membership.Category.PUBLIC,
                "from_date": _PUBLIC_SINCE,
                "until_date": None,
            }
            for member in everyone
        ],
    )
    bulk.insert(
        "card",
        [
            {
                "id": uuid4(),
                "library_id": library_id,
                "patron_id": patron_id_of(member.key),
                "number": member.card_number,
                "from_date": _PUBLIC_SINCE,
                "blocked_on": None,
            }
            for member in new
        ],
    )


def _patron_row(library_id: int, member: DemoMember) -> dict[str, object]:
    names = {
        "surname": member.surname,
        "prefix": member.prefix,
        "first_name": member.first_name,
    }
    return {
        **names,
        "id": patron_id_of(member.key),
        "library_id": library_id,
        "account_id": None,
        "given_names": member.given_names,
        "initials": member.initials,
        "birth_date": member.birth_date,
        "sort_key": sort_key(**names),
        "search": search_text(**names, given_names=member.given_names),
        "hand_edited": [],
    }
