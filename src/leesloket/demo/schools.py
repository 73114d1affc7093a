"""The invented schools: how they are built up, and which children something happens to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from leesloket.demo.model import DemoTeacher, Sex

Happening = Literal["moves_up", "repeats", "leaves", "renamed", "corrected", "moved", "respelled"]

Quarters = tuple[str, str, str, str]
"""The group of each quarter of a year group: how a school cuts its combination groups."""


@dataclass(frozen=True, slots=True)
class StoryChild:
    """A child with a part to play.  `born` is (month, day); the year follows the year group."""

    year_group: int
    sex: Sex = field(repr=False)
    first_name: str = field(repr=False)
    prefix: str = field(repr=False)
    surname: str = field(repr=False)
    born: tuple[int, int] = field(repr=False)
    happens: Happening = "moves_up"
    becomes: tuple[str, str] = field(default=("", ""), repr=False)
    """(prefix, surname) of one that is renamed, ("", first name) of one that is respelled."""


@dataclass(frozen=True, slots=True)
class School:
    """What one school looks like.  BRIN codes from 90 on belong to nobody."""

    slug: str
    name: str
    place: str
    brin6: str
    sizes: tuple[int, int, int, int, int, int, int, int]
    """Pupils per year group 1-8 at the end of last year."""
    newcomers: Mapping[int, int]
    """Year group -> how many come in the summer, besides those who move house between schools."""
    number_width: int
    first_number: int
    quarters: Mapping[int, Quarters]
    story: tuple[StoryChild, ...] = ()
    teachers: tuple[DemoTeacher, ...] = ()
    charset: str = "utf-8"
    """What the school's own system can store; other letters lose their marks there."""


def _single() -> Mapping[int, Quarters]:
    return MappingProxyType({year: (str(year),) * 4 for year in range(1, 9)})


_STAIRS: Mapping[int, Quarters] = MappingProxyType(
    {
        1: ("1/2a", "1/2a", "1/2b", "1/2b"),
        2: ("1/2a", "1/2a", "1/2b", "1/2b"),
        3: ("3", "3", "3", "3"),
        4: ("4", "4", "4", "4/5"),
        5: ("4/5", "4/5", "4/5", "5/6"),
        6: ("5/6", "5/6", "5/6", "6/7"),
        7: ("6/7", "6/7", "6/7", "6/7"),
        8: ("8", "8", "8", "8"),
    }
)

VUURVLINDER = School(
    slug="vuurvlinder",
    name="De Vuurvlinder",
    place="Rietdorp",
    brin6="98VV00",
    sizes=(28, 25, 27, 26, 24, 29, 25, 26),
    newcomers=MappingProxyType({1: 23, 3: 1, 4: 1, 6: 2}),
    number_width=6,
    first_number=814,
    quarters=_single(),
    story=(
        # Twins: one birth date, one surname, one group.
        StoryChild(2, "boy", "Yusuf", "", "Yıldırım", (5, 5)),
        StoryChild(2, "girl", "Elif", "", "Yıldırım", (5, 5)),
        StoryChild(5, "boy", "Sem", "van den", "Berg", (1, 22)),
        StoryChild(5, "boy", "Luuk", "van den", "Berg", (1, 22)),
        # Namesakes: one name, two children.
        StoryChild(4, "girl", "Emma", "de", "Vries", (2, 3)),
        StoryChild(7, "girl", "Emma", "de", "Vries", (11, 9)),
        # Names that programs stumble over.
        StoryChild(6, "girl", "Anne-Sophie", "van den", "Heuvel-Yıldırım", (7, 30)),
        StoryChild(3, "boy", "IJsbrand", "van", "IJsseldijk", (10, 2)),
        StoryChild(5, "girl", "Fleur", "'t", "Hart", (12, 31)),
        StoryChild(7, "boy", "D'Angelo", "", "Kartodikromo", (6, 1)),
        StoryChild(1, "girl", "Noëlle", "op 't", "Veld", (2, 28)),
        # What happens in the summer.
        StoryChild(2, "girl", "Pleun", "van", "Dam", (9, 12), "repeats"),
        StoryChild(4, "boy", "Kaan", "", "Öztürk", (8, 19), "repeats"),
        StoryChild(7, "boy", "Guus", "ter", "Braak", (9, 3), "repeats"),
        StoryChild(3, "girl", "Salma", "El", "Khattabi", (4, 17), "leaves"),
        StoryChild(6, "boy", "Quinten", "van de", "Wiel", (3, 8), "leaves"),
        StoryChild(4, "girl", "Sanne", "", "Bakker", (5, 26), "renamed", ("van", "Loon")),
        StoryChild(5, "boy", "Mikołaj", "", "Wiśniewski", (6, 7), "corrected"),
        StoryChild(6, "boy", "Teun", "", "Rozeboom", (1, 14), "moved"),
        StoryChild(3, "girl", "Myroslava", "", "Shevchuk", (2, 11), "respelled", ("", "Miroslava")),
    ),
    teachers=(
        DemoTeacher("vt1", "Sietske", "", "Nauta", ("1",)),
        DemoTeacher("vt2", "Brigitte", "van der", "Velde", ("2", "3")),
        DemoTeacher("vt3", "Karim", "", "Benali", ("4", "5")),
        DemoTeacher("vt4", "Hilde", "", "Groen", ("6",)),
        DemoTeacher("vt5", "Rens", "ten", "Cate", ("7", "8")),
    ),
)

