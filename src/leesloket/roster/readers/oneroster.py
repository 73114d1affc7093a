"""Sets of csv files in a zip: OneRoster 1.1 and 1.2, Microsoft School Data Sync v2.1 (DOMAIN.md 6).

Passwords, mail and telephone are never looked at.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from leesloket.roster.cleaning import is_particle
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.model import DroppedColumn, Field, Origin, RawRow, RawTable, SourceFacts
from leesloket.roster.problems import Code, Problem
from leesloket.roster.readers.columns_kept import without_bsn
from leesloket.roster.readers.csv_sets import CsvSet, Row, read_set
from leesloket.roster.readers.result import Budget, ReadResult, RefusedError, warning
from leesloket.roster.readers.set_classes import GONE, Classes, last_of, schoolyears, whole_years
from leesloket.roster.readers.set_parts import chosen_part
from leesloket.roster.readers.standards import SOME_DAY_LONG_AGO
from leesloket.roster.readers.zip_gate import Archive
from leesloket.roster.readers.zipped import refuse_other_archives

_COLUMNS: tuple[tuple[Field, str], ...] = (
    (Field.PUPIL_NUMBER, "sourcedId"),
    (Field.FIRST_NAME, "givenName"),
    (Field.GIVEN_NAMES, "middleName"),
    (Field.PREFIX, "prefix"),
    (Field.SURNAME, "familyName"),
    (Field.BIRTH_DATE, "birthDate"),
    (Field.GROUP, "class"),
    (Field.YEAR_GROUP, "grade"),
    (Field.LOCATION, "org"),
    (Field.LEFT_ON, "endDate"),
)
_UNREAD = (
    *("username", "userIds", "email", "sms", "phone", "agentSourcedIds", "password"),
    *("activeDirectoryMatchId", "userMasterIdentifier", "pronouns"),
)
_BRIN = re.compile(r"\d\d[A-Z]{2}(?:\d\d)?")
_PREFIX = re.compile(r"[a-z'’]+(?:[ /.'’]+[a-z'’.]+)*\.?")  # noqa: RUF001 - 't with a typographic apostrophe
_TO_BE_DELETED = "tobedeleted"

_AMERICAN_GRADES = frozenset({"IT", "PR", "PK", "TK", "KG"})
"""Years before an American grade 01, which is group 3."""
_GRADE = re.compile(r"(?:groep|g)? ?0?(\d{1,2})", re.IGNORECASE)
_STUDENT = "student"


def is_roster_set(archive: Archive) -> bool:
    """Whether an archive holds users.csv beside what makes it a OneRoster or SDS set."""
    names = {posixpath.basename(name).lower() for name in archive.names()}
    return "users.csv" in names and bool(names & {"manifest.csv", "orgs.csv"})


def read_roster_set(archive: Archive, *, budget: Budget, sheet: str | None = None) -> ReadResult:
    """The pupils of a OneRoster or SDS set.

    `sheet` is the school year or the school that a person picked.  Raises RefusedError when the
    set has no pupils, or those of several years or schools and nobody said which.
    """
    refuse_other_archives([*archive.names()])
    files = read_set(archive, budget)
    roles = _roles(files)
    users = files.table("users")
    places = [
        at
        for at, row in enumerate(users.rows)
        if _is_pupil(row, roles, shifted=at in users.shifted)
    ]
    pupils = [users.rows[at] for at in places]
    if not pupils:
        raise RefusedError(Code.NOT_A_PUPIL_LIST)
    if len(pupils) > budget.rows:
        raise RefusedError(Code.TOO_MANY_ROWS, limit=budget.rows)
    chosen = chosen_part(whole_years(files), _schools(files, pupils), sheet, rows=len(pupils))
    if chosen.school is not None:
        of_school = _school_of(files)
        places = [at for at in places if of_school(users.rows[at]) == chosen.school]
        pupils = [users.rows[at] for at in places]
    classes = Classes.of(files, school_year=chosen.school_year)
    teachers = sum(1 for role in roles.values() if role == "teacher")
    facts = _facts(files, classes, teachers, chosen.school)
    table = RawTable(
        format="oneroster" if files.manifest else "sds",
        sheet=chosen.name,
        headings=tuple(name for _, name in _COLUMNS),
        rows=tuple(_pupil_rows(files, classes, pupils)),
        dropped=tuple(_dropped(files)),
        facts=facts,
        fields=tuple(column for column, _ in _COLUMNS),
        uneven_rows=frozenset(n for n, at in enumerate(places, start=1) if at in users.shifted),
    )
    return without_bsn(table).after(_problems(files, facts))


def _roles(files: CsvSet) -> dict[str, str]:
    """Each user's role.  Since 1.2 and in SDS roles stand in a file of their own."""
    roles: dict[str, str] = {}
    for row in files.rows("users"):
        if row.get("role"):
            roles[row.get("sourcedid", "")] = row["role"].lower()
    for row in files.rows("roles"):
        user = row.get("usersourcedid", "")
        if roles.get(user) != _STUDENT:
            roles[user] = row.get("role", "").lower()
    return roles


