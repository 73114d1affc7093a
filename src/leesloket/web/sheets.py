"""Lists as Excel files: rebuilt from values, never a formula, never a link."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import HttpResponse

_WIDEST = 40


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet of text cells with a bold, frozen first line.

    Every value is written as text: a name that begins with `=` stays a name (SECURITY.md 3.3).
    """
    import xlsxwriter  # noqa: PLC0415 - heavy, and few pages are a download

    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,  # the other mode writes parts to a temp folder
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    ) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        widths = [len(heading) for heading in headings]
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value, text)
                if column < len(widths):
                    widths[column] = max(widths[column], len(value))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(_WIDEST, width + 2))
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _sheet_name(title: str) -> str:
    """At most 31 characters, without the seven that Excel forbids."""
    return (
        "".join(" " if char in "[]:*?/\\" else char for char in title).strip("' ")[:31] or "Lijst"
    )


def download(content: bytes, *, name: str, kind: str = "xlsx") -> HttpResponse:
    """A file to keep; the name is ours and says nothing about a child."""
    types = {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
    }
    response = HttpResponse(content, content_type=types[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
