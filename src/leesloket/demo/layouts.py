"""The columns of the lists that schools send: one table per program they come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from leesloket.demo.model import LIST_DAY, DemoMember
from leesloket.demo.sheets import Cell, Row, Sheet
from leesloket.roster.model import Field
from leesloket.roster.writers.sample import SAMPLE_COLUMNS

_STREETS = ("Lisdoddelaan", "Karekietpad", "Waterhoenstraat", "Oude Rietdijk", "Zegge", "Biezen")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what stands under it, and the number format of its cells (empty for text)."""

    heading: str
    value: Callable[[DemoMember], Cell]
    number_format: str = ""


def dutch_day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def invented_pgn(key: str) -> int:
    """A number that passes for a PGN but is nobody's: 9999 begins the government's test numbers.

    It passes the elfproef (DOMAIN.md section 7), so that what drops such columns has to work.
    """
    start = crc32(key.encode())
    for step in range(11):
        stem = 99990000 + (start + step) % 10000
        digits = [int(digit) for digit in str(stem)]
        check = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True))
        if check % 11 < 10:  # noqa: PLR2004 - the last digit must be one digit
            return stem * 10 + check % 11
    raise AssertionError  # next to each other, stems differ in what they leave: never ten each time


def _address(member: DemoMember) -> str:
    start = crc32(member.key.encode())
    return f"{_STREETS[start % len(_STREETS)]} {start % 90 + 1}"


PARNASSYS = (
    Column("Lln.nr.", lambda one: int(one.pupil_number), "000000"),
    Column("Roepnaam", lambda one: one.first_name),
    Column("Voorletters", lambda one: one.initials),
    Column("Voorvoegsel", lambda one: one.prefix),
    Column("Achternaam", lambda one: one.surname),
    Column("Geslacht", lambda one: "J" if one.sex == "boy" else "M"),
    Column("Geb.datum", lambda one: dutch_day(one.birth_date)),
    Column("Groep", lambda one: one.group),
    Column("Leerjaar", lambda one: int(one.year_group), "0"),
    Column("PGN", lambda one: invented_pgn(one.key), "000000000"),
    Column("Adres", _address),
    Column("Postcode", lambda _: "9998 ZZ"),
    Column("Woonplaats", lambda _: "Rietdorp"),
)

ESIS = (
    Column("Leerlingnummer", lambda one: one.pupil_number),
    Column("Achternaam", lambda one: one.surname),
    Column("Tussenvoegsel", lambda one: one.prefix),
    Column("Roepnaam", lambda one: one.first_name),
    Column("Voorletters", lambda one: one.initials),
    Column("Geslacht", lambda one: "man" if one.sex == "boy" else "vrouw"),
    Column(
        "Geboortedatum",
        lambda one: f"{one.birth_date.day}-{one.birth_date.month}-{one.birth_date.year}",
    ),
    Column("Groep", lambda one: one.group),
    Column("Jaargroep", lambda one: one.year_group),
    Column("PGN nummer", lambda one: str(invented_pgn(one.key))),
)

OLD_LIST = (
    Column("Klas", lambda one: one.group),
    Column("Llnr", lambda one: int(one.pupil_number), "00000"),
    Column("Voornaam", lambda one: one.first_name),
    Column("Tussenv.", lambda one: one.prefix),
    Column("Achternaam", lambda one: one.surname),
    Column("Geb. dat.", lambda one: one.birth_date, "DD-MM-YYYY"),
    Column("Leerjaar", lambda one: int(one.year_group), "0"),
)

_SAMPLE_VALUES: dict[Field, Callable[[DemoMember], Cell]] = {
    Field.PUPIL_NUMBER: lambda one: one.pupil_number,
    Field.FIRST_NAME: lambda one: one.first_name,
    Field.PREFIX: lambda one: one.prefix,
    Field.SURNAME: lambda one: one.surname,
    Field.BIRTH_DATE: lambda one: one.birth_date,
    Field.GROUP: lambda one: one.group,
    Field.YEAR_GROUP: lambda one: one.year_group,
}

SAMPLE = tuple(
    Column(
        column.heading,
        _SAMPLE_VALUES[column.field],
        "DD-MM-YYYY" if column.field is Field.BIRTH_DATE else "",
    )
    for column in SAMPLE_COLUMNS
)


def by_group(members: Sequence[DemoMember]) -> list[DemoMember]:
    """As a class list is printed: per group, on surname."""
    return sorted(members, key=lambda one: (one.group, one.surname, one.first_name, one.key))


def sheet(name: str, columns: Sequence[Column], members: Sequence[DemoMember]) -> Sheet:
    """Headings on the first line, pupils under them."""
    return Sheet(
        name=name,
        headings=tuple(column.heading for column in columns),
        rows=tuple(tuple(column.value(one) for column in columns) for one in by_group(members)),
        number_formats=tuple(column.number_format for column in columns),
    )


def titled(plain: Sheet, *, school: str, school_year: str, day: date = LIST_DAY) -> Sheet:
    """The same sheet as a report: title lines above it, a total underneath."""
    above: tuple[Row, ...] = (
        ("Leerlingenlijst",),
        (school,),
        (f"Schooljaar {school_year.replace('-', ' / ')}",),
        (f"Afgedrukt op {dutch_day(day)}",),
        (),
    )
    return Sheet(
        name=plain.name,
        headings=plain.headings,
        rows=plain.rows,
        above=above,
        below=(("Totaal aantal leerlingen", len(plain.rows)),),
        number_formats=plain.number_formats,
    )
