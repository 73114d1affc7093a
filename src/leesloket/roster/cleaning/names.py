"""Dutch names taken apart: first name, prefix and surname, however a list writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from leesloket.roster.cleaning.folding import fold
from leesloket.roster.cleaning.notes import is_quoted
from leesloket.roster.cleaning.particles import (
    BEFORE_AN_ARTICLE,
    WITH_A_CAPITAL_TOO,
    is_particle,
    opens_prefix,
    plain_word,
)

_PREFIX_AND_TWO_NAMES = _TITLE_AND_TWO_NAMES = 3
_CAPITAL_VAN = frozenset({"Van", "VAN", "V\u0103n", "V\u0102N", "V\u00c2N", "V\u00e2n"})
# Of most Vietnamese children; `Van` beside these is a middle name: `Nguyen, Van Anh`.
_VIETNAMESE = frozenset(
    {
        *("nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui"),
        *("do", "ho", "ngo", "duong", "ly", "truong", "dinh", "trinh", "doan", "dao", "luong"),
    }
)
_BEHIND_WITH_A_CAPITAL = WITH_A_CAPITAL_TOO | {"el"}

_BRACKETS = re.compile(r"\(([^()]*)\)")
_TITLES = frozenset({"dhr", "mevr", "mw"})
"""In front of a first name; of a surname alone (`Mw. Bos`) nobody knows the first name."""
_FAMILIES = frozenset({"fam", "familie", "gezin"})
"""Before a name that is no child's."""
_OTHER_COMMA = re.compile(r"\s*[;|]\s*")
_CALL_NAME = re.compile(r"\s*\(([^\W\d_][^()]*)\)$")
_MAY_BE_INITIALS = re.compile(r"^(?:[^\W\d_]{1,2}\.\s*)+$|^[^\W\d_a-z](?:\s?[^\W\d_a-z]){0,3}$")
_ARE_INITIALS = re.compile(r"^(?:[^\W\d_a-z]\.)+$|^[A-Z]$")
_LETTERS_WITH_STOPS = re.compile(r"(?:[^\W\d_a-z]\.)+")
_JOINED_INITIALS = re.compile(r"^(?:[^\W\d_]{1,2}\.\s*)+$")


class WholeName(NamedTuple):
    """A name taken apart.  Not known is empty."""

    first_name: str
    prefix: str
    surname: str


def is_whole_name(value: str) -> bool:
    """Two words or more besides a prefix: a first name and a surname."""
    return sum(not is_particle(word) for word in value.split()) > 1


def is_middle_name(first_names: str, surname: str) -> bool:
    """Whether `Van` is one of the first names: `Van Anh` or `THI VAN` of a family Nguyen."""
    return not _CAPITAL_VAN.isdisjoint(first_names.split()) and fold(surname) in _VIETNAMESE


def _has_middle_name(words: Sequence[str]) -> bool:
    """A whole name with `Van` before a surname: `Thi Van Le`, `Van Anh Nguyen`."""
    return is_middle_name(" ".join(words[:-1]), words[-1]) if words else False


def split_surname(value: str) -> tuple[str, str]:
    """`van den Berg`, `Berg, van den` and `Berg (van den)` to `van den` and `Berg`.

    Initials behind the comma are no part of it: `Berg, J. van den`.
    """
    value = without_brackets(value)
    core, comma, rest = value.partition(",")
    if comma and rest.split():
        behind = [word for word in rest.split() if not _ARE_INITIALS.match(word)]
        if all(map(is_particle, behind)):
            return " ".join(behind), core.strip()
    words = value.split()
    length = _prefix_length(words)
    if length == 0 and (tail := _trailing_prefix(words)):
        return " ".join(words[-tail:]), " ".join(words[:-tail]).rstrip(" -/;")
    return " ".join(words[:length]), " ".join(words[length:])


