"""A school of invented children, and the lists that it sends in September: for speed alone."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

_FIRST = [
    "Aya",
    "Bram",
    "Daan",
    "Emma",
    "Finn",
    "Fleur",
    "Jasmijn",
    "Kaan",
    "Lotte",
    "Milan",
    "Noor",
    "Omar",
    "Sara",
    "Sem",
    "Tess",
    "Zoë",
]
_MIDDLE = [
    "an",
    "el",
    "er",
    "in",
    "is",
    "on",
    "ka",
    "la",
    "li",
    "ma",
    "mi",
    "na",
    "ra",
    "ro",
    "sa",
    "ta",
]
_LAST = [
    "Bakker",
    "Berg",
    "Boer",
    "Bos",
    "Dijk",
    "Groot",
    "Haan",
    "Jansen",
    "Kok",
    "Meer",
    "Mulder",
    "Smit",
    "Visser",
    "Vos",
    "Wit",
    "Yilmaz",
]


@dataclass(frozen=True, slots=True)
class Child:
    number: str
    first: str = field(repr=False)
    prefix: str = field(repr=False)
    last: str = field(repr=False)
    born: date = field(repr=False)
    year_group: int
    group: str


def children(count: int, *, seed: int, year_groups: Sequence[int], start: int) -> list[Child]:
    """`count` invented children, with numbers from `start`."""
    chance = random.Random(seed)  # noqa: S311 - invented children, no secrets
    made = []
    for at in range(count):
        year = year_groups[at % len(year_groups)]
        last = chance.choice(_LAST) + "".join(chance.choices(_MIDDLE, k=3))
        made.append(
            Child(
                number=f"{start + at:06d}",
                first=chance.choice(_FIRST) + chance.choice(_MIDDLE),
                prefix=chance.choice(("", "", "", "van", "de", "van den")),
                last=last,
                born=date(2022 - year, 1 + chance.randrange(12), 1 + chance.randrange(28)),
                year_group=year,
                group=f"{year}{'abcd'[at // 8 % 4]}",
            )
        )
    return made


def september_file(last_year: Sequence[Child]) -> bytes:
    """Everybody one group up, group 8 gone, a new group 1: as an xlsx."""
    stay = [child for child in last_year if child.year_group < 8]
    new = children(len(last_year) - len(stay), seed=2, year_groups=[1], start=900_001)
    return workbook(
        [(child, child.year_group + 1) for child in stay] + [(child, 1) for child in new]
    )


def workbook(pupils: Sequence[tuple[Child, int]]) -> bytes:
    """A list with these children in these year groups, and columns that are thrown away."""
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "constant_memory": False}) as book:
        sheet = book.add_worksheet("Leerlingen")
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        headings = (
            "Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam", "Geboortedatum", "Groep",
            "Leerjaar", "Geslacht", "Straat", "Postcode", "Woonplaats", "E-mail",
        )  # fmt: skip
        sheet.write_row(0, 0, headings)
        for at, (child, year) in enumerate(pupils, start=1):
            values = (child.number, child.first, child.prefix, child.last)
            for column, value in enumerate(values):
                sheet.write_string(at, column, value)
            sheet.write_datetime(at, 4, datetime.combine(child.born, datetime.min.time()), day)
            group = f"{year}{child.group[-1]}"
            rest = (group, str(year), "M", "Dorpsstraat 1", "1234 AB", "Rietdorp", "")
            for column, value in enumerate(rest, start=5):
                sheet.write_string(at, column, value)
    return buffer.getvalue()
