"""Groups in lines of their own, above the children they hold: `Groep 5b`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from leesloket.roster.cleaning import looks_like_day
from leesloket.roster.readers.grid import filled_in, only_filled

_SECTION = re.compile(
    r"(?:(?:stam|basis)?(?:groep|klas)"
    r"(?:\s*:\s*([^\s(][^(]{0,24}?)|\s+(\d(?:[^(:|]{0,8}?[^\W_])??|[^\s(:]{0,9}\d[^\W_]{0,3}))"
    r"|gr\.?\s*(\d(?:\s*[/-]\s*\d)?\s?[a-z]?))"
    # Who teaches it, where and when, how many they are
    r"(?:\s*\(.*\)|\s*[-\u2013,]\s*[^\W\d_][^\d(]*(?:\(.*\))?)?"
    r"(?:\s*[|:,/\u2013-]?\s*(?:\d+\s+(?:leerlingen|lln|kinderen)\b|(?:schooljaar\s+)?20\d\d\b"
    r"|(?:juf|juffrouw|meester|mevr|dhr|mentor(?:en)?|leerkracht(?:en)?|leraar|docent|lokaal)\b"
    r"|aantal\b).*)?",
    re.IGNORECASE,
)
"""`Groep: Kevers`, `Gr. 5b (24 leerlingen)`, `Klas H4b - Jansen`; not the pupil Klas Jansen."""

_TITLE = re.compile(
    r"(?:(?:leerlingen|klassen|klas|groeps|namen|mentor)(?:lijst|overzicht)?\s*[:-]?"
    r"\s*(?:van\s+)?(?:groep|klas)|(?:klassen|klas|groeps|mentor)(?:lijst|overzicht)(?!\s+20\d\d))\s+(\d[^\W_]{0,3}|[^\W\d_]{1,2}\d[^\W_]?|\d\s*[/-]\s*\d[^\W\d_]?)"
    r"(?:\s*[(,\u2013-].*|\s+(?:schooljaar\s+)?20\d\d.*|\s+(?:juf|juffrouw|meester|mentor)\b.*)?",
    re.IGNORECASE,
)
"""`Leerlingenlijst groep 5b 2026-2027`; but `Leerlingen groep 1 t/m 8` are of many groups."""

_LABEL = re.compile(
    r"\s*(?:leerkracht|leraar|docent|mentor|juf|meester|mevr|dhr|aantal|lokaal|schooljaar|datum"
    r"|periode|\d+\s+(?:leerlingen|lln|kinderen)\b)",
    re.IGNORECASE,
)
"""What stands beside the title of a group."""
_BARE = re.compile(
    r"(?=.*[^\W\d_])[1-8]\s?[a-z]?(?:\s?[/-]\s?[1-8]\s?[a-z]?)*(?:\s*[-\u2013:(]\s*[^\W\d_].{0,40})?"
    r"|[1-6](?:havo|vwo|mavo|vmbo|[a-z]{1,3})[a-z0-9]?|(?:havo|vwo|mavo|[a-z]{1,2})[1-6][a-z]",
    re.IGNORECASE,
)
"""`5b`, `5/6 - De Uilen`, `2havo3`: a group without the word for it."""

_LONGEST_TITLE = 200
_SECTION_HAS_CELLS_AT_MOST = 6
_TITLE_WITH_LABEL = 2
_FEWEST_BARE = 2
_FEWEST_TITLES = 2
_ABOUT_A_GROUP = re.compile(r"\s*(?:stam|basis)?(?:groep|klas|unit)(?![^\W\d_])", re.IGNORECASE)
_MAY_BE_TITLE = re.compile(r"\s*(?:(?:stam|basis)?groep|gr\b|klas|leerling|namen)", re.IGNORECASE)
_FIRST_LETTERS = frozenset("gksbln ")
_LETTER = re.compile(r"[^\W\d_]")


class Sections:
    """The group of every pupil, line by line.  A title nobody understands ends a group."""

    def __init__(self, name_columns: Collection[int], *, tells_groups: bool) -> None:
        """`tells_groups`: a column has the group of every child."""
        self._name_columns = name_columns
        self._tells_groups = tells_groups
        self._bare: set[str] = set()
        self._group = ""
        self._groups: list[str] = []
        self._is_open = False

    def start(self, cells: Sequence[str]) -> bool:
        """Whether a line is the title of a group; the lines below it are in that group."""
        filled = len(cells) - cells.count("")
        if filled > _SECTION_HAS_CELLS_AT_MOST or (
            filled > _TITLE_WITH_LABEL and not _may_be_title(cells)
        ):
            return False
        found = group_in_title(cells)
        if not found and filled == 1 and not self._tells_groups:
            found = _bare_group(cells)
            self._bare.add(found)
        if found:
            self._group = found
            self._is_open = True
        return found != ""

    def add(self, cells: Sequence[str]) -> None:
        """A line that is no title of a group."""
        if self._group and _other_title(cells, self._name_columns):
            self._group = ""
        self._groups.append(self._group)
        self._is_open = False

    def groups(self) -> Sequence[str]:
        """One per added line; none at all when no title tells one, or when they stand below."""
        stands_below = self._is_open and bool(self._groups) and not self._groups[0]
        # One code somewhere between the children may be a remark.
        bare = self._bare - {""}
        is_remark = bool(bare) and (len(bare) < _FEWEST_BARE or not self._groups[0])
        return self._groups if any(self._groups) and not (stands_below or is_remark) else []


def _may_be_title(cells: Sequence[str]) -> bool:
    """Asked of nearly every line: few begin with a letter of `Groep`, `Klas` or `Leerlingen`."""
    first = cells[0] or next(filter(None, cells))
    return first[:1].lower() in _FIRST_LETTERS and _MAY_BE_TITLE.match(first) is not None


def titles_above(lines: Sequence[Sequence[str]], name_columns: Collection[int]) -> Sequence[str]:
    """What may be the group of every line: the title above it; empty for the titles themselves.

    None at all unless every child stands below one of several titles: a person says what they are.
    """
    titles = [_other_title(cells, name_columns) for cells in lines]
    told = [title for title in titles if title]
    apart = all(not (one and other) for one, other in pairwise(titles))
    is_above = bool(titles) and titles[0] != "" and titles[-1] == ""
    if not (is_above and apart and len(told) == len(set(told)) >= _FEWEST_TITLES):
        return ()
    groups = []
    above = ""
    for title in titles:
        above = title or above
        groups.append("" if title else above)
    return groups


def _other_title(cells: Sequence[str], name_columns: Collection[int]) -> str:
    """The only cell of a line that is no child and no group that we understand."""
    at = only_filled(cells)
    if at is None:
        return ""
    text = cells[at].strip()
    about = _ABOUT_A_GROUP.match if at in name_columns else _LETTER.search
    return text if about(text) else ""


def group_in_title(cells: Sequence[str]) -> str:
    """The group in a line that holds nothing else: `Groep 5b`, or `Klas:` beside `2havo3`."""
    filled = filled_in(cells)
    if not filled:
        return ""
    text, rest = filled[0], filled[1:]
    if rest and text.endswith(":"):
        text, rest = f"{text} {rest[0]}", rest[1:]
    if rest and not _LABEL.match(rest[0]):
        return ""
    # Long runs of spaces take the patterns minutes to give up.
    text = " ".join(text[:_LONGEST_TITLE].split())
    if told := _SECTION.fullmatch(text):
        return told.group(1) or told.group(2) or told.group(3)
    told = _TITLE.fullmatch(text)
    return told.group(1) if told else ""


def _bare_group(cells: Sequence[str]) -> str:
    """The group in a line that holds only its code."""
    text = next(cell.strip() for cell in cells if cell)
    return text if _BARE.fullmatch(text) and not looks_like_day(text) else ""
