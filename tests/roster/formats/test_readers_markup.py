"""EDEXML, UWLR answers, web tables and SpreadsheetML; and XML that must be refused."""

from __future__ import annotations

from datetime import date

import pytest
from tests.roster.formats.reader_books import HEADINGS, PUPILS
from tests.roster.formats.reader_results import cells, codes, column, table_of

from leesloket.roster.columns import extract_records, suggest_mapping
from leesloket.roster.model import DroppedColumn, Field, Origin, SourceFacts
from leesloket.roster.problems import Code
from leesloket.roster.readers import Budget, read

SCHOOL = """<school><schooljaar>2026-2027</schooljaar><peildatum>2026-08-20</peildatum>
<brincode>99ZZ</brincode><auteur>ParnasSys</auteur><xsdversie>2.1</xsdversie></school>"""

GROUPS = """<groepen>
<groep key="g3"><naam>3/4</naam><jaargroep>3</jaargroep></groep>
<groep key="g4"><naam>3/4</naam><jaargroep>4</jaargroep></groep>
<groep key="gc"><naam>Kevers</naam><jaargroep>C</jaargroep></groep>
<samengestelde_groep key="sg"><naam>Plusgroep</naam></samengestelde_groep>
</groepen>"""

PUPIL = """<leerling key=" 1001 " eckid="https://id.school/x/abc">
<achternaam>Berg</achternaam><voorvoegsel>van der</voorvoegsel><voornamen>Zoë Maria</voornamen>
<voorletters-1>ZM</voorletters-1><roepnaam>Zoë</roepnaam><geboortedatum>2018-03-02</geboortedatum>
<geslacht>2</geslacht><jaargroep>4</jaargroep><groep key="g3"/>
<samengestelde_groepen><samengestelde_groep key="sg"/></samengestelde_groepen>
<bsn>111222333</bsn><postcodenl>1234AB</postcodenl></leerling>"""


def edex(pupils: str = PUPIL, *, groups: str = GROUPS, rest: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<EDEX>{SCHOOL}{groups}'
        f"<leerlingen>{pupils}</leerlingen>{rest}</EDEX>"
    ).encode()


def pupil(*, key: str = "1", year: str = "", group: str = "", rest: str = "") -> str:
    parts = f"<jaargroep>{year}</jaargroep>" if year else ""
    parts += f'<groep key="{group}"/>' if group else ""
    return f'<leerling key="{key}"><achternaam>Berg</achternaam>{parts}{rest}</leerling>'


@pytest.mark.parametrize("zone", ["Z", "+02:00", "-04:00"])
def test_the_zone_behind_a_day_is_no_part_of_it(zone: str) -> None:
    result = read(edex().replace(b"2026-08-20", f"2026-08-20{zone}".encode()))

    facts = table_of(result).facts
    assert facts is not None
    assert facts.as_of == date(2026, 8, 20)


def test_an_edexml_pupil_is_read_by_name_of_element() -> None:
    table = table_of(read(edex()))

    assert table.format == "edexml"
    assert table.fields is not None
    assert dict(zip(table.fields, table.rows[0].cells, strict=True)) == {
        Field.PUPIL_NUMBER: "1001",
        Field.ECK_ID: "https://id.school/x/abc",
        Field.SURNAME: "Berg",
        Field.PREFIX: "van der",
        Field.GIVEN_NAMES: "Zoë Maria",
        Field.INITIALS: "ZM",
        Field.FIRST_NAME: "Zoë",
        Field.BIRTH_DATE: "2018-03-02",
        Field.GROUP: "3/4",
        Field.YEAR_GROUP: "4",
        Field.LOCATION: "",
        Field.LEFT_ON: "",
    }
    assert table.rows[0].origin == Origin(1)
    assert table.facts == SourceFacts(
        brin="99ZZ00", school_year="2026-2027", as_of=date(2026, 8, 20), system="ParnasSys"
    )


def test_forbidden_and_needless_elements_stay_unread_and_are_said() -> None:
    result = read(edex())

    assert table_of(result).dropped == (
        DroppedColumn("bsn", "forbidden"),
        DroppedColumn("geslacht", "not_needed"),
        DroppedColumn("postcodenl", "not_needed"),
    )
    assert codes(result) == [Code.FORBIDDEN_COLUMN_DROPPED]
    assert not any("111222333" in cell for cell in table_of(result).rows[0].cells)


