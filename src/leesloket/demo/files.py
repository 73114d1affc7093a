"""The files the demo schools send this summer, good and wrong: `leesloket demo files`.

They are made from the truth of the demo world, so that what a plan says can be checked.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from leesloket.demo import layouts, sheets
from leesloket.demo.drawing import People
from leesloket.demo.edexml import edexml
from leesloket.demo.layouts import ESIS, OLD_LIST, PARNASSYS, SAMPLE, Column
from leesloket.demo.mistakes import with_column_sorted_alone, with_row_mistakes
from leesloket.demo.model import LAST_YEAR, THIS_YEAR, DemoMember, DemoWorld
from leesloket.demo.ole import password_protected
from leesloket.demo.sheets import Sheet
from leesloket.demo.world import make_world

_LAST_LIST_DAY = date(2025, 8, 18)
_LARGE = 5000


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One file: who sends it, what it shows, and how many pupils stand in it."""

    name: str
    branch: str
    """The slug of the branch it is sent for."""
    shows: str
    """In Dutch, for the list that the command prints."""
    write: Callable[[DemoWorld], bytes]
    pupils: Callable[[DemoWorld], int]
    good: bool = False


def _next_year(world: DemoWorld, branch: str) -> tuple[DemoMember, ...]:
    return world.branches[branch].next_year


def _report(world: DemoWorld, branch: str, *, members: Sequence[DemoMember] | None = None) -> Sheet:
    """The school's list as the program of most schools prints it."""
    plain = layouts.sheet(
        "Leerlingen", PARNASSYS, _next_year(world, branch) if members is None else members
    )
    return layouts.titled(plain, school=world.branches[branch].name, school_year=THIS_YEAR)


def _list(world: DemoWorld, branch: str, columns: Sequence[Column]) -> Sheet:
    return layouts.sheet("Leerlingen", columns, _next_year(world, branch))


def _last_years_list(world: DemoWorld) -> bytes:
    branch = world.branches["vuurvlinder"]
    plain = layouts.sheet("Leerlingen", PARNASSYS, branch.members)
    report = layouts.titled(plain, school=branch.name, school_year=LAST_YEAR, day=_LAST_LIST_DAY)
    return sheets.xlsx((report,))


def _year_groups(world: DemoWorld, years: str) -> tuple[DemoMember, ...]:
    return tuple(one for one in _next_year(world, "vuurvlinder") if one.year_group in years)


def _half(world: DemoWorld) -> bytes:
    return sheets.xlsx((_report(world, "vuurvlinder", members=_year_groups(world, "1234")),))


def _without_group_5(world: DemoWorld) -> bytes:
    return sheets.xlsx((_report(world, "vuurvlinder", members=_year_groups(world, "1234678")),))


def _two_sheets(world: DemoWorld) -> bytes:
    lower = layouts.sheet("Onderbouw", PARNASSYS, _year_groups(world, "1234"))
    upper = layouts.sheet("Bovenbouw", PARNASSYS, _year_groups(world, "5678"))
    return sheets.xlsx((lower, upper))


def _other_school(world: DemoWorld) -> bytes:
    return sheets.xlsx((_report(world, "wilgenbos"),))


def _with_mistakes(world: DemoWorld) -> bytes:
    return sheets.xlsx((with_row_mistakes(_report(world, "vuurvlinder")),))


def _sorted_alone(world: DemoWorld) -> bytes:
    return sheets.xlsx((with_column_sorted_alone(_report(world, "vuurvlinder"), "Achternaam"),))


def _headings_only(world: DemoWorld) -> bytes:
    return sheets.xlsx((replace(_list(world, "vuurvlinder", PARNASSYS), rows=()),))


def _zip(world: DemoWorld) -> bytes:
    inside = sheets.xlsx((_list(world, "vuurvlinder", SAMPLE),))
    return sheets.zipped("leerlingen 2026-2027.xlsx", inside)


def _large(world: DemoWorld) -> bytes:
    people = People(seed=world.seed, prefix="groot")
    crowd = []
    for count in range(_LARGE):
        year = count % 8 + 1
        child = people.pupil(year_group=year, autumn=2026)
        group = f"{year}{chr(ord('a') + count // 8 % 24)}"
        crowd.append(
            replace(child, pupil_number=f"{20000 + count:06d}", group=group, year_group=str(year))
        )
    return sheets.xlsx((layouts.sheet("Leerlingen", SAMPLE, crowd),))


def _count(branch: str) -> Callable[[DemoWorld], int]:
    return lambda world: len(_next_year(world, branch))


def _constant(count: int) -> Callable[[DemoWorld], int]:
    return lambda _: count


