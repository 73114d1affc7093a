"""Text lists: delimiters, encodings, line ends, and finding the table in them."""

from __future__ import annotations

import codecs

import pytest
from tests.roster.formats.reader_books import HEADINGS, PUPILS, as_csv
from tests.roster.formats.reader_results import cells, codes

from leesloket.roster import suggest_mapping
from leesloket.roster.model import Origin
from leesloket.roster.problems import Code, Severity
from leesloket.roster.readers import Budget, read
from leesloket.roster.readers.delimited import read_delimited
from leesloket.roster.readers.result import RefusedError
from leesloket.roster.readers.totals import is_total

LIST = (HEADINGS, *PUPILS)
WESTERN = tuple(row for row in LIST if "Gökçe" not in row)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_every_delimiter_and_line_end_gives_the_same_table(delimiter: str, newline: str) -> None:
    result = read(as_csv(LIST, delimiter=delimiter, newline=newline).encode())

    assert result.table is not None
    assert result.table.headings == HEADINGS
    assert cells(result) == list(PUPILS)
    assert result.problems == ()


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_unicode_is_read_with_and_without_mark(encoding: str, mark: bytes) -> None:
    result = read(mark + as_csv(LIST).encode(encoding))

    assert cells(result) == list(PUPILS)
    assert result.problems == ()


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("name", ["Zoë", "André", "ZOË", "Françoise", "Jürgen", "Loïs", "Bjørk"])
def test_an_old_encoding_is_guessed_from_one_name_and_said(encoding: str, name: str) -> None:
    names = (("1", name, "", "Jansen", "", "3"), ("2", "Tim", "", "Dijk", "", "4"))

    result = read(as_csv((HEADINGS, *names)).encode(encoding))

    assert cells(result) == list(names)
    assert codes(result) == [Code.ENCODING_GUESSED]
    assert result.problems[0].detail == {"encoding": encoding}


@pytest.mark.parametrize(
    "written",
    [
        ("O\u2019Brien", "d\u2019Angelo"),
        ("\u2019t Hart", "van \u2019t Hof"),
        ("\u2018t Hart", "in \u2018t Veld"),
        ("5 \u2013 juf Els", "6 \u2013 meester Mark"),
        ("\u201cJip\u201d Bos", "Tim Kok"),
        ("\u20ac 5", "\u20ac 10"),
    ],
)
def test_marks_of_word_processors_are_no_letters_of_another_encoding(
    written: tuple[str, str],
) -> None:
    rows = [("1", "Tim", "", written[0], "", "3"), ("2", "Sem", "", written[1], "", "4")]

    result = read(as_csv((HEADINGS, *rows)).encode("cp1252"))

    assert cells(result) == rows
    assert result.problems[0].detail == {"encoding": "cp1252"}


@pytest.mark.parametrize(
    "name", ["Mar\u00eda", "Sof\u00eda", "Begoñ\u00e1", "\u00d3 Briain", "Kübra Gül"]
)
@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
def test_letters_that_look_like_such_marks_stay_letters(encoding: str, name: str) -> None:
    rows = [("1", "Zoë", "", name, "", "3"), ("2", "Renée", "", "Bos", "", "4")]

    assert cells(read(as_csv((HEADINGS, *rows)).encode(encoding))) == rows


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("name", ["\u00e0 Campo", "\u00c9lise Nagy \u00e9s Kiss", "j.\u00e9. Bos"])
def test_a_small_letter_by_itself_is_one_where_no_encoding_has_a_mark(
    encoding: str, name: str
) -> None:
    rows = [("1", "Zoë", "", name, "", "3"), ("2", "Renée", "", "Bos", "", "4")]

    assert cells(read(as_csv((HEADINGS, *rows)).encode(encoding))) == rows


@pytest.mark.parametrize(
    ("name", "group"),
    [("GRO\u00dfMANN", "3"), ("Bos", "1\u00ba A"), ("\u00c9", "5"), ("Bos", "\u00c95")],
)
def test_letters_between_capitals_and_before_numbers_stay_as_excel_wrote_them(
    name: str, group: str
) -> None:
    rows = [("1", "Tim", "", name, "", group), ("2", "Sem", "", "Bos", "", "4")]

    assert cells(read(as_csv((HEADINGS, *rows)).encode("cp1252"))) == rows


def test_a_mixed_bag_of_line_ends_and_blank_lines_keeps_the_numbers_of_the_sheet() -> None:
    text = "Overzicht leerlingen\r\n\nRoepnaam;Achternaam;Groep\rSanne;Berg;5b\n\r\nTim;Dijk;4a\n"

    result = read(text.encode())

    assert result.table is not None
    assert result.table.heading_row == 3
    assert [row.origin for row in result.table.rows] == [Origin(4), Origin(6)]


