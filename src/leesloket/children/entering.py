"""What a child does with a card: find it, choose a password, choose a picture.

Nobody is signed in here yet.  A card is found by the code of its secret; everything that follows
happens in the scope of the library that gave it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.timezone import localdate

from leesloket.accounts import passwords
from leesloket.accounts.models import Account
from leesloket.accounts.queries import account_by_login
from leesloket.audit.actions import record
from leesloket.branches.queries import scope_of_library
from leesloket.children import queries, rules
from leesloket.children.models import Activation, Child, PictureCard
from leesloket.children.secrecy import mac_of
from leesloket.isolation.scope import Scope, scoped, signing_in
from leesloket.patrons.members import lock_patrons
from leesloket.patrons.models import Card, Membership, Patron
from leesloket.patrons.rules import cleaned_card_number

PASSWORD_LENGTH = 8
"""What a child of eight can think of and type (NIST SP 800-63B: at least 8)."""

_PASSWORD_RULES = (
    passwords.NotTheName(),
    passwords.LongEnough(min_length=PASSWORD_LENGTH),
    passwords.NotCommon(),
)


class CardUnknownError(Exception):
    """No open card with this number and code: mistyped, used, replaced, too old or guessed at."""


class PasswordUnfitError(Exception):
    """The chosen password is too easy; `sentences` say why, for the child."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__()
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class WrongPicture:
    """Another picture than the child's."""

    left: int
    """How many tries are left; 0: somebody of the library has to let the child in again."""


# --- a password -----------------------------------------------------------------------------------


def find_activation(*, number: str, code: str, now: datetime) -> UUID:
    """The open activation card with this number and code; raises CardUnknownError.

    A wrong code counts against the cards of that number, whoever tries from wherever.
    """
    cleaned = cleaned_card_number(number)
    with signing_in():
        card = Activation.objects.filter(
            mac=mac_of("activation", cleaned, rules.cleaned_code(code))
        ).first()
        if card is None:
            _count_wrong(cleaned, now)
        found = card.pk if card and not rules.is_over(card.ended_at, card.expires_at, now) else None
    if found is None:
        raise CardUnknownError
    return found


def _count_wrong(number: str, now: datetime) -> None:
    aimed_at = Activation.objects.filter(card_number=number, ended_at=None)
    if not aimed_at.update(wrong=F("wrong") + 1):
        return
    guessed = list(aimed_at.filter(wrong__gte=rules.WRONG_CODES).select_for_update())
    for card in guessed:
        card.ended_at, card.ended_why = now, "guessed"
        card.save(update_fields=["ended_at", "ended_why"])
        _record("activation_guessed", card.library_id, card.patron_id, None, now)


@dataclass(frozen=True, slots=True)
class Greeting:
    """Whom a card is for."""

    first_name: str = field(repr=False)
    number: str = field(repr=False)


def greeting(activation_id: UUID, *, now: datetime) -> Greeting:
    """Whom an open card is for, once its code was shown; raises CardUnknownError."""
    with _open(Activation, activation_id, now) as (card, _):
        [name] = queries.called([card.patron_id]).values()
        return Greeting(name.first_name or name.surname, card.card_number)


def activate(activation_id: UUID, *, password: str, now: datetime) -> Account:
    """Set the password that a child chose; the card is used up.  Gives the child's account.

    Raises CardUnknownError (also for a second click) and PasswordUnfitError.
    """
    with _open(Activation, activation_id, now) as (card, scope):
        if not Card.objects.filter(
            patron_id=card.patron_id, number=card.card_number, blocked_on=None
        ).exists():
            raise CardUnknownError
        _check_password(password, card)
        account = _account_of(card.patron_id, scope, now)
        account.set_password(password)
        account.save(update_fields=["password"])
        card.ended_at, card.ended_why = now, "used"
        card.save(update_fields=["ended_at", "ended_why"])
        _record("child_activated", scope.library_id, card.patron_id, account.pk, now)
    return account


