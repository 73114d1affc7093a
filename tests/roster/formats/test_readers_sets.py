"""OneRoster and School Data Sync sets as systems write them, and sets with something wrong."""

from __future__ import annotations

from datetime import date

import pytest
from tests.roster.formats.reader_books import as_zip
from tests.roster.formats.reader_results import codes, column, table_of

from leesloket.roster.columns import extract_records, suggest_mapping
from leesloket.roster.model import Field
from leesloket.roster.problems import Code
from leesloket.roster.readers import ReadResult, read
from leesloket.roster.sheet_rows import ALL_SHEETS

USERS = "sourcedId,status,orgSourcedIds,role,givenName,familyName,identifier,grades\n"
USERS_OF_ALL = ("u1", "u2", "u3")
SESSIONS = (
    "sourcedId,type,startDate,endDate\n"
    "y26,schoolYear,2026-08-01,2027-07-31\nh1,term,2026-08-01,2027-01-31\n"
    "y27,schoolYear,2027-08-01,2028-07-31\n"
)


def files(**changed: str) -> dict[str, str]:
    """A OneRoster 1.1 set of three pupils in two classes, less or more what a test changes."""
    whole = {
        "manifest": "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n",
        "orgs": "sourcedId,name,type,identifier\no1,De Regenboog,school,99ZZ00\n",
        "users": f"{USERS}u1,,o1,student,Zoë,Berg,1001,05\nu2,,o1,student,Tim,Dijk,1002,05\n"
        "u3,,o1,student,Eva,Kok,1003,06\n",
        "classes": "sourcedId,status,title,classType,termSourcedIds\n"
        "c1,,5b,homeroom,y26\nc2,,6a,homeroom,h1\nc3,,Straks 6b,homeroom,y27\n",
        "enrollments": "classSourcedId,userSourcedId,role,status,beginDate,endDate\n"
        "c1,u1,student,,,\nc1,u2,student,,,\nc2,u3,student,,,\n",
        "academicSessions": SESSIONS,
    } | changed
    return {f"{name}.csv": text for name, text in whole.items() if text}


def sds(**changed: str) -> dict[str, str]:
    """A School Data Sync set of three pupils, with their roles."""
    whole = {
        "manifest": "",
        "academicSessions": "",
        "users": "sourcedId,givenName,familyName\nu1,Zoë,Berg\nu2,Tim,Dijk\nu3,Eva,Kok\n",
    } | changed
    return files(**whole)


def told(result: ReadResult) -> set[Code]:
    """What extraction says of it too."""
    table = table_of(result)
    found = extract_records(table, suggest_mapping(table), secret=b"x" * 32, as_of=date(2026, 9, 1))
    return {*codes(result), *(problem.code for problem in found.problems)}


def test_the_year_of_a_set_is_that_of_the_classes_of_its_pupils() -> None:
    result = read(as_zip(files()))

    assert column(result, Field.GROUP) == ["5b", "5b", "6a"]
    assert table_of(result).facts.school_year == "2026-2027"


def test_a_class_of_another_school_year_than_most_are_of_is_no_group() -> None:
    enrolments = files()["enrollments.csv"].replace("c1,u2", "c3,u2")

    result = read(as_zip(files(enrollments=enrolments)))

    assert column(result, Field.GROUP) == ["5b", "", "6a"]


def test_a_set_of_next_years_classes_says_its_year() -> None:
    enrolments = files()["enrollments.csv"].replace("c1,", "c3,").replace("c2,", "c3,")

    assert table_of(read(as_zip(files(enrollments=enrolments)))).facts.school_year == "2027-2028"


def test_a_class_that_is_to_be_deleted_is_no_group() -> None:
    classes = files()["classes.csv"].replace("c1,,", "c1,tobedeleted,")

    assert column(read(as_zip(files(classes=classes))), Field.GROUP) == ["", "", "6a"]


@pytest.mark.parametrize(("begins", "group"), [("2026-08-01", "6a"), ("2026-06-01", ""), ("", "")])
def test_an_enrolment_without_end_is_the_present_one_where_the_other_is_over(
    begins: str, group: str
) -> None:
    enrolments = f"{files()['enrollments.csv']}c1,u3,student,,2025-08-01,2026-07-31\n"
    enrolments = enrolments.replace("c2,u3,student,,,", f"c2,u3,student,,{begins},")

    assert column(read(as_zip(files(enrollments=enrolments))), Field.GROUP)[2] == group


