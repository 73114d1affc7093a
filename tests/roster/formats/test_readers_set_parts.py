"""A single file of a set of files that systems send each other is no list of pupils."""

from __future__ import annotations

import pytest
from tests.roster.formats.reader_books import as_xlsx, as_zip
from tests.roster.formats.reader_results import cells, codes

from leesloket.roster.problems import Code
from leesloket.roster.readers import read

ONEROSTER = (
    "sourcedId,status,orgSourcedIds,role,givenName,familyName,identifier,grades\n"
    "u1,,o1,student,Zoë,Berg,1001,05\nu2,,o1,teacher,Anja,Dijk,,\n"
)
STUDENT = (
    "SIS ID,School SIS ID,Username,First Name,Last Name,Student Number,Grade\n"
    "1001,s1,x,Zoë,Berg,1001,5\n1002,s1,x,Tim,Dijk,1002,6\n"
)
STUDENTS = (
    "School_id,Student_id,Student_number,Last_name,First_name,Grade,DOB\n"
    "1,1001,1001,Berg,Zoë,5,03/02/2017\n1,1002,1002,Dijk,Tim,6,03/31/2016\n"
)
LATER = "sourcedId,username,givenName,familyName,password\n1001,x,Zoë,Berg,\n1002,x,Tim,Dijk,\n"


@pytest.mark.parametrize("text", [ONEROSTER, STUDENT, STUDENTS, LATER])
@pytest.mark.parametrize("sign", [",", ";"])
def test_children_of_a_set_without_their_groups_are_no_list(text: str, sign: str) -> None:
    text = text.replace(",", sign)

    assert codes(read(text.encode())) == [Code.PART_OF_A_SET]
    assert codes(read(as_zip({"map/leerlingen.csv": "\ufeff" + text}))) == [Code.PART_OF_A_SET]


def test_nor_are_they_on_a_sheet_of_a_workbook() -> None:
    rows = [line.split(",") for line in STUDENT.splitlines()]

    book = as_xlsx({"Student": rows, "StudentEnrollment": [("Section SIS ID", "SIS ID")]})

    assert codes(read(book)) == [Code.PART_OF_A_SET]


@pytest.mark.parametrize(
    "files",
    [
        {"Student.csv": STUDENT, "StudentEnrollment.csv": "Section SIS ID,SIS ID\nc1,1001\n"},
        {"students.csv": STUDENTS, "enrollments.csv": "School_id,Section_id,Student_id\n1,c1,1\n"},
        {"users.csv": LATER, "roles.csv": "userSourcedId,orgSourcedId,role\n1001,o1,student\n"},
        {f"{n}.csv": STUDENT for n in range(9)},
    ],
)
def test_a_set_that_we_do_not_read_says_so(files: dict[str, str]) -> None:
    (problem,) = read(as_zip(files)).problems

    assert problem.code is Code.PART_OF_A_SET
    assert problem.detail["files"]


@pytest.mark.parametrize(
    "headings",
    [
        "sourcedId,givenName,familyName,birthDate,class",
        "SIS ID,First Name,Last Name,Date of Birth,Class",
        "Student_id,First_name,Last_name,DOB,Homeroom",
        "School_id,Student_id,First_name,Last_name,Class",
    ],
)
def test_a_list_with_groups_is_read_whatever_its_keys_are_called(headings: str) -> None:
    width = headings.count(",") + 1
    rows = [("1001", "9")[: width - 4] + ("Zoë", "Berg", "2017-03-02", "5a")[-4:]] * 2

    text = "\n".join([headings, *(",".join(row) for row in rows)])

    assert len(cells(read(text.encode()))) == len(rows)
