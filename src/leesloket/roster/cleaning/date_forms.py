"""What dates look like: parted by signs or by words, and with what people write around them."""

from __future__ import annotations

import re
import unicodedata

ISO = re.compile(r"^(\d{4})[-/._\\](\d{1,2})[-/._\\](\d{1,2})(?:[T ]\d.*|Z|[+-]\d\d:\d\d)?$")
"""A day of XML may have a zone behind it (xs:date): `2014-05-12+02:00`."""
_LONGEST = 100
"""Characters: no date is longer, and to take apart thousands of marks takes seconds."""
_WEEKDAY = r"(?:(?i:ma|di|wo|do|vr|za|zo|(?:maan|dins|woens|donder|vrij|zater|zon)dag)\.?,?\s+)?"
PARTS = re.compile(
    f"^{_WEEKDAY}"
    r"(\d{1,2})\s*[-/._\\ ]\s*(\d{1,2})\s*[-/._\\ ]\s*'?(\d{4}|\d{2})(?:[T ]+\d.*)?$"
)
_WORDS = re.compile(
    r"^(?:[a-z]{2,9}\.?,?\s+)?(\d{1,2})(?:de|ste|e|st|nd|rd|th)?[-. ]+([a-z]{3,10})\.?"
    r"[-. ]+'?(\d{4}|\d{2})$"
)
_GLUED = re.compile(r"^(\d{1,2})([a-z]{3,9})(\d{4})$")
_MONTH_IN_FRONT = re.compile(
    r"^(?:[a-z]{3,9},?\s+)?([a-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$"
)
_YEAR_IN_FRONT = re.compile(r"^(\d{4})[-. /]+([a-z]{3,10})\.?[-. /]+(\d{1,2})$")
_WITHOUT_YEAR = re.compile(
    r"^(?:\d{1,2}[-. /]+([a-z]{3,9})\.?|([a-z]{3,9})\.?[-. /]+\d{1,2})$", re.IGNORECASE
)
SERIAL = re.compile(r"^(\d{5})(?:[.,]\d+)?$")
YEAR_LAST = re.compile(r"^(\d{1,2})(\d{2})((?:19|20)\d{2})$")
_DRESSED = re.compile(
    r"^(?:geb(?:oren)?\.?(?:\s+op)?\s*:?\s*|\*\s*)(?=\d)|(?<=\d{4})\s*[^\w\s()?]{1,3}$"
    r"|(?<=\d{4}),?\s+(?:te|in)\s+['\u2019]?[^\W\d_][^\d]*$",
    re.IGNORECASE,
)
"""`geb. 2-3-2017 te Ede`, `*2-3-2017`, `2-3-2017.`  Not `2-3-2017?` or `~2-3-2017`: who knows?"""
_AGE_BEHIND = re.compile(
    r"\s*\(\d{1,2}(?:\s*(?:jaar|jr)\.?)?\)$|\s*[\s,;/-]\s*\d{1,2}\s*(?:jaar|jr)\.?$"
)
_ENDS_OF_AN_AGE = (")", "r", ".")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-") | {
    ord("\u0131"): "i"
}
"""What word processors make of a hyphen; and the Turkish i without its dot, for the months."""


def _numbered(*names_of_months: str) -> dict[str, int]:
    return {
        name: number
        for number, names in enumerate(names_of_months, start=1)
        for name in names.split()
    }


MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september"),
    *("oktober", "november", "december"),
)
_MONTHS = _numbered(*MONTHS) | _numbered(
    "jan january",
    "feb february",
    "mrt mar maa march",
    "apr",
    "may",
    "jun june",
    "jul july",
    "aug august",
    "sep sept",
    "okt oct october",
    "nov",
    "dec",
)
_MONTHS_ELSEWHERE = _MONTHS | _numbered(
    "januar janvier jannewaris ocak",
    "februar fevrier febrewaris subat",
    "marz maerz mars mart",
    "avril nisan",
    "mai maaie mayis",
    "juin juny haziran",
    "juillet july temmuz",
    "aout agustos",
    "septembre septimber eylul",
    "octobre ekim",
    "novembre novimber kasim",
    "dezember dez decembre desimber aralik",
)
"""German, French, Frisian and Turkish as well.  Only beside a year: `Mars 5` is a group."""

_SERIALS = range(32874, 49674)
"""The days from 1990 to 2035, as a spreadsheet that begins in 1900 counts them."""


def looks_like_date(value: str) -> bool:
    """Whether a cell has the form of a date; a bare number never has."""
    value = plain_date(value)
    if ISO.match(value) or PARTS.match(value):
        return True
    return in_words(value) is not None


def looks_like_day(value: str) -> bool:
    """Whether a cell is a date, or one without its year as a spreadsheet shows it: `5-jun`."""
    if looks_like_date(value):
        return True
    found = _WITHOUT_YEAR.match(value)
    return found is not None and (found[1] or found[2]).lower() in _MONTHS


def looks_like_serial(value: str) -> bool:
    """Whether a cell can be a spreadsheet's serial number of a pupil's birth date."""
    found = SERIAL.match(value)
    return found is not None and int(found[1]) in _SERIALS


def in_words(value: str) -> tuple[int, int, str] | None:
    """Day, month and year of `12 mei 2014`, `12. Mai 2014`, `May 12, 2014` and `2014-mei-12`."""
    lowered = value.lower()
    if found := _WORDS.match(lowered) or _GLUED.match(lowered):
        day, month, year = found[1], found[2], found[3]
    elif found := _MONTH_IN_FRONT.match(lowered):
        day, month, year = found[2], found[1], found[3]
    elif found := _YEAR_IN_FRONT.match(lowered):
        day, month, year = found[3], found[2], found[1]
    else:
        return None
    return (int(day), _MONTHS_ELSEWHERE[month], year) if month in _MONTHS_ELSEWHERE else None


def plain_date(value: str) -> str:
    """A cell with plain hyphens and letters, and without what stands before or behind the date."""
    if value.isascii() and value[-1:].isdigit() and value[:1].isdigit():
        return value  # as nearly all are, and a list has thousands
    if not value.isascii() and len(value) <= _LONGEST:
        letters = unicodedata.normalize("NFKD", value.lower()).translate(_DASHES)
        value = "".join(sign for sign in letters if not unicodedata.combining(sign))
    if value.endswith(_ENDS_OF_AN_AGE):
        value = _AGE_BEHIND.sub("", value)
    return _DRESSED.sub("", value)