@pytest.mark.parametrize("without", ["enrollments", "classes"])
def test_a_set_without_groups_says_that_the_years_took_their_place(without: str) -> None:
    result = read(as_zip(files(**{without: ""})))

    assert set(column(result, Field.GROUP)) == {""}
    assert Code.GROUP_IS_THE_YEAR in told(result)
    assert Code.GROUP_IS_THE_YEAR not in told(read(as_zip(files())))


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("u2,,o1,student,Tim,van,Dijk,1002,05", "Tim"),
        ("u2,,o1,o2,student,Tim,Dijk,1002,", "student"),
        ("u2,,o1", ""),
    ],
)
def test_a_user_whose_cells_moved_is_set_aside(row: str, name: str) -> None:
    users = files()["users.csv"].replace("u2,,o1,student,Tim,Dijk,1002,05", row)
    roles = "userSourcedId,role\nu1,student\nu2,student\nu3,student\n"

    result = read(as_zip(files(users=users, roles=roles)))

    assert column(result, Field.FIRST_NAME) == ["Zoë", name, "Eva"]
    assert table_of(result).uneven_rows == {2}


@pytest.mark.parametrize("empty", ["", " \n"])
def test_an_empty_file_of_a_set_says_nothing(empty: str) -> None:
    content = as_zip(files() | {"demographics.csv": empty})

    assert read(content).table == read(as_zip(files())).table


def test_cells_that_every_row_leaves_out_or_has_too_many_moved_nothing() -> None:
    short = files()["users.csv"].replace(",05\n", "\n").replace(",06\n", "\n")
    long = files()["users.csv"].replace("\n", ",\n")

    for users in (short, long):
        assert table_of(read(as_zip(files(users=users)))).uneven_rows == frozenset()


def test_an_enrolment_or_a_birth_date_whose_cells_moved_says_nothing() -> None:
    enrolments = files()["enrollments.csv"].replace("c1,u1,student,,,", "c2,c1,u1,student,,,")
    births = "sourcedId,birthDate\nu1,2017-03-02\nu2,Tim,2017-03-02\nu3,2016-01-01\n"

    result = read(as_zip(files(enrollments=enrolments, demographics=births)))

    assert column(result, Field.GROUP) == ["", "5b", "6a"]
    assert column(result, Field.BIRTH_DATE) == ["2017-03-02", "", "2016-01-01"]


@pytest.mark.parametrize(
    "changed",
    [
        {"users": USERS.replace("familyName", "givenName") + "u1,,o1,student,Zoë,Berg,1001,05\n"},
        {"roles": "userSourcedId,role\nu1,student\nu2,x,student\nu3,student\n"},
    ],
)
def test_a_set_of_which_users_would_be_misread_is_refused(changed: dict[str, str]) -> None:
    assert codes(read(as_zip(files(**changed)))) == [Code.DAMAGED_FILE]


def test_a_stray_quote_swallows_no_users() -> None:
    users = files()["users.csv"].replace(",Tim,", ',"Tim,')

    assert column(read(as_zip(files(users=users))), Field.SURNAME) == ["Berg", "Dijk", "Kok"]


def test_two_birth_dates_of_one_user_are_none() -> None:
    births = "sourcedId,birthDate\nu1,2017-03-02\nu1,2018-03-02\nu2,2017-03-02\nu2,2017-03-02\n"

    result = read(as_zip(files(demographics=births)))

    assert column(result, Field.BIRTH_DATE) == ["", "2017-03-02", ""]


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        (("Groep 5", "g5", "06"), ["5", "5", "6"]),
        (("KG", "03", "04"), ["", "", ""]),
        (("05", '"05,06"', "Other"), ["5", "", ""]),
    ],
)
def test_dutch_grades_are_years_and_american_ones_are_not(
    grades: tuple[str, str, str], expected: list[str]
) -> None:
    rows = zip(("u1", "u2", "u3"), grades, strict=True)
    users = USERS + "".join(f"{key},,o1,student,Zoë,Berg,,{grade}\n" for key, grade in rows)

    assert column(read(as_zip(files(users=users))), Field.YEAR_GROUP) == expected


