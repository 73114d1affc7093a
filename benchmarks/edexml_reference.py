"""Validate the EDEXML we write with the standard's own schemas, which are not ours to ship.

    ./run reference FOLDER        a folder with EDEXML.structuur.xsd and the files it includes

The schemas know school years until 2024-2025 and would refuse every file of today: in memory that
list becomes a pattern (docs/algorithms/reading.md).  Invented pupils only.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks.kinds_of_school import School, make_school
from lxml import etree

from leesloket.roster.model import Fingerprint, Origin, PupilRecord
from leesloket.roster.writers.about import About
from leesloket.roster.writers.edexml import write_edexml

_XSD = "{http://www.w3.org/2001/XMLSchema}"
_SCHOOLS = 24
_BRINS = ("05KO", "05KO01", "")
_NASTY = ("'t", "<b>", "&amp;", "Ö" * 90, "=1+1", "D\u2019Angelo", "IJ", "Чехов", "محمد")


def main(arguments: Sequence[str]) -> int:
    """Say of every file whether it is valid; 1 when one is not."""
    if len(arguments) != 1 or not Path(arguments[0], "EDEXML.structuur.xsd").is_file():
        print(__doc__)
        return 1
    schema = schema_of(Path(arguments[0]))
    wrong = 0
    for seed in range(_SCHOOLS):
        school = make_school(seed)
        about = About("2026-2027", date(2026, 8, 24), brin=_BRINS[seed % len(_BRINS)])
        content = write_edexml(_records(school), about)
        try:
            schema.assertValid(etree.fromstring(content))
        except etree.DocumentInvalid as error:
            wrong += 1
            print(f"{school.kind} school {seed}: {error}")
    print(f"{_SCHOOLS} files, {_SCHOOLS - wrong} valid")
    return int(wrong > 0)


def schema_of(folder: Path) -> etree.XMLSchema:
    """The schema with its parts, school years by their form instead of by a list."""
    root = _with_parts(folder, "EDEXML.structuur.xsd", seen=set())
    _relax(root)
    return etree.XMLSchema(root)


def _with_parts(folder: Path, name: str, *, seen: set[str]) -> etree._Element:
    """A part of the schema with what it includes put in its place, each once."""
    seen.add(name)
    root = etree.parse(str(folder / name)).getroot()
    for include in root.findall(f"{_XSD}include"):
        at = root.index(include)
        root.remove(include)
        part = Path(include.get("schemaLocation", "")).name
        if part not in seen:
            for offset, child in enumerate(_with_parts(folder, part, seen=seen)):
                root.insert(at + offset, child)
    return root


def _relax(root: etree._Element) -> None:
    for restriction in root.iter(f"{_XSD}restriction"):
        values = restriction.findall(f"{_XSD}enumeration")
        if any(value.get("value") == "2019-2020" for value in values):
            for value in values:
                restriction.remove(value)
            etree.SubElement(restriction, f"{_XSD}pattern", value="[0-9]{4}-[0-9]{4}")


def _records(school: School) -> list[PupilRecord]:
    """The pupils of a school, some without a number, a first name or a group, some badly called."""
    return [
        PupilRecord(
            origin=Origin(at + 2),
            fingerprint=Fingerprint(f"{at:032}"),
            pupil_number="" if at % 17 == 3 else child.number,
            first_name=_NASTY[at % len(_NASTY)] if at % 11 == 5 else child.first,
            given_names=f"{child.first} Maria" if at % 5 == 0 else "",
            initials="Z.M.A.B.C.D.E.F." if at % 7 == 0 else "",
            prefix="van van van de voor" if at % 13 == 0 else child.prefix,
            surname=_NASTY[at % len(_NASTY)] if at % 19 == 5 else child.surname,
            birth_date=None if at % 23 == 1 else child.born,
            group="" if at % 29 == 7 else child.group,
            year_group=_year_group(child.year, school),
        )
        for at, child in enumerate(school.after)
    ]


def _year_group(year: int, school: School) -> str:
    return {"special": "", "secondary": f"1{year}"}.get(school.kind, str(year))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
