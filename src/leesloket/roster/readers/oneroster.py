"""Sets of csv files in a zip: OneRoster 1.1 and 1.2, Microsoft School Data Sync v2.1 (DOMAIN.md 6).

Headings are compared folded, since sets in the wild misspell them.  Passwords, mail and telephone
are never looked at.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from leesloket.roster.headings import fold_heading
from leesloket.roster.model import DroppedColumn, Field, Origin, RawRow, RawTable, SourceFacts
from leesloket.roster.problems import Code, Problem
from leesloket.roster.readers.columns_kept import without_bsn
from leesloket.roster.readers.result import Budget, ReadResult, RefusedError, warning
from leesloket.roster.readers.text_files import decode
from leesloket.roster.readers.zip_gate import Archive
from leesloket.roster.readers.zipped import is_of_the_system

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
_DELIMITERS = ",;\t"
"""The standards ask for commas; a Dutch spreadsheet that saved a file wrote semicolons."""
_BRIN = re.compile(r"\d\d[A-Z]{2}(?:\d\d)?")
_PREFIX = re.compile(r"[a-z'’]+(?:[ /.'’]+[a-z'’.]+)*\.?")  # noqa: RUF001 - 't with a typographic apostrophe
_TO_BE_DELETED = "tobedeleted"
_GONE = frozenset({_TO_BE_DELETED, "inactive"})

_SOME_DAY_LONG_AGO = "2000-01-01"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Set:
    """The csv files of a set, by folded name, each row by folded heading."""

    tables: Mapping[str, tuple[Row, ...]] = field(repr=False)
    manifest: Mapping[str, str]

    def rows(self, name: str) -> tuple[Row, ...]:
        return self.tables.get(fold_heading(name), ())


def is_roster_set(archive: Archive) -> bool:
    """Whether an archive holds users.csv beside what makes it a OneRoster or SDS set."""
    names = {posixpath.basename(name).lower() for name in archive.names()}
    return "users.csv" in names and bool(names & {"manifest.csv", "orgs.csv"})


def read_roster_set(archive: Archive, *, budget: Budget) -> ReadResult:
    """The pupils of a OneRoster or SDS set.  Raises RefusedError when it has none."""
    files = _read_set(archive, budget)
    roles = _roles(files)
    pupils = [
        row for row in files.rows("users") if roles.get(row.get("sourcedid", "")) == "student"
    ]
    if not pupils:
        raise RefusedError(Code.NOT_A_PUPIL_LIST)
    if len(pupils) > budget.rows:
        raise RefusedError(Code.TOO_MANY_ROWS, limit=budget.rows)
    facts = _facts(files, sum(1 for role in roles.values() if role == "teacher"))
    table = RawTable(
        format="oneroster" if files.manifest else "sds",
        sheet=None,
        headings=tuple(name for _, name in _COLUMNS),
        rows=tuple(_pupil_rows(files, pupils)),
        dropped=tuple(_dropped(files)),
        facts=facts,
        fields=tuple(column for column, _ in _COLUMNS),
    )
    result = without_bsn(table)
    return replace(result, problems=(*_problems(facts), *result.problems))


def _read_set(archive: Archive, budget: Budget) -> _Set:
    tables: dict[str, tuple[Row, ...]] = {}
    for name in archive.names():
        file = posixpath.basename(name).lower()
        if file.endswith(".csv") and not is_of_the_system(name):
            kind = fold_heading(file.removesuffix(".csv"))
            if kind in tables:
                # The sets of two schools, each in a folder: one would go unread.
                raise RefusedError(Code.ZIP_SEVERAL_LISTS)
            tables[kind] = _table(archive.read(name), budget)
    manifest = {
        row.get("propertyname", ""): row.get("value", "") for row in tables.get("manifest", ())
    }
    return _Set(tables, manifest)


def _table(content: bytes, budget: Budget) -> tuple[Row, ...]:
    if not content.strip():
        return ()
    text = decode(content).content
    delimiter = max(_DELIMITERS, key=text.split("\n", 1)[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        headings = [fold_heading(cell) for cell in next(lines, [])]
        rows: list[Row] = []
        for cells in lines:
            if len(rows) >= budget.rows * 10:
                raise RefusedError(Code.TOO_MANY_ROWS, limit=budget.rows)
            if any(cells):
                rows.append(dict(zip(headings, (cell.strip() for cell in cells), strict=False)))
    except csv.Error:
        raise RefusedError(Code.DAMAGED_FILE, what="csv") from None
    return tuple(rows)


def _roles(files: _Set) -> dict[str, str]:
    """Each user's role.  Since 1.2 and in SDS roles stand in a file of their own."""
    roles: dict[str, str] = {}
    for row in files.rows("users"):
        if row.get("role"):
            roles[row.get("sourcedid", "")] = row["role"].lower()
    for row in files.rows("roles"):
        user = row.get("usersourcedid", "")
        if roles.get(user) != "student":
            roles[user] = row.get("role", "").lower()
    return roles