@pytest.mark.parametrize(
    ("year", "group", "expected"),
    [
        ("4", "g3", "4"),
        ("", "g3", "3"),
        ("C", "g4", "4"),
        ("C", "gc", ""),
        ("", "gc", ""),
        ("12", "", "12"),
        ("", "unknown", ""),
    ],
)
def test_the_pupils_own_year_wins_and_c_is_no_year(year: str, group: str, expected: str) -> None:
    assert column(read(edex(pupil(year=year, group=group))), Field.YEAR_GROUP) == [expected]


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", "2000-01-01"),
        ("<uitstroomdatum>2026-07-10</uitstroomdatum>", "2026-07-10"),
    ],
)
def test_a_former_pupil_has_left(rest: str, expected: str) -> None:
    assert column(read(edex(pupil(year="H", rest=rest))), Field.LEFT_ON) == [expected]


def test_keys_that_are_bsns_are_not_taken_over() -> None:
    bsns = ("111222333", "123456782", "999999990", "100000009", "100000010")

    result = read(edex("".join(pupil(key=number, group="g3") for number in bsns)))

    table = table_of(result)
    assert table.fields is not None
    assert Field.PUPIL_NUMBER not in table.fields
    assert table.dropped == (DroppedColumn("key", "forbidden"),)
    assert codes(result) == [Code.FORBIDDEN_COLUMN_DROPPED]
    assert column(result, Field.GROUP) == ["3/4"] * 5


def test_a_group_without_its_own_entry_keeps_its_key() -> None:
    assert column(read(edex(pupil(group="5b"), groups="")), Field.GROUP) == ["5b"]


def test_keys_that_may_be_reused_and_teachers_are_facts() -> None:
    teacher = '<leerkracht key="L1"><roepnaam>Bas</roepnaam></leerkracht>'

    result = read(edex(pupil(key="#12"), rest=f"<leerkrachten>{teacher}</leerkrachten>"))

    assert table_of(result).facts.keys_unstable
    assert table_of(result).facts.teachers == 1
    assert codes(result) == [Code.TEACHERS_LEFT_OUT]


def test_the_name_of_an_author_is_not_taken_for_a_system() -> None:
    content = edex().replace(b"ParnasSys", b"Truus de Boer")

    assert table_of(read(content)).facts.system == "EDEXML"


@pytest.mark.parametrize("marks", [b"", b"\xef\xbb\xbf", b"\n\n", b"<!-- gemaakt met de hand -->"])
def test_edexml_is_read_whatever_stands_before_it(marks: bytes) -> None:
    content = edex() if marks != b"<!-- gemaakt met de hand -->" else edex().split(b"?>", 1)[1]

    assert len(table_of(read(marks + content)).rows) == 1


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "windows-1252"])
def test_edexml_in_another_encoding_is_read_by_its_own_word(encoding: str) -> None:
    text = edex().decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')

    result = read(text.encode(encoding))

    assert column(result, Field.FIRST_NAME) == ["Zoë"]


def answer(content: str) -> bytes:
    space = "http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<leerlinggegevens_antwoord xmlns="{space}">{content}</leerlinggegevens_antwoord>'
        "</s:Body></s:Envelope>"
    ).encode()


@pytest.mark.parametrize("birth", ["<geboortedatum>2018-03-02</geboortedatum>", ""])
def test_a_uwlr_answer_is_read_with_and_without_birth_dates(birth: str) -> None:
    pupils = f"<leerlingen>{pupil(year='4', group='g3', rest=birth)}</leerlingen>"

    result = read(answer(f"<leerlinggegevens>{SCHOOL}{GROUPS}{pupils}</leerlinggegevens>"))

    assert table_of(result).format == "uwlr"
    assert column(result, Field.GROUP) == ["3/4"]
    assert column(result, Field.BIRTH_DATE) == ["2018-03-02" if birth else ""]


@pytest.mark.parametrize(
    "nothing",
    [
        *("<geenwijzigingen/>", "<geengegevens/>"),
        "<s:Fault><faultcode>s:Server</faultcode><faultstring>Mislukt</faultstring></s:Fault>",
    ],
)
def test_a_uwlr_answer_without_pupils_is_empty(nothing: str) -> None:
    assert codes(read(answer(nothing))) == [Code.EMPTY_FILE]


