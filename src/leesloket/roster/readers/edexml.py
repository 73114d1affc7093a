"""EDEXML 1.03, 2.0 and 2.1, as a file or inside a UWLR answer (DOMAIN.md 4 and 5).

Read by name and generously: a schema is a hint, not a gate.  Only the elements named here are
looked at; BSN, origin, weights, addresses and whatever stands in `toevoegingen` stay unread.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from lxml import etree

from leesloket.roster.model import (
    DroppedColumn,
    Field,
    ListedTeacher,
    Origin,
    RawRow,
    RawTable,
    SourceFacts,
)
from leesloket.roster.problems import Code, Problem
from leesloket.roster.readers.columns_kept import days_in, said_of_forbidden, without_bsn
from leesloket.roster.readers.result import Budget, ReadResult, RefusedError, warning
from leesloket.roster.readers.standards import SOME_DAY_LONG_AGO, only
from leesloket.roster.readers.xml_text import local_name

_COLUMNS: tuple[tuple[Field, str], ...] = (
    (Field.PUPIL_NUMBER, "key"),
    (Field.ECK_ID, "eckid"),
    (Field.SURNAME, "achternaam"),
    (Field.PREFIX, "voorvoegsel"),
    (Field.GIVEN_NAMES, "voornamen"),
    (Field.INITIALS, "voorletters-1"),
    (Field.FIRST_NAME, "roepnaam"),
    (Field.BIRTH_DATE, "geboortedatum"),
    (Field.GROUP, "groep"),
    (Field.YEAR_GROUP, "jaargroep"),
    (Field.LOCATION, "vestiging"),
    (Field.LEFT_ON, "uitstroomdatum"),
)
_TEXTS = frozenset({
    "achternaam", "voorvoegsel", "voornamen", "voorletters-1", "roepnaam", "geboortedatum",
    "jaargroep", "uitstroomdatum",
})  # fmt: skip
_FORBIDDEN = frozenset({
    "bsn", "sofinummer", "onderwijsnummer", "bsn_ondwnr-4", "rijksregisternummer",
})  # fmt: skip
_NO_YEAR = frozenset({"C", "N", "S", "V", "H", "B", "D"})
"""Codes that are no year: combination, special education, former pupil, ... (DOMAIN.md 4.2)."""

_NAME = ("roepnaam", "voorvoegsel", "achternaam")
_LONGEST_NAME = 120
_FORMER = "H"
_EDEX_BEGAN = date(1990, 1, 1)
"""The first version is of the nineties: nobody in any file left before."""
_SYSTEM = re.compile(
    r"ParnasSys|ESIS|Rovict|DotcomSchool|SchoolOAS|Magister|Somtoday|Leeruniek|Topicus",
    re.IGNORECASE,
)
_BRIN = re.compile(r"(\d\d[A-Z]{2})\W*(\d{1,2})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAY_ALONE = len("2026-08-20")
"""Behind it stands a time, or the zone that any day of XML may have."""


_START, _LEFT = "instroomdatum", "uitstroomdatum"


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    year_group: str
    """As the file has it: a year, or a code that is none."""


def read_edex(root: etree._Element, *, system: str, budget: Budget) -> ReadResult:
    """The pupils under an `EDEX` root, or under the `leerlinggegevens` of a UWLR answer."""
    groups = dict(_groups(root))
    places = dict(_places(root))
    if len([*_children(root, "school")]) > 1:
        # The standard has one school per file: whose pupils are these?
        raise RefusedError(Code.SEVERAL_SCHOOLS)
    pupils = [*_children(_child(root, "leerlingen"), "leerling")]
    listed = set(pupils)
    unread = [
        one
        for one in root.getroottree().iter("{*}leerling")
        if one not in listed and _child(one, "achternaam") is not None
    ]
    if any(one.getparent() in listed for one in unread):
        raise RefusedError(Code.DAMAGED_FILE, what="xml")
    if unread:
        # Two answers in one file: whose pupils are these?
        raise RefusedError(Code.SEVERAL_SCHOOLS)
    if len(pupils) > budget.rows:
        raise RefusedError(Code.TOO_MANY_ROWS, limit=budget.rows)
    if not pupils:
        raise RefusedError(Code.NOT_A_PUPIL_LIST)
    facts = _facts(root, pupils, system)
    rows = tuple(
        RawRow(Origin(number), _cells(pupil, groups, places))
        for number, pupil in enumerate(pupils, start=1)
    )
    dropped = tuple(_dropped(pupils))
    table = RawTable(
        format="edexml" if system == "EDEXML" else "uwlr",
        sheet=None,
        headings=tuple(name for _, name in _COLUMNS),
        rows=rows,
        dropped=dropped,
        facts=facts,
        fields=tuple(field for field, _ in _COLUMNS),
        uneven_rows=frozenset(at for at, one in enumerate(pupils, start=1) if _is_torn(one)),
        teachers=tuple(_teachers(root, groups, budget)),
        starts=days_in(_text(pupil, "instroomdatum") for pupil in pupils),
    )
    return without_bsn(table).after(_problems(dropped, facts))


def _children(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Those of the standard: what a supplier adds has a namespace of its own."""
    if parent is not None:
        space, bracket, _ = parent.tag.rpartition("}")
        names = {name, f"{space}{bracket}{name}"}
        for child in parent:
            if child.tag in names:
                yield child


def _child(parent: etree._Element | None, name: str) -> etree._Element | None:
    return next(_children(parent, name), None)


def _text(parent: etree._Element | None, name: str) -> str:
    child = _child(parent, name)
    return (child.text or "").strip() if child is not None else ""


