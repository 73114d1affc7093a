"""Who is looking, and the people of a library."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q

from leesloket.accounts import rules
from leesloket.accounts.models import Account, Right, normalised
from leesloket.accounts.names import display_names, initials_of
from leesloket.audit.queries import events_about
from leesloket.branches.models import Branch
from leesloket.branches.queries import BranchLine, branch_lines
from leesloket.branches.rules import folded
from leesloket.isolation.scope import Scope, scoped, signing_in

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class RightLine:
    """One right, as rules and screens need it."""

    id: UUID
    kind: str
    branch_id: int
    branch_slug: str
    branch_name: str
    from_date: date
    until_date: date | None
    ended_at: datetime | None = None
    active: bool = True
    """Whether it holds on the day that was asked for."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: one signed-in person and the rights that hold today."""

    account_id: UUID
    library_id: int = field(repr=False)
    library_name: str = field(repr=False)
    display_name: str = field(repr=False)
    initials: str = field(repr=False)
    second_factor: bool = field(repr=False)
    """Whether a second factor has been set."""
    rights: tuple[RightLine, ...] = field(repr=False)
    shared_id: UUID | None = None
    """The account that a school shares, when somebody signed in with one."""

    @property
    def signed_in_as(self) -> UUID:
        """The account that was signed in with; what is done is done by `account_id`."""
        return self.shared_id or self.account_id

    @property
    def must_say_who(self) -> bool:
        """Whether this is a shared account at which nobody has said yet who she is."""
        return self.shared_id == self.account_id

    def branches_with(self, *kinds: str) -> tuple[int, ...]:
        """The branches where one of these rights is held, in the order of `rights`."""
        return tuple(dict.fromkeys(right.branch_id for right in self.rights if right.kind in kinds))

    def at_branches_with(self, *kinds: str) -> "Viewer":
        """The same person, at the branches where one of these rights is held and nowhere else.

        Who may see a branch's children for one task must not see them in another: who sends lists
        for one school and lends books at a second has no desk at the first.
        """
        there = self.branches_with(*kinds)
        return replace(self, rights=tuple(one for one in self.rights if one.branch_id in there))

    def may(self, kind: str, branch_id: int) -> bool:
        """Whether this right is held in this branch today."""
        return rules.Held(kind, branch_id) in self.held

    @property
    def held(self) -> tuple[rules.Held, ...]:
        """The rights as leesloket.accounts.rules takes them."""
        return tuple(rules.Held(right.kind, right.branch_id) for right in self.rights)

    @property
    def scope(self) -> Scope:
        """The library and every branch with any right today."""
        branch_ids = tuple(dict.fromkeys(right.branch_id for right in self.rights))
        return Scope(self.library_id, branch_ids, self.account_id)


class AccountNotFoundError(Exception):
    """No such account, or one that may not sign in any more."""


def viewer_of(account_id: UUID, *, today: date, only_if: Exists | Q | None = None) -> Viewer:
    """The person with this account as a viewer, with the rights that hold on `today`.

    Two queries of its own; raises AccountNotFoundError, also where `only_if` does not hold.
    """
    with signing_in():
        account = (
            Account.objects.filter(only_if or Q(), id=account_id, is_active=True)
            .select_related("library")
            .annotate(second_factor=_has_second_factor())
            .first()
        )
        if account is None:
            raise AccountNotFoundError
        rights = rules.rights_on(_rights_of([account_id], today=today).get(account_id, ()), today)
    return Viewer(
        account_id=account.pk,
        library_id=account.library_id,
        library_name=account.library.name,
        display_name=account.display_name,
        initials=initials_of(account.display_name),
        second_factor=account.second_factor,
        rights=rights,
        shared_id=account.pk if account.shared_at_id else None,
    )


def in_person(viewer: Viewer, person: Account) -> Viewer:
    """Who signed in with a shared account, as the person she said she is, with its rights."""
    return replace(
        viewer,
        account_id=person.pk,
        display_name=person.display_name,
        initials=initials_of(person.display_name),
    )


def _has_second_factor() -> Exists:
    return Exists(Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=SECOND_FACTORS))


