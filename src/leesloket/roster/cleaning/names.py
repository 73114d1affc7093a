"""Dutch names: split a whole name, and fold a name into a key to compare on.

A name is stored as the school wrote it; only the keys are folded.  Prefixes come from the BRP's
table 36 and from a count of Dutch surnames (DOMAIN.md 8).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from leesloket.roster.cleaning.notes import is_quoted

_PARTICLES = frozenset(
    {
        *("van", "de", "der", "den", "het", "ten", "ter", "te", "tot", "toe", "op", "in", "aan"),
        *("bij", "uit", "over", "onder", "voor", "achter", "'t", "'s", "t", "van't", "vd", "v.d."),
        *("v/d", "v", "v.", "d", "d.", "von", "vom", "zu", "zum", "zur", "del", "della", "di"),
        *("da", "do", "dos", "das", "du", "le", "la", "les", "des", "dem", "el", "al", "ben"),
        *("bin", "binti", "ibn", "bint", "lo", "los", "of", "genaamd", "d'", "auf", "af", "y", "e"),
        *("vande", "vander", "vanden", "op't", "in't", "aan't", "v.", "'n", "een", "wan", "ver"),
    }
)
# Words that open a prefix.  The others ("in", "of", "y") only go on with one.
_OPENERS = _PARTICLES - {"y", "e", "of", "ben", "een", "t", "d", "d.", "v", "lo", "ver", "wan"}

# No first names, with a capital in front neither: `Van den Berg Jan`, but `El Mehdi Amrani`.  In
# brackets the others are call names: `Benjamin (Ben) de Vries`.
_WITH_A_CAPITAL_TOO = frozenset({"van", "de", "den", "der", "het", "ten", "ter", "von", "'t", "'s"})
_PREFIX_AND_TWO_NAMES = 3
_BEFORE_AN_ARTICLE = frozenset({"in", "op", "aan", "uit", "bij", "over", "onder", "voor"})
_CAPITAL_VAN = frozenset({"Van", "VAN", "V\u0103n", "V\u0102N", "V\u00c2N", "V\u00e2n"})
# Of most Vietnamese children; `Van` beside these is a middle name: `Nguyen, Van Anh`.
_VIETNAMESE = frozenset(
    {
        *("nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui"),
        *("do", "ho", "ngo", "duong", "ly", "truong", "dinh", "trinh", "doan", "dao", "luong"),
    }
)

_APOSTROPHES = re.compile("[\u2018\u2019\u00b4\u0060\u2032\u02bc]")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_CALL_NAME = re.compile(r"\s*\(([^\W\d_][^()]*)\)$")
_MAY_BE_INITIALS = re.compile(r"^(?:[^\W\d_]{1,2}\.\s*)+$|^[^\W\d_a-z](?:\s?[^\W\d_a-z]){0,3}$")
_ARE_INITIALS = re.compile(r"^(?:[^\W\d_a-z]\.)+$|^[A-Z]$")
_JOINED_INITIALS = re.compile(r"^(?:[^\W\d_]{1,2}\.\s*)+$")


class WholeName(NamedTuple):
    """A name taken apart.  Not known is empty."""

    first_name: str
    prefix: str
    surname: str


def is_particle(word: str) -> bool:
    """Whether a word can be part of a prefix: `van`, `'t`, `v.d.`; but `D.` is an initial."""
    return _plain(word) in _PARTICLES and not _is_capital_initial(word)


def is_middle_name(first_names: str, surname: str) -> bool:
    """Whether `Van` is one of the first names: `Van Anh` or `THI VAN` of a family Nguyen."""
    return not _CAPITAL_VAN.isdisjoint(first_names.split()) and fold(surname) in _VIETNAMESE


def _has_middle_name(words: Sequence[str]) -> bool:
    """A whole name with `Van` before a surname: `Thi Van Le`, `Van Anh Nguyen`."""
    return is_middle_name(" ".join(words[:-1]), words[-1]) if words else False


def _plain(word: str) -> str:
    """A word in small letters, with the plain apostrophe.  Asked for every word of every name."""
    if word.isascii() and "`" not in word:
        return word.lower()
    return _APOSTROPHES.sub("'", word).lower()


def _is_capital_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "." and word[0].isupper()  # noqa: PLR2004 - `D.`


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
    words = value.split()
    if _has_middle_name(words):
        return WholeName(" ".join(words[:-1]), "", words[-1])
    if _starts_with_surname(words):
        return WholeName("", *split_surname(value))
    starts = [at for at in range(1, len(words) - 1) if _opens_surname(words, at)]
    if starts:
        surname = words[starts[0] :]
        length = _prefix_length(surname)
        return WholeName(
            " ".join(words[: starts[0]]), " ".join(surname[:length]), " ".join(surname[length:])
        )
    first = 1
    while first < len(words) - 1 and (
        (_is_initial(words[first - 1]) and _is_initial(words[first]))
        or _is_in_brackets(words[:first], words[first])
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

    The surname is one word, unless a hyphen, a prefix inside it or capitals say that it goes on.
    """
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


def tells_no_first_name(value: str) -> bool:
    """A whole name with its prefix in front or at the end: the surname stands first, somewhere."""
    return "," not in value and _starts_with_surname(without_brackets(value).split())


def _starts_with_surname(words: list[str]) -> bool:
    if len(words) < _PREFIX_AND_TWO_NAMES or _has_middle_name(words):
        return False
    in_front = words[0].islower() and _opens_prefix(words[0])
    return in_front or _plain(words[0]) in _WITH_A_CAPITAL_TOO or _trailing_prefix(words) > 0