def test_a_quoted_line_break_stays_inside_its_cell_and_counts_as_one_row() -> None:
    text = 'Roepnaam;Achternaam;Groep\n"Sanne\nMarie";Berg;5b\nTim;"van; Dijk";4a\n'

    result = read(text.encode())

    assert cells(result) == [("Sanne\nMarie", "Berg", "5b"), ("Tim", "van; Dijk", "4a")]
    assert result.table is not None
    assert [row.origin.row for row in result.table.rows] == [2, 3]


def test_zeros_dressed_as_a_formula_come_out_bare() -> None:
    result = read(b'Lln.nr.;Naam;Groep\r\n="001234";Berg;5b\r\n\x1a')

    assert cells(result) == [("001234", "Berg", "5b")]


def test_excels_own_first_line_tells_the_delimiter_and_is_no_row() -> None:
    result = read(b"sep=|\r\nRoepnaam|Achternaam;Groep|Groep\r\nSanne|Berg|5b\r\n")

    assert result.table is not None
    assert result.table.heading_row == 2
    assert cells(result) == [("Sanne", "Berg", "5b")]


def test_a_quote_that_never_closes_does_not_swallow_the_list() -> None:
    rows = "".join(f"Kind{number};Berg;5b\n" for number in range(40))

    result = read(f'Roepnaam;Achternaam;Groep\n"Sanne;Berg;5b\n{rows}'.encode())

    assert len(cells(result)) == 41


def test_a_space_that_does_not_break_is_no_letter() -> None:
    names = [("1001", "Tim", "", "Kok\xa0", "", "5b"), ("1002", "Jan", "", "de\xa0Bos", "", "5b")]

    assert cells(read(as_csv((HEADINGS, *names)).encode("cp1252"))) == names


def test_a_letter_of_an_old_encoding_is_no_space() -> None:
    names = [("1001", "Tim", "", "Hernández", "", "5b"), ("1002", "Álex", "", "Bos", "", "5b")]

    assert cells(read(as_csv((HEADINGS, *names)).encode("cp850"))) == names


@pytest.mark.parametrize("name", ["Svobodová", "Horská"])
def test_a_letter_at_the_end_of_a_name_is_no_space(name: str) -> None:
    names = [("1001", "Eva", "", name, "", "5b"), ("1002", "Tim", "", "Bos", "", "5b")]

    result = read(as_csv((HEADINGS, *names)).encode("cp850"))

    assert cells(result) == names
    assert Code.ENCODING_GUESSED in codes(result)


@pytest.mark.parametrize("name", ["Şahin", "Yıldız", "İpek", "Demirdağ", "Aydın"])
def test_turkish_letters_are_told_by_one_name(name: str) -> None:
    names = [("1001", "Zoë", "", "Bakker", "", "5b"), ("1002", "Can", "", name, "", "5b")]

    assert cells(read(as_csv((HEADINGS, *names)).encode("cp1254"))) == names


@pytest.mark.parametrize("name", ["Novotný", "Sigurðsson", "Davíð", "Þór"])
def test_letters_of_other_countries_do_not_become_turkish(name: str) -> None:
    names = [("1001", "Zoë", "", "Bakker", "", "5b"), ("1002", "Jan", "", name, "", "5b")]

    assert cells(read(as_csv((HEADINGS, *names)).encode("cp1252"))) == names


def test_polish_letters_are_read() -> None:
    names = [("1", "Łucja", "", "Zając", "2016-03-02", "5b"), PUPILS[2]]

    assert cells(read(as_csv((HEADINGS, *names)).encode("cp1250"))) == names


@pytest.mark.parametrize("old", ["cp1252", "cp850", "cp1254"])
def test_two_lists_put_together_may_each_have_an_encoding(old: str) -> None:
    name = "Yıldız" if old == "cp1254" else "Brontë"
    names = [(f"100{at}", "Zoë", "", name, "", "5b") for at in range(4)]
    first, second = as_csv((HEADINGS, *names[:2])), as_csv(names[2:])

    result = read(first.encode() + second.encode(old))

    assert cells(result) == names
    assert Code.ENCODING_GUESSED in codes(result)


def test_a_web_page_is_believed_about_its_encoding() -> None:
    rows = "<tr><td>Naam<td>Groep<tr><td>Can Yıldız<td>5b"
    page = f"<html><meta charset={{}}><table>{rows}</table>"

    for encoding in ("windows-1254", "iso-8859-9"):
        assert cells(read(page.format(encoding).encode(encoding))) == [("Can Yıldız", "5b")]


