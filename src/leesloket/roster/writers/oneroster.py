"""OneRoster 1.2 as a bulk zip: the complete state of one school (DOMAIN.md 6.1)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from leesloket.roster.model import PupilRecord
from leesloket.roster.writers.about import About
from leesloket.roster.writers.cells import as_text
from leesloket.roster.writers.keys import keys_of

_HEADINGS: Mapping[str, str] = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,"
    "parentSourcedId,schoolYear",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,"
    "orgSourcedId,subjects,subjectCodes",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,"
    "classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "users": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,"
    "preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
    "orgSourcedId,userProfileSourcedId",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,"
    "userSourcedId,role,primary,beginDate,endDate",
    "demographics": "sourcedId,status,dateLastModified,birthDate,sex",
}
_ABSENT = (
    *("categories", "classResources", "courseResources", "lineItems", "lineItemScoreScales"),
    *("lineItemLearningObjectiveIds", "resources", "results", "resultScoreScales"),
    *("resultLearningObjectiveIds", "scoreScales", "userProfiles", "userResources"),
)
_ORG, _YEAR, _COURSE = "org-1", "jaar-1", "course-1"
# A zip with the moment of writing in it is another file every time.
_TIMELESS = (1980, 1, 1, 0, 0, 0)

Row = Mapping[str, str]


def write_oneroster(records: Sequence[PupilRecord], about: About) -> bytes:
    """The pupils as a OneRoster 1.2 zip, every file `bulk`.

    The format has no field for a Dutch prefix: it stands in middleName, where readers look for it.
    A pupil without a number gets a key that starts with `#`, as in EDEXML: it may be another's next
    time.
    """
    classes = {group: f"class-{at}" for at, group in enumerate(_groups(records))}
    keyed = [*zip(records, keys_of(records), strict=True)]
    tables: dict[str, Iterable[Row]] = {
        "orgs": [_org(about)],
        "academicSessions": [_session(about)],
        "courses": [{"sourcedId": _COURSE, "title": "Groep", "orgSourcedId": _ORG}],
        "classes": [_class(group, key) for group, key in classes.items()],
        "users": [_user(record, key) for record, key in keyed],
        "roles": [_role(key, about) for _, key in keyed],
        "enrollments": [
            _enrollment(key, classes[record.group], about) for record, key in keyed if record.group
        ],
        "demographics": [
            {"sourcedId": key, "birthDate": record.birth_date.isoformat()}
            for record, key in keyed
            if record.birth_date is not None
        ],
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _store(archive, "manifest", [("propertyName", "value"), *_manifest()])
        for name, rows in tables.items():
            headings = _HEADINGS[name].split(",")
            lines = [[row.get(heading, "") for heading in headings] for row in rows]
            _store(archive, name, [headings, *lines])
    return buffer.getvalue()


def _groups(records: Sequence[PupilRecord]) -> list[str]:
    return sorted({record.group for record in records} - {""})


def _manifest() -> list[tuple[str, str]]:
    return [
        ("manifest.version", "1.0"),
        ("oneroster.version", "1.2"),
        *((f"file.{name}", "bulk") for name in _HEADINGS),
        *((f"file.{name}", "absent") for name in _ABSENT),
        ("source.systemName", "Leesloket"),
        ("source.systemCode", "leesloket"),
    ]


def _org(about: About) -> Row:
    return {
        "sourcedId": _ORG,
        "name": about.school_name,
        "type": "school",
        "identifier": about.brin.upper(),
    }


def _session(about: About) -> Row:
    return {
        "sourcedId": _YEAR,
        "title": about.school_year,
        "type": "schoolYear",
        "startDate": about.first_day,
        "endDate": about.last_day,
        "schoolYear": about.school_year[-4:],
    }


def _class(group: str, key: str) -> Row:
    return {
        "sourcedId": key,
        "title": group,
        "classCode": group,
        "courseSourcedId": _COURSE,
        "classType": "homeroom",
        "schoolSourcedId": _ORG,
        "termSourcedIds": _YEAR,
    }


def _user(record: PupilRecord, key: str) -> Row:
    # A prefix with a capital would be taken for a second first name: it stays with the surname.
    in_middle = record.prefix == record.prefix.lower()
    surname = record.surname if in_middle else f"{record.prefix} {record.surname}"
    return {
        "sourcedId": key,
        "enabledUser": "true",
        "username": key,
        # The standard cannot do without a given name.
        "givenName": record.first_name or record.given_names or record.initials,
        "middleName": record.prefix if in_middle else "",
        "familyName": surname,
        "identifier": record.pupil_number,
        "grades": record.year_group.zfill(2) if record.year_group else "",
        "primaryOrgSourcedId": _ORG,
    }


def _role(user: str, about: About) -> Row:
    return {
        "sourcedId": f"role-{user}",
        "userSourcedId": user,
        "roleType": "primary",
        "role": "student",
        "beginDate": about.first_day,
        "endDate": about.last_day,
        "orgSourcedId": _ORG,
    }


def _enrollment(user: str, class_key: str, about: About) -> Row:
    return {
        "sourcedId": f"{class_key}-{user}",
        "classSourcedId": class_key,
        "schoolSourcedId": _ORG,
        "userSourcedId": user,
        "role": "student",
        "beginDate": about.first_day,
        "endDate": about.last_day,
    }


def _store(archive: zipfile.ZipFile, name: str, rows: Iterable[Sequence[str]]) -> None:
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows(map(as_text, row) for row in rows)
    info = zipfile.ZipInfo(f"{name}.csv", _TIMELESS)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, lines.getvalue().encode("utf-8"))
