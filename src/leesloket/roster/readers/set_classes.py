"""Which class of a OneRoster or SDS set is a pupil's group, and of which school year it is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.readers.csv_sets import CsvSet, Row
from leesloket.roster.readers.standards import only

GONE = frozenset({"tobedeleted", "inactive"})
_DAY = re.compile(r"(\d{4})-(\d\d)-\d\d")
_FIRST_MONTH = 7
"""A school year of any country that has one starts in July at the earliest."""
_MANY = 0.5
"""Of the children of the year with most: no more are placed ahead, or were left in the last."""


@dataclass(frozen=True, slots=True)
class Classes:
    """The one class of each pupil, and the school year of most of them."""

    groups: Mapping[str, str] = field(repr=False)
    school_year: str | None

    @classmethod
    def of(cls, files: CsvSet, *, school_year: str | None = None) -> Classes:
        """The homeroom of each pupil, or the only class; several classes are no group.

        Nor is a class of another school year than `school_year`, or else than most children have
        one of.
        """
        # Of a class that stands in the file twice, under two names, nobody knows which it is.
        titles: dict[str, set[str]] = defaultdict(set)
        for row in files.rows("classes"):
            titles[row.get("sourcedid", "")].add(_name_of(row))
        years = _years_of_classes(files)
        of_pupil = _classes_of_pupils(files)
        counted = _children_by_year(of_pupil, years)
        if school_year is None:
            school_year = max(counted, key=lambda year: (counted[year], year), default=None)
        groups = {}
        for pupil, every in of_pupil.items():
            there = [row for row in every if years.get(row["classsourcedid"]) in {"", school_year}]
            kept = last_of(there, end=lambda row: row.get("enddate", ""))
            groups[pupil] = only(name for row in kept for name in titles[row["classsourcedid"]])
        return cls(groups, school_year)

    def group_of(self, pupil: str) -> str:
        """The name of the class, or nothing."""
        return self.groups.get(pupil, "")


def whole_years(files: CsvSet) -> Sequence[str]:
    """The school years in which many children have a class: of several nobody knows the one meant.

    A set may hold next year's classes beside this year's, or those of last year.
    """
    counted = _children_by_year(_classes_of_pupils(files), _years_of_classes(files))
    most = max(counted.values(), default=0)
    return sorted(year for year, often in counted.items() if often > _MANY * most)


def _children_by_year(
    of_pupil: Mapping[str, Sequence[Row]], years: Mapping[str, str]
) -> Counter[str]:
    """How many children have a class in each school year."""
    return Counter(
        year
        for every in of_pupil.values()
        for year in {years.get(row["classsourcedid"], "") for row in every} - {""}
    )


def schoolyears(files: CsvSet) -> Sequence[str]:
    """The school years that a set has as such."""
    return [
        f"{start}-{end}"
        for row in files.rows("academicSessions")
        if row.get("type", "").lower() == "schoolyear"
        and (start := row.get("startdate", "")[:4])
        and (end := row.get("enddate", "")[:4])
    ]


def _years_of_classes(files: CsvSet) -> Mapping[str, str]:
    """The school year of each class whose terms are all of one."""
    year_of = {
        row.get("sourcedid", ""): _year_from(row.get("startdate", ""))
        for row in files.rows("academicSessions")
    }
    found = {}
    for row in files.rows("classes"):
        terms = row.get("termsourcedids") or row.get("sessionsourcedids", "")
        found[row.get("sourcedid", "")] = only(
            year_of.get(term.strip(), "") for term in terms.split(",")
        )
    return found


def _year_from(start: str) -> str:
    day = _DAY.match(start)
    if day is None:
        return ""
    first = int(day[1]) - (int(day[2]) < _FIRST_MONTH)
    return f"{first}-{first + 1}"


def _name_of(class_row: Row) -> str:
    return class_row.get("title") or class_row.get("classcode") or class_row.get("code", "")


def _classes_of_pupils(files: CsvSet) -> Mapping[str, Sequence[Row]]:
    """The enrolments of each pupil in its homerooms, or in all its classes without one."""
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
    return {
        pupil: [row for row in every if _is_homeroom(classes[row["classsourcedid"]])] or every
        for pupil, every in of_pupil.items()
    }


def _is_homeroom(class_row: Row) -> bool:
    return fold_heading(class_row.get("classtype", "")) == "homeroom"


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
