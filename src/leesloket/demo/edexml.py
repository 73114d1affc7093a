"""Write an EDEXML 2.1 file as a school's administration does.

The order of elements is that of the standard (DOMAIN.md section 4.1).  A combination group is
written as two groups of one name, one per year, which is what several programs really do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from leesloket.demo.layouts import by_group, invented_pgn
from leesloket.demo.model import LIST_DAY, THIS_YEAR, DemoBranch, DemoMember, DemoTeacher

_MOMENT = f"{LIST_DAY.isoformat()}T09:00:00"
_SEX = {"boy": "1", "girl": "2"}
_LONGEST_INITIALS = 6

GroupKeys = Mapping[tuple[str, str], str]
"""(group, year group) -> the key of its element."""


def edexml(branch: DemoBranch) -> bytes:
    """The branch's list for `THIS_YEAR`, with groups, pupils and teachers."""
    members = by_group(branch.next_year)
    keys = _group_keys(members)
    root = etree.Element("EDEX")
    _school(root, branch)
    groups = etree.SubElement(root, "groepen")
    for (name, year_group), key in keys.items():
        group = etree.SubElement(groups, "groep", key=key)
        _text(group, "naam", name)
        _text(group, "jaargroep", year_group)
    pupils = etree.SubElement(root, "leerlingen")
    for member in members:
        _pupil(pupils, member, keys)
    teachers = etree.SubElement(root, "leerkrachten")
    for teacher in branch.teachers:
        _teacher(teachers, teacher, keys)
    etree.indent(root, space="  ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _group_keys(members: Sequence[DemoMember]) -> GroupKeys:
    pairs = sorted({(member.group, member.year_group) for member in members})
    return {pair: f"G{number:03d}" for number, pair in enumerate(pairs, 1)}


def _school(root: etree._Element, branch: DemoBranch) -> None:
    school = etree.SubElement(root, "school")
    _text(school, "schooljaar", THIS_YEAR)
    _text(school, "peildatum", LIST_DAY.isoformat())
    _text(school, "brincode", branch.brin6[:4])
    _text(school, "dependancecode", branch.brin6[4:])
    _text(school, "aanmaakdatum", _MOMENT)
    _text(school, "auteur", "Demo")
    _text(school, "xsdversie", "2.1")


def _pupil(pupils: etree._Element, member: DemoMember, keys: GroupKeys) -> None:
    pupil = etree.SubElement(pupils, "leerling", key=member.pupil_number)
    _name(pupil, member.surname, member.prefix)
    _text(pupil, "voornamen", member.given_names)
    _text(pupil, "voorletters-1", member.initials.replace(".", "")[:_LONGEST_INITIALS])
    _text(pupil, "roepnaam", member.first_name)
    _text(pupil, "geboortedatum", member.birth_date.isoformat())
    _text(pupil, "geslacht", _SEX[member.sex])
    _text(pupil, "jaargroep", member.year_group)
    etree.SubElement(pupil, "groep", key=keys[member.group, member.year_group])
    _text(pupil, "bsn_ondwnr-4", str(invented_pgn(member.key))[-4:])
    _text(pupil, "postcodenl", "9998ZZ")
    _text(pupil, "mutatiedatum", _MOMENT)


def _teacher(teachers: etree._Element, teacher: DemoTeacher, keys: GroupKeys) -> None:
    element = etree.SubElement(teachers, "leerkracht", key=teacher.key)
    _name(element, teacher.surname, teacher.prefix)
    _text(element, "voorletters-1", teacher.first_name[0])
    _text(element, "roepnaam", teacher.first_name)
    _text(element, "rol", "LRK")
    groups = etree.SubElement(element, "groepen")
    for (name, _), key in keys.items():
        if name in teacher.groups:
            etree.SubElement(groups, "groep", key=key)


def _name(person: etree._Element, surname: str, prefix: str) -> None:
    _text(person, "achternaam", surname)
    if prefix:
        _text(person, "voorvoegsel", prefix)


def _text(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, name).text = value