DEMO_FILES = (
    DemoFile(
        "vuurvlinder-2026-2027.xlsx",
        "vuurvlinder",
        "een goede lijst zoals ParnasSys die maakt, met PGN- en adreskolommen die wegvallen",
        lambda world: sheets.xlsx((_report(world, "vuurvlinder"),)),
        _count("vuurvlinder"),
        good=True,
    ),
    DemoFile(
        "wilgenbos-2026-2027.csv",
        "wilgenbos",
        "een goede lijst zoals ESIS die maakt: puntkomma's en de tekens van Windows (cp1252)",
        lambda world: sheets.csv_text(_list(world, "wilgenbos", ESIS)),
        _count("wilgenbos"),
        good=True,
    ),
    DemoFile(
        "wilgenbos-2026-2027-edexml.xml",
        "wilgenbos",
        "EDEXML 2.1: combinatiegroepen als twee groepen met dezelfde naam, met leerkrachten",
        lambda world: edexml(world.branches["wilgenbos"]),
        _count("wilgenbos"),
        good=True,
    ),
    DemoFile(
        "wilgenbos-2026-2027.xls",
        "wilgenbos",
        "een oud Excel-bestand, met nummers en datums als getal",
        lambda world: sheets.xls(_list(world, "wilgenbos", OLD_LIST)),
        _count("wilgenbos"),
        good=True,
    ),
    DemoFile(
        "vuurvlinder-2026-2027.ods",
        "vuurvlinder",
        "het voorbeeldbestand, ingevuld in LibreOffice",
        lambda world: sheets.ods(_list(world, "vuurvlinder", SAMPLE)),
        _count("vuurvlinder"),
        good=True,
    ),
    DemoFile(
        "vuurvlinder-2026-2027.zip",
        "vuurvlinder",
        "een zip met het ingevulde voorbeeldbestand erin",
        _zip,
        _count("vuurvlinder"),
        good=True,
    ),
    DemoFile(
        "zilvermeeuw-2026-2027.csv",
        "zilvermeeuw",
        "een goede lijst van een kleine school, bij een andere bibliotheek",
        lambda world: sheets.csv_text(_list(world, "zilvermeeuw", ESIS), encoding="utf-8-sig"),
        _count("zilvermeeuw"),
        good=True,
    ),
    DemoFile(
        "vuurvlinder-met-fouten.xlsx",
        "vuurvlinder",
        "fouten in rijen: 31-02, geen groep, geen naam, een kind en een nummer dubbel",
        _with_mistakes,
        lambda world: len(_next_year(world, "vuurvlinder")) + 1,
    ),
    DemoFile(
        "vuurvlinder-vorig-jaar.xlsx",
        "vuurvlinder",
        "de lijst van vorig jaar nog een keer",
        _last_years_list,
        lambda world: len(world.branches["vuurvlinder"].members),
    ),
    DemoFile(
        "vuurvlinder-andere-school.xlsx",
        "vuurvlinder",
        "de lijst van 't Wilgenbos, verstuurd voor De Vuurvlinder",
        _other_school,
        _count("wilgenbos"),
    ),
    DemoFile(
        "vuurvlinder-halve-lijst.xlsx",
        "vuurvlinder",
        "de bovenbouw staat er niet in",
        _half,
        lambda world: len(_year_groups(world, "1234")),
    ),
    DemoFile(
        "vuurvlinder-zonder-groep-5.xlsx",
        "vuurvlinder",
        "een groep is vergeten",
        _without_group_5,
        lambda world: len(_year_groups(world, "1234678")),
    ),
    DemoFile(
        "vuurvlinder-twee-bladen.xlsx",
        "vuurvlinder",
        "onderbouw en bovenbouw op twee bladen",
        _two_sheets,
        _count("vuurvlinder"),
    ),
    DemoFile(
        "vuurvlinder-verkeerd-gesorteerd.xlsx",
        "vuurvlinder",
        "alleen de kolom Achternaam is gesorteerd: elke naam hoort bij een ander kind",
        _sorted_alone,
        _count("vuurvlinder"),
    ),
    DemoFile(
        "vuurvlinder-alleen-koppen.xlsx",
        "vuurvlinder",
        "alleen de koppen, geen leerlingen",
        _headings_only,
        _constant(0),
    ),
    DemoFile("leeg.csv", "vuurvlinder", "een bestand zonder inhoud", lambda _: b"", _constant(0)),
    DemoFile(
        "vuurvlinder-met-wachtwoord.xlsx",
        "vuurvlinder",
        "een Excel-bestand met een wachtwoord erop",
        lambda world: password_protected(seed=world.seed),
        _constant(0),
    ),
    DemoFile(
        "groot-5000.xlsx",
        "vuurvlinder",
        "5.000 leerlingen: hoe snel gaat het?",
        _large,
        _constant(_LARGE),
    ),
)


def main(argv: Sequence[str]) -> int:
    """Write every file of `DEMO_FILES` and say what each shows; `argv` without program name.

    Returns the exit code: 0.  A folder that cannot be written is the caller's `OSError`.
    """
    parser = argparse.ArgumentParser(
        prog="leesloket demo files", description="Maak de bestanden die de demoscholen sturen."
    )
    parser.add_argument(
        "--to",
        type=Path,
        default=Path("var/demo-files"),
        metavar="FOLDER",
        help="map waarin de bestanden komen (standaard: %(default)s)",
    )
    parser.add_argument("--seed", type=int, default=2026, help="een ander getal, andere kinderen")
    arguments = parser.parse_args(argv)
    folder: Path = arguments.to
    world = make_world(seed=arguments.seed)
    folder.mkdir(parents=True, exist_ok=True)
    width = max(len(one.name) for one in DEMO_FILES)
    for one in DEMO_FILES:
        (folder / one.name).write_bytes(one.write(world))
        school = world.branches[one.branch].name
        sys.stdout.write(f"{one.name:<{width}}  {school}: {one.shows}\n")
    return 0