def test_of_schools_with_brins_of_their_own_the_brin_is_the_place() -> None:
    orgs = files()["orgs.csv"]
    users = files()["users.csv"].replace("u2,,o1", "u2,,o2")
    two = f"{orgs}o2,De Wilg,school,11AA00\n"

    assert column(read(as_zip(files(users=users, orgs=two))), Field.LOCATION) == [
        *("99ZZ00", "11AA00", "99ZZ00")
    ]
    assert column(read(as_zip(files())), Field.LOCATION) == ["De Regenboog"] * 3


@pytest.mark.parametrize("line", ["file.users, Delta", "FILE.USERS,delta", "file.roles,delta"])
def test_a_set_of_changes_says_so_in_any_letters(line: str) -> None:
    manifest = f"propertyName,value\n{line}\n"

    assert table_of(read(as_zip(files(manifest=manifest)))).facts.delta


def test_a_guessed_encoding_of_a_set_is_told() -> None:
    packed = {name: text.encode("cp1252") for name, text in files().items()}

    result = read(as_zip(packed))

    assert column(result, Field.FIRST_NAME)[0] == "Zoë"
    assert Code.ENCODING_GUESSED in codes(result)


ROLES = "userSourcedId,orgSourcedId,role,grade,isPrimary,roleEndDate\n"


def test_of_two_roles_the_last_tells_the_year() -> None:
    old = "".join(f"u{n},o1,student,04,FALSE,2026-07-31\n" for n in (1, 2, 3))
    new = "".join(f"u{n},o1,student,05,TRUE,2027-07-31\n" for n in (1, 2, 3))

    for roles in (old + new, new + old):
        result = read(as_zip(sds(roles=ROLES + roles)))
        assert column(result, Field.YEAR_GROUP) == ["5"] * 3
        assert column(result, Field.LEFT_ON) == [""] * 3


def test_a_role_that_ends_before_all_others_is_of_who_leaves() -> None:
    roles = "u1,o1,student,05,TRUE,2027-07-31\nu2,o1,student,05,TRUE,2027-07-31\n"

    result = read(as_zip(sds(roles=f"{ROLES}{roles}u3,o1,student,06,TRUE,2026-08-20\n")))
    half = read(as_zip(sds(roles=f"{ROLES}u1,o1,student,05,,2027-07-31\nu2,o1,student,05,,2027\n")))

    assert column(result, Field.LEFT_ON) == ["", "", "2026-08-20"]
    assert column(half, Field.LEFT_ON) == ["", ""]


YEARS = ("2026-2027", "2027-2028")


def test_of_classes_of_two_years_a_person_says_which() -> None:
    later = "c3,u1,student,,,\nc3,u2,student,,,\n"
    content = as_zip(files(enrollments=files()["enrollments.csv"] + later))

    (problem,) = read(content).problems
    assert problem.code is Code.SEVERAL_SHEETS
    assert problem.detail == {"sheets": YEARS, "years": YEARS}
    assert codes(read(content, sheet=ALL_SHEETS)) == [Code.SEVERAL_SHEETS]

    for year, groups in zip(YEARS, (["5b", "5b", "6a"], ["Straks 6b"] * 2 + [""]), strict=True):
        result = read(content, sheet=year)
        assert column(result, Field.GROUP) == groups
        assert table_of(result).facts.school_year == year


def test_who_is_placed_ahead_asks_nothing() -> None:
    later = "c3,u1,student,,,\n"

    result = read(as_zip(files(enrollments=files()["enrollments.csv"] + later)))

    assert column(result, Field.GROUP) == ["5b", "5b", "6a"]


def two_schools(brin: str = "", kind: str = "school") -> dict[str, str]:
    """A set of a board, of which the second school has one child."""
    orgs = "sourcedId,name,type,identifier\no1,De Regenboog,school,99ZZ00\n"
    orgs += f"o2,De Wilg,{kind},{brin}\no3,Stichting Samen,district,\n"
    return files(orgs=orgs, users=files()["users.csv"].replace("u2,,o1", "u2,,o2"))


