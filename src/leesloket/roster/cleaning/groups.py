"""Groups: `Groep 5A`, `1/2A`, `Kabouters`, `3HB`, `w1a`, and the year groups they tell of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from leesloket.roster.cleaning.text import is_not_known

PRIMARY = frozenset("12345678")
SECONDARY = frozenset({"11", "12", "13", "14", "15", "16"})

_WORD_GROUP = re.compile(r"^(?:groep|groepen|group|gr|grp|klas|kl)\b[\s.:]*(?=\d)", re.IGNORECASE)
_GLUED_GROUP = re.compile(r"^(?:groep|gr|klas)(?=\d)", re.IGNORECASE)
_FRACTIONS = {0xBD: "1/2", 0xBE: "3/4", 0x2154: "2/3", 0x215A: "5/6", 0x215E: "7/8"}
"""What word processors make of a combination."""
_TEACHER = re.compile(r"^(\S+)\s+[-\u2013(]\s*[^\W\d_]")
"""`k2a - juf Els`, `H4b (mentor Bos)`: the group, and whose it is."""
_WHOLE_NUMBER = re.compile(r"^(\d{1,2})[.,]0$")

# 1/2, 1-2A, 1/2/3 b, 5+6, "3 en 4", 1\\2, "3/groep 4"
_COMBINATION = re.compile(
    r"^([1-8])((?:\s*(?:[/\\+&,-]|\ben\b)\s*(?:(?:groep|gr\b\.?)\s*)?[1-8])+)\s*[-.]?\s*[a-z]{0,2}(?![a-z0-9])",
    re.IGNORECASE,
)
# 5a/6a, 5a+6b, "5a en 6a"
_COMBINATION_OF_GROUPS = re.compile(
    r"^([1-8])[a-z]((?:\s*(?:/|\+|&|\ben\b)\s*[1-8][a-z])+)(?![a-z0-9])", re.IGNORECASE
)
# 1-8, "6 - 8": with a dash and more than a year between, the years between are in it
_DASHED = re.compile(
    r"^([1-8])\s*-\s*([1-8])(?![-/+&,0-9])\s*[-.]?\s*[a-z]{0,2}(?![a-z0-9])", re.IGNORECASE
)
# "6 t/m 8", "6-t/m-8"
_RANGE = re.compile(r"^([1-8])\s*(?:t/m|tm|tot en met)\s*([1-8])(?![a-z0-9])", re.IGNORECASE)
# 5, 5b, 5 B, 5-b, 5.1, "5b Kevers", "5 - juf Anke"
_PRIMARY = re.compile(r"^0?([1-8])(?:\s*[-.]\s*\d|\s*[-.]?\s*[a-z])?(?![a-z0-9])", re.IGNORECASE)
# 3HB, 4VD, 2havo3, 1bk2, 3MH1, 6v4, 1.havo: a year and a stream of two letters or with a digit
_YEAR_FIRST = re.compile(
    r"^([1-6])[\s.-]?(?:[a-z]{2,8}(?:-[a-z]{1,3})?\d{0,2}[a-z]?|[a-z]\d{1,2})$", re.IGNORECASE
)
# w1a, H2b, H5a, havo4c, bk1, h5.1
_STREAM_FIRST = re.compile(
    r"^(?:[a-z]{1,3}|havo|vwo|mavo|vmbo|gym|ath|tto)[\s.-]?([1-6])(?:[a-z]{0,3}\d{0,2}|\.\d{1,2})$",
    re.IGNORECASE,
)
# havo 4, 1vwo: no teacher is called so, and no animal; but Kath and Otto are
_STREAM_WORD = re.compile(r"havo|vwo|mavo|vmbo|gym|(?<![a-z])(?:ath|tto)", re.IGNORECASE)
# 5HT, 8JV, "5 Uilen": in a primary school the year, and a teacher or a name
_YEAR_AND_WORD = re.compile(r"^0?([1-8])[\s.-]*[a-z]{2,}$", re.IGNORECASE)
_LAST_YEARS, _YEARS_BEFORE = frozenset("78"), frozenset("56")
# 0/1/2: those who are not four yet are with the youngest
_WITH_PRESCHOOL = re.compile(r"^0\s*[-/+]\s*(?=1(?![0-9]))")
# One letter behind a digit says primary or secondary only together with the rest of the column.
_EITHER = re.compile(r"^([1-6])\s?[a-z]$", re.IGNORECASE)
# A class for newcomers of 12 to 18 (ISK 1A) tells how far they are, and no year; in special
# education (SO-1, VSO 2) and behind DP a number is that of the class or of the programme.
_NOT_A_STREAM = re.compile(
    r"^(?:[1-8]\s*(?:ab|bc|cd)$|(?:ob|mb|gr|u|unit|lokaal|isk|v?so|sbo|zml|dp)[\s.-]?\d)",
    re.IGNORECASE,
)
# The youngest (K1a) and the oldest (BB3) of a primary school; in a secondary one kader and basis.
_OR_OF_PRIMARY = re.compile(r"^(?:k|kl|bb)[\s.-]?\d", re.IGNORECASE)

_STAGE = re.compile(r"^(?:isk|schakelklas)[\s.-]*([1-9])(?![0-9])", re.IGNORECASE)

_UNDECIDED = re.compile(
    r"^(?:(?:groep|klas)\b[\s:-]*)?(?:nog )?(?:"
    r"(?:niet|nader|in|te) (?:te )?(?:ingedeeld|geplaatst|bekend|toegewezen|bepaald|bepalen|delen)"
    r"|onbekend|(?:nog )?volgt(?: nog)?|n\.?[nt]\.?b\.?|t\.?b\.?d\.?)$"
    r"|^(?:geen|zonder) (?:groep|klas)$",
    re.IGNORECASE,
)
"""What a list that is made before the summer says of children who were not put in a class."""


@lru_cache(maxsize=2048)
def is_no_group(value: str) -> bool:
    """Whether a cell says that there is no group, or none yet: `-`, `nog niet ingedeeld`."""
    return is_not_known(value) or _UNDECIDED.match(value) is not None


@lru_cache(maxsize=2048)  # a school has some dozens of groups, and a row each
def clean_group(value: str) -> str:
    """The group's short name as written, without the word: `Groep 5A` is `5A`."""
    found = _WHOLE_NUMBER.match(value)
    if found:
        return found[1]
    value = value.translate(_FRACTIONS)
    shortened = _WORD_GROUP.sub("", value) or value
    return _GLUED_GROUP.sub("", shortened) or shortened