OSO = b'<dossier xmlns="http://www.edustandaard.nl/oso_gegevensset/2019/dossier"><a/></dossier>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (OSO, Code.OSO_DOSSIER),
        (edex(""), Code.NOT_A_PUPIL_LIST),
        (edex()[:-30], Code.DAMAGED_FILE),
        (b"<rss><channel/></rss>", Code.UNKNOWN_FORMAT),
        (
            b"<!DOCTYPE EDEX SYSTEM 'file:///etc/passwd'>" + edex().split(b"?>")[1],
            Code.DTD_FORBIDDEN,
        ),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', Code.DTD_FORBIDDEN),
    ],
)
def test_other_xml_is_refused_with_its_reason(content: bytes, code: Code) -> None:
    assert codes(read(content)) == [code]


def test_deep_and_wide_xml_stays_within_its_budget() -> None:
    assert codes(read(b"<EDEX>" + b"<a>" * 5000)) == [Code.DAMAGED_FILE]
    assert codes(read(edex(PUPIL * 3), budget=Budget(rows=2))) == [Code.TOO_MANY_ROWS]


HTML = """<html><head><meta charset="utf-8"></head><body>
<table><tr><td>Menu</td></tr></table>
<table><tr><th colspan="3">Leerlingen</th></tr>
<tr><th>Roepnaam</th><th>Achternaam</th><th>Groep</th></tr>
<tr><td>Zoë<br>Maria</td><td>&nbsp;Berg&nbsp;</td><td>5b</td></tr>
<tr style="display:none"><td>Tim</td><td>Dijk</td><td>4a</td></tr></table></body></html>"""


@pytest.mark.parametrize("start", ["", "<!DOCTYPE html>", '<?xml version="1.0"?>\n'])
def test_a_web_table_that_calls_itself_xls_is_read(start: str) -> None:
    result = read((start + HTML).encode())

    table = table_of(result)
    assert table.format == "html"
    assert table.headings == ("Roepnaam", "Achternaam", "Groep")
    assert [row.cells for row in table.rows] == [("Zoë Maria", "Berg", "5b"), ("Tim", "Dijk", "4a")]
    assert [row.origin.row for row in table.rows] == [4, 5]
    assert codes(result) == [Code.HIDDEN_ROWS]


def test_a_web_cell_over_several_rows_moves_no_cell_below_it() -> None:
    rows = (
        "<tr><th>Groep<th>Roepnaam<th>Sport<th>Achternaam"
        "<tr><td rowspan=3>5b<td>Zoë<td>judo<td>Berg"
        "<tr><td>Tim<td rowspan='2' colspan=1>bal<td>Dijk"
        "<tr><td>Mees<td>Vos"
        "<tr><td rowspan=9>6<td>Isa<td>judo<td>Bos"
    )

    table = table_of(read(f"<html><table>{rows}</table></html>".encode()))

    assert [row.cells for row in table.rows] == [
        ("5b", "Zoë", "judo", "Berg"),
        ("", "Tim", "bal", "Dijk"),
        ("", "Mees", "", "Vos"),
        ("6", "Isa", "judo", "Bos"),
    ]


def test_web_cells_over_many_rows_do_not_make_millions_of_empty_ones() -> None:
    wide = "<tr>" + "<td rowspan=99999>x" * 60
    page = f"<html><table>{wide}{'<tr><td>y' * 60}</table></html>"

    assert codes(read(page.encode(), budget=Budget(cells=3000))) == [Code.TOO_MANY_CELLS]