@pytest.mark.parametrize(
    "footer",
    [
        *("Afgedrukt op 12-08-2026", "Met vriendelijke groet, Ria", "Vriendelijke groet"),
        *("Lijst gemaakt op 27-11-2026", "Overzicht aangemaakt door r.bos"),
        *("Uitgedraaid uit ParnasSys op 7-9-2026", "Vertrouwelijk - alleen voor intern gebruik"),
        "41 leerlingen",
    ],
)
def test_totals_and_footers_below_the_table_are_no_pupils(footer: str) -> None:
    text = as_csv((*LIST, ("Totaal", "3"), (footer,)))

    result = read(text.encode())

    assert len(cells(result)) == 3
    assert codes(result) == [Code.TOTALS_ROW_SKIPPED, Code.TOTALS_ROW_SKIPPED]
    assert [problem.origin for problem in result.problems] == [Origin(5), Origin(6)]


@pytest.mark.parametrize(
    "row",
    [
        "Jongens;20;Meisjes;28",
        "Totaal;48;Jongens;20;Meisjes;28",
        "Eindtotaal;48;;",
        "5b Totaal;;;;;24",
        "24;;;;;5b Aantal",
        "24;;;;;Eindaantal",
    ],
)
def test_a_total_over_several_cells_is_no_pupil(row: str) -> None:
    headings = "Leerlingnummer;Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;Groep"

    result = read(f"{headings}\n1001;Sanne;;Berg;02-03-2017;5b\n{row}\n".encode())

    assert len(cells(result)) == 1
    assert codes(result) == [Code.TOTALS_ROW_SKIPPED]


def _in_columns(*rows: tuple[str, ...]) -> bytes:
    return "\n".join("".join(f"{cell:<15}" for cell in row) for row in rows).encode()


def test_a_list_in_columns_of_spaces_is_read() -> None:
    title = ("Basisschool De Regenboog",)

    result = read(_in_columns(title, ("",), HEADINGS, *PUPILS))

    assert cells(result) == list(PUPILS)
    assert result.table is not None
    assert [row.origin.row for row in result.table.rows] == [4, 5, 6]
    assert cells(read(_in_columns(HEADINGS, *PUPILS))) == list(PUPILS)


def test_a_gap_in_a_cell_or_two_is_no_sign_of_other_columns() -> None:
    rows = [("Nummer", "Naam", "Groep"), *((f"10{at}", f"Kind {at}  Bos", "5b") for at in "1")]
    rows += [(f"20{at}", f"Kind{at} Vos", "5b") for at in "23456789"] + [("Totaal   5", "", "")]
    text = "".join(f"{number:<20}{name:<40}{group}\r\n" for number, name, group in rows)

    assert [row[0] for row in cells(read(text.encode()))][:2] == ["101", "202"]


def test_columns_of_spaces_are_counted_before_they_are_read() -> None:
    result = read(_in_columns(HEADINGS, *PUPILS), budget=Budget(cells=6))

    assert codes(result) == [Code.TOO_MANY_CELLS]


def test_commas_with_spaces_behind_them_are_commas() -> None:
    rows = ("  ".join(f"{cell}," for cell in row[:4]) + row[5] for row in LIST)

    assert cells(read("\n".join(rows).encode())) == [(*row[:4], row[5]) for row in PUPILS]


def test_a_cell_that_reaches_into_the_next_column_refuses_the_list() -> None:
    long = ("1004", "Wilhelmina-Maria", "", "Bos", "2018-01-01", "3")

    result = read(_in_columns(HEADINGS, *PUPILS, long))

    assert result.table is None


def test_a_line_of_dashes_is_no_pupil() -> None:
    rule = ("---",) * len(HEADINGS)

    assert cells(read(as_csv((HEADINGS, rule, *PUPILS, rule)).encode())) == list(PUPILS)


@pytest.mark.parametrize(
    "example",
    [
        ("Voorbeeld: 12345", "Jan", "de", "Wit", "01-01-2015", "5"),
        ("12345", "bijv. Jan", "de", "Wit", "01-01-2015", "5"),
        ("99999", "Voorbeeld", "", "Leerling", "01-01-2015", "5"),
        ("12345", "Jan", "de", "Wit", "01-01-2015", "5", "VOORBEELD"),
        ("getal", "tekst", "tekst", "tekst", "dd-mm-jjjj", "tekst (max. 10)"),
        ("verplicht", "verplicht", "optioneel", "verplicht", "", "verplicht"),
        ("max. 20 tekens", "tekst", "tekst", "tekst", "datum", "10 tekens"),
    ],
)
def test_an_example_above_the_children_is_none_and_that_is_said(example: tuple[str, ...]) -> None:
    result = read(as_csv((HEADINGS, example, *PUPILS)).encode())

    assert [row[:6] for row in cells(result)] == list(PUPILS)
    assert [(problem.code, problem.origin) for problem in result.problems] == [
        (Code.EXAMPLE_ROW_SKIPPED, Origin(2))
    ]


