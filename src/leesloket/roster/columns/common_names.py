"""What common names tell of columns: which one holds the first names.

Few of a school's names are in these tables, and those few are enough: a school with ten children
called Emma, Daan or Mohammed under `Achternaam`, and none under `Voornaam`, has them swapped.
Source: the lists of first names (SVB) and surnames (CBG) that are published each year.
"""

from __future__ import annotations

from collections.abc import Sequence

from leesloket.roster.cleaning import (
    fold_first_name,
    fold_surname,
    has_trailing_prefix,
    is_particle,
)


def _folded(names: str) -> frozenset[str]:
    return frozenset(map(fold_first_name, names.split()))


_FIRST_NAMES = _folded("""
    noah lucas sem liam daan james luca milan levi finn luuk bram mees thijs lars max sam teun
    jesse ruben tim julian thomas stijn jayden gijs siem hugo jens jan tijn morris mason otis boaz
    david adam floris guus olivier rayan mohammed mohamed muhammad yusuf ali omar ibrahim amir
    youssef ayoub bilal hamza ilias zakaria pim tom nick niels sven rick koen joris jelle sander
    bas dex vince jack ties cas tobias samuel benjamin elias aiden oliver jurre jasper joep melle
    emma julia mila tess sophie zoe sara nora yara eva liv anna lotte evi noor olivia saar nina
    fleur maud isa lisa lynn sofie sophia elin elena roos fenna milou feline isabella charlotte
    lieke femke sanne anne naomi lauren lena vera jasmijn iris luna hailey nova maria amy suze
    fenne fien floor puck romy rosa jill esmee merel bo norah ella hannah hanna amira fatima aya
    yasmin aisha maryam zeynep elif mia ivy loes linde pleun veerle marit guusje mette ilse
    wessel lennart maarten pieter willem hidde sjoerd wouter merijn silke marijn
""")
_SURNAMES = _folded("""
    jong jansen vries bakker visser smit meijer mulder bos vos peters hendriks leeuwen dekker
    brouwer wit dijkstra smits graaf kok jacobs haan vermeulen heuvel veen broek bruijn heijden
    schouten beek willems vliet hoekstra maas verhoeven koster dam wal prins huisman peeters
    kuipers veenstra dijk berg boer janssen groot hendrix linden ven bosch kramer hoek postma
    kuiper vrolijk hofman schipper wouters evers dongen bosman verbeek bouwman kaya yilmaz ozturk
    demir sahin celik amrani idrissi haddou yildiz aydin arslan nguyen bennani jonge ruiter vink
    scholten driessen timmermans molenaar martens sanders gerritsen hermans timmer koning zwart
""")
_AT_LEAST, _SHARE = 4, 0.1
_TIMES_AS_MANY = 6


def is_common_first_name(folded: str) -> bool:
    """Whether a word, folded as a first name, is a first name that everybody knows."""
    return folded in _FIRST_NAMES


def is_common_surname(folded: str) -> bool:
    """The same of a surname."""
    return folded in _SURNAMES


def shows_first_names(cells: Sequence[str]) -> bool:
    """Whether a column clearly holds first names: some common ones, and hardly a surname."""
    return _are_clear(_first_names_in(cells), _surnames_in(cells), len(cells))


def shows_surnames(cells: Sequence[str]) -> bool:
    """The same of surnames, with their prefixes or without."""
    return _are_clear(_surnames_in(cells), _first_names_in(cells), len(cells))


def _are_clear(these: int, others: int, filled: int) -> bool:
    return these >= max(_AT_LEAST, _SHARE * filled) and these >= _TIMES_AS_MANY * others


def are_swapped(first_names: Sequence[str], surnames: Sequence[str]) -> bool:
    """Whether the cells of two columns of names say clearly that their headings are swapped.

    Counted are common names and prefixes (`van den Berg`) on the wrong side and on the right one.
    """
    right = _first_names_in(first_names)
    if right * _TIMES_AS_MANY > len(first_names) + len(surnames):
        return False  # as in nearly every list: so many cannot be on the wrong side
    filled = sum(1 for text in surnames if text)
    wrong = _first_names_in(surnames) + _surnames_in(first_names)
    right += _surnames_in(surnames)
    return _are_clear(wrong, right, filled)


def _first_names_in(cells: Sequence[str]) -> int:
    return sum(1 for text in cells if text and fold_first_name(text) in _FIRST_NAMES)


def _surnames_in(cells: Sequence[str]) -> int:
    return sum(1 for text in cells if text and _is_a_surname(text))


def _is_a_surname(text: str) -> bool:
    words = text.split()
    if len(words) > 1 and words[0].islower() and is_particle(words[0]):
        return True
    return has_trailing_prefix(text) or fold_surname(text.partition(",")[0]) in _SURNAMES
