"""xlsx, xls and ods: what a sheet shows is what is read."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from tests.roster.formats.reader_books import HEADINGS, PUPILS, as_xlsx, compound_file
from tests.roster.formats.reader_results import cells, codes

from leesloket.roster.model import Origin
from leesloket.roster.problems import Code
from leesloket.roster.readers import Budget, read

LIST = (HEADINGS, *PUPILS)


def as_xls(rows: tuple[tuple[object, ...], ...], *, number_format: str = "General") -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Leerlingen")
    style = xlwt.easyxf(num_format_str=number_format)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            sheet.write(row, column, value, style if isinstance(value, int) else xlwt.XFStyle())
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_ods(rows: tuple[tuple[str, ...], ...], *, name: str = "Leerlingen") -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name=name)
    for values in rows:
        row = TableRow()
        for value in values:
            cell = TableCell(valuetype="string") if value else TableCell()
            if value:
                cell.addElement(P(text=value))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    target = io.BytesIO()
    document.write(target)
    return target.getvalue()


def changed(content: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The same archive with each part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return target.getvalue()


@pytest.mark.parametrize("make", [as_xls, as_ods, lambda rows: as_xlsx({"Leerlingen": rows})])
def test_every_workbook_gives_the_same_table(make: Callable[..., bytes]) -> None:
    result = read(make(LIST))

    assert result.table is not None
    assert result.table.sheet == "Leerlingen"
    assert result.table.headings == HEADINGS
    assert result.table.heading_row == 1
    assert cells(result) == list(PUPILS)
    assert result.problems == ()


def test_rows_keep_the_numbers_of_the_sheet_under_titles_and_blank_rows() -> None:
    book = as_xlsx(
        {
            "Blad1": [
                ["Leerlingenlijst"],
                [],
                [None, *HEADINGS],
                [None, *PUPILS[0]],
                [],
                [None, *PUPILS[1]],
            ]
        }
    )

    result = read(book)

    assert result.table is not None
    assert result.table.heading_row == 3
    assert [row.origin for row in result.table.rows] == [Origin(4, "Blad1"), Origin(6, "Blad1")]
    assert cells(result) == [PUPILS[0], PUPILS[1]]


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_true_date_is_iso_text_in_either_epoch(*, from_1904: bool) -> None:
    book = as_xlsx(
        {"B": [("Naam", "Geb.datum", "Groep"), ("Berg", date(2016, 3, 2), "5b")]},
        date_1904=from_1904,
    )

    assert cells(read(book)) == [("Berg", "2016-03-02", "5b")]


def test_numbers_are_text_as_the_sheet_shows_them() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        zeros = book.add_format({"num_format": "000000"})
        dashed = book.add_format({"num_format": "00-0000"})
        sheet.write_row(0, 0, ["Leerlingnummer", "Naam", "Groep", "Pasnummer", "Leerjaar"])
        sheet.write_number(1, 0, 1234, zeros)
        sheet.write_row(1, 1, ["Berg", 5, 123456789012345678])
        sheet.write_boolean(1, 4, True)
        sheet.write_number(2, 0, 5.5, zeros)
        sheet.write_row(2, 1, ["Dijk", 5.5])
        sheet.write_number(2, 3, 51234, dashed)
        sheet.write_formula(2, 4, "=NA()", None, "#N/A")

    assert cells(read(target.getvalue())) == [
        ("001234", "Berg", "5", "1.23457E+17", "WAAR"),
        ("5.5", "Dijk", "5.5", "05-1234", "#N/A"),
    ]


def test_an_old_workbook_keeps_zeros_and_errors() -> None:
    book = as_xls(
        (("Leerlingnummer", "Naam", "Groep"), (1234, "Berg", "5b")), number_format="000000"
    )

    assert cells(read(book)) == [("001234", "Berg", "5b")]


def test_an_old_workbook_keeps_the_zeros_of_a_formula() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Leerlingen")
    zeros = xlwt.easyxf(num_format_str="000000")
    for column, heading in enumerate(("Leerlingnummer", "Naam", "Groep")):
        sheet.write(0, column, heading)
    for column, value in enumerate((xlwt.Formula("1233+1"), "Berg", "5b")):
        sheet.write(1, column, value, zeros)
    target = io.BytesIO()
    book.save(target)
    no_value = struct.pack("<Q", 0xFFFF000000000003)  # as xlwt leaves the outcome
    computed = target.getvalue().replace(no_value, struct.pack("<d", 1234.0))

    assert cells(read(computed)) == [("001234", "Berg", "5b")]


def test_an_old_workbook_keeps_zeros_in_any_of_many_styles() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Leerlingen")
    for column, heading in enumerate(("Leerlingnummer", "Naam", "Groep")):
        sheet.write(0, column, heading)
    # More than a byte can count, so that also those are met that mean something in a pattern.
    for number in range(1, 301):
        style = xlwt.XFStyle()
        style.font.height = 100 + number
        style.num_format_str = "000000" if number % 3 else "General"
        for column, value in enumerate((number, "Berg", "5b")):
            sheet.write(number, column, value, style)
    target = io.BytesIO()
    book.save(target)

    shown = [number for number, *_ in cells(read(target.getvalue()))]

    assert shown == [f"{at:06d}" if at % 3 else str(at) for at in range(1, 301)]


def test_between_plain_cells_of_an_old_workbook_hidden_rows_and_formulas_are_counted() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Leerlingen")
    for row, values in enumerate((("Leerlingnummer", "Naam", "Groep"), *[(7, "Berg", "5b")] * 9)):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
        sheet.row(row).hidden = row in {3, 8}
    sheet.write(5, 3, xlwt.Formula("1+1"))
    target = io.BytesIO()
    book.save(target)

    result = read(target.getvalue())

    assert [(problem.code, problem.detail) for problem in result.problems] == [
        (Code.HIDDEN_ROWS, {"count": 2}),
        (Code.FORMULAS_READ_AS_VALUES, {"count": 1}),
    ]


def test_an_opendocument_sheet_keeps_the_zeros_it_shows() -> None:
    book = as_ods((("Leerlingnummer", "Naam", "Groep"), ("X", "Berg", "5b")))
    number = (
        b'<table:table-cell office:value-type="float" office:value="1234">'
        b"<text:p>001234</text:p></table:table-cell>"
    )

    def put(name: str, part: bytes) -> tuple[str, bytes]:
        pattern = rb"<table:table-cell[^>]*><text:p>X</text:p></table:table-cell>"
        return name, re.sub(pattern, number, part)

    assert cells(read(changed(book, put))) == [("001234", "Berg", "5b")]


ZEROS = (
    b'<table:table-cell office:value-type="float" office:value="1234">'
    b"<text:p>001234</text:p></table:table-cell>"
)
PLAIN = b'<table:table-cell office:value-type="string"><text:p>1234</text:p></table:table-cell>'
NOT_AVAILABLE = (
    b'<table:table-cell table:formula="of:=#N/A" office:value-type="string"'
    b' office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
)


HIDDEN_TABLE = b'<table:table table:style-name="ta2" '
HIDING = (
    b'<office:automatic-styles><style:style style:name="ta2" style:family="table">'
    b'<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)
CALC = (
    b'<office:document-content xmlns:calcext="urn:org:documentfoundation:names:experimental:calc'
    b':xmlns:calcext:1.0" '
)


@pytest.mark.parametrize("number", [PLAIN, ZEROS], ids=["plain", "zeros"])
def test_a_hidden_opendocument_sheet_is_left_aside(number: bytes) -> None:
    rows = (("Leerlingnummer", "Naam", "Groep"), ("X", "Berg", "5b"))
    shown = re.search(rb"<table:table .*</table:table>", _content_of(as_ods(rows)), re.DOTALL)
    assert shown is not None
    older = shown[0].replace(b"Leerlingen", b"Oud", 1).replace(b"<table:table ", HIDDEN_TABLE, 1)

    def put(name: str, part: bytes) -> tuple[str, bytes]:
        if name != "content.xml":
            return name, part
        part = part.replace(shown[0], shown[0] + older)
        part = re.sub(rb"<office:automatic-styles ?/>", HIDING, part)
        return name, re.sub(
            rb"<table:table-cell[^>]*><text:p>X</text:p></table:table-cell>", number, part
        )

    result = read(changed(as_ods(rows), put))

    assert [row[1:] for row in cells(result)] == [("Berg", "5b")]
    assert codes(result) == [Code.HIDDEN_SHEET_SKIPPED]


def _content_of(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read("content.xml")


def test_an_opendocument_cell_with_an_error_says_so() -> None:
    book = as_ods((("Leerlingnummer", "Naam", "Groep"), ("X", "Berg", "5b")))

    def put(name: str, part: bytes) -> tuple[str, bytes]:
        pattern = rb"<table:table-cell[^>]*><text:p>X</text:p></table:table-cell>"
        part = part.replace(b"<office:document-content ", CALC, 1)
        return name, re.sub(pattern, NOT_AVAILABLE, part)

    result = read(changed(book, put))

    assert cells(result) == [("#N/A", "Berg", "5b")]
    assert codes(result) == [Code.FORMULAS_READ_AS_VALUES]


def test_formulas_give_their_last_value_and_are_counted() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Naam", "Groep"])
        sheet.write_formula(1, 0, '="Berg"', None, "Berg")
        sheet.write_formula(1, 1, '="5b"', None, "5b")

    result = read(target.getvalue())

    assert cells(result) == [("Berg", "5b")]
    assert [(problem.code, problem.detail) for problem in result.problems] == [
        (Code.FORMULAS_READ_AS_VALUES, {"count": 2})
    ]


def test_formulas_and_zeros_are_seen_in_a_sheet_with_prefixed_elements() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Leerlingnummer", "Naam", "Groep"])
        sheet.write_number(1, 0, 4711, book.add_format({"num_format": "000000"}))
        sheet.write_formula(1, 1, '="Berg"', None, "Berg")
        sheet.write_string(1, 2, "5b")

    def prefix(name: str, part: bytes) -> tuple[str, bytes]:
        if "/sheet" in name and name.endswith(".xml"):
            part = re.sub(rb"<(/?)(\w+)(?=[\s>/])", rb"<\1x:\2", part)
            part = part.replace(b" xmlns=", b" xmlns:x=", 1)
        return name, part

    result = read(changed(target.getvalue(), prefix))

    assert cells(result) == [("004711", "Berg", "5b")]
    assert (Code.FORMULAS_READ_AS_VALUES, {"count": 1}) in [
        (problem.code, problem.detail) for problem in result.problems
    ]


def test_hidden_rows_are_read_and_counted_hidden_sheets_are_not_read() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Lijst")
        for number, row in enumerate(LIST):
            sheet.write_row(number, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(30, None, None, {"hidden": True})
        hidden = book.add_worksheet("Oud")
        hidden.write_row(0, 0, HEADINGS)
        hidden.hide()

    result = read(target.getvalue())

    assert len(cells(result)) == 3
    assert [(problem.code, problem.detail) for problem in result.problems] == [
        (Code.HIDDEN_SHEET_SKIPPED, {"count": 1}),
        (Code.HIDDEN_ROWS, {"count": 1}),
    ]


def test_the_sheet_with_pupils_is_found_between_others() -> None:
    book = as_xlsx({"Uitleg": [["Vul de lijst in."]], "Lijst": LIST, "Codes": [["A", "B"]]})

    result = read(book)

    assert result.table is not None
    assert result.table.sheet == "Lijst"


def test_two_sheets_with_pupils_are_a_question_until_one_is_picked() -> None:
    book = as_xlsx({"Groep 3": (HEADINGS, PUPILS[0]), "Groep 4": (HEADINGS, PUPILS[1])})

    asked = read(book)
    assert asked.table is None
    assert [(problem.code, problem.detail) for problem in asked.problems] == [
        (Code.SEVERAL_SHEETS, {"sheets": ("Groep 3", "Groep 4"), "rows": 2})
    ]

    assert cells(read(book, sheet="Groep 4")) == [PUPILS[1]]
    assert codes(read(book, sheet="Groep 9")) == [Code.SEVERAL_SHEETS]


def test_a_huge_dimension_over_a_small_sheet_is_ignored() -> None:
    def stretch(name: str, part: bytes) -> tuple[str, bytes]:
        return name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', part)

    assert cells(read(changed(as_xlsx({"B": LIST}), stretch))) == list(PUPILS)


def test_a_lonely_cell_in_the_far_corner_costs_nothing() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(LIST):
            sheet.write_row(number, 0, row)
        sheet.write_datetime(1, 4, date(2016, 3, 2), book.add_format({"num_format": "d-m-yyyy"}))

    # Written by hand: XlsxWriter walks along all the rows in between.
    def stray(name: str, part: bytes) -> tuple[str, bytes]:
        cell = b'<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>'
        part = part.replace(b"</sheetData>", b'<row r="1048576">%b</row></sheetData>' % cell)
        return name, re.sub(
            rb'<dimension ref="A1:\w+"/>', b'<dimension ref="A1:XFD1048576"/>', part
        )

    result = read(changed(target.getvalue(), stray))

    # The stray cell is a row of its own with one value in the last column.
    assert result.table is not None
    assert result.table.headings[: len(HEADINGS)] == HEADINGS
    assert [row.cells[: len(HEADINGS)] for row in result.table.rows[:3]] == list(PUPILS)
    assert result.table.rows[3].origin.row == 1_048_576


def test_backslashes_in_the_names_of_parts_are_put_right() -> None:
    def turn(name: str, part: bytes) -> tuple[str, bytes]:
        return name.replace("/", "\\"), part

    assert cells(read(changed(as_xlsx({"B": LIST}), turn))) == list(PUPILS)


def test_macros_are_left_aside_and_said() -> None:
    book = as_xlsx({"B": LIST})
    with zipfile.ZipFile(target := io.BytesIO(book), "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"never looked at")

    result = read(target.getvalue())

    assert cells(result) == list(PUPILS)
    assert codes(result) == [Code.ACTIVE_PARTS_IGNORED]


def test_a_workbook_of_nothing_but_macros_is_refused() -> None:
    worksheet = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    macro_sheet = b"http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"

    def turn(name: str, part: bytes) -> tuple[str, bytes]:
        part = part.replace(worksheet, macro_sheet).replace(b"worksheets/", b"macrosheets/")
        return name.replace("worksheets/", "macrosheets/"), part

    assert codes(read(changed(as_xlsx({"B": LIST}), turn))) == [Code.MACRO_WORKBOOK]


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE x>", b'<!doctype x [<!ENTITY a "b">]>'])
def test_a_document_type_in_any_part_is_refused(declaration: bytes) -> None:
    def declare(name: str, part: bytes) -> tuple[str, bytes]:
        return name, part.replace(b"?>", b"?>" + declaration, 1)

    for book in (as_xlsx({"B": LIST}), as_ods(LIST)):
        assert codes(read(changed(book, declare))) == [Code.DTD_FORBIDDEN]


def test_what_calamine_cannot_read_is_read_by_ourselves() -> None:
    def break_it(name: str, part: bytes) -> tuple[str, bytes]:
        return name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A:F"', part)

    def unzip(name: str, part: bytes) -> tuple[str, bytes]:
        return ("nothing" if name == "mimetype" else name), part

    assert cells(read(changed(as_xlsx({"B": LIST}), break_it))) == list(PUPILS)
    assert cells(read(changed(as_ods(LIST), unzip))) == list(PUPILS)


def repeated_ods(*, row: str, cell: str = "", text: str = "x") -> bytes:
    """A sheet whose second row repeats as told."""
    book = as_ods((("Naam", "Groep"), ("Berg", "5b"), ("REPEAT",)))

    def repeat(name: str, part: bytes) -> tuple[str, bytes]:
        body = f"<text:p>{text}</text:p>" if text else ""
        new = (
            f'<table:table-row table:number-rows-repeated="{row}"><table:table-cell '
            f'table:number-columns-repeated="{cell or 1}" office:value-type="string">{body}'
            f"</table:table-cell></table:table-row>"
        )
        pattern = rb"<table:table-row><table:table-cell[^>]*><text:p>REPEAT.*?</table:table-row>"
        return name, re.sub(pattern, new.encode(), part)

    return changed(book, repeat)


def test_a_million_empty_rows_below_an_opendocument_list_are_no_trouble() -> None:
    result = read(repeated_ods(row="1048570", cell="16384", text=""))

    assert cells(result) == [("Berg", "5b")]


@pytest.mark.parametrize(("row", "cell"), [("999999999", "1"), ("2", "99999999"), ("9" * 30, "9")])
def test_a_cell_repeated_a_billion_times_is_refused_before_it_is_made(row: str, cell: str) -> None:
    assert codes(read(repeated_ods(row=row, cell=cell))) == [Code.TOO_MANY_CELLS]


@pytest.mark.parametrize(
    "written", ["=&quot;", ' = "999999999"', '="+999999999"', '="99&#57;999999"', "='999999999'"]
)
def test_a_repeat_is_counted_however_it_is_written(written: str) -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        return name, part.replace(b'="999999999"', written.encode())

    result = read(changed(repeated_ods(row="999999999"), change))

    assert set(codes(result)) <= {Code.TOO_MANY_CELLS, Code.TOO_MANY_ROWS, Code.DAMAGED_FILE}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<text:p>Berg", b'<text:p><text:s text:c="999999999"/>Berg'),
        (b"<text:p>Berg", b'<text:p><text:s text:c = "999999999"/>Berg'),
        (
            b"</table:table-row>",
            (
                b"</table:table-row><table:table-row table:number-rows-repeated='999999999'>"
                b"<table:table-cell/></table:table-row>"
            ),
        ),
    ],
)
def test_blanks_before_what_is_filled_are_not_made(old: bytes, new: bytes) -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        return name, part.replace(old, new, 1)

    made = read(changed(as_ods((("Naam", "Groep"), ("Berg", "5b"))), change))

    assert [(name.strip(), group) for name, group in cells(made)] == [("Berg", "5b")]


def test_of_two_sheets_without_headings_a_person_says_which() -> None:
    rows = [("Mees Bos", "5a"), ("Noor Vos", "5b"), ("Tim Smit", "6a"), ("Eva Kok", "6b")]

    result = read(as_xlsx({"Een": rows, "Twee": rows[::-1]}))

    assert [(problem.code, problem.detail) for problem in result.problems] == [
        (Code.SEVERAL_SHEETS, {"sheets": ("Een", "Twee")})
    ]


def test_the_cell_budget_counts_cells_that_are_there() -> None:
    assert codes(read(as_xlsx({"B": LIST}), budget=Budget(cells=20))) == [Code.TOO_MANY_CELLS]
    assert codes(read(as_xlsx({"B": LIST}), budget=Budget(cells=24))) == []


def test_a_password_is_recognised_in_every_workbook() -> None:
    xls = as_xls(LIST)
    code_page, file_pass = b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00"
    assert code_page in xls
    ods = changed(
        as_ods(LIST),
        lambda name, part: (
            name,
            part.replace(
                b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"
            ),
        ),
    )

    wholly_encrypted = changed(
        ods, lambda name, part: ("encrypted-package" if name == "content.xml" else name, part)
    )

    for book in (
        wholly_encrypted,
        compound_file("EncryptionInfo", "EncryptedPackage"),
        xls.replace(code_page, file_pass, 1),
        ods,
    ):
        assert codes(read(book)) == [Code.PASSWORD_PROTECTED]


def test_other_office_files_are_named() -> None:
    assert codes(read(compound_file("WordDocument"))) == [Code.DOCUMENT_FILE]
    assert codes(read(compound_file("__substg1.0_0037001F"))) == [Code.MAIL_FILE]
    assert codes(read(compound_file("MatOST"))) == [Code.UNKNOWN_FORMAT]
    binary = changed(
        as_xlsx({"B": LIST}),
        lambda name, part: (name.replace("workbook.xml", "workbook.bin"), part),
    )
    assert codes(read(binary)) == [Code.XLSB_WORKBOOK]


@cache
def _long_book(make: Callable[..., bytes]) -> bytes:
    return make(LIST * 30)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("make", [as_xls, as_ods, lambda rows: as_xlsx({"Leerlingen": rows})])
def test_half_a_workbook_is_damaged(make: Callable[..., bytes], share: float) -> None:
    content = _long_book(make)

    result = read(content[: int(len(content) * share)])

    assert result.table is None
    assert codes(result)[0] in {Code.DAMAGED_FILE, Code.ZIP_UNSAFE}


def test_a_cell_of_an_old_workbook_that_swallows_others_refuses_it() -> None:
    """Its record tells a length of 8,224 bytes: the children in those would not be missed."""
    pupils = tuple((str(1000 + at), "Emma", f"Bos{at}", "5a") for at in range(600))
    content = as_xls((("Leerlingnummer", "Voornaam", "Achternaam", "Groep"), *pupils))
    record = content.index(b"\xfd\x00\x0a\x00", content.index(b"\xfd\x00\x0a\x00") + 400)
    assert read(content).table is not None

    broken = content[: record + 2] + b"\x20\x20" + content[record + 4 :]

    assert [problem.code for problem in read(broken).problems] == [Code.DAMAGED_FILE]