@pytest.mark.parametrize(
    "word",
    ["Voorbeeldstraat 1", "ouder@voorbeeld.nl", "www.voorbeeld.nl", "Bouwbedrijf Jansen BV."],
)
def test_a_street_an_address_or_a_firm_makes_no_example(word: str) -> None:
    first, *others = ((*row, word) for row in PUPILS)

    result = read(as_csv(((*HEADINGS, "Overig"), first, *(row[:6] for row in others))).encode())

    assert [row[:6] for row in cells(result)] == list(PUPILS)


@pytest.mark.parametrize("count", [1, 4])
def test_a_school_that_is_called_so_has_children_all_the_same(count: int) -> None:
    rows = [
        (f"{number}", "Jan", "Wit", "5", "De Voorbeeld") for number in range(1001, 1001 + count)
    ]
    headings = ("Leerlingnummer", "Roepnaam", "Achternaam", "Groep", "School")

    assert cells(read(as_csv((headings, *rows)).encode())) == rows


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_letters_that_a_web_page_spelt_out_are_letters(delimiter: str) -> None:
    spelt = [("1", "Zo&euml;", "", "&#350;ahin", "2016-03-02", "3 &amp; 4"), *PUPILS[1:]]

    result = read(as_csv((HEADINGS, *spelt), delimiter=delimiter).encode())

    assert cells(result)[0] == ("1", "Zoë", "", "Şahin", "2016-03-02", "3 & 4")
    assert cells(result)[1:] == list(PUPILS[1:])


def test_what_would_become_a_tag_stays_as_it_is_spelt() -> None:
    odd = [("1", "Zo&euml;", "", "&lt;b&gt; Bos", "2016-03-02", "3"), *PUPILS[1:]]

    result = read(as_csv((HEADINGS, *odd), delimiter=",").encode())

    assert cells(result)[0][1:4] == ("Zoë", "", "&lt;b&gt; Bos")


@pytest.mark.parametrize("heading", ["Leerjaar", "Jaargroep"])
def test_groups_in_lines_of_their_own_stand_beside_a_column_of_years(heading: str) -> None:
    text = (
        f"Roepnaam;Achternaam;{heading}\nGroep 1/2\nSanne;Berg;2\nTim;Dijk;1\n"
        "Groep 3b\nMees;Vos;3\n"
    )

    result = read(text.encode())

    assert [(*row[:2], *row[2:]) for row in cells(result)] == [
        ("Sanne", "Berg", "2", "1/2"),
        ("Tim", "Dijk", "1", "1/2"),
        ("Mees", "Vos", "3", "3b"),
    ]


@pytest.mark.parametrize("title", ["Groep 1 t/m 8", "Groep 1-8", "Groep 5", "Groep 3/4"])
def test_a_title_over_children_of_other_years_is_not_their_group(title: str) -> None:
    text = f"{title}\nRoepnaam;Achternaam;Leerjaar\nTim;Bos;1\nBo;Kok;5\nMees;Vos;8\n"

    assert cells(read(text.encode())) == [
        ("Tim", "Bos", "1"),
        ("Bo", "Kok", "5"),
        ("Mees", "Vos", "8"),
    ]


@pytest.mark.parametrize(
    ("title", "year"), [("Groep 5b", "5"), ("Klas H4b", "4"), ("Klas H4b", "14")]
)
def test_a_title_over_children_of_its_year_is_their_group(title: str, year: str) -> None:
    text = f"{title}\nRoepnaam;Achternaam;Leerjaar\nTim;Bos;{year}\nBo;Kok;{year}\n"

    assert [row[-1] for row in cells(read(text.encode()))] == [title.split()[1]] * 2


def test_a_column_of_years_is_the_group_where_lines_do_not_tell_everybodys() -> None:
    text = "Roepnaam;Achternaam;Leerjaar\nSanne;Berg;2\nGroep 3b\nMees;Vos;3\n"

    assert cells(read(text.encode())) == [("Sanne", "Berg", "2"), ("Mees", "Vos", "3")]


