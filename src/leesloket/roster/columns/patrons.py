"""What a library's own list says beside who somebody is: card, category, since when, blocked."""

from __future__ import annotations

import re

from leesloket.roster.cleaning import clean_number, fold, is_unreadable_number
from leesloket.roster.columns.cells import Sheet
from leesloket.roster.model import Field, Subscription
from leesloket.roster.problems import Code, Severity

LONGEST_CARD = 20
"""Characters: what the register can hold."""

_SPACES = re.compile(r"\s+")
_CATEGORIES = {
    "pupil": """
        leerling leerlingen scholier schoolkind schooljeugd schoollid pupil student kind kinderen
    """,
    "teacher": """
        leerkracht leerkrachten leraar lerares docent docenten onderwijzer teacher personeel
        schoolpersoneel medewerker team groepsleerkracht mentor
    """,
    "public": """
        openbaar public publiek volwassene volwassenen volwassen jeugd jeugdlid lid basis plus
        comfort particulier senior thuislid
    """,
}
_CATEGORY_OF = {word: category for category, words in _CATEGORIES.items() for word in words.split()}
_NOT_BLOCKED = frozenset({"", "n", "nee", "neen", "no", "false", "onwaar", "0", "geen", "niet"})


def clean_card_number(text: str) -> str:
    """A card number as a scanner gives it: without spaces, in capitals."""
    return _SPACES.sub("", clean_number(text)).upper()


def card_numbers(sheet: Sheet) -> list[str]:
    """The card of every row; one that cannot be read sets its row aside.

    Somebody with another number than the card in the pocket is worse than nobody at all.
    """
    numbers = list(map(clean_card_number, sheet.column(Field.CARD_NUMBER)))
    for at, number in enumerate(numbers):
        if not number:
            if any(sheet.table.rows[at].cells):
                sheet.report(at, Code.CARD_NUMBER_MISSING, Severity.WARNING, Field.CARD_NUMBER)
        elif len(number) > LONGEST_CARD or is_unreadable_number(number):
            sheet.report(at, Code.CARD_NUMBER_UNREADABLE, Severity.ERROR, Field.CARD_NUMBER)
            numbers[at] = ""
    return numbers


def subscriptions(sheet: Sheet) -> list[Subscription]:
    """The rest of what the list says of every row."""
    return [
        Subscription(category_of(category), since, fold(blocked) not in _NOT_BLOCKED)
        for category, since, blocked in zip(
            sheet.column(Field.CATEGORY),
            sheet.dates(Field.MEMBER_FROM),
            sheet.column(Field.BLOCKED),
            strict=True,
        )
    ]


def category_of(text: str) -> str:
    """The register's category for a library's own word; empty for a word we do not know."""
    for word in fold(text).split():
        if word in _CATEGORY_OF:
            return _CATEGORY_OF[word]
    return ""
