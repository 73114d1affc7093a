"""Workbooks that are right and unusual, and workbooks that are broken: read, or refused whole."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

import pytest
import xlsxwriter
from tests.roster.formats.reader_books import HEADINGS, PUPILS, as_xlsx, as_zip, compound_file
from tests.roster.formats.reader_results import cells, codes
from typing_extensions import override

from leesloket.roster.problems import Code
from leesloket.roster.readers import read
from leesloket.roster.readers.choosing import choose_table
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.ole import Container, refuse_loops
from leesloket.roster.readers.result import Budget
from leesloket.roster.sheet_rows import ALL_SHEETS

LIST = (HEADINGS, *PUPILS)


def rebuilt(content: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The workbook with each part, by name and content, replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return target.getvalue()


@pytest.mark.parametrize("folder", ["", "boek/"])
def test_a_workbook_is_found_where_its_package_says(folder: str) -> None:
    content = rebuilt(
        as_xlsx({"Leerlingen": LIST}),
        lambda name, part: (
            name.replace("xl/", folder),
            part.replace(b"xl/", folder.encode()),
        ),
    )

    assert cells(read(content)) == list(PUPILS)


@pytest.mark.parametrize(
    ("index", "first"),
    [(" 7 ", "Zoë"), ("\n7\n", "Zoë"), ("-1", None), ("7.0", None), ("0x7", None), ("", "")],
)
def test_a_text_that_a_cell_does_not_tell_in_digits_is_never_the_first_one(
    index: str, first: str | None
) -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        told = b'<c r="B2" t="s"><v>7</v>'
        assert told in part or not name.endswith("sheet1.xml")
        return name, part.replace(told, told.replace(b"7", index.encode()))

    result = read(rebuilt(as_xlsx({"Leerlingen": LIST}), change))

    if first is None:
        assert codes(result) == [Code.DAMAGED_FILE]
    else:
        assert cells(result)[0][1] == first


def test_nor_where_all_elements_have_a_prefix() -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        if not name.endswith("sheet1.xml"):
            return name, part
        prefixed = re.sub(rb"<(/?)(?=\w)", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x=")
        return name, prefixed.replace(b"<x:v>7</x:v>", b"<x:v> 7 </x:v>")

    result = read(rebuilt(as_xlsx({"Leerlingen": LIST}), change))

    assert cells(result)[0][1] == "Zoë"


def _all_small(name: str, part: bytes) -> tuple[str, bytes]:
    return name.lower(), part


def _all_large(name: str, part: bytes) -> tuple[str, bytes]:
    return name.upper(), part


def _sheet_large(name: str, part: bytes) -> tuple[str, bytes]:
    return name.replace("sheet2", "Sheet2"), part


def _backslash(name: str, part: bytes) -> tuple[str, bytes]:
    return name, part.replace(b"worksheets/", b"worksheets\\")


@pytest.mark.parametrize("change", [_all_small, _all_large, _sheet_large, _backslash])
def test_parts_are_found_in_any_size_of_letters_and_behind_any_slash(
    change: Callable[[str, bytes], tuple[str, bytes]],
) -> None:
    content = rebuilt(as_xlsx({"Blad1": [["Leeg"]], "Blad2": LIST}), change)

    assert cells(read(content)) == list(PUPILS)


@pytest.mark.parametrize(("old", "new"), [(b"sheet2.xml", b"sheet9.xml"), (b'"rId2"', b'"rId22"')])
def test_a_workbook_of_which_a_sheet_is_missing_is_refused_whole(old: bytes, new: bytes) -> None:
    relations = "xl/_rels/workbook.xml.rels"
    content = rebuilt(
        as_xlsx({"Groep 3": LIST, "Groep 4": LIST}),
        lambda name, text: (name, text.replace(old, new) if name == relations else text),
    )

    assert codes(read(content)) == [Code.DAMAGED_FILE]


@pytest.mark.parametrize("old", [b"worksheets/", b"Relationship "])
def test_a_workbook_of_which_every_sheet_is_missing_is_empty(old: bytes) -> None:
    relations = "xl/_rels/workbook.xml.rels"
    content = rebuilt(
        as_xlsx({"Groep 3": LIST, "Groep 4": LIST}),
        lambda name, text: (name, text.replace(old, b"elsewhere ") if name == relations else text),
    )

    assert codes(read(content)) == [Code.EMPTY_FILE]


def test_a_module_of_macros_is_no_sheet_that_is_missing() -> None:
    module = b'<sheet name="Module1" sheetId="9" r:id=""/></sheets>'
    content = rebuilt(
        as_xlsx({"Leerlingen": LIST}),
        lambda name, text: (
            name,
            text.replace(b"</sheets>", module) if name == "xl/workbook.xml" else text,
        ),
    )

    assert cells(read(content)) == list(PUPILS)


def test_a_workbook_of_which_only_the_sheets_are_left_is_damaged() -> None:
    with zipfile.ZipFile(io.BytesIO(as_xlsx({"Leerlingen": LIST, "Oud": LIST}))) as whole:
        sheets = {name: whole.read(name) for name in whole.namelist() if "worksheets" in name}

    assert codes(read(as_zip(sheets))) == [Code.DAMAGED_FILE]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_parts_in_utf_16_are_read(encoding: str) -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        text = part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        return name, text.encode(encoding) if name.startswith("xl/work") else part

    assert cells(read(rebuilt(as_xlsx({"Leerlingen": LIST}), change))) == list(PUPILS)


def test_a_document_type_in_utf_16_is_refused() -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        text = part.decode().replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
        return name, text.encode("utf-16-be") if "sheet1" in name else part

    assert codes(read(rebuilt(as_xlsx({"Leerlingen": LIST}), change))) == [Code.DTD_FORBIDDEN]


def test_texts_that_are_gone_refuse_the_workbook_instead_of_leaving_holes() -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        if name.endswith("sharedStrings.xml"):
            return name, part.replace(b"<si><t>Mees</t></si>", b"")
        return name, part

    assert codes(read(rebuilt(as_xlsx({"Leerlingen": LIST}), change))) == [Code.DAMAGED_FILE]


def test_a_letter_is_no_workbook() -> None:
    content = rebuilt(
        as_xlsx({"Leerlingen": LIST}),
        lambda name, part: (name.replace("xl/", "word/"), part.replace(b"workbook", b"document")),
    )

    assert codes(read(content)) == [Code.DOCUMENT_FILE]


def test_what_makes_the_library_panic_is_a_damaged_file() -> None:
    # The container's directory ends one byte into an entry.
    content = compound_file("Workbook")[: 3 * 512 - 127]

    assert codes(read(content)) == [Code.DAMAGED_FILE]


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        (b'<c r="A2" s="1">', b'<c r="A2" s="1">'),
        (b'<c r="A2" s="1">', b'<c s="1" r="A2">'),
        (b'<c r="A2" s="1">', b'<c r="A2" ph="1" s="1" t="n">'),
        (b'<c r="A2" s="1">', b'<c r="A2" s="1"><f>40+2</f>'),
    ],
)
def test_zeros_that_a_format_shows_are_read_however_the_cell_is_written(
    found: bytes, instead: bytes
) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Leerlingen")
        zeros = book.add_format({"num_format": "000000"})
        sheet.write_row(0, 0, ("Leerlingnummer", "Naam", "Groep"))
        sheet.write_row(1, 0, (42, "Mees Bos", "5a"), zeros)
        sheet.write_row(2, 0, ("000043", "Noor Vos", "5a"), zeros)

    content = rebuilt(target.getvalue(), lambda name, part: (name, part.replace(found, instead)))

    assert cells(read(content)) == [("000042", "Mees Bos", "5a"), ("000043", "Noor Vos", "5a")]


def test_a_number_format_that_is_no_text_shows_no_zeros() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Leerlingen")
        sheet.write_row(0, 0, ("Leerlingnummer", "Naam", "Groep"))
        sheet.write_row(1, 0, (42, "Mees Bos", "5a"), book.add_format({"num_format": "000000"}))

    content = rebuilt(
        target.getvalue(), lambda name, part: (name, part.replace(b'"000000"', b'"\x80000000"'))
    )

    assert codes(read(content)) in ([], [Code.DAMAGED_FILE])


def _with_a_zero_in_front(found: bytes, instead: bytes) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Leerlingen")
        sheet.write_row(0, 0, ("Leerlingnummer", "Naam", "Groep"))
        sheet.write_row(1, 0, (42, "Mees Bos", "5a"), book.add_format({"num_format": "00000"}))
    return rebuilt(target.getvalue(), lambda name, part: (name, part.replace(found, instead)))


def test_a_format_code_that_excel_would_not_take_shows_no_zeros() -> None:
    [numbers] = cells(read(_with_a_zero_in_front(b'"00000"', b'"%s"' % (b"0" * 5_000))))

    assert numbers[0] == "42"


def test_a_column_with_a_name_of_a_million_letters_takes_no_longer() -> None:
    """As a number it has as many digits, and each letter took all of them again."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        named = part.replace(b'r="A2"', b'r="%s2"' % (b"A" * 3_000_000))
        # In another encoding it is read by ourselves: calamine ends its process.
        return name, named.decode().encode("utf-16") if "sheet1" in name else named

    content = rebuilt(_with_a_zero_in_front(b"", b""), change)

    assert codes(read(content)) in ([], [Code.DAMAGED_FILE])