def _is_pupil(row: Row, roles: Mapping[str, str], *, shifted: bool) -> bool:
    """Whether a user is a pupil; of a shifted row the role may stand under another heading."""
    if shifted:
        return roles.get(row.get("sourcedid", "")) == _STUDENT or _STUDENT in row.values()
    return roles.get(row.get("sourcedid", "")) == _STUDENT


def _pupil_rows(files: CsvSet, classes: Classes, pupils: Sequence[Row]) -> Iterator[RawRow]:
    # One kind of number for the whole file: the school's own where every pupil has it.
    number_from = "identifier" if all(row.get("identifier") for row in pupils) else "sourcedid"
    births = _births(files)
    school_of = _school_of(files)
    roles = _present_roles(files)
    usual_end = _usual_end(roles)
    # `Van den` by itself may be a name; where no middle name is anything else it is a prefix.
    only_prefixes = all(map(is_particle, (word for row in pupils for word in _middle(row).split())))
    american = any(
        grade.strip().upper() in _AMERICAN_GRADES
        for row in pupils
        for grade in _grades(row, roles).split(",")
    )
    for position, row in enumerate(pupils, start=1):
        key = row.get("sourcedid", "")
        role = roles.get(key, {})
        middle = _middle(row)
        is_prefix = only_prefixes or _PREFIX.fullmatch(middle) is not None
        cells = (
            row.get(number_from, ""),
            _preferred(row, "givenname"),
            "" if is_prefix else middle,
            middle if is_prefix else "",
            _preferred(row, "familyname"),
            births.get(key, ""),
            classes.group_of(key),
            "" if american else _grade(_grades(row, roles)),
            school_of(row),
            _left_on(row, role, usual_end),
        )
        yield RawRow(Origin(position), cells)


def _middle(row: Row) -> str:
    return row.get("middlename", "")


def _births(files: CsvSet) -> Mapping[str, str]:
    """The birth date of each user who has one, and no second one."""
    found: dict[str, str] = {}
    for row in files.rows("demographics"):
        user, birth = row.get("usersourcedid") or row.get("sourcedid", ""), row.get("birthdate", "")
        found[user] = birth if found.get(user, birth) == birth else ""
    return found


def _school_of(files: CsvSet) -> Callable[[Row], str]:
    """What tells of each user the school, or nothing."""
    places, roles = _places(files), _present_roles(files)

    def school_of(row: Row) -> str:
        role = roles.get(row.get("sourcedid", ""), {})
        org = row.get("primaryorgsourcedid") or row.get("orgsourcedids") or role.get(
            "orgsourcedid", "")  # fmt: skip
        return places.get(org.split(",")[0].strip(), "")

    return school_of


def _schools(files: CsvSet, pupils: Sequence[Row]) -> Sequence[str]:
    """The schools of the pupils; a branch knows its own by its BRIN, where all have one."""
    brins = _brins(files)
    named = {
        name
        for row in files.rows("orgs")
        if row.get("type", "").lower() in {"", "school"}
        and row.get("sourcedid") not in brins
        and (name := row.get("name", ""))
    }
    there = {*map(_school_of(files), pupils)}
    return sorted(there - {""}) if named & there else []


