"""The plan of a library's own list: read, like every plan, from what is stored and the register."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from leesloket.branches.queries import BranchLine
from leesloket.imports.hand_edits import with_released
from leesloket.imports.known import known_pupil
from leesloket.imports.models import RosterImport
from leesloket.imports.remembered import Remembered
from leesloket.patrons.holders import Holders, holders
from leesloket.roster import Extraction, Plan, make_takeover
from leesloket.roster.columns.patrons import clean_card_number
from leesloket.roster.model import Decision, Identity, KnownPupil, PatronId


@dataclass(frozen=True, slots=True)
class Said:
    """What people said before, of this list and of this branch."""

    decisions: Sequence[Decision]
    distinct: frozenset[tuple[Identity, PatronId]]
    not_to_be_included: frozenset[Identity]
    secret: bytes = field(repr=False)


def plan_of_takeover(
    roster_import: RosterImport,
    branch: BranchLine,
    extraction: Extraction,
    said: Said,
    before: Remembered,
    *,
    lock: bool,
) -> tuple[Plan, tuple[KnownPupil, ...]]:
    """The plan, and whom it knows: the branch's patrons, and who holds a card of the list."""
    numbers = {record.card_number for record in extraction.records if record.card_number}
    found = holders(branch.id, numbers=numbers, lock=lock)
    known = with_released(before.again(_known_holders, found), roster_import.hand_edits)
    plan = before.again(
        make_takeover,
        extraction=extraction,
        known=known,
        cards={number: PatronId(owner) for number, owner in found.owner_of.items()},
        school_year=roster_import.school_year_id,
        as_of=roster_import.as_of,
        public_branch=branch.kind == "public",
        decisions=said.decisions,
        distinct=said.distinct,
        not_to_be_included=said.not_to_be_included,
        branch_brin=branch.brin6 or None,
        own_locations=frozenset({branch.name, branch.slug, *_said_to_be_ours(roster_import)}),
        secret=said.secret,
    )
    return plan, known


def _known_holders(found: Holders) -> tuple[KnownPupil, ...]:
    return tuple(
        replace(
            known_pupil(one),
            # Compared as the list's are: without spaces, in capitals.
            card_number=clean_card_number(found.card_of.get(one.patron_id, "")),
            member=is_member,
        )
        for members, is_member in ((found.members, True), (found.elsewhere, False))
        for one in members
    )


def _said_to_be_ours(roster_import: RosterImport) -> set[str]:
    """What staff said that the list calls this branch."""
    return {
        told["location"]
        for told in roster_import.split_off
        if told["branch"] == roster_import.branch_id
    }
