"""Draw invented people from a seed: the same seed gives the same people, in the same order."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from leesloket.demo.model import DemoMember, Sex
from leesloket.demo.names import MEN, ORIGINS, WOMEN, Origin

# Letters that Unicode does not take apart into a base and a mark.
_WITHOUT_MARK = str.maketrans({"ı": "i", "ł": "l", "Ł": "L"})

_BROTHER_OR_SISTER = 0.3
_SECOND_GIVEN_NAME = 0.4
_FIRST_CHILD_YEAR = 2000  # who is born earlier has a name of the generation before


class People:
    """A queue of invented people; `prefix` keeps the keys of several queues apart."""

    def __init__(self, *, seed: int, prefix: str) -> None:
        self._random = Random(f"{seed}:{prefix}")  # noqa: S311 - a demo, repeatable on purpose
        self._prefix = prefix
        self._count = 0
        self._taken: set[tuple[str, str, str]] = set()
        self._families: list[tuple[Origin, str, str, int]] = []

    def reserve(self, first_name: str, prefix: str, surname: str) -> None:
        """Nobody that is drawn will have this name."""
        self._taken.add((first_name, prefix, surname))

    def _next_key(self) -> str:
        self._count += 1
        return f"{self._prefix}-{self._count:04d}"

    def pupil(self, *, year_group: int, autumn: int, days: int = 365) -> DemoMember:
        """A child of that year group in the school year that begins in `autumn`.

        Its birthday lies within so many days from 1 October, where a year group begins.
        """
        origin, prefix, surname = self._family(birth_year=autumn - 4 - year_group)
        sex, first_name = self._first_name(origin, prefix, surname)
        first_day = date(autumn - 4 - year_group, 10, 1)
        born = first_day + timedelta(days=self._random.randrange(days))
        return self._member(
            sex=sex,
            first_name=first_name,
            prefix=prefix,
            surname=surname,
            born=born,
            second_names=_names_for(sex, origin, born),
        )

    def anyone(self, *, born_from: int, born_until: int) -> DemoMember:
        """Somebody of any age, born in one of these years."""
        origin = self._origin()
        prefix, surname = self._random.choice(origin.surnames)
        born = date(self._random.randint(born_from, born_until), 1, 1)
        born += timedelta(days=self._random.randrange(365))
        sex: Sex = self._random.choice(("girl", "boy"))
        names = _names_for(sex, origin, born)
        return self._member(
            sex=sex,
            first_name=self._random.choice(names),
            prefix=prefix,
            surname=surname,
            born=born,
            second_names=names,
        )

    def sample(self, members: tuple[DemoMember, ...], count: int) -> tuple[DemoMember, ...]:
        return tuple(self._random.sample(members, count))

    def _origin(self) -> Origin:
        return self._random.choices(ORIGINS, [origin.share for origin in ORIGINS])[0]

    def _family(self, *, birth_year: int) -> tuple[Origin, str, str]:
        """A new family, or one that has a child at least two years older or younger."""
        if self._random.random() < _BROTHER_OR_SISTER:
            known = [family for family in self._families if abs(family[3] - birth_year) > 1]
            if known:
                origin, prefix, surname, _ = self._random.choice(known)
                return origin, prefix, surname
        origin = self._origin()
        prefix, surname = self._random.choice(origin.surnames)
        self._families.append((origin, prefix, surname, birth_year))
        return origin, prefix, surname

    def _first_name(self, origin: Origin, prefix: str, surname: str) -> tuple[Sex, str]:
        """A name this family does not have yet: namesakes are in the story, not an accident."""
        choices: list[tuple[Sex, str]] = [("girl", name) for name in origin.girls]
        choices += [("boy", name) for name in origin.boys]
        free = [one for one in choices if (one[1], prefix, surname) not in self._taken]
        # A crowd of thousands uses up the names of the rarer origins.
        sex, first_name = self._random.choice(free or choices)
        self._taken.add((first_name, prefix, surname))
        return sex, first_name

    def _member(
        self,
        *,
        sex: Sex,
        first_name: str,
        prefix: str,
        surname: str,
        born: date,
        second_names: tuple[str, ...],
    ) -> DemoMember:
        given = first_name
        if self._random.random() < _SECOND_GIVEN_NAME:
            given += " " + self._random.choice(second_names)
        return DemoMember(
            key=self._next_key(),
            sex=sex,
            first_name=first_name,
            prefix=prefix,
            surname=surname,
            birth_date=born,
            given_names=given,
        )


def _names_for(sex: Sex, origin: Origin, born: date) -> tuple[str, ...]:
    if born.year >= _FIRST_CHILD_YEAR:
        return origin.girls if sex == "girl" else origin.boys
    return WOMEN if sex == "girl" else MEN


def stored_in(member: DemoMember, charset: str) -> DemoMember:
    """The member as a system with this character set keeps the name: `Yıldırım` as `Yildirim`."""
    return replace(
        member,
        first_name=_storable(member.first_name, charset),
        surname=_storable(member.surname, charset),
        given_names=_storable(member.given_names, charset),
    )


def _storable(text: str, charset: str) -> str:
    return "".join(_storable_letter(letter, charset) for letter in text)


def _storable_letter(letter: str, charset: str) -> str:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return unicodedata.normalize("NFD", letter.translate(_WITHOUT_MARK))[0]
    return letter
