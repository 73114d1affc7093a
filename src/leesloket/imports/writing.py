"""From a plan's steps to what the register is asked to write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import assert_never

from leesloket.imports.hand_edits import released_by
from leesloket.imports.journal import TRANSFER, Entry
from leesloket.imports.transfers import Transfer
from leesloket.imports.work import Work
from leesloket.patrons.bulk import new_keys
from leesloket.patrons.rules import (
    ChangedPatron,
    ChildDetails,
    NewCard,
    NewPatron,
    Numbering,
    PatronKey,
    Placing,
    RosterChange,
)
from leesloket.roster.model import (
    Enrol,
    Field,
    Fingerprint,
    Keep,
    KnownPupil,
    PupilRecord,
    Question,
    Skip,
    Step,
    Update,
    Withdraw,
)

_DETAILS = frozenset(
    {
        Field.FIRST_NAME,
        Field.GIVEN_NAMES,
        Field.INITIALS,
        Field.PREFIX,
        Field.SURNAME,
        Field.BIRTH_DATE,
    }
)


class UnansweredQuestionError(Exception):
    """A plan with questions cannot be written; approval checks that before."""


@dataclass(slots=True)
class _Collected:
    school_year: str
    keys: Iterator[PatronKey]
    """For the newcomers."""
    newcomers: list[NewPatron] = field(default_factory=list)
    changed: list[ChangedPatron] = field(default_factory=list)
    returning: list[PatronKey] = field(default_factory=list)
    leaving: list[PatronKey] = field(default_factory=list)
    placings: list[Placing] = field(default_factory=list)
    numberings: list[Numbering] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    joining: list[PatronKey] = field(default_factory=list)
    ending: list[tuple[int, PatronKey]] = field(default_factory=list)
    cards: list[NewCard] = field(default_factory=list)
    categories: dict[PatronKey, str] = field(default_factory=dict)


def roster_change(
    work: Work,
    *,
    card_numbers: Sequence[str],
    transfers: Mapping[Fingerprint, Transfer] = MappingProxyType({}),
) -> tuple[RosterChange, tuple[Entry, ...]]:
    """What the register is asked to write, and one entry per patron for the journal.

    `card_numbers` holds one number per newcomer whose row has none; the rows in `transfers` are
    patrons of other branches, who keep the card they have.  Raises UnansweredQuestionError.
    """
    steps = work.plan.steps
    new = sum(isinstance(step, Enrol) for step in steps)
    collected = _Collected(work.roster_import.school_year_id, iter(new_keys(new)))
    cards = iter(card_numbers)
    for step in steps:
        transfer = transfers.get(step.record.fingerprint) if isinstance(step, Enrol) else None
        if transfer is not None and isinstance(step, Enrol):
            _transfer(step.record, transfer, collected)
        else:
            _collect(step, collected, cards)
    roster_import = work.roster_import
    change = RosterChange(
        branch_id=work.branch.id,
        library_id=work.branch.library_id,
        school_year=roster_import.school_year_id,
        effective_on=roster_import.effective_on,
        source="import",
        newcomers=tuple(collected.newcomers),
        changed=tuple(collected.changed),
        returning=tuple(collected.returning),
        leaving=tuple(collected.leaving),
        placings=tuple(collected.placings),
        numberings=tuple(collected.numberings),
        joining=tuple(collected.joining),
        ending=tuple(collected.ending),
        categories=collected.categories,
        cards=tuple(collected.cards),
        released=released_by(steps, roster_import.hand_edits),
    )
    return change, tuple(collected.entries)


def _collect(step: Step, collected: _Collected, cards: Iterator[str]) -> None:
    match step:
        case Enrol(record):
            patron_id = next(collected.keys)
            collected.newcomers.append(_newcomer(patron_id, record, cards))
            if record.pupil_number:
                collected.numberings.append(Numbering(patron_id, record.pupil_number))
            _place(record, None, patron_id, collected)
            collected.entries.append(Entry(patron_id, "enrol", record.origin.row))
        case Update(record, known):
            _update(step, collected)
            _place(record, known, known.patron_id, collected)
        case Keep(record, known):
            _place(record, known, known.patron_id, collected)
            collected.entries.append(Entry(known.patron_id, "keep", record.origin.row))
        case Withdraw(known):
            collected.leaving.append(known.patron_id)
            collected.entries.append(Entry(known.patron_id, "withdraw", None))
        case Question():
            raise UnansweredQuestionError
        case Skip():
            pass
        case _:
            assert_never(step)


def _newcomer(patron_id: PatronKey, record: PupilRecord, cards: Iterator[str]) -> NewPatron:
    """With the card of a library's own list; a school's list gives none."""
    said = record.subscription
    if said is None:
        return NewPatron(patron_id, _details(record), next(cards))
    return NewPatron(
        patron_id,
        _details(record),
        record.card_number or next(cards),
        category=said.category,
        since=said.member_from,
        card_blocked=said.blocked,
    )


def _own_card(record: PupilRecord, patron_id: PatronKey, collected: _Collected) -> None:
    said = record.subscription
    if said is not None and record.card_number:
        card = NewCard(patron_id, record.card_number, said.member_from, said.blocked)
        collected.cards.append(card)


def _transfer(record: PupilRecord, transfer: Transfer, collected: _Collected) -> None:
    """A new member who is no new person: name and card stay what they are."""
    patron_id = str(transfer.hint.patron_id)
    if record.subscription is not None:
        collected.categories[patron_id] = record.subscription.category
        _own_card(record, patron_id, collected)
    collected.joining.append(patron_id)
    collected.ending.extend((branch_id, patron_id) for branch_id in transfer.ends)
    if record.pupil_number:
        collected.numberings.append(Numbering(patron_id, record.pupil_number))
    _place(record, None, patron_id, collected)
    collected.entries.append(Entry(patron_id, TRANSFER, record.origin.row))


def _update(step: Update, collected: _Collected) -> None:
    record, known = step.record, step.known
    patron_id = known.patron_id
    changed = {change.field for change in step.changes}
    if changed & _DETAILS:
        collected.changed.append(ChangedPatron(patron_id, _changed_details(record, known, changed)))
    if Field.CARD_NUMBER in changed:
        _own_card(record, patron_id, collected)
    if not known.member:
        collected.joining.append(patron_id)
        if record.subscription is not None:
            collected.categories[patron_id] = record.subscription.category
        if record.pupil_number:
            collected.numberings.append(Numbering(patron_id, record.pupil_number))
        collected.entries.append(Entry(patron_id, TRANSFER, record.origin.row))
        return
    if Field.PUPIL_NUMBER in changed:
        collected.numberings.append(Numbering(patron_id, record.pupil_number))
    if step.returns:
        collected.returning.append(patron_id)
    collected.entries.append(Entry(patron_id, "update", record.origin.row))


def _place(
    record: PupilRecord, known: KnownPupil | None, patron_id: PatronKey, collected: _Collected
) -> None:
    """A placement for this school year; what the file does not tell stays as it was.

    But the year group is that of one school year: who was in 7 is in 8 now, or again in 7.
    """
    group = record.group or (known.group if known else "")
    was_in = known.year_group if known and known.school_year == collected.school_year else ""
    year_group = record.year_group or was_in
    if record.subscription is not None:
        # The school knows its groups better; and most patrons of a library are in none.
        is_placed = known is not None and (known.school_year or "") >= collected.school_year
        if is_placed or not (group or year_group):
            return
    collected.placings.append(Placing(patron_id, group, record.group_name, year_group))


def _details(record: PupilRecord) -> ChildDetails:
    return ChildDetails(
        first_name=record.first_name,
        given_names=record.given_names,
        initials=record.initials,
        prefix=record.prefix,
        surname=record.surname,
        birth_date=record.birth_date,
    )


def _changed_details(record: PupilRecord, known: KnownPupil, changed: set[Field]) -> ChildDetails:
    """The register's details with the plan's changes in them: a blank never erases."""

    def text(name: Field) -> str:
        return str(getattr(record if name in changed else known, name))

    return ChildDetails(
        first_name=text(Field.FIRST_NAME),
        given_names=text(Field.GIVEN_NAMES),
        initials=text(Field.INITIALS),
        prefix=text(Field.PREFIX),
        surname=text(Field.SURNAME),
        birth_date=record.birth_date if Field.BIRTH_DATE in changed else known.birth_date,
    )
