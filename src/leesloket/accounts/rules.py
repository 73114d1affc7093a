"""Rights, passwords for one time, and who may do what to whom: decided without a database."""

import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol, TypeVar

from anyascii import anyascii

from leesloket.branches.rules import year_on

UPLOAD: Final = "upload"
IMPORT: Final = "import"
DESK: Final = "desk"
LENDING: Final = "lending"
REPORTS: Final = "reports"
TEACH: Final = "teach"
ADMINISTER: Final = "administer"
KINDS: Final = (UPLOAD, IMPORT, DESK, LENDING, REPORTS, TEACH, ADMINISTER)

SECOND_FACTOR_KINDS: Final = frozenset({UPLOAD, IMPORT, DESK, REPORTS, TEACH, ADMINISTER})
"""Whoever sees a list of pupils; a volunteer who only lends and takes back does not."""

GIVEN_BY_IMPORTERS: Final = frozenset({UPLOAD, TEACH})
"""What staff give at the desk; every other right comes from an administrator."""

GIVEN_BY_SCHOOLS: Final = frozenset({UPLOAD, LENDING})
"""What the word of a school's identity provider is enough for; never the desk or the register."""

OF_A_SCHOOL: Final = frozenset({UPLOAD, TEACH})
"""What is of use where there are pupils, and not at a public branch."""

OPENS_NOTHING_YET: Final = frozenset({LENDING, REPORTS})
"""What no screen asks for as long as that part is not there; who gives one reads that."""

GIVEN_WITH_A_GROUP: Final = frozenset({TEACH})
"""What says nothing by itself: it comes and goes with a group (leesloket.teaching)."""


class _Dated(Protocol):
    @property
    def from_date(self) -> date: ...
    @property
    def until_date(self) -> date | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


_Right = TypeVar("_Right", bound=_Dated)


def active_on(right: _Dated, day: date) -> bool:
    """Whether the right holds on `day`; the first and the last day count, an ended one never."""
    if right.ended_at is not None:
        return False
    return right.from_date <= day and (right.until_date is None or day <= right.until_date)


def rights_on(rights: Iterable[_Right], day: date) -> tuple[_Right, ...]:
    """The rights that hold on `day`, in the order given."""
    return tuple(right for right in rights if active_on(right, day))


def overlaps(first: _Dated, second: _Dated) -> bool:
    """Whether two rights share a day, both not ended."""
    if first.ended_at is not None or second.ended_at is not None:
        return False
    return (first.until_date is None or second.from_date <= first.until_date) and (
        second.until_date is None or first.from_date <= second.until_date
    )


def needs_second_factor(kinds: Iterable[str]) -> bool:
    """Whether somebody with rights of these kinds must sign in with a second factor."""
    return not SECOND_FACTOR_KINDS.isdisjoint(kinds)


# --- the yearly review ----------------------------------------------------------------------------

REMIND_AFTER: Final = (timedelta(days=14), timedelta(days=45))
"""After the first of August: when the schools are back, and once more a month later."""


class _Reviewed(_Dated, Protocol):
    @property
    def confirmed_on(self) -> date | None: ...


def review_from(day: date) -> date:
    """The first of August of this school year: whoever left, left before it."""
    return year_on(day).starts_on


def awaits_review(right: _Reviewed, day: date) -> bool:
    """Whether a right of an earlier school year has not been confirmed in this one."""
    known_since = max(right.from_date, right.confirmed_on or right.from_date)
    return active_on(right, day) and known_since < review_from(day)


def reminders_due(day: date) -> int:
    """How many reminders of the yearly review have had their day in this school year."""
    return sum(review_from(day) + after <= day for after in REMIND_AFTER)


# --- who may do what to whom ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """One right that holds today, as far as these rules need it."""

    kind: str
    branch_id: int


def may_manage_people(actor: Iterable[Held]) -> bool:
    """Whether somebody may see the people of the library and add one."""
    return any(right.kind in {ADMINISTER, IMPORT} for right in actor)


def may_give(actor: Iterable[Held], *, kind: str, branch_id: int) -> bool:
    """Whether somebody may give or end this right: administrators all, importers 'upload'."""
    held = tuple(actor)
    if any(right.kind == ADMINISTER for right in held):
        return True
    return kind in GIVEN_BY_IMPORTERS and Held(IMPORT, branch_id) in held


def kinds_to_give(actor: Iterable[Held]) -> tuple[str, ...]:
    """The kinds of right somebody can give at all, in the order of KINDS."""
    kinds = {right.kind for right in actor}
    alone = tuple(kind for kind in KINDS if kind not in GIVEN_WITH_A_GROUP)
    if ADMINISTER in kinds:
        return alone
    return tuple(kind for kind in alone if kind in GIVEN_BY_IMPORTERS and IMPORT in kinds)


def may_reset(actor: Iterable[Held], target: Iterable[Held]) -> bool:
    """Whether somebody may start a new password or second factor for somebody else.

    An importer only for people who have nothing but 'upload' in the importer's own branches:
    resetting a colleague with more rights would be a way to take those rights.
    """
    held = tuple(actor)
    if any(right.kind == ADMINISTER for right in held):
        return True
    return may_manage_people(held) and all(
        right.kind in GIVEN_BY_IMPORTERS and Held(IMPORT, right.branch_id) in held
        for right in target
    )


def may_name_teachers(actor: Iterable[Held], *, branch_id: int) -> bool:
    """Whether somebody says who teaches which group: staff, and who sends the school's list."""
    held = tuple(actor)
    return may_give(held, kind=TEACH, branch_id=branch_id) or Held(UPLOAD, branch_id) in held


