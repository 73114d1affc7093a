"""Texts with tags: EDEXML, UWLR answers, SpreadsheetML, web tables, and what must be refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from leesloket.roster.problems import Code
from leesloket.roster.readers.choosing import choose_table
from leesloket.roster.readers.edexml import read_edex
from leesloket.roster.readers.html_tables import html_grids
from leesloket.roster.readers.ods_cells import read_ods_cells
from leesloket.roster.readers.result import Budget, ReadResult, RefusedError
from leesloket.roster.readers.sniffing import is_html
from leesloket.roster.readers.spreadsheetml import spreadsheetml_grids
from leesloket.roster.readers.xml_text import local_name, parse

_FLAT_OPEN_DOCUMENT = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}document"
_DOSSIER, _DOSSIERS = "overstapdossier", "oso_gegevensset"
"""An element of the first versions, and what stands in the namespaces of the later ones."""
_DOCUMENT_ENDS = re.compile(r"</(?:[\w.-]{1,32}:)?(EDEX|Envelope)\s*>")
_NOTHING_NEW = frozenset({"geenwijzigingen", "geengegevens", "Fault"})
"""Of an answer without pupils; the last is the error of any web service."""


def read_markup(text: str, *, sheet: str | None, budget: Budget) -> ReadResult:
    """The pupils in a text with tags.  Raises RefusedError."""
    if is_html(text):
        return _read_page(text, sheet, budget)
    if max(Counter(_DOCUMENT_ENDS.findall(text)).values(), default=0) > 1:
        raise RefusedError(Code.SEVERAL_SCHOOLS)
    root = parse(text)
    name = local_name(root)
    if name == "EDEX":
        return read_edex(root, system="EDEXML", budget=budget)
    if name == "dossier":
        raise RefusedError(Code.OSO_DOSSIER)
    if name == "Workbook":
        grids = spreadsheetml_grids(root, budget=budget)
        return choose_table(grids, format_name="spreadsheetml", sheet=sheet, budget=budget)
    if root.tag == _FLAT_OPEN_DOCUMENT:
        grids = read_ods_cells(text.encode(), budget=budget)
        return choose_table(grids, format_name="fods", sheet=sheet, budget=budget)
    return _read_answer(root, budget)


def _read_page(text: str, sheet: str | None, budget: Budget) -> ReadResult:
    """A web table.  A page without one is where a person has to log in, or an error of the site."""
    grids = html_grids(text, budget=budget)
    try:
        return choose_table(grids, format_name="html", sheet=sheet, budget=budget)
    except RefusedError as refused:
        if refused.problem.code not in {Code.EMPTY_FILE, Code.NOT_A_PUPIL_LIST}:
            raise
        raise RefusedError(Code.WEB_PAGE) from None


def _read_answer(root: etree._Element, budget: Budget) -> ReadResult:
    """A UWLR answer: EDEX content somewhere inside the envelope, in whole or in stages."""
    for element in _elements(root):
        name = local_name(element)
        if name == _DOSSIER or _DOSSIERS in element.tag:
            raise RefusedError(Code.OSO_DOSSIER)
        if name in _NOTHING_NEW:
            raise RefusedError(Code.EMPTY_FILE, what=name)
        if any(local_name(child) == "leerlingen" for child in element):
            return read_edex(element, system="UWLR", budget=budget)
    raise RefusedError(Code.UNKNOWN_FORMAT, looks_like="xml")


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))