def _check_password(password: str, card: Activation) -> None:
    [name] = queries.called([card.patron_id]).values()
    whole = f"{name.first_name} {name.prefix} {name.surname}"
    # Never saved: Django's rules ask what a password may not look like of an account.
    named = Account(login=card.card_number, display_name=whole)
    try:
        password_validation.validate_password(password, named, _PASSWORD_RULES)
    except ValidationError as error:
        raise PasswordUnfitError(error.messages) from error


# --- a picture ------------------------------------------------------------------------------------


def find_picture_card(*, code: str, now: datetime) -> UUID:
    """The open picture card with this code; raises CardUnknownError."""
    with signing_in():
        card = PictureCard.objects.filter(mac=mac_of("picture", rules.cleaned_code(code))).first()
        found = card.pk if card and not rules.is_over(card.ended_at, card.expires_at, now) else None
    if found is None:
        raise CardUnknownError
    return found


def enter_by_picture(card_id: UUID, *, picture: str, now: datetime) -> Account | WrongPicture:
    """The child's account, if this is its picture; else how many tries are left.

    A wrong picture is an answer, not an exception: it must be counted and committed.  Raises
    CardUnknownError.
    """
    with _open(PictureCard, card_id, now) as (card, scope):
        if card.wrong >= rules.WRONG_PICTURES:
            return WrongPicture(0)
        if card.picture != picture:
            card.wrong += 1
            card.save(update_fields=["wrong"])
            _record("picture_wrong", scope.library_id, card.patron_id, None, now)
            return WrongPicture(rules.WRONG_PICTURES - card.wrong)
        if card.wrong:
            card.wrong = 0
            card.save(update_fields=["wrong"])
        return _account_of(card.patron_id, scope, now)


# --- both -----------------------------------------------------------------------------------------


_Handed = TypeVar("_Handed", Activation, PictureCard)


@contextmanager
def _open(model: type[_Handed], card_id: UUID, now: datetime) -> Iterator[tuple[_Handed, Scope]]:
    """An open card, locked, of a child who is a member today, in the scope of its library."""
    with signing_in():
        found = model.objects.filter(id=card_id).values_list("library_id", "patron_id").first()
    if found is None:
        raise CardUnknownError
    library_id, patron_id = found
    scope = scope_of_library(library_id)
    with scoped(scope):
        # The child before its card, as who takes the child away takes its cards along.
        lock_patrons([patron_id])
        card = model.objects.select_for_update().filter(id=card_id).first()
        if card is None or rules.is_over(card.ended_at, card.expires_at, now):
            raise CardUnknownError
        members = Membership.objects.filter(patron_id=card.patron_id)
        if not members.exclude(until_date__lte=localdate(now)).exists():
            raise CardUnknownError
        yield card, scope


def _account_of(patron_id: UUID, scope: Scope, now: datetime) -> Account:
    """The account of a locked child, made when it first comes: without a name or a password."""
    patron = Patron.objects.get(id=patron_id)
    child = Child.objects.filter(patron_id=patron_id).select_related("account").first()
    if child is not None:
        return child.account
    if patron.account_id is not None:
        # Somebody who works here is a patron as well: no card opens that account.
        raise CardUnknownError
    account = Account(library_id=scope.library_id, login=_free_login(), created_at=now)
    account.set_unusable_password()
    account.save(force_insert=True)
    patron.account = account
    patron.save(update_fields=["account"])
    number = Card.objects.filter(patron_id=patron_id, blocked_on=None).order_by(
        "-from_date", "-number"
    )
    Child.objects.create(
        account=account,
        patron_id=patron_id,
        library_id=scope.library_id,
        card_number=number.values_list("number", flat=True).first() or "",
        made_at=now,
    )
    return account


def _free_login() -> str:
    while True:
        login = rules.new_login()
        if account_by_login(login) is None:
            return login


def _record(
    code: str, library_id: int, patron_id: UUID, account_id: UUID | None, now: datetime
) -> None:
    record(code, at=now, by=account_id, library_id=library_id, subject_id=patron_id)