WILGENBOS = School(
    slug="wilgenbos",
    name="'t Wilgenbos",
    place="Zandwijk",
    brin6="98WB00",
    sizes=(24, 24, 23, 24, 24, 24, 24, 23),
    newcomers=MappingProxyType({1: 21, 2: 1, 5: 1}),
    number_width=5,
    first_number=871,
    quarters=_STAIRS,
    story=(
        StoryChild(1, "girl", "Jikke", "", "Wiersma", (3, 19)),
        StoryChild(1, "boy", "Sjoerd", "", "Wiersma", (3, 19)),
        StoryChild(6, "girl", "Yara", "", "Haddad", (8, 8)),
        StoryChild(6, "girl", "Sidra", "", "Haddad", (8, 8)),
        StoryChild(3, "boy", "Mohamed", "El", "Amrani", (1, 5)),
        StoryChild(5, "boy", "Mohamed", "El", "Amrani", (12, 20)),
        StoryChild(5, "boy", "Jean-Luc", "", "Maduro-Croes", (7, 14)),
        StoryChild(7, "girl", "Charlotte-Renée", "van der", "Heijden-Soerodimedjo", (11, 30)),
        StoryChild(2, "boy", "Otis", "in 't", "Groen", (8, 27), "repeats"),
        StoryChild(5, "girl", "Farah", "", "Jhagroe", (9, 21), "repeats"),
        StoryChild(4, "boy", "Hidde", "", "Ypma", (5, 2), "leaves"),
        StoryChild(6, "girl", "Lamar", "Al", "Nouri", (10, 28), "leaves"),
        StoryChild(3, "girl", "Evi", "", "Scholten", (4, 4), "renamed", ("", "Scholten-Pinas")),
    ),
    teachers=(
        DemoTeacher("wt1", "Aukje", "", "Zandstra", ("1/2a",)),
        DemoTeacher("wt2", "Chantal", "de", "Windt", ("1/2b", "3")),
        DemoTeacher("wt3", "Lucien", "", "Pinas", ("4", "4/5")),
        DemoTeacher("wt4", "Corrie", "van", "Vliet", ("5/6", "6/7")),
        DemoTeacher("wt5", "Ewout", "", "Timmermans", ("8",)),
    ),
    charset="cp1252",
)

ZILVERMEEUW = School(
    slug="zilvermeeuw",
    name="De Zilvermeeuw",
    place="Overzee",
    brin6="97ZM00",
    sizes=(3, 2, 3, 2, 3, 2, 3, 2),
    newcomers=MappingProxyType({1: 3}),
    number_width=4,
    first_number=57,
    quarters=MappingProxyType(
        {year: ("onderbouw" if year < 5 else "bovenbouw",) * 4 for year in range(1, 9)}  # noqa: PLR2004 - the school's own cut
    ),
)
