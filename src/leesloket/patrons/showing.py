"""What the screens show of patrons and groups: frozen, and nothing more."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PatronLine:
    """A patron in a list."""

    id: UUID
    name: str = field(repr=False)
    """For reading: `Zoë van Dijk`."""
    sorted_name: str = field(repr=False)
    """For a list: `Dijk, Zoë van`."""
    group: str
    year_group: str
    branch_names: tuple[str, ...]
    birth_date: date | None = field(repr=False)
    pupil_number: str = field(repr=False)
    card: str = field(repr=False)
    enrolled: bool


@dataclass(frozen=True, slots=True)
class PatronSearch:
    query: str = field(repr=False)
    lines: tuple[PatronLine, ...] = field(repr=False)
    total: int
    shown: int
    alike: bool = False
    """Whether these are not called so, but nearly: nobody is."""
    blocked_card: bool = False
    """Whether the query is a card that was blocked."""


@dataclass(frozen=True, slots=True)
class MembershipLine:
    branch_name: str
    branch_slug: str
    category: str
    """pupil · teacher · public"""
    from_date: date
    until_date: date | None


@dataclass(frozen=True, slots=True)
class PlacementLine:
    school_year: str
    branch_name: str
    group: str
    group_id: UUID | None
    branch_slug: str
    year_group: str


@dataclass(frozen=True, slots=True)
class NumberLine:
    number: str = field(repr=False)
    branch_name: str
    source: str
    from_date: date
    until_date: date | None


@dataclass(frozen=True, slots=True)
class CardLine:
    number: str = field(repr=False)
    from_date: date
    blocked_on: date | None


@dataclass(frozen=True, slots=True)
class HistoryChange:
    """One value, old and new, as text."""

    what: str
    """A field code: first_name, surname, group, year_group, until_date, number, ..."""
    before: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What happened to one row of the register."""

    table: str
    """patron · membership · placement · number · card"""
    kind: str
    """insert · update · delete"""
    changes: tuple[HistoryChange, ...] = field(repr=False)
    about: str = field(repr=False, default="")
    """Which one it is: the name, the group, the pupil number, or the number of the card."""
    branch_name: str = ""
    school_year: str = ""
    category: str = ""
    """Of a membership."""


@dataclass(frozen=True, slots=True)
class HistoryBlock:
    """What one person did at one moment."""

    at: datetime
    by: str
    """Display name, or empty when a system did it."""
    import_id: UUID | None
    undone: bool
    """Whether the import was taken back then."""
    lines: tuple[HistoryLine, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PatronPage:
    line: PatronLine
    first_name: str = field(repr=False)
    given_names: str = field(repr=False)
    initials: str = field(repr=False)
    prefix: str = field(repr=False)
    surname: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    hand_edited: tuple[str, ...]
    memberships: tuple[MembershipLine, ...]
    placements: tuple[PlacementLine, ...]
    numbers: tuple[NumberLine, ...] = field(repr=False)
    cards: tuple[CardLine, ...] = field(repr=False)
    history: tuple[HistoryBlock, ...] = field(repr=False)
    """Newest first."""
    may_correct: bool = False


@dataclass(frozen=True, slots=True)
class GroupLine:
    id: UUID
    code: str
    name: str
    year_groups: tuple[str, ...]
    pupils: int


@dataclass(frozen=True, slots=True)
class GroupPage:
    group: GroupLine
    branch_name: str
    branch_slug: str
    school_year: str
    lines: tuple[PatronLine, ...] = field(repr=False)