def _places(files: CsvSet) -> Mapping[str, str]:
    """The name of each school; its BRIN where the set is of several, which tells them apart."""
    brins = _brins(files)
    several = len(set(brins.values())) > 1
    return {
        key: (brins.get(key, "") if several else "") or row.get("name", "")
        for row in files.rows("orgs")
        if (key := row.get("sourcedid", ""))
    }


def _brins(files: CsvSet) -> Mapping[str, str]:
    identifiers = {
        row.get("sourcedid", ""): row.get("identifier", "").upper() for row in files.rows("orgs")
    }
    return {key: brin for key, brin in identifiers.items() if _BRIN.fullmatch(brin)}


def _present_roles(files: CsvSet) -> Mapping[str, Row]:
    """Of each pupil the role that ends last, and of those the first that is called primary.

    One that is to be deleted only where there is no other: then the pupil is gone.
    """
    of_user: dict[str, list[Row]] = {}
    for row in files.rows("roles"):
        if row.get("role", "").lower() == _STUDENT:
            of_user.setdefault(row.get("usersourcedid", ""), []).append(row)
    return {
        user: last_of([row for row in rows if not _is_gone(row)] or rows, end=_end)[0]
        for user, rows in of_user.items()
    }


def _is_gone(row: Row) -> bool:
    return row.get("status", "").lower() in GONE


def _end(role: Row) -> str:
    return role.get("roleenddate") or role.get("enddate", "")


def _usual_end(roles: Mapping[str, Row]) -> str:
    """The day on which most roles end, if most end on one."""
    end, often = Counter(map(_end, roles.values())).most_common(1)[0] if roles else ("", 0)
    return end if often * 2 > len(roles) else ""


def _preferred(row: Row, name: str) -> str:
    return row.get(f"preferred{name}") or row.get(f"preffered{name}") or row.get(name, "")


def _grades(row: Row, roles: Mapping[str, Row]) -> str:
    return row.get("grades") or roles.get(row.get("sourcedid", ""), {}).get("grade", "")


def _grade(text: str) -> str:
    """One grade as a plain number; several grades say nothing."""
    found = _GRADE.fullmatch(text.strip())
    return str(int(found[1])) if found else ""


def _left_on(row: Row, role: Row, usual_end: str) -> str:
    """The day on which the role of a pupil ends before others, or one for who is gone already.

    The end that most roles have is that of the school year.
    """
    if _is_gone(row) or _is_gone(role):
        return SOME_DAY_LONG_AGO
    end = _end(role)
    return end[:10] if end < usual_end else ""


def _facts(files: CsvSet, classes: Classes, teachers: int, school: str | None) -> SourceFacts:
    names = _places(files)
    brins = {
        brin for key, brin in _brins(files).items() if school is None or names.get(key) == school
    }
    years = schoolyears(files)
    return SourceFacts(
        brin=brins.pop() if len(brins) == 1 else None,
        school_year=classes.school_year or (years[0] if len(years) == 1 else None),
        system=files.source if files.source not in {"", "absent"} else None,
        delta=_is_delta(files),
        # What we write for a pupil without a number, after EDEXML.
        keys_unstable=any(row.get("sourcedid", "").startswith("#") for row in files.rows("users")),
        teachers=teachers,
    )


def _is_delta(files: CsvSet) -> bool:
    """Whether a set tells changes only: by its manifest, or by what it says is to be deleted.

    A set of everybody has no such records, since who is not in it is gone (DOMAIN.md 6.1).
    """
    if files.manifest:
        tables = ("users", "roles", "enrollments")
        return "delta" in {files.manifest.get(fold_heading(f"file.{name}")) for name in tables}
    return any(
        row.get("status", "").lower() == _TO_BE_DELETED
        for name in ("users", "enrollments")
        for row in files.rows(name)
    )


def _dropped(files: CsvSet) -> Iterator[DroppedColumn]:
    for name in _UNREAD:
        if any(row.get(fold_heading(name)) for row in files.rows("users")):
            yield DroppedColumn(name, "not_needed")


def _problems(files: CsvSet, facts: SourceFacts) -> Iterator[Problem]:
    if files.guessed is not None:
        yield warning(Code.ENCODING_GUESSED, encoding=files.guessed)
    if facts.teachers:
        yield warning(Code.TEACHERS_LEFT_OUT, count=facts.teachers)
