"""The sample file a school fills in, and the one list of columns it is made from.

The upload page draws its picture of the required columns from the same list, so that the picture,
the sample in both formats and what the reader recognises cannot drift apart.  The texts stand in
the file itself, for Dutch schools; they are no part of the interface and have no translation.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime

from leesloket.roster.model import Field

_SHEET = "Leerlingen"
_HELP_SHEET = "Uitleg"
_HELP_HEADINGS = ("Kolom", "Moet erin?", "Voorbeeld", "Wat vul je in?")

# Formats and checks reach this far down: well over the largest primary school.
_PREPARED_ROWS = 2000

_TEXT = 49
"""The number of the built-in format `@`."""

# Without it the workbook carries the moment of writing, and no two are the same.
_TIMELESS = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """One column of the sample: its heading, and what a school has to know about it."""

    field: Field
    heading: str
    required: bool
    """The column must be there; a cell in it may still be empty (no prefix, no number yet)."""
    example: str
    explanation: str
    choices: tuple[str, ...] = ()
    """When given, the only values the sheet accepts."""


SAMPLE_COLUMNS = (
    SampleColumn(
        Field.PUPIL_NUMBER,
        "Leerlingnummer",
        required=True,
        example="004711",
        explanation="Het nummer uit je leerlingadministratie, met de nullen vooraan.",
    ),
    SampleColumn(
        Field.FIRST_NAME,
        "Roepnaam",
        required=True,
        example="Zoë",
        explanation="De naam waarmee je het kind aanspreekt.",
    ),
    SampleColumn(
        Field.PREFIX,
        "Tussenvoegsel",
        required=True,
        example="van den",
        explanation="Leeg als het kind er geen heeft.",
    ),
    SampleColumn(
        Field.SURNAME,
        "Achternaam",
        required=True,
        example="Heuvel",
        explanation="Zonder het tussenvoegsel.",
    ),
    SampleColumn(
        Field.BIRTH_DATE,
        "Geboortedatum",
        required=True,
        example="02-03-2018",
        explanation="Dag-maand-jaar, met vier cijfers voor het jaar.",
    ),
    SampleColumn(
        Field.GROUP,
        "Groep",
        required=True,
        example="5b",
        explanation="De groep in het nieuwe schooljaar, zoals jullie die noemen: 5b of 1/2a.",
    ),
    SampleColumn(
        Field.YEAR_GROUP,
        "Jaargroep",
        required=False,
        example="5",
        explanation="Alleen het cijfer 1 tot en met 8. Handig bij combinatiegroepen.",
        choices=("1", "2", "3", "4", "5", "6", "7", "8"),
    ),
)


def required_columns() -> tuple[SampleColumn, ...]:
    """The columns a list cannot do without, in the order of the sample."""
    return tuple(column for column in SAMPLE_COLUMNS if column.required)


def sample_xlsx() -> bytes:
    """The sample as a workbook: headings fixed and bold, text cells, help at every cell."""
    buffer = io.BytesIO()
    import xlsxwriter  # noqa: PLC0415 - heavy, and the columns are asked for on every upload page

    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": "Leerlingenlijst", "created": _TIMELESS})
        bold = workbook.add_format({"bold": True, "bottom": 1})
        # Text cells: Excel would make 4711 of 004711 and turn dates round.
        text = workbook.add_format({"num_format": _TEXT})
        pupils = workbook.add_worksheet(_SHEET)
        pupils.freeze_panes(1, 0)
        for number, column in enumerate(SAMPLE_COLUMNS):
            pupils.set_column(number, number, max(14, len(column.heading) + 4), text)
            pupils.write_string(0, number, column.heading, bold)
            pupils.data_validation(1, number, _PREPARED_ROWS, number, _validation(column))
        explained = workbook.add_worksheet(_HELP_SHEET)
        explained.set_column(0, 2, 16, text)
        explained.set_column(3, 3, 80, text)
        for row, cells in enumerate(_help_rows()):
            for number, value in enumerate(cells):
                explained.write_string(row, number, value, bold if row == 0 else text)
    return buffer.getvalue()


def sample_ods() -> bytes:
    """The same sample for LibreOffice."""
    headings = tuple(column.heading for column in SAMPLE_COLUMNS)
    from leesloket.roster.writers.ods import OdsSheet, write_ods  # noqa: PLC0415 - heavy

    return write_ods((OdsSheet(_SHEET, (headings,)), OdsSheet(_HELP_SHEET, _help_rows())))


def _help_rows() -> tuple[tuple[str, ...], ...]:
    """The second sheet.  Its examples stand there, not among the pupils: nobody enrols them."""
    return (
        _HELP_HEADINGS,
        *(
            (column.heading, "ja" if column.required else "mag", column.example, column.explanation)
            for column in SAMPLE_COLUMNS
        ),
    )


def _validation(column: SampleColumn) -> dict[str, object]:
    message = {"input_title": column.heading, "input_message": column.explanation}
    if not column.choices:
        return {"validate": "any", **message}
    return {
        "validate": "list",
        "source": list(column.choices),
        "error_title": column.heading,
        "error_message": "Kies een van de cijfers uit de lijst, of laat de cel leeg.",
        **message,
    }