def _key(element: etree._Element | None) -> str:
    """A key; spaces around it do not count (handbook 2.1)."""
    return (element.get("key") or "").strip() if element is not None else ""


def _groups(root: etree._Element) -> Iterator[tuple[str, _Group]]:
    """Stamgroepen by key.  Two may share a name: a combination group split by year.

    Of a key that stands for two groups only that is known in which they agree.
    """
    names: dict[str, set[str]] = defaultdict(set)
    years: dict[str, set[str]] = defaultdict(set)
    for group in _children(_child(root, "groepen"), "groep"):
        key, year = _key(group), _text(group, "jaargroep").upper()
        names[key].add(_text(group, "naam") or key)
        years[key].add(year)
    return ((key, _Group(only(names[key]), only(years[key]))) for key in names)


def _places(root: etree._Element) -> Iterator[tuple[str, str]]:
    for place in _children(_child(root, "vestigingen"), "vestiging"):
        yield _key(place), _text(place, "naam") or _key(place)


def _cells(
    pupil: etree._Element,
    groups: Mapping[str, _Group],
    places: Mapping[str, str],
) -> tuple[str, ...]:
    texts = {name: _text(pupil, name) for name in _TEXTS}
    group_key = only({_key(group) for group in _children(pupil, "groep")} - {""})
    # A key that no group has says nothing; keys alone are all that an answer in stages gives.
    group = groups.get(group_key, _Group("" if groups else group_key, ""))
    place_key = _key(_child(pupil, "vestiging"))
    year = texts["jaargroep"].upper()
    if not year or (year in _NO_YEAR and year != _FORMER):
        year = group.year_group
    texts["jaargroep"] = "" if year in _NO_YEAR else year
    texts["groep"] = group.name
    texts["vestiging"] = places.get(place_key, place_key)
    if _is_of_an_earlier_stay(texts[_LEFT], started=_text(pupil, _START)):
        texts[_LEFT] = ""
    if year == _FORMER and not texts[_LEFT]:
        # Before the file was made, which may be today; its peildatum may even lie ahead.
        texts[_LEFT] = SOME_DAY_LONG_AGO
    texts["key"] = _key(pupil)
    texts["eckid"] = (pupil.get("eckid") or "").strip()
    return tuple(texts.get(name, "") for _, name in _COLUMNS)


def _is_of_an_earlier_stay(left: str, *, started: str) -> bool:
    """Whether a day of leaving lies before the day on which the pupil started here.

    Or it is the oldest day that a system knows, which some write for no day at all.
    """
    day = _day(left[:_DAY_ALONE])
    start = _day(started[:_DAY_ALONE]) or _EDEX_BEGAN
    return day is not None and day < max(start, _EDEX_BEGAN)


def _is_torn(pupil: etree._Element) -> bool:
    """Whether an element is there twice, with two texts, or has others inside its text."""
    found: dict[str, str] = {}
    for name in _TEXTS:
        for child in _children(pupil, name):
            text = (child.text or "").strip()
            if len(child) or found.setdefault(name, text) != text:
                return True
    return False


def _facts(root: etree._Element, pupils: list[etree._Element], system: str) -> SourceFacts:
    school = _child(root, "school")
    # The author is often a person: only the name of a system is taken over.
    known = _SYSTEM.search(_text(school, "auteur"))
    stated = _text(school, "peildatum") or _text(school, "aanmaakdatum")
    return SourceFacts(
        brin=_brin6(_text(school, "brincode"), _text(school, "dependancecode")),
        school_year=_text(school, "schooljaar") or None,
        as_of=_day(stated[:_DAY_ALONE]),
        system=known.group(0) if known else system,
        teachers=sum(1 for _ in _children(_child(root, "leerkrachten"), "leerkracht")),
        keys_unstable=any(_key(pupil).startswith("#") for pupil in pupils),
    )


def _brin6(code: str, location: str) -> str | None:
    """`99ZZ01` of `99ZZ` and `01`, of `99ZZ` and `1`, and of `99ZZ-01` alone."""
    found = _BRIN.fullmatch(code.upper())
    if found is None:
        return code + (location or "00") if code else None
    return found[1] + (found[2] or location or "0").zfill(2)


def _teachers(
    root: etree._Element, groups: Mapping[str, _Group], budget: Budget
) -> Iterator[ListedTeacher]:
    """Names and own groups; number, ECK iD, user name and mail address stay unread.

    Nobody needs more of them than of the pupils: what is beyond the budget is left out.
    """
    teachers = _children(_child(root, "leerkrachten"), "leerkracht")
    for teacher in islice(teachers, budget.rows):
        name = " ".join(filter(None, (_text(teacher, part) for part in _NAME)))
        if not name:
            continue
        keys = (_key(group) for group in _children(_child(teacher, "groepen"), "groep"))
        names = dict.fromkeys(groups[key].name for key in keys if key in groups)
        yield ListedTeacher(name[:_LONGEST_NAME], tuple(names))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _dropped(pupils: list[etree._Element]) -> Iterator[DroppedColumn]:
    """Elements that carried something and were left unread, in the file's own words."""
    seen: set[str] = set()
    read = {name for _, name in _COLUMNS}
    for pupil in pupils:
        seen.update(local_name(child) for child in pupil)
    for name in sorted(seen - read - {"samengestelde_groepen", "mutatiedatum", "toevoegingen", ""}):
        yield DroppedColumn(name, "forbidden" if name in _FORBIDDEN else "not_needed")


def _problems(dropped: tuple[DroppedColumn, ...], facts: SourceFacts) -> Iterator[Problem]:
    yield from said_of_forbidden(dropped)
    if facts.teachers:
        yield warning(Code.TEACHERS_LEFT_OUT, count=facts.teachers)
