"""Linking a school account, and letting somebody in with it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from leesloket.accounts import rules as rights_rules
from leesloket.accounts.actions import lock_account
from leesloket.accounts.models import Account, Right
from leesloket.accounts.school_accounts import rules
from leesloket.accounts.school_accounts.config import Provider
from leesloket.accounts.school_accounts.queries import library_of
from leesloket.accounts.school_accounts.rules import Identity, Reason, RefusedError
from leesloket.audit.actions import record
from leesloket.branches.models import Branch
from leesloket.isolation.jobs import enqueue
from leesloket.isolation.scope import Scope, scoped, signing_in

# --- by the person -------------------------------------------------------------------------------


@transaction.atomic
def link(*, provider: Provider, identity: Identity, account_id: UUID, now: datetime) -> None:
    """Let this school account open the person's account from now on; again changes nothing.

    The person is told by mail, where there is an address.

    Raises RefusedError: `shared` for an account that a school shares, `other_library`, or `taken`
    when it opens somebody else's account.
    """
    with signing_in():
        account = lock_account(account_id)
        if account.shared_at_id:
            raise RefusedError("shared")
        if account.library_id != _library_of(provider):
            raise RefusedError("other_library")
        known = _known(provider, identity)
        if known is not None:
            if known.user_id != account_id:
                raise RefusedError("taken")
            return
        kept = _keep(provider, identity, account)
        _record("school_linked", account, provider, now, by=account_id)
    # Who linked it may be somebody at an open screen, and not whose account it is.
    enqueue(
        "messaging.tell_of_school_account",
        scope=Scope(account.library_id, ()),
        account_id=account_id,
        link_id=kept.pk,
        message_id=uuid4(),
    )


# --- signing in ----------------------------------------------------------------------------------


@transaction.atomic
def account_for(*, provider: Provider, identity: Identity, now: datetime) -> Account:
    """The account that this school account opens, with the rights that the school gives today.

    Somebody unknown gets one only where the library's rules give a right; an address is never
    looked at.  Raises RefusedError: `unknown`, `other_library`, `inactive`.
    """
    wanted = rules.given_by(identity, provider)
    with signing_in():
        known = _known(provider, identity)
        account = known.user if known else _first_time(provider, identity, wanted, now)
        if account.library_id != _library_of(provider):
            raise RefusedError("other_library")
        if not account.is_active:
            raise RefusedError("inactive")
        SocialAccount.objects.filter(provider=provider.id, uid=identity.uid).update(last_login=now)
        follow(account, provider_id=provider.id, wanted=wanted, now=now)
    return account


def linked_account_id(provider: Provider, identity: Identity) -> UUID | None:
    """Whose account this school account opens; None for nobody's."""
    with signing_in():
        known = _known(provider, identity)
    return known.user_id if known else None


def refused(*, provider: Provider, reason: Reason, account_id: UUID | None, now: datetime) -> None:
    """Record that a school account did not open the door; never whose it was."""
    with signing_in():
        record(
            "school_refused",
            at=now,
            by=account_id,
            library_id=library_of(provider),
            subject_id=account_id,
            detail={"provider": provider.id, "reason": reason},
        )


def _known(provider: Provider, identity: Identity) -> SocialAccount | None:
    found = SocialAccount.objects.select_related("user")
    known: SocialAccount | None = found.filter(provider=provider.id, uid=identity.uid).first()
    return known


def _library_of(provider: Provider) -> int:
    library_id = library_of(provider)
    if library_id is None:
        raise RefusedError("other_library")
    return library_id


def _keep(provider: Provider, identity: Identity, account: Account) -> SocialAccount:
    # Of all that the provider told, only what knows the person again.
    return SocialAccount.objects.create(user=account, provider=provider.id, uid=identity.uid)


def _first_time(
    provider: Provider,
    identity: Identity,
    wanted: frozenset[tuple[str, str]],
    now: datetime,
) -> Account:
    library_id = _library_of(provider)
    if not _branches(library_id, wanted):
        raise RefusedError("unknown")
    account = Account(
        pk=uuid4(),
        library_id=library_id,
        login=f"{provider.id}-{uuid4().hex[:12]}",
        # Without a name it would look like a child's.
        display_name=identity.name or provider.name,
        created_at=now,
    )
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            _keep(provider, identity, account)
    except IntegrityError:
        # The same person, twice at once: the other one was first.
        known = _known(provider, identity)
        if known is None:
            raise
        first: Account = known.user
        return first
    _record("account_added", account, provider, now)
    _record("school_linked", account, provider, now)
    return account


def _record(
    code: str, account: Account, provider: Provider, now: datetime, *, by: UUID | None = None
) -> None:
    record(
        code,
        at=now,
        by=by,
        library_id=account.library_id,
        subject_id=account.pk,
        detail={"provider": provider.id},
    )


# --- the rights that a school gives --------------------------------------------------------------


def _branches(library_id: int, wanted: frozenset[tuple[str, str]]) -> dict[str, int]:
    slugs = {slug for _, slug in wanted}
    found = Branch.objects.filter(library_id=library_id, slug__in=slugs)
    return dict(found.values_list("slug", "pk"))


def follow(
    account: Account, *, provider_id: str, wanted: frozenset[tuple[str, str]], now: datetime
) -> None:
    """Let the rights that rest on this provider be the ones that it stands for today.

    They last a while and are made longer at every sign-in, so that who does not come back by the
    school keeps nothing.  What the library took away is not given again.
    """
    today = timezone.localdate(now)
    until = today + timedelta(days=settings.SCHOOL_RIGHT_DAYS)
    branch_ids = _branches(account.library_id, wanted)
    due = {(kind, branch_ids[slug]) for kind, slug in wanted if slug in branch_ids}
    with signing_in():
        resting = Right.objects.filter(account_id=account.pk, provider=provider_id)
        touched = {*resting.values_list("branch_id", flat=True), *branch_ids.values()}
    if not touched:
        return
    with scoped(Scope(account.library_id, tuple(sorted(touched)), account.pk)):
        lock_account(account.pk)
        held = list(Right.objects.filter(account_id=account.pk, branch_id__in=touched))
        own = [right for right in held if right.provider == provider_id]
        due -= {(right.kind, right.branch_id) for right in own if right.ended_by_id}
        for right in rights_rules.rights_on(own, today):
            if (right.kind, right.branch_id) in due:
                right.until_date = until
                right.save(update_fields=["until_date"])
            else:
                right.ended_at = now
                right.save(update_fields=["ended_at"])
                _record_right("right_ended", right, account, now)
        # One that people gave, or that goes on, is enough.
        due -= {(right.kind, right.branch_id) for right in rights_rules.rights_on(held, today)}
        for kind, branch_id in sorted(due):
            right = Right(
                account=account,
                branch_id=branch_id,
                kind=kind,
                from_date=today,
                until_date=until,
                provider=provider_id,
            )
            right.save(force_insert=True)
            _record_right("right_given", right, account, now)


def _record_right(code: str, right: Right, account: Account, now: datetime) -> None:
    record(
        code,
        at=now,
        by=None,
        library_id=account.library_id,
        branch_id=right.branch_id,
        subject_id=account.pk,
        detail={"kind": right.kind, "right": str(right.pk), "provider": right.provider},
    )