def _code_of(group: str) -> str:
    code = clean_group(group)
    found = _TEACHER.match(code)
    return found[1] if found else code


@lru_cache(maxsize=2048)
def fold_group(value: str) -> str:
    """The key two groups are compared on: case, spaces, a stop and the word Groep do not count."""
    folded = "".join(clean_group(value).lower().split())
    return folded.rstrip(".,;:") or folded


@lru_cache(maxsize=2048)
def year_groups_of(group: str, *, secondary: bool | None = None) -> tuple[str, ...]:
    """The year groups a group's name tells of: `1/2A` to ("1", "2"), `3HB` to ("13",).

    `secondary` says how to read what could be either (`3B`).  Only where it is surely False is
    `5 HT` year 5 and its teacher, and `5 Uilen` no stream.  Names like `Kabouters` tell nothing.
    """
    code = _WITH_PRESCHOOL.sub("", _code_of(group))
    found = _DASHED.match(code)
    if found and found[1] < found[2] and not secondary:
        return tuple(str(year) for year in range(int(found[1]), int(found[2]) + 1))
    found = _COMBINATION.match(code) or _COMBINATION_OF_GROUPS.match(code)
    if found and not secondary:
        return tuple(dict.fromkeys(re.findall(r"[1-8]", found[0])))
    found = _RANGE.match(code)
    if found and found[1] < found[2]:
        years = range(int(found[1]), int(found[2]) + 1)
        return tuple(f"1{year}" if secondary else str(year) for year in years)
    may_be_stream = secondary is not False or _STREAM_WORD.search(code)
    of_primary = not secondary and _OR_OF_PRIMARY.match(code)
    if may_be_stream and not of_primary and not _NOT_A_STREAM.match(code):
        found = _YEAR_FIRST.match(code) or _STREAM_FIRST.match(code)
        if found:
            return (f"1{found[1]}",)
    found = _PRIMARY.match(code) or (None if may_be_stream else _YEAR_AND_WORD.match(code))
    if not found:
        return ()
    if secondary and found[1] in "123456":
        return (f"1{found[1]}",)
    return (found[1],)


@lru_cache(maxsize=2048)
def stage_of(group: str) -> int | None:
    """How far a class for newcomers to the country is: 2 of `ISK 2A`; None of any other group.

    Children of all ages are in it for a year or two, and leave from the last stage.
    """
    found = _STAGE.match(clean_group(group))
    return int(found[1]) if found else None


def is_secondary(groups: Iterable[str]) -> bool | None:
    """Whether a school's groups are those of a secondary school, judged over all of them.

    `5 HT` is a stream, or year 5 and its teacher: groups 7 and 8 beside 5 or 6 tell which.  Surely
    False only then; None where the groups may be a primary school's.
    """
    years: set[str] = set()
    primary = secondary = either = 0
    for group in set(groups):
        code = _code_of(group)
        told = year_groups_of(group) or year_groups_of(group, secondary=False)
        if not told or _EITHER.match(code):
            continue
        if told[0] in PRIMARY:
            primary += 1
            years.update(told)
        elif _YEAR_AND_WORD.match(code) and not _STREAM_WORD.search(code):
            either += 1
            years.add(told[0][-1])
        else:
            secondary += 1
    goes_to_8 = not _LAST_YEARS.isdisjoint(years) and not _YEARS_BEFORE.isdisjoint(years)
    if either and goes_to_8 and secondary <= primary:
        return False
    return secondary + either > primary or None


def clean_year_group(value: str, *, secondary: bool | None = None) -> str | None:
    """`5`, `groep 5`, `leerjaar 3`, `13` to a year group; empty when it tells none, None when odd.

    EDEXML's other codes (B D 0 S V C N H) are years no library counts with: empty.
    """
    code = clean_group(value)
    found = re.search(r"\d+", code)
    if found is None:
        return "" if code.upper() in {"", "B", "D", "S", "V", "C", "N", "H"} else None
    number = found[0].lstrip("0")
    if number in SECONDARY or (number in PRIMARY and not secondary):
        years = year_groups_of(code)
        return number if len(years) <= 1 else ""
    if secondary and number in PRIMARY:
        return f"1{number}" if f"1{number}" in SECONDARY else None
    return "" if number == "" else None
