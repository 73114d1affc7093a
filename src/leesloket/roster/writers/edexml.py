"""EDEXML 2.1, the form every primary school's system reads (DOMAIN.md 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from leesloket.roster.model import PupilRecord
from leesloket.roster.writers.about import About
from leesloket.roster.writers.group_codes import distinct_names
from leesloket.roster.writers.keys import keys_of

_SCHEMA_VERSION = "2.1"
_BRIN = 4
_PREFIX_LENGTH, _INITIALS_LENGTH, _FIRST_NAME_LENGTH, _NAME_LENGTH = 10, 6, 64, 200
_HETEROGENEOUS = "C"
"""The code of a group without a year of its own; each pupil has one."""


def write_edexml(records: Sequence[PupilRecord], about: About) -> bytes:
    """The pupils as an EDEXML 2.1 file.

    A pupil without a number gets a key that starts with `#`: the standard's mark for a key that
    may be another's next time.  A prefix of more than ten characters moves into the surname.
    """
    root = etree.Element("EDEX")
    root.append(_school(about))
    keys = {group: f"g{at}" for at, group in enumerate(sorted({r.group for r in records} - {""}))}
    years = _years(records)
    if keys:
        groups = etree.SubElement(root, "groepen")
        names = distinct_names({group: group for group in keys}, length=_FIRST_NAME_LENGTH)
        for group, key in keys.items():
            element = etree.SubElement(groups, "groep", key=key)
            _add(element, "naam", names[group])
            _add(element, "jaargroep", years[group])
    pupils = etree.SubElement(root, "leerlingen")
    for record, key in zip(records, keys_of(records), strict=True):
        pupils.append(_pupil(record, key=key, groups=keys))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _school(about: About) -> etree._Element:
    school = etree.Element("school")
    _add(school, "schooljaar", about.school_year)
    _add(school, "peildatum", about.as_of.isoformat())
    _add(school, "brincode", about.brin[:_BRIN].upper())
    _add(school, "dependancecode", about.brin[_BRIN:])
    _add(school, "aanmaakdatum", f"{about.as_of.isoformat()}T00:00:00")
    _add(school, "auteur", "Leesloket")
    _add(school, "xsdversie", _SCHEMA_VERSION)
    return school


def _years(records: Sequence[PupilRecord]) -> Mapping[str, str]:
    """Each group to the one year of its pupils, or to the code of a group with several."""
    found: dict[str, set[str]] = {}
    for record in records:
        found.setdefault(record.group, set()).add(record.year_group)
    return {
        group: (years.pop() if len(years) == 1 else "") or _HETEROGENEOUS
        for group, years in found.items()
    }


def _pupil(record: PupilRecord, *, key: str, groups: Mapping[str, str]) -> etree._Element:
    pupil = etree.Element("leerling", key=key)
    prefix, surname = record.prefix, record.surname
    if len(prefix) > _PREFIX_LENGTH:
        prefix, surname = "", f"{prefix} {surname}"
    first, given = record.first_name, record.given_names
    if surname and len(first) > _FIRST_NAME_LENGTH:
        # Nothing of a name is cut where another element has room for it.
        first, given = "", first
    if surname:
        _add(pupil, "achternaam", surname[:_NAME_LENGTH])
        _add(pupil, "voorvoegsel", prefix)
        _add(pupil, "voornamen", given[:_NAME_LENGTH])
        _add(pupil, "voorletters-1", record.initials.replace(".", "")[:_INITIALS_LENGTH])
    _add(pupil, "roepnaam", first[:_FIRST_NAME_LENGTH])
    _add(pupil, "geboortedatum", record.birth_date.isoformat() if record.birth_date else "")
    _add(pupil, "jaargroep", record.year_group)
    if record.group:
        etree.SubElement(pupil, "groep", key=groups[record.group])
    return pupil


def _add(parent: etree._Element, name: str, text: str) -> None:
    """An element with a text; what is empty is left out, as the schema wants."""
    if text:
        etree.SubElement(parent, name).text = text