SHEET = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="s1"><NumberFormat ss:Format="000000"/></Style></Styles>
<Worksheet ss:Name="Lijst"><Table>
<Row ss:Index="3"><Cell><Data ss:Type="String">Lln.nr.</Data></Cell>
<Cell><Data ss:Type="String">Naam</Data></Cell><Cell><Data ss:Type="String">Groep</Data></Cell>
<Cell><Data ss:Type="String">Geb.datum</Data></Cell></Row>
<Row ss:Hidden="1"><Cell ss:StyleID="s1"><Data ss:Type="Number">123</Data></Cell>
<Cell ss:Formula="=A1"><Data ss:Type="String">Berg</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="DateTime">2016-03-02T00:00:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_excel_2003_xml_is_read_with_its_formats() -> None:
    result = read(SHEET.encode())

    table = table_of(result)
    assert table.format == "spreadsheetml"
    assert table.sheet == "Lijst"
    assert table.heading_row == 3
    assert [row.cells for row in table.rows] == [("000123", "Berg", "", "2016-03-02")]
    assert codes(result) == [Code.HIDDEN_ROWS, Code.FORMULAS_READ_AS_VALUES]


def test_empty_rows_and_cells_keep_their_places() -> None:
    more = (
        '<Row/><Row ss:Hidden="1"/><Row><Cell/><Cell ss:Formula="=B1"/><Cell/>'
        '<Cell><Data ss:Type="String">x</Data></Cell></Row></Table>'
    )

    result = read(SHEET.replace("</Table>", more).encode())

    assert table_of(result).rows[-1].origin.row == 7
    assert [problem.detail["count"] for problem in result.problems
            if problem.code is Code.FORMULAS_READ_AS_VALUES] == [2]  # fmt: skip


def test_excel_2003_xml_shows_what_its_cells_show() -> None:
    more = (
        '<Row><Cell><Data ss:Type="Number">12a</Data></Cell>'
        '<Cell><Data ss:Type="String">Bos</Data></Cell>'
        '<Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table>'
    )

    result = read(SHEET.replace("</Table>", more).encode())

    assert cells(result)[-1] == ("12a", "Bos", "WAAR", "")


def test_a_hidden_sheet_of_excel_2003_xml_is_left_aside() -> None:
    sheet = SHEET[SHEET.index("<Worksheet") : SHEET.index("</Workbook>")]
    hidden = sheet.replace("Lijst", "Oud").replace(
        "</Worksheet>",
        "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>",
    )

    result = read(SHEET.replace("</Workbook>", f"{hidden}</Workbook>").encode())

    assert table_of(result).sheet == "Lijst"
    assert Code.HIDDEN_SHEET_SKIPPED in codes(result)


def test_the_cells_of_all_sheets_of_excel_2003_xml_count() -> None:
    assert codes(read(SHEET.encode(), budget=Budget(cells=7))) == [Code.TOO_MANY_CELLS]


def test_the_location_of_an_edexml_pupil_is_called_by_its_name() -> None:
    places = '<vestigingen><vestiging key="v1"><naam>Oost</naam></vestiging></vestigingen>'
    children = pupil(rest='<vestiging key="v1"/>') + pupil(key="2", rest='<vestiging key="v2"/>')

    result = read(edex(children, rest=places))

    assert column(result, Field.LOCATION) == ["Oost", "v2"]


def test_an_edexml_file_of_a_day_that_is_none_is_of_no_day() -> None:
    result = read(edex().replace(b"2026-08-20", b"2026-02-31"))

    assert table_of(result).facts.as_of is None


def test_an_edexml_teacher_without_a_name_is_nobody() -> None:
    teachers = "<leerkrachten><leerkracht/><leerkracht><achternaam>Vos</achternaam></leerkracht>"

    result = read(edex(rest=f"{teachers}</leerkrachten>"))

    assert [teacher.name for teacher in table_of(result).teachers] == ["Vos"]


def test_an_index_of_nothing_is_the_next_place() -> None:
    odd = SHEET.replace("<Cell><Data", "<Cell ss:Index='0'><Data", 1)

    assert table_of(read(odd.encode())) == table_of(read(SHEET.encode()))


def _far(lines: int) -> str:
    far = "<Cell ss:Index='230'><Data ss:Type='String'>x</Data></Cell>"
    return SHEET.replace("</Row>", f"{far}</Row>", lines)


def test_a_list_wider_than_we_read_is_refused_and_a_stray_cell_is_not() -> None:
    assert codes(read(_far(2).encode())) == [Code.TOO_MANY_COLUMNS]
    assert table_of(read(_far(1).encode())) == table_of(read(SHEET.encode()))