def has_second_factor(account_id: UUID) -> bool:
    """Whether this account has set a second factor; only that, never the factor."""
    factors = Authenticator.objects.filter(user_id=account_id, type__in=SECOND_FACTORS)
    with signing_in():
        return bool(factors.exists())


def _rights_of(account_ids: Iterable[UUID], *, today: date) -> dict[UUID, tuple[RightLine, ...]]:
    """Every right in the scope, by account; by branch, kind and day."""
    found = (
        Right.objects.filter(account_id__in=list(account_ids))
        .select_related("branch")
        .order_by("branch__name", "kind", "from_date", "id")
    )
    lines: dict[UUID, tuple[RightLine, ...]] = {}
    for right in found:
        line = RightLine(
            id=right.pk,
            kind=right.kind,
            branch_id=right.branch_id,
            branch_slug=right.branch.slug,
            branch_name=right.branch.name,
            from_date=right.from_date,
            until_date=right.until_date,
            ended_at=right.ended_at,
            active=rules.active_on(right, today),
        )
        lines[right.account_id] = (*lines.get(right.account_id, ()), line)
    return lines


# --- the people of a library ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who can sign in, in a list."""

    id: UUID
    display_name: str = field(repr=False)
    login: str = field(repr=False)
    rights: tuple[RightLine, ...] = field(repr=False)
    """Those that hold today, in the branches of the viewer."""
    last_sign_in: datetime | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class PersonEvent:
    """Something that happened to an account."""

    code: str
    at: datetime
    by: str = field(repr=False)
    """Who did it; empty for the person, or when nobody knows, as with a wrong password."""
    kind: str
    """Of the right that was given or ended; else empty."""
    branch_name: str = ""
    """Where that right holds; else empty."""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Somebody who can sign in, with all there is to know about that."""

    id: UUID
    display_name: str = field(repr=False)
    login: str = field(repr=False)
    email: str = field(repr=False)
    rights: tuple[RightLine, ...] = field(repr=False)
    """Those that hold today or will."""
    ended_rights: tuple[RightLine, ...] = field(repr=False)
    last_sign_in: datetime | None
    is_active: bool
    second_factor: bool
    one_time_until: datetime | None
    """Set while the password is one for one time."""
    password_mark: str = field(repr=False)
    """Which password there is, for a form to carry; nothing of it can be read from this."""
    events: tuple[PersonEvent, ...] = field(repr=False)
    """Newest first."""
    may_reset: bool
    """Whether the viewer may start a new password or second factor."""
    shared_at: int | None = None
    """The branch that shares this account; None for a personal one."""


class PersonNotFoundError(Exception):
    """No such person in this library, or not one for this viewer."""


def managing_scope(viewer: Viewer) -> Scope:
    """Where somebody may look after people: administrators in every branch of their library."""
    if not any(right.kind == rules.ADMINISTER for right in viewer.rights):
        return viewer.scope
    branches = Branch.objects.filter(library_id=viewer.library_id).order_by("name")
    return Scope(viewer.library_id, tuple(branches.values_list("id", flat=True)), viewer.account_id)


def branches_to_give(viewer: Viewer) -> tuple[BranchLine, ...]:
    """The branches in which somebody can give a right, by name."""
    scope = managing_scope(viewer)
    return tuple(
        line
        for line in branch_lines(scope.branch_ids)
        if any(rules.may_give(viewer.held, kind=kind, branch_id=line.id) for kind in rules.KINDS)
    )


def branches_to_share(viewer: Viewer) -> tuple[BranchLine, ...]:
    """The schools for which somebody can make a shared account, by name."""
    if not rules.may_share(viewer.held):
        return ()
    schools = branch_lines(managing_scope(viewer).branch_ids)
    return tuple(line for line in schools if line.kind != Branch.Kind.PUBLIC)


def is_sent_for(branch_id: int, *, today: date) -> bool:
    """Whether somebody sends lists for this branch or teaches there, or will.  Needs its scope."""
    held = Right.objects.filter(branch_id=branch_id, kind__in=rules.OF_A_SCHOOL, ended_at=None)
    return held.exclude(until_date__lt=today).exists()


def people_of(viewer: Viewer, *, today: date) -> tuple[PersonLine, ...]:
    """Everybody of the viewer's library by name, with the rights in the viewer's branches.

    The account of a child has no name and is not among them; nor is who sits at a shared one.
    """
    with scoped(managing_scope(viewer)):
        found = Account.objects.filter(person_of=None).exclude(display_name="")
        accounts = sorted(found, key=lambda one: (folded(one.display_name), one.login))
        rights = _rights_of([account.pk for account in accounts], today=today)
    return tuple(
        PersonLine(
            id=account.pk,
            display_name=account.display_name,
            login=account.login,
            rights=rules.rights_on(rights.get(account.pk, ()), today),
            last_sign_in=account.last_login,
            is_active=account.is_active,
        )
        for account in accounts
    )


def found_people(people: Iterable[PersonLine], query: str) -> tuple[PersonLine, ...]:
    """Those in whose name, login name or branches each word begins a word."""
    words = folded(query).split()
    return tuple(one for one in people if all(f" {word}" in _findable(one) for word in words))


def _findable(one: PersonLine) -> str:
    branches = {right.branch_name for right in one.rights}
    return f" {folded(' '.join((one.display_name, one.login, *branches)))}"


def person(viewer: Viewer, account_id: UUID, *, today: date) -> PersonPage:
    """One person of the viewer's library; PersonNotFoundError for anybody else."""
    with scoped(managing_scope(viewer)):
        found = Account.objects.filter(id=account_id, person_of=None).exclude(display_name="")
        account = found.first()
        if account is None:
            raise PersonNotFoundError
        rights = _rights_of([account_id], today=today).get(account_id, ())
        events = _events(account_id)
    return PersonPage(
        id=account.pk,
        display_name=account.display_name,
        login=account.login,
        email=account.email,
        rights=tuple(right for right in rights if not _is_over(right, today)),
        ended_rights=tuple(right for right in rights if _is_over(right, today)),
        last_sign_in=account.last_login,
        is_active=account.is_active,
        second_factor=has_second_factor(account_id),
        one_time_until=account.one_time_until,
        password_mark=account.password_mark,
        events=events,
        may_reset=account_id != viewer.account_id
        and rules.may_reset(viewer.held, held_by(account_id, today=today)),
        shared_at=account.shared_at_id,
    )


