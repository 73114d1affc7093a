"""Which class of a OneRoster or SDS set is a pupil's group, and of which school year it is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from leesloket.roster.readers.csv_sets import CsvSet, Row

GONE = frozenset({"tobedeleted", "inactive"})
_DAY = re.compile(r"(\d{4})-(\d\d)-\d\d")
_FIRST_MONTH = 7
"""A school year of any country that has one starts in July at the earliest."""


@dataclass(frozen=True, slots=True)
class Classes:
    """The one class of each pupil, and the school year of most of them."""

    groups: Mapping[str, str] = field(repr=False)
    school_year: str | None

    @classmethod
    def of(cls, files: CsvSet) -> Classes:
        """The homeroom of each pupil, or the only class; several classes are no group.

        A class of another school year than most are of is no group either.
        """
        # Of a class that stands in the file twice, under two names, nobody knows which it is.
        titles: dict[str, set[str]] = defaultdict(set)
        for row in files.rows("classes"):
            titles[row.get("sourcedid", "")].add(row.get("title") or row.get("classcode", ""))
        years = _years_of_classes(files)
        found = {}
        for pupil, keys in _present_classes(files).items():
            names = {name for key in keys for name in titles[key]}
            if len(names) == 1:
                found[pupil] = (names.pop(), _only(years.get(key, "") for key in keys))
        counted = Counter(year for _, year in found.values() if year)
        school_year = counted.most_common(1)[0][0] if counted else None
        groups = {pupil: name for pupil, (name, year) in found.items() if year in {"", school_year}}
        return cls(groups, school_year)

    def group_of(self, pupil: str) -> str:
        """The name of the class, or nothing."""
        return self.groups.get(pupil, "")


def schoolyears(files: CsvSet) -> Sequence[str]:
    """The school years that a set has as such."""
    return [
        f"{start}-{end}"
        for row in files.rows("academicSessions")
        if row.get("type", "").lower() == "schoolyear"
        and (start := row.get("startdate", "")[:4])
        and (end := row.get("enddate", "")[:4])
    ]


def _only(texts: Iterable[str]) -> str:
    found = set(texts)
    return found.pop() if len(found) == 1 else ""


def _years_of_classes(files: CsvSet) -> Mapping[str, str]:
    """The school year of each class whose terms are all of one."""
    year_of = {
        row.get("sourcedid", ""): _year_from(row.get("startdate", ""))
        for row in files.rows("academicSessions")
    }
    found = {}
    for row in files.rows("classes"):
        terms = row.get("termsourcedids") or row.get("sessionsourcedids", "")
        found[row.get("sourcedid", "")] = _only(
            year_of.get(term.strip(), "") for term in terms.split(",")
        )
    return found


def _year_from(start: str) -> str:
    day = _DAY.match(start)
    if day is None:
        return ""
    first = int(day[1]) - (int(day[2]) < _FIRST_MONTH)
    return f"{first}-{first + 1}"


def _present_classes(files: CsvSet) -> Mapping[str, Sequence[str]]:
    """The keys of each pupil's homerooms, else of all its classes: the present ones."""
    classes = {
        row.get("sourcedid", ""): row
        for row in files.rows("classes")
        if row.get("status", "").lower() not in GONE
    }
    of_pupil: dict[str, list[Row]] = defaultdict(list)
    for row in files.rows("enrollments"):
        if (
            row.get("classsourcedid", "") in classes
            and row.get("role", "student").lower() == "student"
            and row.get("status", "").lower() not in GONE
        ):
            of_pupil[row.get("usersourcedid", "")].append(row)
    found = {}
    for pupil, every in of_pupil.items():
        homerooms = [row for row in every if _is_homeroom(classes[row["classsourcedid"]])]
        kept = last_of(homerooms or every, end=lambda row: row.get("enddate", ""))
        found[pupil] = list(dict.fromkeys(row["classsourcedid"] for row in kept))
    return found


def _is_homeroom(class_row: Row) -> bool:
    return class_row.get("classtype", "").lower() == "homeroom"


def last_of(rows: Sequence[Row], *, end: Callable[[Row], str]) -> Sequence[Row]:
    """Those that end last; of them the primary ones, if any are.

    One without an end is the last when it begins where those that end are over.
    """
    ends = {end(row) for row in rows} - {""}
    last = max(ends, default="")
    without = [row for row in rows if not end(row)]
    if not without:
        rows = [row for row in rows if end(row) == last]
    elif all(row.get("begindate", "") >= last for row in without):
        rows = without
    primary = [row for row in rows if _is_primary(row)]
    return primary or rows


def _is_primary(row: Row) -> bool:
    told = row.get("primary") or row.get("isprimary") or row.get("roletype", "")
    return told.lower() in {"true", "primary"}