def stands_surname_first(value: str) -> bool:
    """A whole name that starts with its surname, no comma behind it: `BERG Jan`, `Berg Jan van`."""
    words = value.split()
    in_capitals = len(words) > 1 and "," not in value and _is_in_capitals(words[0])
    return (in_capitals and not words[-1].isupper()) or tells_no_first_name(value)


def _is_in_capitals(word: str) -> bool:
    """Not `JP`: two capitals are initials."""
    return len(word) > 2 and word.isupper() and not is_initials(word)  # noqa: PLR2004 - see above


def without_brackets(value: str) -> str:
    """`Berg, Jan (van den)` as `Berg, Jan van den`; other words in brackets stay in them."""
    found = _BRACKETS.search(value) if "(" in value else None
    if found is None or not all(map(is_particle, words := found[1].split())):
        return value
    if words and words[0][0].isupper() and words[0].lower() not in _WITH_A_CAPITAL_TOO:
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
    prefix, surname = split_surname(before)
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


def _prefix_before_first_name(words: list[str]) -> int:
    """How many words of `van den Jan` are prefix: in small letters, since `Ben Ali` is a name."""
    is_small = words and words[0].islower() and not words[-1].islower()
    is_sure = words and words[0].lower() in _WITH_A_CAPITAL_TOO
    return _prefix_length(words) if is_small or is_sure else 0


def _opens_prefix(word: str) -> bool:
    """Whether a word inside a whole name starts the surname; a capital `De` does so as well."""
    return _plain(word) in _OPENERS and not _is_capital_initial(word)


def _opens_surname(words: list[str], at: int) -> bool:
    """A prefix, or the first half of a double name that has one inside.

    `Anna Bakker-van den Berg`, and with spaces around the hyphen.
    """
    before, hyphen, after = words[at].rpartition("-")
    return (
        _opens_prefix(words[at])
        or (hyphen != "" and before != "" and (after == "" or is_particle(after)))
        or words[at + 1].startswith("-")
    )


def _prefix_length(words: list[str]) -> int:
    """How many leading words are prefix; the last word is always surname."""
    if len(words) < 2 or not _opens_prefix(words[0]):  # noqa: PLR2004 - a prefix and a name
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
    return length if length and _opens_prefix(words[-length]) else 0


def _is_particle_behind(words: Sequence[str], at: int) -> bool:
    word = words[at]
    if word.islower():
        return is_particle(word)
    if not (_is_in_capitals(words[0]) and word.isupper()):
        return False
    told = _plain(word)
    return told == "el" or told in _WITH_A_CAPITAL_TOO or (at < -1 and told in _BEFORE_AN_ARTICLE)


def has_trailing_prefix(value: str) -> bool:
    """`Berg van den`, `Berg (van den)`: a name with a prefix behind it and no comma between."""
    return _trailing_prefix(without_brackets(value).split()) > 0


# --- keys to compare on --------------------------------------------------------------------------


_FIRST_PICTURE = 0x2190
"""The arrows; what is a symbol before them are single signs (`\u00b0`)."""


class _Letters(dict[int, str]):
    """Every letter by what it is in ASCII, learned as it comes: accents, Cyrillic, ligatures."""

    def __missing__(self, code: int) -> str:
        from anyascii import anyascii  # noqa: PLC0415 - 20 ms that plain ASCII never needs

        letter = chr(code)
        # A picture would become its name, `:grinning:`, and no child is called so.
        is_picture = code >= _FIRST_PICTURE and unicodedata.category(letter) == "So"
        plain = self[code] = " " if is_picture else anyascii(letter).lower()
        return plain


_LETTERS = _Letters()


def fold(text: str) -> str:
    """Lower-case ASCII words: accents, capitals, punctuation and ij/y do not count."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = lowered.translate(_LETTERS)
    if lowered.isalpha():
        return lowered.replace("ij", "y")
    lowered = lowered.replace("'", "").replace("`", "")
    return _NOT_LETTERS.sub(" ", lowered).strip().replace("ij", "y")


def fold_first_name(text: str) -> str:
    """A first name as one key: `Anne-Fleur`, `Anne Fleur` and `Annefleur` are the same."""
    if text.isalpha() and text.isascii():
        return text.lower().replace("ij", "y")
    return fold(text).replace(" ", "")


def fold_surname(text: str) -> str:
    """A surname as one key, without its particles: `van Dijk`, `Dijk, van` and `Dyk`.

    The inner particles of a double name go as well (`Bakker-de Vries`).  A name that is nothing
    but particles (`Van`, `De La`) keeps them.
    """
    if text.isalpha() and text.isascii():
        return text.lower().replace("ij", "y")
    folded = fold(text)
    if " " not in folded:
        return folded
    words = folded.split()
    core = [word for word in words if word not in _FOLDED_PARTICLES]
    return "".join(core or words)


def surname_words(text: str) -> frozenset[str]:
    """The words of a double name, without particles: to see `Bakker` inside `Bakker-de Vries`."""
    words = fold(text).split()
    return frozenset(word for word in words if word not in _FOLDED_PARTICLES) or frozenset(words)


_FOLDED_PARTICLES = frozenset(
    word for particle in _PARTICLES for word in fold(particle).split()
) - {"ben", "een", "e", "y", "ver", "wan", "lo", "toe", "over", "onder", "voor", "achter"}