FLAT = """<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Lijst"><table:table-row>
<table:table-cell><text:p>Naam</text:p></table:table-cell>
<table:table-cell><text:p>Groep</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>van<text:s text:c="1"/>Dijk</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document>"""


def test_a_flat_opendocument_sheet_is_read() -> None:
    table = table_of(read(FLAT.encode()))

    assert (table.format, table.sheet) == ("fods", "Lijst")
    assert [row.cells for row in table.rows] == [("van Dijk", "5")]


def test_a_group_that_the_file_does_not_have_is_no_group() -> None:
    assert column(read(edex(pupil(group="weg"))), Field.GROUP) == [""]
    assert column(read(edex(pupil(group="5b"), groups="")), Field.GROUP) == ["5b"]


@pytest.mark.parametrize(
    ("again", "group", "year"),
    [
        ("<naam>3/4</naam><jaargroep>3</jaargroep>", "3/4", "3"),
        ("<naam>3/4</naam><jaargroep>4</jaargroep>", "3/4", ""),
        ("<naam>7a</naam><jaargroep>3</jaargroep>", "", "3"),
        ("<naam>7a</naam><jaargroep>7</jaargroep>", "", ""),
    ],
)
def test_of_a_key_of_two_groups_only_what_they_share_is_known(
    again: str, group: str, year: str
) -> None:
    groups = GROUPS.replace("</groepen>", f'<groep key="g3">{again}</groep></groepen>')

    result = read(edex(pupil(group="g3"), groups=groups))

    assert (column(result, Field.GROUP), column(result, Field.YEAR_GROUP)) == ([group], [year])


@pytest.mark.parametrize(("second", "group"), [("gc", ""), ("g4", ""), ("g3", "3/4"), ("", "3/4")])
def test_a_pupil_in_two_groups_is_in_none_that_we_know(second: str, group: str) -> None:
    result = read(edex(pupil(group="g3", rest=f'<groep key="{second}"/>')))

    assert column(result, Field.GROUP) == [group]


def test_pupils_that_would_go_unread_refuse_the_file() -> None:
    lists = f"<leerlingen>{pupil(key='1')}</leerlingen>"
    one = answer(f"<leerlinggegevens>{SCHOOL}{GROUPS}{lists}</leerlinggegevens>")
    two = one.replace(b"</s:Body>", one.split(b"<s:Body>")[1].split(b"</s:Envelope>")[0])

    assert table_of(read(one)).rows
    assert codes(read(two)) == [Code.SEVERAL_SCHOOLS]
    assert codes(read(one + one)) == [Code.SEVERAL_SCHOOLS]
    assert codes(read(edex() + b"\n" + edex())) == [Code.SEVERAL_SCHOOLS]
    assert codes(read(edex(pupil(key="1", rest=pupil(key="2"))))) == [Code.DAMAGED_FILE]
    assert codes(read(edex(rest=lists))) == [Code.SEVERAL_SCHOOLS]
    assert table_of(read(edex() + b"\n<!-- einde -->")).rows


def test_what_a_script_of_a_page_knows_is_no_endless_tag() -> None:
    told = ",".join(f'"naam{at}":"Zoë Berg"' for at in range(1500))
    script = f"<script>for(i=0;i<n;i++){{f()}}var told={{{told}}}</script>"

    rows = "<tr><th>Naam<th>Groep<tr><td>Zoë Berg<td>5b"
    result = read(f"<html>{script}<table>{rows}</table></html>".encode())

    assert result.table is not None


def test_a_picture_in_a_page_is_no_endless_tag() -> None:
    logo = f'<p><img alt="" src="data:image/png;base64,{"iVBORw0KGgo=" * 4000}"></p>'
    rows = "<tr><th>Naam<th>Groep<tr><td>Zoë Berg<td>5b"

    result = read(f"<html>{logo}<table>{rows}</table></html>".encode())

    assert result.table is not None


@pytest.mark.parametrize("other", ["<x:leerling xmlns:x='urn:x'/>", "<leerling key='1'/>"])
def test_a_list_about_pupils_in_the_words_of_another_is_no_second_list(other: str) -> None:
    mine = pupil(key="1", rest=f"<toevoegingen>{other}</toevoegingen>")

    result = read(edex(mine))

    assert result.table is not None
    assert len(result.table.rows) == 1