def test_of_schools_that_no_brin_tells_apart_a_person_says_which() -> None:
    content = as_zip(two_schools())

    (problem,) = read(content).problems
    assert problem.code is Code.SEVERAL_SHEETS
    assert problem.detail == {"sheets": ("De Regenboog", "De Wilg"), "schools": 2, "rows": 3}

    assert column(read(content, sheet="De Wilg"), Field.FIRST_NAME) == ["Tim"]
    assert column(read(content, sheet="De Regenboog"), Field.FIRST_NAME) == ["Zoë", "Eva"]
    assert table_of(read(content, sheet="De Wilg")).facts.brin is None
    assert table_of(read(content, sheet="De Regenboog")).facts.brin == "99ZZ00"
    assert len(table_of(read(content, sheet=ALL_SHEETS)).rows) == len(USERS_OF_ALL)


@pytest.mark.parametrize(("brin", "kind"), [("11AA00", "school"), ("", "department")])
def test_schools_with_brins_and_parts_of_a_school_ask_nothing(brin: str, kind: str) -> None:
    assert len(table_of(read(as_zip(two_schools(brin, kind)))).rows) == len(USERS_OF_ALL)


def test_of_several_years_of_several_schools_a_person_says_both() -> None:
    later = "c3,u1,student,,,\nc3,u2,student,,,\n"
    content = as_zip(two_schools() | {"enrollments.csv": files()["enrollments.csv"] + later})

    (problem,) = read(content).problems
    assert problem.detail["sheets"] == tuple(
        f"{school} {year}" for school in ("De Regenboog", "De Wilg") for year in YEARS
    )
    assert column(read(content, sheet="De Wilg 2027-2028"), Field.GROUP) == ["Straks 6b"]


def test_a_user_that_was_deleted_today_is_gone() -> None:
    users = USERS.replace("status,", "status,dateLastModified,")
    users += "u1,tobedeleted,2026-09-01T06:00:00Z,o1,student,Zoë,Berg,1001,05\n"
    users += "u2,,2026-09-01T06:00:00Z,o1,student,Tim,Dijk,1002,05\n"
    table = table_of(read(as_zip(files(users=users))))

    found = extract_records(table, suggest_mapping(table), secret=b"x" * 32, as_of=date(2026, 9, 1))

    assert [record.pupil_number for record in found.records] == ["1002"]


@pytest.mark.parametrize(
    ("middle", "prefix"), [("Van den", ["Van den", "De", ""]), ("Maria", ["", "", ""])]
)
def test_middle_names_that_are_all_prefixes_are_prefixes(middle: str, prefix: list[str]) -> None:
    users = USERS.replace("givenName", "givenName,middleName")
    users += f"u1,,o1,student,Zoë,{middle},Berg,1001,05\nu2,,o1,student,Tim,De,Dijk,1002,05\n"
    users += "u3,,o1,student,Eva,,Kok,1003,06\n"

    assert column(read(as_zip(files(users=users))), Field.PREFIX) == prefix


def test_a_zip_beside_a_set_is_not_left_unread() -> None:
    packed: dict[str, str | bytes] = {**files(), "andere school.zip": as_zip(files())}

    assert codes(read(as_zip(packed))) == [Code.ZIP_UNSAFE]


def test_of_who_is_gone_no_group_is_missed() -> None:
    users = files()["users.csv"].replace("u1,,", "u1,tobedeleted,")
    enrolments = files()["enrollments.csv"].replace("c1,u1,student,,,\n", "")

    assert Code.GROUP_MISSING not in told(read(as_zip(files(users=users, enrollments=enrolments))))


def test_a_pupil_whose_only_role_is_to_be_deleted_is_gone() -> None:
    roles = "status,userSourcedId,orgSourcedId,role\n,u1,o1,student\n,u2,o1,student\n"
    roles += "tobedeleted,u2,o2,student\ntobedeleted,u3,o1,student\n"

    left = column(read(as_zip(sds(roles=roles))), Field.LEFT_ON)

    assert [bool(day) for day in left] == [False, False, True]


def test_letters_of_a_set_that_were_saved_twice_are_put_right() -> None:
    users = files()["users.csv"].encode().decode("cp1252")

    result = read(as_zip(files(users=users)))

    assert column(result, Field.FIRST_NAME) == ["Zoë", "Tim", "Eva"]
    assert Code.ENCODING_GUESSED in codes(result)