def split_whole_name(value: str) -> WholeName:
    """Take a whole name apart: `Berg, Jan van den`, `van den Berg, Jan`, `Jan van den Berg`.

    Without a comma the first word is the first name, unless a prefix shows where the surname
    starts (`Anna Maria van Dijk`).  `van Dijk Anna` and `Dijk Anna van` do not tell it: then there
    is no first name.
    """
    value = without_brackets(value)
    before, comma, after = value.partition(",")
    if comma:
        return _split_at_comma(before.strip(), after.strip())
    words = _OTHER_COMMA.sub(" ", value).split()
    if len(words) >= _TITLE_AND_TWO_NAMES and words[0].rstrip(".").lower() in _TITLES:
        words = words[1:]
    if len(words) > 1 and words[0].rstrip(".").lower() in _FAMILIES:
        return WholeName("", *split_surname(" ".join(words[1:])))
    if _has_middle_name(words):
        return WholeName(" ".join(words[:-1]), "", words[-1])
    if _starts_with_surname(words):
        return WholeName("", *split_surname(" ".join(words)))
    starts = [at for at in range(1, len(words) - 1) if _opens_surname(words, at)]
    if starts:
        surname = words[starts[0] :]
        length = _prefix_length(surname)
        return WholeName(
            " ".join(words[: starts[0]]), " ".join(surname[:length]), " ".join(surname[length:])
        )
    first = 1
    while (
        first < len(words) - 1
        and (
            (_is_initial(words[first - 1]) and _is_initial(words[first]))
            # `Jan P. Bakker`; of `Jan O Brien`, `Jan St. John` and `Bakker J. P.` nothing is moved.
            or (_LETTERS_WITH_STOPS.fullmatch(words[first]) and not _is_initial(words[-1]))
            or _is_in_brackets(words[:first], words[first])
        )
    ):
        first += 1
    return WholeName(" ".join(words[:first]), "", " ".join(words[first:]))


def _is_initial(word: str) -> bool:
    return is_initials(word) or (len(word) == 1 and word.isupper())


def _is_in_brackets(before: Sequence[str], word: str) -> bool:
    """A call name behind the first name: `Zoë (Zo) Bakker`, `Johannes "Jan" Bakker`."""
    if is_quoted(word):
        return True
    is_open = " ".join(before).count("(") > " ".join(before).count(")")
    return is_open or word.startswith("(")


def split_surname_first(value: str) -> WholeName:
    """Take a whole name apart of which is known that the surname comes first: `Berg Jan van den`.

    The surname is one word, unless a hyphen, a prefix inside it or capitals say that it goes on; or
    a sign stands behind it (`Berg; Jan`).
    """
    value = value if "," in value else _OTHER_COMMA.sub(", ", value, count=1)
    if "," in value:
        return split_whole_name(value)
    words = without_brackets(value).split()
    in_front = _prefix_length(words)
    prefix, names = words[:in_front], words[in_front:]
    if behind := _trailing_prefix(names):
        names, prefix = names[:-behind], prefix or names[-behind:]
    end = 1
    while end < len(names) - 1 and _goes_on(names[end - 1], names[end]):
        end += 1
    first = end
    while first < len(names) - 1 and is_particle(names[first]):  # `Berg van den Jan`
        first += 1
    prefix = prefix or names[end:first]
    return WholeName(" ".join(names[first:]), " ".join(prefix), " ".join(names[:end]))


def _goes_on(word: str, following: str) -> bool:
    return (
        word.endswith("-")
        or following.startswith("-")
        or is_particle(word.rpartition("-")[2])
        or (_is_in_capitals(word) and _is_in_capitals(following))
    )


def _tells_no_first_name(value: str) -> bool:
    """A whole name with its prefix in front or at the end: the surname stands first, somewhere."""
    return "," not in value and _starts_with_surname(without_brackets(value).split())


def _starts_with_surname(words: list[str]) -> bool:
    if len(words) < _PREFIX_AND_TWO_NAMES or _has_middle_name(words):
        return False
    in_front = words[0].islower() and opens_prefix(words[0])
    return in_front or plain_word(words[0]) in WITH_A_CAPITAL_TOO or _trailing_prefix(words) > 0


def stands_surname_first(value: str) -> bool:
    """A whole name that starts with its surname, no comma behind it: `BERG Jan`, `Berg Jan van`."""
    words = value.split()
    in_capitals = len(words) > 1 and "," not in value and _is_in_capitals(words[0])
    return (in_capitals and not words[-1].isupper()) or _tells_no_first_name(value)


def _is_in_capitals(word: str) -> bool:
    """Not `JP`: two capitals are initials."""
    return len(word) > 2 and word.isupper() and not is_initials(word)  # noqa: PLR2004 - see above


def without_brackets(value: str) -> str:
    """`Berg, Jan (van den)` as `Berg, Jan van den`; other words in brackets stay in them."""
    found = _BRACKETS.search(value) if "(" in value else None
    if found is None or not all(map(is_particle, words := found[1].split())):
        return value
    if words and words[0][0].isupper() and words[0].lower() not in WITH_A_CAPITAL_TOO:
        return value
    return " ".join(f"{value[: found.start()]} {found[1]} {value[found.end() :]}".split())


def is_initials(value: str) -> bool:
    """`J.`, `A.B.`, `Th. J.`: initials, not a first name."""
    return _JOINED_INITIALS.match(value) is not None


def is_letter_or_initials(name: str) -> bool:
    """What stands for a first name or a surname: `J.M.`, and the `B` of `Anna B`."""
    return len(name) == 1 or is_initials(name)