def test_groups_in_lines_of_their_own_become_a_column() -> None:
    text = (
        "Leerlingenlijst\nGroep 3a (24 leerlingen)\nRoepnaam;Achternaam\nSanne;Berg\n"
        "Klas:;Kevers\nRoepnaam;Achternaam\nTim;Dijk\nMees;Vos\n"
    )

    result = read(text.encode())

    assert result.table is not None
    assert result.table.headings == ("Roepnaam", "Achternaam", "Groep (tussenkop)")
    assert cells(result) == [
        ("Sanne", "Berg", "3a"),
        ("Tim", "Dijk", "Kevers"),
        ("Mees", "Vos", "Kevers"),
    ]
    assert [row.origin.row for row in result.table.rows] == [4, 7, 8]


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("Groep 3", "3"),
        ("Groep 3 - 4", "3 - 4"),
        ("Groep 1/2A juf Anja", "1/2A"),
        ("Groep 3 juf Anja", "3"),
        ("Groep 5b - Anja de Wit", "5b"),
        ("Groep 5b - juf Anja (24 kinderen)", "5b"),
        ("Groep 5 b", "5 b"),
        ("Groep 3 en 4", "3 en 4"),
        ("Klas w1a", "w1a"),
        ("Klas H4b (mentor: Bos)", "H4b"),
        ("Klas 2havo3, Jansen", "2havo3"),
        ("Stamgroep: De kevers", "De kevers"),
        ("Groep 3: 24 leerlingen (12 j, 12 m)", "3"),
        ("Groep 3 | 24 leerlingen", "3"),
        ("Groep 3 lokaal 4 juf Anja", "3"),
        ("Groep 3 schooljaar 2026-2027", "3"),
        ("Groep 3b (2026/2027) leerkracht: A. de Vries", "3b"),
        ("Groep 3 - juf Anja (ma-wo) en juf Els (do-vr)", "3"),
        ("Basisgroep 3", "3"),
        ("Gr. 3", "3"),
        ("GR 1/2 A", "1/2 A"),
        ("gr.5b (24)", "5b"),
        ("Groep 3;Leerkracht: juf Anja", "3"),
        ("Klas:;Groep 3;Leerkracht:;juf Anja", "Groep 3"),
        ("Groepslijst 3a (juf Anja)", "3a"),
        ("Klassenlijst H4b", "H4b"),
    ],
)
def test_a_line_above_its_children_tells_their_group(title: str, group: str) -> None:
    result = read(f"Roepnaam;Achternaam\n{title}\nSanne;Berg\nTim;Dijk\n".encode())

    assert cells(result) == [("Sanne", "Berg", group), ("Tim", "Dijk", group)]


@pytest.mark.parametrize(
    ("cell", "is_asked"), [("3", True), ("5", False), ("5b", False), ("plus", False)]
)
def test_groups_that_contradict_the_titles_above_them_are_asked_about(
    cell: str, *, is_asked: bool
) -> None:
    rows = "".join(f"Bo;Vos;{cell}\n" for _ in range(12))

    table = read(f"Roepnaam;Achternaam;Groep\nGroep 5b\n{rows}".encode()).table

    assert table is not None
    assert ("Groep (tussenkop)" in table.headings) is is_asked
    assert (suggest_mapping(table).doubts != ()) is is_asked


@pytest.mark.parametrize(
    "title",
    [
        *("Kevers;;", "Groep van Anja;;", ";Groep van Anja;", "Groep 4: 6 klachten;;"),
        *("Gr. Anja;;", "Groep 4 Kees de Wit 3;;"),
    ],
)
def test_a_title_that_is_not_understood_ends_the_group_above(title: str) -> None:
    text = f"Nr;Roepnaam;Achternaam\nGroep 3\n1;Sanne;Berg\n{title}\n2;Tim;Dijk\n"

    found = cells(read(text.encode()))

    assert found[0] == ("1", "Sanne", "Berg", "3")
    assert found[-1] == ("2", "Tim", "Dijk", "")


@pytest.mark.parametrize(
    ("first", "second"),
    [("3a", "4b"), ("3a - De Kikkers", "4 (juf Anja)"), ("H4b", "2havo3"), ("3a/4a", "5a/6a")],
)
def test_a_code_alone_above_the_children_of_every_group_is_their_group(
    first: str, second: str
) -> None:
    text = f"Nr;Roepnaam;Achternaam\n{first}\n1;Sanne;Berg\n{second}\n2;Tim;Dijk\n3;Bo;Mol\n"

    assert [row[-1] for row in cells(read(text.encode()))] == [first, second, second]


@pytest.mark.parametrize("line", ["1/2", "3", "5-6", "2 leerlingen", "3a", "5-jun", "L 12"])
def test_a_number_or_one_code_between_the_children_is_no_group(line: str) -> None:
    text = f"Nr;Roepnaam;Achternaam\n1;Sanne;Berg\n{line};;\n2;Tim;Dijk\n3;Bo;Mol\n"

    assert all(len(row) == 3 for row in cells(read(text.encode())))


def test_a_page_without_a_number_is_looked_at_once_and_not_from_each_space_again() -> None:
    """Some fifty of such cells would take the reader all its time."""
    assert not is_total([f"Pagina{' ' * 200_000}x"])


@pytest.mark.parametrize("line", ["De Wilgen;;pagina 2", ";;Blad 2 van 5", "Pag. 3/4;;"])
def test_the_foot_of_a_page_is_no_pupil(line: str) -> None:
    text = f"Roepnaam;Achternaam;Groep\nSanne;Berg;5b\n{line}\nTim;Dijk;5b\n"

    assert [row[0] for row in cells(read(text.encode()))] == ["Sanne", "Tim"]