def may_report_gone(actor: Iterable[Held], *, kind: str, branch_id: int) -> bool:
    """Whether a school may say of somebody that they left: who sends for it, of who else does."""
    return kind == UPLOAD and Held(UPLOAD, branch_id) in tuple(actor)


# --- shared accounts -----------------------------------------------------------------------------

HELD_BY_SHARED: Final = frozenset({UPLOAD})
"""All that an account of a whole office may do: nobody knows who holds its password today."""

LONGEST_NAME: Final = 80

# Accents that are no part of a letter yet; more than one on a letter is a scribble, no name.
_ACCENTS: Final = "\u0300-\u036f"
_LOOSE_ACCENT: Final = re.compile(rf"(?<![^\W\d_])[{_ACCENTS}]")


def may_share(actor: Iterable[Held]) -> bool:
    """Whether somebody may make an account that a school shares: administrators only."""
    return any(right.kind == ADMINISTER for right in actor)


def shared_may_hold(*, kind: str, branch_id: int, shared_at: int) -> bool:
    """Whether the account that the branch `shared_at` shares can be given this right."""
    return kind in HELD_BY_SHARED and branch_id == shared_at


def person_name(typed: str) -> str | None:
    """The first and last name that somebody typed, in one spelling; None when it is no name.

    Letters in at least two words, with the apostrophe, hyphen, dot and space that names have; no
    digit, no sign that a sheet or a page takes for its own, nothing that cannot be seen.
    """
    if len(typed) > 4 * LONGEST_NAME:
        return None
    name = " ".join(re.split(r"[ \u00a0]+", unicodedata.normalize("NFC", typed))).strip()
    if len(name) > LONGEST_NAME or not all(map(_in_a_name, name)):
        return None
    if _LOOSE_ACCENT.search(name):
        return None
    words = [word for word in name.split(" ") if any(map(str.isalpha, word))]
    begins_as_one = name[:1].isalpha() or name[:1] in {"'", "\u2019"}
    return name if len(words) > 1 and begins_as_one else None


def _in_a_name(sign: str) -> bool:
    return sign.isalpha() or sign in " '\u2019-." or "\u0300" <= sign <= "\u036f"


# --- login names ----------------------------------------------------------------------------------

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{2,59}")


def login_fits(login: str) -> bool:
    """Whether this can be a login name: 3 to 60 letters, digits, dots, dashes or an @."""
    return _LOGIN.fullmatch(login) is not None


def login_for(name: str) -> str:
    """A login name to propose for somebody of this name: `anna.devries`; empty where none fits."""
    first, *others = re.findall(r"[a-z0-9]+", anyascii(name).lower()) or [""]
    login = ".".join(filter(None, (first, "".join(others))))[:60]
    return login if login_fits(login) else ""


# --- passwords for one time ----------------------------------------------------------------------

# Without c, q, x and y, which are read aloud in more than one way.
_ONSETS: Final = tuple("bdfghjklmnprstvwz")
_VOWELS: Final = (*"aeiou", "aa", "ee", "oo", "oe", "ie", "eu", "ui")
_CODAS: Final = tuple("klmnprst")
_BLOCKS: Final = 4
_DIGITS: Final = tuple("23456789")

Choose = Callable[[tuple[str, ...]], str]


def one_time_password(choose: Choose = secrets.choice) -> str:
    """A password to read aloud or print, such as `boelan-zeetuk-mier-...`, with at least 60 bits.

    Four blocks of two syllables: (17 x 12 x 17 x 12 x 8) ** 4 x 8 ** 2 is some 79 bits; `choose`
    picks one of a list and must be as random as `secrets`.
    """
    blocks = [
        choose(_ONSETS) + choose(_VOWELS) + choose(_ONSETS) + choose(_VOWELS) + choose(_CODAS)
        for _ in range(_BLOCKS)
    ]
    return "-".join(blocks) + "-" + choose(_DIGITS) + choose(_DIGITS)


def one_time_until(now: datetime, *, days: int) -> datetime:
    """Until when a password given at `now` can be used."""
    return now + timedelta(days=days)


def one_time_expired(until: datetime | None, now: datetime) -> bool:
    """Whether the password was for one time and its time is over."""
    return until is not None and until < now


# --- browsers ------------------------------------------------------------------------------------

# In this order: most browsers say that they are several others as well.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def browser_and_system(user_agent: str) -> tuple[str, str]:
    """What a browser and its device are called; empty for what we do not know."""
    return _first(user_agent, _BROWSERS), _first(user_agent, _SYSTEMS)


def _first(text: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in names if sign in text), "")


# --- emergency codes -----------------------------------------------------------------------------

EMERGENCY_DIGITS: Final = 12
"""More than an app's six and a recovery code's eight: what somebody typed tells which it is."""

EMERGENCY_TRIES: Final = 10
"""So many wrong ones and a code is worth nothing: one in a hundred thousand million is guessed."""

EMERGENCY_PER_DAY: Final = 3
"""So many codes for one person in a day, whoever makes them."""

_NUMBERS: Final = tuple("0123456789")


def emergency_code(choose: Choose = secrets.choice) -> str:
    """Twelve digits in threes of four, to read aloud: `4829 1057 6314`."""
    blocks = ("".join(choose(_NUMBERS) for _ in range(4)) for _ in range(EMERGENCY_DIGITS // 4))
    return " ".join(blocks)


def emergency_digits(typed: str) -> str | None:
    """The digits of an emergency code as it was typed; None when it is another kind of code."""
    digits = re.sub(r"[\s.-]", "", typed)
    return digits if re.fullmatch(rf"[0-9]{{{EMERGENCY_DIGITS}}}", digits) else None