def _pupil_rows(files: _Set, pupils: Iterable[Row]) -> Iterator[RawRow]:
    pupils = list(pupils)
    # One kind of number for the whole file: the school's own where every pupil has it.
    number_from = "identifier" if all(row.get("identifier") for row in pupils) else "sourcedid"
    births = {
        row.get("usersourcedid") or row.get("sourcedid", ""): row.get("birthdate", "")
        for row in files.rows("demographics")
    }
    places = {row.get("sourcedid", ""): row.get("name", "") for row in files.rows("orgs")}
    roles = {row.get("usersourcedid", ""): row for row in reversed(files.rows("roles"))}
    classes = _class_of_pupil(files)
    for position, row in enumerate(pupils, start=1):
        key = row.get("sourcedid", "")
        role = roles.get(key, {})
        middle = row.get("middlename", "")
        is_prefix = _PREFIX.fullmatch(middle) is not None
        place = row.get("primaryorgsourcedid") or row.get("orgsourcedids") or role.get(
            "orgsourcedid", "")  # fmt: skip
        cells = (
            row.get(number_from, ""),
            _preferred(row, "givenname"),
            "" if is_prefix else middle,
            middle if is_prefix else "",
            _preferred(row, "familyname"),
            births.get(key, ""),
            classes.get(key, ""),
            _grade(row.get("grades") or role.get("grade", "")),
            places.get(place.split(",")[0].strip(), ""),
            _left_on(row),
        )
        yield RawRow(Origin(position), cells)


def _preferred(row: Row, name: str) -> str:
    return row.get(f"preferred{name}") or row.get(f"preffered{name}") or row.get(name, "")


def _grade(text: str) -> str:
    """One grade as a plain number; several grades say nothing."""
    grade = text.strip()
    return str(int(grade)) if grade.isdecimal() and len(grade) <= 2 else ""  # noqa: PLR2004 - `03`


def _left_on(row: Row) -> str:
    """The day of a record that says its pupil is gone.

    The end of a role is none: it is the end of the school year.
    """
    if row.get("status", "").lower() not in _GONE:
        return ""
    return row.get("datelastmodified", "")[:10] or _SOME_DAY_LONG_AGO


def _class_of_pupil(files: _Set) -> dict[str, str]:
    """The homeroom of each pupil, or the only class; several classes are no group."""
    classes = {row.get("sourcedid", ""): row for row in files.rows("classes")}
    # Of a class that stands in the file twice, under two names, nobody knows which it is.
    titles_of: dict[str, set[str]] = defaultdict(set)
    for row in files.rows("classes"):
        titles_of[row.get("sourcedid", "")].add(row.get("title") or row.get("classcode", ""))
    of_pupil: dict[str, list[tuple[Row, Row]]] = defaultdict(list)
    for row in files.rows("enrollments"):
        class_row = classes.get(row.get("classsourcedid", ""))
        if (
            class_row is not None
            and row.get("role", "student").lower() == "student"
            and row.get("status", "").lower() not in _GONE
        ):
            of_pupil[row.get("usersourcedid", "")].append((row, class_row))
    found = {}
    for pupil, enrolments in of_pupil.items():
        homerooms = [pair for pair in enrolments if _is_homeroom(pair[1])] or enrolments
        kept = [class_row for _, class_row in _present(homerooms)]
        titles = {title for row in kept for title in titles_of[row.get("sourcedid", "")]}
        if len(titles) == 1:
            found[pupil] = titles.pop()
    return found


def _is_homeroom(class_row: Row) -> bool:
    return class_row.get("classtype", "").lower() == "homeroom"


def _present(enrolments: Sequence[tuple[Row, Row]]) -> Sequence[tuple[Row, Row]]:
    """Of enrolments that all have an end those that end last; the primary ones, if any are."""
    ends = {row.get("enddate", "") for row, _ in enrolments}
    if "" not in ends:
        enrolments = [(row, kept) for row, kept in enrolments if row["enddate"] == max(ends)]
    primary = [(row, kept) for row, kept in enrolments if row.get("primary", "").lower() == "true"]
    return primary or enrolments


def _facts(files: _Set, teachers: int) -> SourceFacts:
    identifiers = [row.get("identifier", "").upper() for row in files.rows("orgs")]
    brins = {text for text in identifiers if _BRIN.fullmatch(text)}
    years = [
        (row.get("startdate", "")[:4], row.get("enddate", "")[:4])
        for row in files.rows("academicSessions")
        if row.get("type", "").lower() == "schoolyear"
    ]
    name = files.manifest.get("source.systemName", "")
    return SourceFacts(
        brin=brins.pop() if len(brins) == 1 else None,
        school_year="-".join(years[0]) if len(years) == 1 and all(years[0]) else None,
        system=name if name not in {"", "absent"} else None,
        delta=_is_delta(files),
        teachers=teachers,
    )


def _is_delta(files: _Set) -> bool:
    """Whether a set tells changes only: by its manifest, or by what it says is to be deleted.

    A set of everybody has no such records, since who is not in it is gone (DOMAIN.md 6.1).
    """
    if files.manifest:
        kinds = {files.manifest.get("file.users"), files.manifest.get("file.enrollments")}
        return "delta" in kinds
    return any(
        row.get("status", "").lower() == _TO_BE_DELETED
        for name in ("users", "enrollments")
        for row in files.rows(name)
    )


def _dropped(files: _Set) -> Iterator[DroppedColumn]:
    for name in _UNREAD:
        if any(row.get(fold_heading(name)) for row in files.rows("users")):
            yield DroppedColumn(name, "not_needed")


def _problems(facts: SourceFacts) -> Iterator[Problem]:
    if facts.teachers:
        yield warning(Code.TEACHERS_LEFT_OUT, count=facts.teachers)