def test_titles_above_every_child_are_a_column_that_a_person_can_name() -> None:
    text = "Nr;Roepnaam;Achternaam\nVlinders;;\n1;Sanne;Berg\n2;Tim;Dijk\nBijen;;\n3;Bo;Mol\n"

    result = read(text.encode())

    assert result.table is not None
    assert result.table.headings == ("Nr", "Roepnaam", "Achternaam", "Tussenkop")
    assert [row[1:] for row in cells(result)] == [
        ("Sanne", "Berg", "Vlinders"), ("Tim", "Dijk", "Vlinders"), ("Bo", "Mol", "Bijen"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        "1;Sanne;Berg\nVlinders;;\n2;Tim;Dijk\nBijen;;\n3;Bo;Mol\n",  # who is the first in?
        "Vlinders;;\n1;Sanne;Berg\n2;Tim;Dijk\n",  # only one
        "Vlinders;;\n1;Sanne;Berg\nVlinders;;\n2;Tim;Dijk\n",
        "School;;\nVlinders;;\n1;Sanne;Berg\nBijen;;\n2;Tim;Dijk\n",
        ";Vlinders;\n1;Sanne;Berg\n;Bijen;\n2;Tim;Dijk\n",  # in a column of names
    ],
)
def test_other_lines_between_stay_what_they_are(lines: str) -> None:
    result = read(f"Nr;Roepnaam;Achternaam\n{lines}".encode())

    assert result.table is not None
    assert result.table.headings == ("Nr", "Roepnaam", "Achternaam")


def test_groups_that_stand_below_their_children_are_not_used() -> None:
    text = "Nr;Roepnaam;Achternaam\n1;Sanne;Berg\nGroep 3\n2;Tim;Dijk\nGroep 4\n"

    assert cells(read(text.encode())) == [("1", "Sanne", "Berg"), ("2", "Tim", "Dijk")]


def test_a_group_line_beside_a_group_column_is_no_pupil() -> None:
    result = read(b"Roepnaam;Achternaam;Groep\nGroep 5b;;\nSanne;Berg;5b\n")

    assert cells(result) == [("Sanne", "Berg", "5b")]


@pytest.mark.parametrize(
    "row", ["Klas;Jansen", "Klas Jansen;", "Groep;Berg", "Totaal;Berg", ";Vos"]
)
def test_a_row_that_may_be_a_pupil_is_never_taken_for_a_line_between(row: str) -> None:
    result = read(f"Roepnaam;Achternaam\nSanne;Berg\n{row}\n".encode())

    assert len(cells(result)) == 2


def test_a_heading_row_repeated_on_each_page_is_no_pupil() -> None:
    result = read(as_csv((HEADINGS, PUPILS[0], HEADINGS, PUPILS[1])).encode())

    assert cells(result) == [PUPILS[0], PUPILS[1]]


def test_a_heading_that_was_cut_at_its_hyphen_is_one_word() -> None:
    text = "Leerling-;Roep-;Achter-;Groep\nnummer;naam;naam;\n1001;Sanne;Berg;5b\n"

    result = read(text.encode())

    assert result.table is not None
    assert result.table.headings == ("Leerlingnummer", "Roepnaam", "Achternaam", "Groep")
    assert cells(result) == [("1001", "Sanne", "Berg", "5b")]


def test_headings_cut_at_their_hyphens_are_found_before_those_of_a_next_page() -> None:
    whole = ("Leerlingnummer", "Roepnaam", "Voorvoegsel", "Achternaam", "Geboortedatum", "Groep")
    upper = ("Leerling-", "", "", "Achter-", "Geboorte-", "")
    lower = ("nummer", "Roepnaam", "Voorvoegsel", "naam", "datum", "Groep")

    result = read(as_csv((upper, lower, PUPILS[0], PUPILS[1], whole, PUPILS[2])).encode())

    assert result.table is not None
    assert result.table.headings == whole
    assert cells(result) == list(PUPILS)


def test_days_above_crosses_do_not_hide_the_headings() -> None:
    days = [f"{day:02}-09-2026" for day in range(1, 20)]

    result = read(as_csv((("Naam", "Groep", *days), ("Sanne Berg", "5b", *["x"] * 19))).encode())

    assert [row[:2] for row in cells(result)] == [("Sanne Berg", "5b")]


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("Leerlingenlijst groep 5b", "5b"),
        ("Mentorlijst klas 3HB", "3HB"),
        ("Mentorlijst 5b", "5b"),
        ("Leerlingen groep 5/6 (juf Anke)", "5/6"),
        ("Klassenlijst van klas H4b 2026-2027", "H4b"),
        ("Groepslijst: groep 5 - juf Anke", "5"),
    ],
)
def test_the_title_of_a_list_tells_its_group(title: str, group: str) -> None:
    result = read(f"{title}\n\nRoepnaam;Achternaam\nSanne;Berg\n".encode())

    assert cells(result) == [("Sanne", "Berg", group)]