def test_a_tag_of_thousands_of_attributes_refuses_the_page() -> None:
    def page(inside: str) -> bytes:
        rows = "<tr><td>Berg, Zoë<td>5a<td>02-03-2016" * 3
        return f"<html><table><tr><td {inside}>Naam<td>Groep<td>Geb.datum{rows}</table>".encode()

    assert codes(read(page(" ".join(f"a{at}=1" for at in range(5_000))))) == [Code.DAMAGED_FILE]
    assert table_of(read(page(f'title="{"een lange uitleg " * 2_000}"'))).rows


def test_of_a_web_table_only_what_is_seen_is_read() -> None:
    headings = "".join(f"<th>{name}</th>" for name in ("Nr", "Naam", "Geboren", "Groep"))
    page = (
        f"<table><tr>{headings}</tr>"
        "<tr><td><comment>Zie Tim</comment>1001<script>var x = 1</script></td>"
        '<td><input type="text" value="Zoë Bos"><input type="hidden" value="7"></td>'
        '<td><span style="display: none">20160302</span>02-03-2016<i hidden>x</i></td>'
        "<td><select><option>4<option selected>5b<option>6</select></td></tr></table>"
    )

    assert [row.cells for row in table_of(read(page.encode())).rows] == [
        ("1001", "Zoë Bos", "02-03-2016", "5b")
    ]


def test_a_second_table_with_only_the_headings_is_no_second_list() -> None:
    headings = "<tr>" + "".join(f"<th>{name}</th>" for name in HEADINGS) + "</tr>"
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in PUPILS)
    page = f"<table>{headings}</table><table>{headings}{rows}</table>"

    assert [row.cells for row in table_of(read(page.encode())).rows] == list(PUPILS)


def test_rows_without_end_tags_are_rows() -> None:
    rows = "".join(
        "<tr>" + "".join(f"<td><font size=2>{cell}" for cell in row) for row in (HEADINGS, *PUPILS)
    )

    table = read(f"<html><meta charset=utf-8><table>{rows}</table></html>".encode()).table

    assert table is not None
    assert [row.cells for row in table.rows] == list(PUPILS)


@pytest.mark.parametrize(
    ("left", "started", "expected"),
    [
        ("2025-02-01", "2026-08-17", ""),
        ("2026-07-10", "2022-08-01", "2026-07-10"),
        ("2026-07-10", "", "2026-07-10"),
        ("2026-08-17", "2026-08-17", "2026-08-17"),
        ("0001-01-01T00:00:00", "", ""),
        ("9999-12-31", "", "9999-12-31"),
    ],
)
def test_a_day_of_leaving_before_the_start_is_of_an_earlier_stay(
    left: str, started: str, expected: str
) -> None:
    days = f"<instroomdatum>{started}</instroomdatum><uitstroomdatum>{left}</uitstroomdatum>"

    assert column(read(edex(pupil(group="g3", rest=days))), Field.LEFT_ON) == [expected]


def test_who_is_in_a_group_of_former_pupils_has_left() -> None:
    groups = GROUPS.replace("<jaargroep>C<", "<jaargroep>H<")

    result = read(edex(pupil(group="gc") + pupil(key="2", year="4", group="gc"), groups=groups))

    assert column(result, Field.LEFT_ON) == ["2000-01-01", ""]
    assert column(result, Field.YEAR_GROUP) == ["", "4"]


@pytest.mark.parametrize(
    ("rest", "uneven"),
    [
        ("<achternaam>Anders</achternaam>", {1}),
        ("<achternaam>Berg</achternaam>", set()),
        ("<roepnaam>Zo<i>ë</i></roepnaam>", {1}),
        ("<roepnaam>Zo<!-- ë -->ë</roepnaam>", set()),
        ("<uitstroomdatum/><uitstroomdatum>2026-01-01</uitstroomdatum>", {1}),
    ],
)
def test_a_pupil_with_two_texts_for_one_thing_is_set_aside(rest: str, uneven: set[int]) -> None:
    result = read(edex(pupil(group="g3", rest=rest) + pupil(key="2", group="g3")))

    assert table_of(result).uneven_rows == uneven