def _events(account_id: UUID) -> tuple[PersonEvent, ...]:
    lines = events_about(account_id)
    names = display_names(line.by for line in lines if line.by not in {None, account_id})
    about_rights = {line.branch_id for line in lines if line.branch_id}
    branches = {one.id: one.name for one in branch_lines(about_rights)}
    return tuple(
        PersonEvent(
            code=line.code,
            at=line.at,
            by=names.of(line.by),
            kind=str(line.detail.get("kind", "")),
            branch_name=branches.get(line.branch_id or 0, "") if line.detail.get("kind") else "",
        )
        for line in reversed(lines)
    )


def _is_over(right: RightLine, today: date) -> bool:
    return right.ended_at is not None or (right.until_date is not None and right.until_date < today)


def held_by(account_id: UUID, *, today: date) -> tuple[rules.Held, ...]:
    """Every right of an account today, in all branches: what a reset would hand over."""
    with signing_in():
        rights = _rights_of([account_id], today=today).get(account_id, ())
    return tuple(
        rules.Held(right.kind, right.branch_id) for right in rules.rights_on(rights, today)
    )


def ever_held_a_right(account_id: UUID) -> bool:
    """Whether this account may do something, or once might: then the record names its deeds."""
    with signing_in():
        return Right.objects.filter(account_id=account_id).exists()


def contacts_of(account_id: UUID) -> tuple[BranchLine, ...]:
    """The branches to call for somebody who cannot sign in: those of any right they ever had."""
    with signing_in():
        rights = Right.objects.filter(account_id=account_id)
        branch_ids = set(rights.values_list("branch_id", flat=True))
    return tuple(line for line in branch_lines(branch_ids) if line.contact_name or line.helpdesk)


def doers_at(account_id: UUID) -> set[UUID]:
    """An account and who ever sat at it, when a school shares it.  Needs a scope."""
    people = Account.objects.filter(person_of_id=account_id)
    return {account_id, *people.values_list("id", flat=True)}


def account_by_login(login: str) -> Account | None:
    """The account with this login name, if there is one; for signing in only."""
    with signing_in():
        return Account.objects.filter(login=normalised(login)).first()