@pytest.mark.parametrize(
    "title", ["Leerlingen groep 1 t/m 8", "Namen groep drie", "Leerlingen 5b", "Groepslijst 2026"]
)
def test_a_title_of_many_groups_tells_none(title: str) -> None:
    result = read(f"{title}\n\nRoepnaam;Achternaam\nSanne;Berg\n".encode())

    assert cells(result) == [("Sanne", "Berg")]


def test_headings_over_two_lines_are_put_together() -> None:
    text = "Lln.nr.;Leerling;;;Groep\n;Roepnaam;Tussenvoegsel;Achternaam;\n1;Sanne;;Berg;5b\n"

    result = read(text.encode())

    assert result.table is not None
    assert result.table.headings == ("Lln.nr.", "Roepnaam", "Tussenvoegsel", "Achternaam", "Groep")
    assert result.table.heading_row == 2


def test_a_list_without_headings_is_given_back_for_a_person_to_point() -> None:
    result = read(as_csv(PUPILS).encode())

    assert result.table is not None
    assert result.table.headings == (
        "kolom A",
        "kolom B",
        "kolom C",
        "kolom D",
        "kolom E",
        "kolom F",
    )
    assert result.table.heading_row is None
    assert [(problem.code, problem.severity) for problem in result.problems] == [
        (Code.HEADINGS_NOT_FOUND, Severity.WARNING)
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.EMPTY_FILE),
        (b" \r\n\t", Code.EMPTY_FILE),
        (b"artikel;prijs\nfiets;12,50\n", Code.NOT_A_PUPIL_LIST),
        (b"Roepnaam;Achternaam\nSan\0ne;Berg\n", Code.DAMAGED_FILE),
        (b"%PDF-1.7 whatever", Code.DOCUMENT_FILE),
        (b"MIME-Version: 1.0\r\n", Code.MAIL_FILE),
        (b"\x01\x02\x03\x04 no text", Code.UNKNOWN_FORMAT),
        (codecs.BOM_UTF16_LE + b"a\xd8\x00\xd8", Code.DAMAGED_FILE),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(content: bytes, code: Code) -> None:
    result = read(content)

    assert result.table is None
    assert [(problem.code, problem.severity) for problem in result.problems] == [
        (code, Severity.REFUSAL)
    ]


def test_a_fixed_width_edex2000_file_is_recognised() -> None:
    lines = "".join(f"{number:06d}{'Jansen':<40}{'Mees':<30}\r\n" for number in range(5))

    assert codes(read(lines.encode())) == [Code.EDEX2000]


def test_a_list_in_columns_of_spaces_to_the_right_is_no_edex2000() -> None:
    rows = [("Nummer", "Naam", "Groep"), *((f"00{at}", "Jan van den Berg", "5b") for at in "123")]
    text = "".join(f"{number:>20}{name:>40}{group:>9}\r\n" for number, name, group in rows)

    assert codes(read(text.encode())) == [Code.NOT_A_PUPIL_LIST]


def test_a_line_that_is_wider_than_any_list_is_not_asked_what_its_cells_mean() -> None:
    listed = as_csv((HEADINGS, *PUPILS))

    wide = ";".join(["x"] * 6_000)
    assert codes(read(f"{wide}\n{listed}".encode())) == [Code.TOO_MANY_COLUMNS]
    assert read((";" * 6_000 + "x\n" + listed).encode()).table is not None


@pytest.mark.parametrize(
    ("budget", "code"),
    [
        (Budget(content_bytes=50), Code.TOO_LARGE),
        (Budget(rows=2), Code.TOO_MANY_ROWS),
        (Budget(columns=3), Code.TOO_MANY_COLUMNS),
        (Budget(cells=10), Code.TOO_MANY_CELLS),
    ],
)
def test_every_budget_refuses_by_name(budget: Budget, code: Code) -> None:
    result = read(as_csv(LIST).encode(), budget=budget)

    assert result.table is None
    assert codes(result) == [code]
    assert "limit" in result.problems[0].detail


def test_a_text_of_many_more_lines_than_a_list_has_is_read_no_further() -> None:
    read_delimited("a;b\n" * 20 + ";;\n" * 100, budget=Budget(rows=2))

    with pytest.raises(RefusedError) as refused:
        read_delimited("a;b\n" * 21, budget=Budget(rows=2))
    assert refused.value.problem.code is Code.TOO_MANY_ROWS