def test_what_a_supplier_adds_in_a_namespace_of_its_own_stays_unread() -> None:
    added = "".join(
        f"<x:{name} xmlns:x='urn:x'>2020-01-01</x:{name}>"
        for name in ("roepnaam", "uitstroomdatum", "groep")
    )

    result = read(edex(pupil(group="g3", rest=f"<roepnaam>Zoë</roepnaam>{added}")))

    assert column(result, Field.FIRST_NAME) == ["Zoë"]
    assert column(result, Field.LEFT_ON) == [""]
    assert column(result, Field.GROUP) == ["3/4"]


def test_a_file_of_two_schools_is_refused() -> None:
    other = SCHOOL.replace("99ZZ", "11AA")

    assert codes(read(edex().replace(b"</school>", b"</school>" + other.encode()))) == [
        Code.SEVERAL_SCHOOLS
    ]


PART = "--uuid:1{0}Content-Type: application/xop+xml{0}{0}"


@pytest.mark.parametrize(
    "before",
    [
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n",
        PART.format("\n"),
        "HTTP/1.1 200 OK\r\n\r\n" + PART.format("\r\n"),
    ],
)
def test_an_answer_is_read_without_what_the_service_sent_around_it(before: str) -> None:
    pupils = f"<leerlingen>{pupil(year='4', group='g3')}</leerlingen>"
    content = answer(f"<leerlinggegevens>{SCHOOL}{GROUPS}{pupils}</leerlinggegevens>")

    result = read(before.encode() + content + b"\r\n--uuid:1--\r\n")
    twice = read(before.encode() + content + before.encode() + content)

    assert column(result, Field.GROUP) == ["3/4"]
    assert codes(twice) == [Code.SEVERAL_SCHOOLS]


@pytest.mark.parametrize(
    "dossier",
    [
        '<d:dossier xmlns:d="http://www.edustandaard.nl/oso_gegevensset/2019/dossier"/>',
        "<overstapdossier/>",
    ],
)
def test_a_transfer_dossier_in_an_envelope_is_one(dossier: str) -> None:
    content = f'<s:Envelope xmlns:s="urn:s"><s:Body>{dossier}</s:Body></s:Envelope>'

    assert codes(read(content.encode())) == [Code.OSO_DOSSIER]


@pytest.mark.parametrize("code", ["H", "h"])
def test_a_former_pupil_has_left_by_the_day_of_the_file_itself(code: str) -> None:
    table = table_of(read(edex(pupil(year=code, group="g3") + pupil(key="2", group="g3"))))

    found = extract_records(
        table, suggest_mapping(table), secret=b"x" * 32, as_of=date(2026, 8, 20)
    )

    assert [record.pupil_number for record in found.records] == ["2"]


@pytest.mark.parametrize(
    ("code", "location", "brin"),
    [
        ("99ZZ", "", "99ZZ00"),
        ("99zz", "1", "99ZZ01"),
        ("99ZZ01", "", "99ZZ01"),
        ("99ZZ01", "01", "99ZZ01"),
        ("99ZZ-01", "00", "99ZZ01"),
        ("", "01", None),
    ],
)
def test_a_brin_is_written_in_one_way(code: str, location: str, brin: str | None) -> None:
    school = f"<brincode>{code}</brincode><dependancecode>{location}</dependancecode>"

    result = read(edex().replace(b"<brincode>99ZZ</brincode>", school.encode()))

    assert table_of(result).facts.brin == brin


def test_pupils_of_a_second_answer_under_another_namespace_do_not_go_unread() -> None:
    pupils = f"<leerlingen>{pupil(group='g3')}</leerlingen>"
    one = f"<leerlinggegevens>{SCHOOL}{GROUPS}{pupils}</leerlinggegevens>"

    assert codes(read(answer(f"{one}<x xmlns='urn:other'>{one}</x>"))) == [Code.SEVERAL_SCHOOLS]


def test_letters_of_edexml_that_were_saved_twice_are_put_right() -> None:
    content = edex(pupil(rest="<roepnaam>Zoë</roepnaam><voornamen>Aïsha</voornamen>"))

    result = read(content.decode("cp1252").encode())

    assert column(result, Field.FIRST_NAME) == ["Zoë"]
    assert column(result, Field.GIVEN_NAMES) == ["Aïsha"]
    assert codes(result) == [Code.ENCODING_GUESSED]
