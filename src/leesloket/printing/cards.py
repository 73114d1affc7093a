"""The cards that a group gets: ten on a sheet of A4, 85 by 54 mm, to be cut."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from leesloket.printing.codes import bars, square
from leesloket.printing.typesetting import typeset


@dataclass(frozen=True, slots=True)
class LibraryCard:
    """What stands on a card of the library."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    branch: str
    library: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The sentences of a sheet, in the reader's language."""

    title: str
    lead: str = ""
    """What to do with the card."""
    number: str = ""
    """The word before a card number."""
    code: str = ""
    """The word before a code."""
    until: str = ""
    keep: str = ""
    """Over the list that stays with the teacher."""
    name: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class ActivationCard:
    """A child's way to an account: who, which card, and a code for one time."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    code: str = field(repr=False)
    address: str = field(repr=False)
    """What the QR code holds."""
    place: str
    """The group and the school."""


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A young child's key.  The picture stands on the teacher's list, never on the card."""

    name: str = field(repr=False)
    code: str = field(repr=False)
    address: str = field(repr=False)
    place: str
    picture: str = field(repr=False)
    """A drawing, as SVG."""
    picture_name: str = field(repr=False)


def library_cards(cards: Sequence[LibraryCard], lines: Lines) -> bytes:
    """A sheet of library cards with their barcodes."""
    drawn = [{**asdict(card), "bars": bars(card.number)} for card in cards]
    return typeset("library_cards", {"cards": drawn, "lines": asdict(lines)})


def activation_cards(cards: Sequence[ActivationCard], lines: Lines) -> bytes:
    """A sheet of cards to make an account with."""
    drawn = [{**asdict(card), "square": square(card.address)} for card in cards]
    return typeset("activation_cards", {"cards": drawn, "lines": asdict(lines)})


def picture_cards(cards: Sequence[PictureCard], lines: Lines) -> bytes:
    """A sheet of keys, and behind it the list of who has which picture."""
    drawn = [{**asdict(card), "square": square(card.address)} for card in cards]
    return typeset("picture_cards", {"cards": drawn, "lines": asdict(lines)})