def test_a_cell_over_its_budget_is_cut_and_said() -> None:
    result = read(
        as_csv((HEADINGS, ("1", "A" * 50, "", "Berg", "", "3"))).encode(),
        budget=Budget(cell_characters=20),
    )

    assert cells(result)[0][1] == "A" * 20
    assert [(problem.code, problem.origin) for problem in result.problems] == [
        (Code.CELL_TOO_LONG, Origin(2))
    ]


def test_no_value_of_a_pupil_is_in_any_repr() -> None:
    shown = repr(read(as_csv(LIST).encode()))

    assert not any(value in shown for pupil in PUPILS for value in pupil if len(value) > 2)


@pytest.mark.parametrize("western", ["cp1252", "latin-1"])
def test_utf_8_that_was_saved_as_western_is_put_right_and_said(western: str) -> None:
    names = (("1", "Zoë", "van der", "Müller", "", "3"), ("2", "Áron", "", "Dijk", "", "4"))
    told = as_csv((HEADINGS, *names)).encode()
    twice = told.decode(western, "surrogateescape").replace("\udc81", "\x81").encode()

    result = read(twice)

    assert [row[1:4] for row in cells(result)] == [row[1:4] for row in names]
    assert codes(result) == [Code.ENCODING_GUESSED]


def test_among_names_that_are_right_those_saved_twice_are_put_right() -> None:
    names = (("1", "AyÅŸe", "", "JanÃ©", "", "3"), ("2", "Zoë", "", "São", "", "4"))

    result = read(as_csv((HEADINGS, *names)).encode())

    assert [row[1:4:2] for row in cells(result)] == [("Ayşe", "Jané"), ("Zoë", "São")]
    assert codes(result) == [Code.ENCODING_GUESSED]


OFTEN_MISREAD = (("1", "Zoë", "van der", "Müller", "", "3"), ("2", "Loïs", "", "Café", "", "4"))


@pytest.mark.parametrize("taken_for", ["cp850", "cp437", "mac_roman", "cp1250"])
def test_utf_8_that_was_taken_for_any_encoding_is_put_right(taken_for: str) -> None:
    told = as_csv((HEADINGS, *OFTEN_MISREAD))

    result = read(told.encode().decode(taken_for).encode())

    assert cells(result) == list(OFTEN_MISREAD)
    assert codes(result) == [Code.ENCODING_GUESSED]


def test_utf_8_that_was_misread_twice_is_put_right() -> None:
    told = as_csv((HEADINGS, *OFTEN_MISREAD))
    once = told.encode().decode("cp1252")

    assert cells(read(once.encode().decode("cp1252").encode())) == list(OFTEN_MISREAD)
    assert cells(read(once.encode().decode("mac_roman").encode())) == list(OFTEN_MISREAD)


@pytest.mark.parametrize(
    "name", ["\u0102\u015eESCU", "\u00c4\u017a", "\u221a", "\u0139\u013de", "\u00c2\u015f"]
)
def test_two_letters_side_by_side_are_no_sign_of_that(name: str) -> None:
    names = (("1", name, "", "Berg", "", "3"), ("2", "Tim", "", "Dijk", "", "4"))

    assert cells(read(as_csv((HEADINGS, *names)).encode()))[0][1] == name


def test_letters_that_only_look_saved_twice_stay() -> None:
    names = (("1", "Zoë", "", "Ãlvares", "", "3"), ("2", "Ünal", "", "Çelik", "", "4"))

    result = read(as_csv((HEADINGS, *names)).encode())

    assert [row[1:4:2] for row in cells(result)] == [("Zoë", "Ãlvares"), ("Ünal", "Çelik")]


@pytest.mark.parametrize("above", [";", ",", "\t", "|", ", ", " ; "])
@pytest.mark.parametrize("below", [";", ",", "\t", "|"])
def test_headings_between_other_signs_than_the_cells_are_headings(above: str, below: str) -> None:
    text = above.join(HEADINGS) + "\r\n" + as_csv(PUPILS, delimiter=below)

    table = read(text.encode()).table

    assert table is not None
    assert table.headings == HEADINGS
    assert [row.cells for row in table.rows] == list(PUPILS)
    assert not table.uneven_rows


def test_headings_of_two_columns_between_other_signs_are_headings_too() -> None:
    table = read(b"Naam;Groep\nBos, Tim\t5\nVos, Noor\t6\n").table

    assert table is not None
    assert [row.cells for row in table.rows] == [("Bos, Tim", "5"), ("Vos, Noor", "6")]


def test_rows_of_another_width_than_the_headings_are_not_taken_for_theirs() -> None:
    table = read(b"Naam;Groep\nBos, Tim, 5\nVos, Noor, 6\n").table

    assert table is not None
    assert table.headings == ("Naam", "Groep")
    assert [row.cells for row in table.rows] == [("Bos, Tim, 5", ""), ("Vos, Noor, 6", "")]
