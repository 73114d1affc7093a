"""Zips: one list inside, sets of files, and everything the gate must not let through."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from tests.roster.formats.reader_books import (
    HEADINGS,
    PUPILS,
    as_csv,
    as_xlsx,
    as_zip,
    compound_file,
)
from tests.roster.formats.reader_results import codes
from typing_extensions import override

from leesloket.roster.model import Field
from leesloket.roster.problems import Code
from leesloket.roster.readers import Budget, read
from leesloket.roster.readers.result import SITE_BUDGET, RefusedError
from leesloket.roster.readers.zip_gate import open_archive

LIST = as_csv((HEADINGS, *PUPILS))
BOOK = as_xlsx({"Leerlingen": (HEADINGS, *PUPILS)})

DOSSIER = '<dossier xmlns="http://www.edustandaard.nl/oso_gegevensset/2019/dossier"/>'


@pytest.mark.parametrize("content", [LIST.encode(), BOOK])
@pytest.mark.parametrize("name", ["lijst.csv", "map/lijst.xlsx", "zonder uitgang", "é.txt"])
def test_the_one_list_in_a_zip_is_read_whatever_it_is_called(content: bytes, name: str) -> None:
    packed = as_zip({name: content, "__MACOSX/._lijst.csv": b"\0\5", ".DS_Store": b"\0"})

    assert read(packed) == read(content)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, Code.ZIP_NO_LIST),
        ({"foto.jpg": b"\xff\xd8\xff\xe0"}, Code.ZIP_NO_LIST),
        ({"a.csv": LIST, "b.csv": f"{LIST}\n"}, Code.ZIP_SEVERAL_LISTS),
        ({f"{number}.csv": LIST for number in range(9)}, Code.ZIP_SEVERAL_LISTS),
        ({"binnen.zip": as_zip({"a.csv": LIST})}, Code.ZIP_UNSAFE),
        ({"lijst.csv": as_zip({"a.csv": LIST})}, Code.ZIP_UNSAFE),
        ({"Index/Document.iwa": b"x", "preview.jpg": b"x"}, Code.UNKNOWN_FORMAT),
        ({"EDEXLL.TXT": "x", "EDEXGR.TXT": "x"}, Code.EDEX2000),
        ({"export/edexll01.txt": "x", "export/edexgr01.txt": "x"}, Code.EDEX2000),
        ({f"{n}.xml": DOSSIER for n in range(9)}, Code.OSO_DOSSIER),
        ({"EDEX.XML": "<EDEX/>", "dossier.xml": DOSSIER}, Code.OSO_DOSSIER),
        ({"word/document.xml": "<a/>", "[Content_Types].xml": "<a/>"}, Code.DOCUMENT_FILE),
    ],
)
def test_another_zip_is_refused_with_its_reason(files: dict[str, bytes], code: Code) -> None:
    assert codes(read(as_zip(files))) == [code]


def roster_set(version: str, *, status: str = "bulk") -> dict[str, str]:
    """A OneRoster set of two pupils and a teacher."""
    old = version == "1.1"
    users = "sourcedId,status,givenName,familyName,middleName,identifier,password,grades,"
    users += "role,orgSourcedIds\n" if old else "prefferedGivenName,primaryOrgSourcedId\n"
    rows = [
        ("u1", "", "Zoë Maria", "Berg", "van der", "1001", "geheim", "04", "student", "Zoë"),
        ("u2", "tobedeleted", "Tim", "Dijk", "", "1002", "geheim", "", "student", ""),
        ("u3", "", "Bas", "Vos", "", "", "geheim", "", "teacher", ""),
    ]
    for row in rows:
        users += ",".join((*row[:8], *((row[8], "o1") if old else (row[9], "o1")))) + "\n"
    files = {
        "manifest.csv": f"propertyName,value\noneroster.version,{version}\nfile.users,{status}\n",
        "users.csv": users,
        "orgs.csv": "sourcedId,name,type,identifier\no1,De Regenboog,school,99ZZ00\n",
        "classes.csv": "sourcedId,title,classType\nc1,5b,homeroom\nc2,Muziek,scheduled\n",
        "enrollments.csv": (
            "classSourcedId,userSourcedId,role\nc1,u1,student\nc2,u1,student\nc1,u3,teacher\n"
        ),
        "demographics.csv": "sourcedId,birthDate,sex\nu1,2018-03-02,female\n",
        "academicSessions.csv": (
            "sourcedId,type,startDate,endDate\ns1,schoolYear,2026-08-01,2027-07-31\n"
        ),
    }
    if not old:
        files["roles.csv"] = (
            "sourcedId,userSourcedId,role\n1,u1,student\n2,u2,student\n3,u3,teacher\n"
        )
    return files


def test_what_a_mac_packs_beside_a_set_is_no_second_one() -> None:
    files = roster_set("1.1")
    beside = {f"__MACOSX/._{name}": "\0\5\x16\7" for name in files}

    assert read(as_zip({**files, **beside})).table is not None


@pytest.mark.parametrize("sign", [";", "\t"])
def test_a_set_that_a_spreadsheet_saved_is_the_same_set(sign: str) -> None:
    files = roster_set("1.2")
    saved = {name: text.replace(",", sign) for name, text in files.items()}

    assert read(as_zip(saved)) == read(as_zip(files))


def test_two_sets_in_one_zip_are_two_lists() -> None:
    one, other = roster_set("1.1"), roster_set("1.2")
    files = {f"{folder}/{name}": text for folder, files in (("a", one), ("b", other))
             for name, text in files.items()}  # fmt: skip

    assert codes(read(as_zip(files))) == [Code.ZIP_SEVERAL_LISTS]


def test_a_class_under_two_names_is_no_group() -> None:
    files = roster_set("1.1")
    files["classes.csv"] += "c1,6a,homeroom\n"

    table = read(as_zip(files)).table

    assert table is not None
    assert table.fields is not None
    assert table.rows[0].cells[table.fields.index(Field.GROUP)] == ""


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("folder", ["", "export/"])
def test_a_oneroster_set_becomes_its_pupils(version: str, folder: str) -> None:
    files = {folder + name: text for name, text in roster_set(version).items()}

    result = read(as_zip(files))

    table = result.table
    assert table is not None
    assert table.fields is not None
    assert table.format == "oneroster"
    first = dict(zip(table.fields, table.rows[0].cells, strict=True))
    assert first == {
        Field.PUPIL_NUMBER: "1001",
        Field.FIRST_NAME: "Zoë Maria" if version == "1.1" else "Zoë",
        Field.GIVEN_NAMES: "",
        Field.PREFIX: "van der",
        Field.SURNAME: "Berg",
        Field.BIRTH_DATE: "2018-03-02",
        Field.GROUP: "5b",
        Field.YEAR_GROUP: "4",
        Field.LOCATION: "De Regenboog",
        Field.LEFT_ON: "",
    }
    assert [row.origin.row for row in table.rows] == [1, 2]
    assert table.rows[1].cells[table.fields.index(Field.LEFT_ON)] != ""
    assert (table.facts.brin, table.facts.school_year) == ("99ZZ00", "2026-2027")
    assert table.facts.teachers == 1
    assert not table.facts.delta
    assert "password" in [column.heading for column in table.dropped]
    assert "geheim" not in str([row.cells for row in table.rows])
    assert codes(result) == [Code.TEACHERS_LEFT_OUT]


def test_a_set_of_changes_says_so() -> None:
    table = read(as_zip(roster_set("1.1", status="delta"))).table

    assert table is not None
    assert table.facts.delta


@pytest.mark.parametrize(("status", "delta"), [("tobedeleted", True), ("active", False)])
def test_without_a_manifest_what_is_to_be_deleted_tells_a_set_of_changes(
    status: str, *, delta: bool
) -> None:
    files = roster_set("1.1")
    del files["manifest.csv"]
    files["users.csv"] = files["users.csv"].replace("tobedeleted", status)

    table = read(as_zip(files)).table

    assert table is not None
    assert table.facts.delta is delta


def test_a_set_has_no_more_pupils_than_any_list() -> None:
    content = as_zip(roster_set("1.1"))
    result = read(content)
    assert result.table is not None
    count = len(result.table.rows)

    assert read(content, budget=Budget(rows=count)).table is not None
    assert codes(read(content, budget=Budget(rows=count - 1))) == [Code.TOO_MANY_ROWS]


def test_a_school_data_sync_set_becomes_its_pupils() -> None:
    files = {
        "users.csv": "sourcedId,email,givenName,familyName\n1,z@x.nl,Zoë,Berg\n2,,Bas,Vos\n",
        "orgs.csv": "sourcedId,name,type\no1,De Regenboog,school\n",
        "roles.csv": "userSourcedId,orgSourcedId,role,grade\n1,o1,student,5\n2,o1,teacher,\n",
        "classes.csv": "sourcedId,orgSourcedId,title\nc1,o1,5b\n",
        "enrollments.csv": "classSourcedId,userSourcedId,role\nc1,1,student\n",
        "demographics.csv": "userSourcedId,birthDate\n1,2018-03-02\n",
    }

    table = read(as_zip(files)).table

    assert table is not None
    assert table.format == "sds"
    assert [row.cells for row in table.rows] == [
        ("1", "Zoë", "", "", "Berg", "2018-03-02", "5b", "5", "De Regenboog", "")
    ]


def stored(*files: tuple[str, bytes]) -> bytearray:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return bytearray(target.getvalue())


def directory_of(content: bytes | bytearray) -> int:
    return content.index(b"PK\x01\x02")


def put(content: bytearray, at: int, form: str, value: int) -> bytearray:
    struct.pack_into(form, content, at, value)
    return content


def overlapping() -> bytes:
    """Two names for one part: the second directory line points at the first local header."""
    content = stored(("a.csv", b"x"), ("b.csv", b"y"))
    second = content.index(b"PK\x01\x02", directory_of(content) + 4)
    return bytes(put(content, second + 42, "<I", 0))


def twice() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.csv", "x")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", "y")
    return target.getvalue()


def linked() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return target.getvalue()


def longer_than_told() -> bytes:
    """A part that unpacks to more than the archive says."""
    content = bytearray(as_zip({"a.csv": b"x" * 5000}))
    for at in (22, directory_of(content) + 24):
        put(content, at, "<I", 100)
    return bytes(content)


def wrong_checksum() -> bytes:
    content = stored(("a.csv", b"x"))
    for at in (14, directory_of(content) + 16):
        put(content, at, "<I", 12345)
    return bytes(content)


def other_local_name() -> bytes:
    content = stored(("a.csv", b"x"))
    content[30:35] = b"b.csv"
    return bytes(content)


def unlisted_part() -> bytes:
    """A second part in the bytes that the directory does not name."""
    hidden = bytes(stored(("b.csv", b"y" * 40)))
    part = hidden[: directory_of(hidden)]
    content = stored(("a.csv", b"x"))
    at = directory_of(content)
    content[at:at] = part
    end = content.index(b"PK\x05\x06")
    return bytes(put(content, end + 16, "<I", at + len(part)))


UNSAFE: dict[str, Callable[[], bytes]] = {
    "overlap": overlapping,
    "same_name_twice": twice,
    "link": linked,
    "lying_size": longer_than_told,
    "checksum": wrong_checksum,
    "local_header": other_local_name,
    "part_not_listed": unlisted_part,
    "bytes_behind_the_end": lambda: as_zip({"a.csv": LIST}) + b"more",
    "climbing_name": lambda: as_zip({"../a.csv": LIST}),
    "odd_name": lambda: as_zip({"C:a.csv": LIST}),
    "odd_method": lambda: bytes(
        put(
            put(stored(("a.csv", b"x")), 8, "<H", 99),
            directory_of(stored(("a.csv", b"x"))) + 10,
            "<H",
            99,
        )
    ),
}


@pytest.mark.parametrize("reason", UNSAFE)
def test_an_archive_with_two_meanings_is_refused(reason: str) -> None:
    result = read(UNSAFE[reason]())

    assert result.table is None
    assert [(problem.code, problem.detail) for problem in result.problems] == [
        (Code.ZIP_UNSAFE, {"reason": reason})
    ]


@pytest.mark.parametrize(
    "twin", ["XL/Worksheets/Sheet1.xml", "xl/./worksheets/sheet1.xml", "xl//worksheets/sheet1.xml"]
)
def test_two_parts_that_are_one_for_an_office_program_are_refused(twin: str) -> None:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert "xl/worksheets/sheet1.xml" in parts

    [problem] = read(as_zip({**parts, twin: parts["xl/worksheets/sheet1.xml"]})).problems

    # Who sent a workbook knows of no zip.
    assert problem.code is Code.DAMAGED_FILE
    assert problem.detail == {"reason": "same_name_twice"}


@pytest.mark.parametrize("name", ["a\x1b[2J.csv", "a\x9b2J.csv", "\u202evsc.a", "C:a.csv"])
def test_a_part_whose_name_does_more_than_tell_is_refused(name: str) -> None:
    (problem,) = read(as_zip({name: LIST})).problems

    assert problem.code is Code.ZIP_UNSAFE
    assert problem.detail == {"reason": "odd_name"}


@pytest.mark.parametrize("record", [b"PK\x01\x02", b"PK\x06\x06", b"PK\0\0"])
def test_a_zip_that_begins_with_another_record_is_a_damaged_one(record: bytes) -> None:
    content = bytes(stored(("a.csv", b"x")))

    [code] = codes(read(record + content[4:]))

    # Not that its kind is not known: with the advice to save the list as another.
    assert code in {Code.ZIP_UNSAFE, Code.DAMAGED_FILE}


def test_a_zip_with_a_password_is_recognised() -> None:
    content = stored(("a.csv", b"x"))
    for at in (6, directory_of(content) + 8):
        put(content, at, "<H", 1)

    assert codes(read(bytes(content))) == [Code.PASSWORD_PROTECTED]


@pytest.mark.parametrize(
    ("budget", "what"),
    [
        (Budget(members=1), "parts"),
        (Budget(part_bytes=10), "part"),
        (Budget(unpacked_bytes=1500, part_bytes=1200), "unpacked"),
    ],
)
def test_the_budget_is_held_against_the_directory(budget: Budget, what: str) -> None:
    [problem] = read(as_zip({"a.csv": b"a" * 1000, "b.csv": b"b" * 1000}), budget=budget).problems

    assert problem.code is Code.TOO_LARGE
    assert problem.detail["what"] == what
    assert "limit" in problem.detail


def streamed() -> bytes:
    """A zip made without going back: sizes stand behind each part, in a data descriptor."""

    class OneWay(io.BytesIO):
        @override
        def seekable(self) -> bool:
            return False

    target = OneWay()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("map/", "")
        archive.writestr("map/lijst.csv", LIST)
    return target.getvalue()


def with_comment() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("lijst.csv", LIST)
        archive.comment = b"gemaakt voor de bibliotheek"
    return target.getvalue()


def large_form() -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w") as archive,
        archive.open("lijst.csv", "w", force_zip64=True) as part,
    ):
        part.write(LIST.encode())
    return target.getvalue()


@pytest.mark.parametrize("make", [streamed, with_comment, large_form])
def test_an_honest_archive_passes(make: Callable[[], bytes]) -> None:
    assert read(make()) == read(LIST.encode())


def test_every_flipped_byte_is_refused_or_changes_nothing_that_is_read() -> None:
    """The gate over all single-byte damage: the same part comes out, or none."""
    whole = as_zip({"lijst.csv": LIST})
    for at in range(len(whole)):
        content = bytearray(whole)
        content[at] ^= 0xFF
        try:
            archive = open_archive(bytes(content), budget=SITE_BUDGET)
            parts = [archive.read(name) for name in archive.names()]
        except RefusedError:
            continue
        assert [zlib.crc32(part) for part in parts] in ([zlib.crc32(LIST.encode())], [])


@pytest.mark.parametrize(
    "name",
    [
        *("leesmij.txt", "map/README.md", "Toelichting lijst.txt", "EDEXML.xsd", "lijst.csv.md5"),
        *(
            "README",
            "LICENSE",
            "Licentie.txt",
            "school.webloc",
            "export.log",
            "THUMBS.DB",
            "._lijst.csv",
        ),
        *("~$leerlingen.xlsx", "map/.~lock.leerlingen.ods#"),
    ],
)
def test_a_letter_beside_the_list_is_no_list(name: str) -> None:
    content = as_zip({"leerlingen.csv": LIST, name: "Beste bibliotheek, dit is de lijst."})

    assert read(content).table is not None


@pytest.mark.parametrize(
    "beside",
    [
        b"[InternetShortcut]\r\nURL=https://school.nl\r\n",
        as_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        compound_file("WordDocument"),
        LIST.encode(),
    ],
)
def test_nor_is_a_document_a_shortcut_or_a_copy(beside: bytes) -> None:
    assert read(as_zip({"leerlingen.csv": LIST, "beside": beside})).table is not None


@pytest.mark.parametrize(
    "answer",
    [
        "<EDEX><school/><leerlingen>{0}</leerlingen></EDEX>",
        (
            '<s:Envelope xmlns:s="x"><s:Body><u:leerlinggegevens_antwoord xmlns:u="y">{0}'
            "</u:leerlinggegevens_antwoord></s:Body></s:Envelope>"
        ),
    ],
)
def test_several_answers_are_parts_of_a_school_or_other_schools(answer: str) -> None:
    content = as_zip({f"{page}.xml": answer.format(page) for page in range(3)})

    assert codes(read(content)) == [Code.SEVERAL_SCHOOLS]


def test_many_pictures_and_schemas_beside_a_list_are_no_lists() -> None:
    beside = {f"{at}.xsd": "<a/>" for at in range(4)} | {
        f"{at}": b"\xff\xd8\xff" for at in range(9)
    }

    assert read(as_zip({"leerlingen.csv": LIST, **beside})).table is not None


def test_a_list_that_is_called_as_a_letter_is_a_list() -> None:
    content = as_zip({"a.csv": LIST, "Toelichting groep 3.csv": f"{LIST}\n"})

    assert codes(read(content)) == [Code.ZIP_SEVERAL_LISTS]


@pytest.mark.parametrize(
    ("enrolments", "group"),
    [
        ("c1,u1,student,,2025-07-31\nc3,u1,student,,2026-07-31\n", "6b"),
        ("c1,u1,student,false,\nc3,u1,student,true,\nc2,u1,student,true,\n", "6b"),
        ("c1,u1,student,,\nc3,u1,student,,2026-07-31\n", ""),
        ("c1,u1,student,,\nc3,u1,student,,\n", ""),
        ("c1,u1,student,false,\nc2,u1,student,true,\n", "5b"),
    ],
)
def test_of_several_homerooms_the_present_or_primary_one_is_the_group(
    enrolments: str, group: str
) -> None:
    files = roster_set("1.1") | {
        "classes.csv": "sourcedId,title,classType\nc1,5b,homeroom\nc2,Muziek,scheduled\n"
        "c3,6b,homeroom\n",
        "enrollments.csv": f"classSourcedId,userSourcedId,role,primary,endDate\n{enrolments}",
    }

    table = read(as_zip(files)).table

    assert table is not None
    assert table.fields is not None
    assert table.rows[0].cells[table.fields.index(Field.GROUP)] == group