def call_name(first_name: str) -> str:
    """The call name behind initials: `J.M. (Jan)` is Jan.  Behind a name it stays: `Zoë (Zo)`.

    Initials behind a name (`Jan (J.M.)`) are no part of it.
    """
    found = _CALL_NAME.search(first_name)
    if found is None:
        return first_name
    before = first_name[: found.start()]
    if before and _ARE_INITIALS.match(found[1]):
        return before
    return found[1] if before == "" or _MAY_BE_INITIALS.match(before) else first_name


def _split_at_comma(before: str, after: str) -> WholeName:
    # "van den, Jan Berg"; but "Le, Minh Anh", and of a list in small letters nobody can tell it.
    if (
        before.islower()
        and not after.islower()
        and " " in after
        and all(map(is_particle, before.split()))
    ):
        whole = split_whole_name(after)
        if whole.first_name and not whole.prefix:
            return WholeName(whole.first_name, before, whole.surname)
    if is_middle_name(after, before):
        return WholeName(after, "", before)
    prefix, surname = _split_before_comma(before)
    found = _CALL_NAME.search(after)
    if found is not None:  # "Berg, J. van den (Jan)"
        whole = _split_at_comma(before, after[: found.start()])
        first = f"{whole.first_name} ({found[1]})".strip()
        return WholeName(first, whole.prefix, whole.surname)
    told, comma, rest = after.partition(",")
    if comma and all(map(is_particle, told.split())):  # "Berg, van den, Jan"
        return WholeName(rest.strip(), prefix or told.strip(), surname)
    words = after.replace(",", " ").split()
    tail = len(words)
    while tail > 0 and is_particle(words[tail - 1]):
        tail -= 1
    # "Berg, van den" has no first name; "Berg, Jan van den" and "Berg, van den Jan" have both.
    front = 0 if prefix or tail < len(words) else _prefix_before_first_name(words)
    told = " ".join(words[tail:] or words[:front])
    return WholeName(" ".join(words[front:tail]), prefix or told, surname)


def _split_before_comma(surname: str) -> tuple[str, str]:
    """`Berg Van Den` is no surname before a comma, nor is `Amrani El`: a capital is none of theirs.

    Of a Vietnamese family the last word may be a name.
    """
    words = surname.split()
    end = len(words)
    while end > 1 and _is_behind(words, end - 1):
        end -= 1
    if end == len(words) or _prefix_length(words) or plain_word(words[0]) in _VIETNAMESE:
        return split_surname(surname)
    return " ".join(words[end:]), " ".join(words[:end])


def _is_behind(words: Sequence[str], at: int) -> bool:
    told = plain_word(words[at])
    return (
        told in _BEHIND_WITH_A_CAPITAL
        or (words[at].islower() and is_particle(told))
        or (at + 1 < len(words) and told in BEFORE_AN_ARTICLE)
    )


def _prefix_before_first_name(words: list[str]) -> int:
    """How many words of `van den Jan` are prefix: in small letters, since `Ben Ali` is a name."""
    is_small = words and words[0].islower() and not words[-1].islower()
    is_sure = words and words[0].lower() in WITH_A_CAPITAL_TOO
    return _prefix_length(words) if is_small or is_sure else 0


def _opens_surname(words: list[str], at: int) -> bool:
    """A prefix, or the first half of a double name that has one inside.

    `Anna Bakker-van den Berg`, and with spaces around the hyphen.
    """
    before, hyphen, after = words[at].rpartition("-")
    return (
        opens_prefix(words[at])
        or (hyphen != "" and before != "" and (after == "" or is_particle(after)))
        or words[at + 1].startswith("-")
    )


def _prefix_length(words: list[str]) -> int:
    """How many leading words are prefix; the last word is always surname."""
    if not words[1:] or not opens_prefix(words[0]):
        return 0
    length = 1
    while length < len(words) - 1 and is_particle(words[length]):
        length += 1
    return length


def _trailing_prefix(words: list[str]) -> int:
    """How many words of `Berg van den` are prefix: in small letters, since `Tran Do` is a name.

    Or in capitals as all of it is, where no other name is written so: `BERG VAN DEN`.
    """
    length = 0
    while length < len(words) - 1 and _is_particle_behind(words, -1 - length):
        length += 1
    return length if length and opens_prefix(words[-length]) else 0


def _is_particle_behind(words: Sequence[str], at: int) -> bool:
    word = words[at]
    if word.islower():
        return is_particle(word)
    if not (_is_in_capitals(words[0]) and word.isupper()):
        return False
    told = plain_word(word)
    return told == "el" or told in WITH_A_CAPITAL_TOO or (at < -1 and told in BEFORE_AN_ARTICLE)


def has_trailing_prefix(value: str) -> bool:
    """`Berg van den`, `Berg (van den)`: a name with a prefix behind it and no comma between."""
    return _trailing_prefix(without_brackets(value).split()) > 0