def test_one_part_that_is_many_sheets_counts_for_each() -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        sheet = b'<sheet name="Leerlingen" sheetId="1" r:id="rId1"/>'
        more = (sheet.replace(b"Leerlingen", b"L%d" % number) for number in range(100))
        return name, part.replace(sheet, b"".join(more))

    content = rebuilt(_with_a_zero_in_front(b"", b""), change)

    assert codes(read(content, budget=Budget(unpacked_bytes=60_000))) == [Code.TOO_LARGE]


def test_a_container_that_leads_back_into_itself_is_damaged() -> None:
    content = bytearray(compound_file("Workbook"))
    # The directory's only sector says that it is followed by itself.
    content[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")

    assert codes(read(bytes(content))) == [Code.DAMAGED_FILE]


def test_one_long_text_in_every_cell_stays_one_text() -> None:
    # A workbook of 100 kB can have one text of a megabyte in 12,000 cells.
    long = "a" * 5_000
    lines = [Line(1, ("Voornaam", "Achternaam", "Groep"))]
    lines += [Line(number, (long, f"Vos{number}", "5a")) for number in range(2, 30)]

    result = choose_table(
        [Grid("Leerlingen", tuple(lines), visible=True)],
        format_name="xlsx",
        sheet=None,
        budget=Budget(),
    )

    assert result.table is not None
    [text] = {id(row.cells[0]): row.cells[0] for row in result.table.rows}.values()
    assert text == "a" * Budget().cell_characters


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_whose_lines_stand_in_one_cell_each_is_parted(delimiter: str) -> None:
    in_one_cell = [(delimiter.join(row),) for row in LIST]

    result = read(as_xlsx({"Blad1": [("Leerlingen 2026",), (None,), *in_one_cell]}))

    assert cells(result) == list(PUPILS)
    assert result.table is not None
    assert [row.origin.row for row in result.table.rows] == [4, 5, 6]
    assert result.problems == ()


@pytest.mark.parametrize("text", ["a,b\rc,d", "Naam,Groep\r5b,Kok", "Naam,Groep\nKok,5b"])
def test_one_cell_with_lines_inside_is_no_list(text: str) -> None:
    assert read(as_xlsx({"Blad1": [(text,)]})).table is None
    assert read(f'"{text}"'.encode()).problems


def test_cells_too_many_in_such_a_list_set_the_row_aside() -> None:
    rows = [(",".join(row),) for row in (*LIST, ("1004", "Tim", "", "", "Kok", "", "5b"))]

    result = read(as_xlsx({"Blad1": rows}))

    assert result.table is not None
    assert result.table.uneven_rows == {5}


@pytest.mark.parametrize("together", [False, True])
def test_headings_and_names_of_sheets_move_no_cursor_and_hide_nothing(*, together: bool) -> None:
    """Shown on a terminal and kept in a database, which takes no NUL."""
    heading = "Gro\x1bep\0"
    lines = (Line(1, ("Roepnaam", "Achter\u202enaam", heading)), Line(2, ("Mees", "Bos", "5b")))
    grids = [Grid(f"\x1b]0;{name}\x07", lines) for name in "AB"]

    result = choose_table(
        grids if together else grids[:1],
        format_name="xls",
        sheet=ALL_SHEETS if together else None,
        budget=Budget(),
    )

    assert result.table is not None
    assert result.table.headings == ("Roepnaam", "Achternaam", "Groep")
    assert result.table.sheet == (None if together else "]0;A")
    assert result.table.sheets == (("]0;A", "]0;B") if together else ())


def test_a_sheet_has_a_name_that_a_person_can_read() -> None:
    lines = (Line(1, ("Roepnaam", "Achternaam", "Groep")), Line(2, ("Mees", "Bos", "5b")))

    grid = Grid("A" * 1_000_000, lines)
    result = choose_table([grid], format_name="ods", sheet=None, budget=Budget())

    assert result.table is not None
    assert result.table.sheet == "A" * 100


@pytest.mark.parametrize("form", ["dd-mm-yyyy", "[h]:mm:ss"])
@pytest.mark.parametrize("epoch", ["", '<workbookPr date1904="1"/>'])
@pytest.mark.parametrize("far", ["", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'])
@pytest.mark.parametrize("day", ["2958465", "2958465.9999999", "1e18", "-1e18", "inf", "nan"])
def test_a_day_beyond_all_days_spoils_no_list(day: str, far: str, epoch: str, form: str) -> None:
    """`far` makes the sheet one for our own reader, instead of calamine."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        text = re.sub(r"<v>42431</v>", f"<v>{day}</v>", part.decode())
        text = text.replace("</sheetData>", f"{far}</sheetData>")
        text = re.sub(r'formatCode="[^"]*"', f'formatCode="{form}"', text)
        return name, re.sub(r"<workbookPr[^>]*>", epoch, text).encode()

    rows = (HEADINGS, (*PUPILS[0][:4], date(2016, 3, 2), "5b"), PUPILS[1])
    result = read(rebuilt(as_xlsx({"B": rows}), change))

    assert [row[:4] for row in cells(result)][:2] == [pupil[:4] for pupil in PUPILS[:2]]


def test_two_rows_with_one_number_are_a_damaged_workbook() -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        return name, re.sub(rb'r="([A-Z]*)3"', rb'r="\g<1>2"', part)

    assert codes(read(rebuilt(as_xlsx({"B": LIST}), change))) == [Code.DAMAGED_FILE]


def test_a_number_of_a_row_beyond_all_rows_is_no_row() -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        return name, part.replace(
            b"</sheetData>", b'<row hidden="1" r="%b"></row></sheetData>' % (b"9" * 5000)
        )

    assert cells(read(rebuilt(as_xlsx({"B": LIST}), change))) == list(PUPILS)


def test_rows_of_which_only_the_height_is_told_move_no_other() -> None:
    """Formatted to its last row, far below the list: too sparse for calamine."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        below = b"".join(b'<row r="%d" ht="20"/>' % row for row in range(900_000, 900_500))
        last = b'<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row>'
        return name, part.replace(b"</sheetData>", below + last + b"</sheetData>")

    numbered = read(rebuilt(as_xlsx({"B": LIST}), change))
    bare = read(
        rebuilt(
            as_xlsx({"B": LIST}),
            lambda name, part: (
                name,
                re.sub(rb"<row r=\"\d{1,3}\"", b"<row", change(name, part)[1]),
            ),
        )
    )

    for result in (numbered, bare):
        assert [row[:4] for row in cells(result)][:2] == [pupil[:4] for pupil in PUPILS[:2]]
        assert result.table is not None
        assert result.table.rows[-1].origin.row == 1_048_576


@pytest.mark.parametrize(("rows", "too_many"), [(300, False), (400, True)])
def test_cells_in_the_last_column_are_not_all_drawn(rows: int, *, too_many: bool) -> None:
    """Each makes 16,383 empty ones in front of it."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        far = b"".join(
            b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (row, row)
            for row in range(1000, 1000 + rows)
        )
        return name, part.replace(b"</sheetData>", far + b"</sheetData>")

    result = read(rebuilt(as_xlsx({"B": LIST}), change))

    assert (result.table is None) == too_many
    assert (Code.TOO_MANY_CELLS in codes(result)) == too_many


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ('<Relationship Id="rId1" Type="t" Target="worksheets/sheet1.xml"/>', None),
        ('<Relationship Id="rId1" Type="t" Target="worksheets/sheet2.xml"/>', Code.DAMAGED_FILE),
        ('<Relationship Type="t" Target="a"/>' * 3000, Code.TOO_LARGE),
    ],
)
def test_one_relation_is_one_part(others: str, code: Code | None) -> None:
    """By the last of two with one name the sheet could be another than Excel shows."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        end = b"</Relationships>"
        is_book = name.endswith("workbook.xml.rels")
        return name, part.replace(end, others.encode() + end) if is_book else part

    result = read(rebuilt(as_xlsx({"B": LIST}), change))

    assert codes(result) == ([] if code is None else [code])


def test_each_of_many_formats_shows_its_zeros() -> None:
    """Few are looked for one by one, many all at once."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, 60):
            style = book.add_format({"num_format": "000000", "font_size": row})
            sheet.write_row(row, 1, PUPILS[0][1:])
            sheet.write_number(row, 0, row, style)
            sheet.write_blank(row, 7, None, style)

    numbers = [row[0] for row in cells(read(target.getvalue()))]

    assert numbers == [f"{row:06}" for row in range(1, 60)]


class Counted(tuple[int, ...]):
    """A table of sectors that writes down which it was asked."""

    __slots__ = ()
    asked: ClassVar[list[int]] = []

    @override
    def __getitem__(self, at: Any) -> Any:
        self.asked.append(at)
        return super().__getitem__(at)


def container(fat: tuple[int, ...], streams: int) -> Container:
    """As many streams, which all begin at the first sector."""
    return Container(
        content=b"",
        sector=512,
        mini_sector=64,
        mini_below=0,
        fat=fat,
        mini_fat=(),
        mini_stream=b"",
        streams={f"stream {at}": (0, 1) for at in range(streams)},
    )


def test_sectors_that_many_streams_share_are_followed_once() -> None:
    fat = Counted(range(1, 1001))

    refuse_loops(container(fat, streams=100))

    assert len(fat.asked) <= 2 * len(fat)


def test_a_loop_of_sectors_is_found_in_the_first_stream_as_in_the_last() -> None:
    for streams in (1, 100):
        with pytest.raises(ValueError, match="loop"):
            refuse_loops(container((1, 2, 1), streams))


@pytest.mark.parametrize("tag", [b"<row " * 200_000, b"<row" + b' r="1"' * 200_000])
def test_an_endless_tag_in_front_of_the_rows_holds_nobody_up(tag: bytes) -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        is_sheet = name.startswith("xl/worksheets/")
        return name, part.replace(b"<sheetData>", b"<sheetData>" + tag) if is_sheet else part

    book = as_xlsx({"B": LIST})

    assert cells(read(rebuilt(book, change))) == cells(read(book))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_word_without_end_in_a_tag_is_read_once_and_not_from_each_letter_again(part: str) -> None:
    """A file of a few kB would take the reader all its time."""
    content = rebuilt(
        as_xlsx({"Blad1": LIST}),
        lambda name, old: (
            name,
            re.sub(rb"<(sheet|Relationship) ", b"<\\1 " + b"a" * 300_000 + b" ", old, count=1)
            if name == part
            else old,
        ),
    )

    assert codes(read(content)) == []
