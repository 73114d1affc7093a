"""Quotes and delimiters that break the rules: no cell ever moves to another column in silence."""

from __future__ import annotations

import pytest
from tests.roster.cases import AS_OF, SECRET

from leesloket.roster import Extraction, extract_records, suggest_mapping
from leesloket.roster.model import Field, Repair
from leesloket.roster.problems import Code, Severity
from leesloket.roster.readers import ReadResult, read

HEADINGS = "Nummer;Roepnaam;Achternaam;Geboortedatum;Groep"
SOUND = (
    "7001;Mees;Bos;2016-03-02;5a",
    "7002;Noor;Smit;2016-04-02;5a",
    "7003;Tim;Vos;2016-05-02;5a",
)


def listed(*lines: str) -> ReadResult:
    return read("\n".join((HEADINGS, *lines)).encode())


def cells(result: ReadResult) -> list[tuple[str, ...]]:
    assert result.table is not None, result.problems
    return [row.cells for row in result.table.rows]


def extracted(result: ReadResult, *repairs: Repair) -> Extraction:
    assert result.table is not None
    mapping = suggest_mapping(result.table)
    return extract_records(result.table, mapping, secret=SECRET, repairs=repairs, as_of=AS_OF)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ('7009;"Daan;Mulder;2016-01-02;5a', ("7009", '"Daan', "Mulder", "2016-01-02", "5a")),
        ('7009;""Daan";Mulder;2016-01-02;5a', ("7009", '"Daan', "Mulder", "2016-01-02", "5a")),
        ('7009;"Daan";"Mul"der";2016-01-02;5a', ("7009", "Daan", 'Mul"der', "2016-01-02", "5a")),
        ('7009;"Daan "D; van" B";Mulder;2016-01-02;5a',
         ("7009", 'Daan "D; van" B', "Mulder", "2016-01-02", "5a")),
        (r'7009;"Daan \"Dee\" B";Mulder;2016-01-02;5a',
         ("7009", 'Daan "Dee" B', "Mulder", "2016-01-02", "5a")),
        ('7009;"Daan" ;"Mulder";2016-01-02;5a', ("7009", "Daan", "Mulder", "2016-01-02", "5a")),
        ('7009; "Daan;B"; "Bos";2016-01-02;5a', ("7009", "Daan;B", "Bos", "2016-01-02", "5a")),
    ],
)  # fmt: skip
def test_a_stray_quote_moves_no_cell(line: str, row: tuple[str, ...]) -> None:
    # The last line has proper quotes, so that the first one could close there.
    result = listed(SOUND[0], line, '7008;"Sam";"Kok";2016-02-02;5a', *SOUND[1:])

    assert cells(result)[1] == row
    assert cells(result)[2] == ("7008", "Sam", "Kok", "2016-02-02", "5a")
    assert len(cells(result)) == 5


def test_two_stray_quotes_some_lines_apart_swallow_nothing() -> None:
    result = listed(
        SOUND[0], '7009;"Daan;Bos;2016-01-02;5a', SOUND[1], '7010;Lot";Kok;;5a', SOUND[2]
    )

    assert [row[0] for row in cells(result)] == ["7001", "7009", "7002", "7010", "7003"]


def test_a_proper_line_break_in_a_cell_survives_a_stray_quote_elsewhere() -> None:
    result = listed(*SOUND, '7009;"Anna\nMaria";Bos;2016-01-02;5a', '7010;"Lot;Kok;2016-01-03;5a')

    assert cells(result)[3:] == [
        ("7009", "Anna\nMaria", "Bos", "2016-01-02", "5a"),
        ("7010", '"Lot', "Kok", "2016-01-03", "5a"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "7009;Daan;;Mulder;2016-01-02;5a",  # a delimiter too many
        "7009;DaanMulder;2016-01-02;5a",  # one too few
        "7009;Daan,Mulder,2016-01-02,5a;x",
        '7009;Daan;"Mulder;2016-01-02;5a"',
    ],
)
def test_a_row_with_another_number_of_cells_is_set_aside(line: str) -> None:
    result = listed(*SOUND, line)

    found = extracted(result)

    assert [(p.code, p.severity, p.origin and p.origin.row) for p in found.problems
            if p.code is Code.ROW_SHIFTED] == [(Code.ROW_SHIFTED, Severity.ERROR, 5)]  # fmt: skip
    assert [record.pupil_number for record in found.records] == ["7001", "7002", "7003"]
    assert len(found.set_aside) == 1


def test_a_shifted_row_counts_again_once_a_person_typed_it_over() -> None:
    result = listed(*SOUND, "7009;Daan;;Mulder;2016-01-02;5a")
    [wrong] = extracted(result).set_aside
    right = {
        Field.SURNAME: "Mulder",
        Field.BIRTH_DATE: "2016-01-02",
        Field.GROUP: "5a",
    }

    found = extracted(
        result, *(Repair(wrong.fingerprint, what, text) for what, text in right.items())
    )

    assert [(r.first_name, r.surname, r.group) for r in found.records][-1] == (
        "Daan",
        "Mulder",
        "5a",
    )


def test_a_system_that_leaves_out_the_last_empty_cells_is_no_trouble() -> None:
    lines = [
        f"70{at:02};Kind;Bos;2016-03-02;5a" + (";Vermeer" if at % 3 else "") for at in range(30)
    ]

    result = read("\n".join((HEADINGS + ";Locatie", *lines)).encode())

    assert len(extracted(result).records) == 30


def test_titles_and_totals_are_no_shifted_rows() -> None:
    result = read("\n".join(("Basisschool De Wilg;2026", HEADINGS, *SOUND, "Totaal;3")).encode())

    assert extracted(result).set_aside == ()


def test_lines_that_were_each_put_in_quotes_are_unwrapped() -> None:
    lines = (HEADINGS, *SOUND, '7004;""Lot, ""Lo"""" K"";Bos;2016-05-02;5a'.replace('""""', '""'))

    result = read("\n".join(f'"{line}"' for line in lines).encode())

    assert cells(result)[0] == ("7001", "Mees", "Bos", "2016-03-02", "5a")
    assert len(cells(result)) == 4
