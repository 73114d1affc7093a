"""Which reader reads what."""

from __future__ import annotations

import codecs
import importlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from leesloket.roster.cleaning import learn_letters
from leesloket.roster.problems import Code, Problem
from leesloket.roster.readers.choosing import choose_table
from leesloket.roster.readers.grid import Grid
from leesloket.roster.readers.result import (
    SITE_BUDGET,
    Budget,
    ReadResult,
    RefusedError,
    too_large,
    warning,
)
from leesloket.roster.readers.sniffing import (
    DOCUMENTS,
    OTHER_OPEN_DOCUMENT,
    PACKED,
    Kind,
    envelope_in,
    is_html,
    is_markup,
    kind_of,
    other_kind,
)
from leesloket.roster.readers.text_files import decode
from leesloket.roster.readers.zip_gate import Archive, open_archive
from leesloket.roster.readers.zip_records import unsafe

# The format modules are imported when a file needs them: `leesloket roster check` on a csv must
# not wait for lxml and calamine.  The sandbox imports them all before it forks.
# ruff: noqa: PLC0415

_READER_MODULES = ("delimited", "fixed_width", "markup", "ods", "oneroster", "xlsx", "zipped")
"""Those that are imported below; each brings the others that its format needs."""
# What a library imports no sooner than a function of ours needs it.
_LATE_MODULES = ("heapq",)  # Counter.most_common
_MODULES_OF_OLE = (
    *("leesloket.roster.readers.xls", "leesloket.roster.readers.default_password"),
    *("xml.dom.expatbuilder", "cryptography.hazmat.backends.openssl.backend"),
)
_ENCODINGS = (
    *("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"),
    *("cp437", "cp850", "cp1250", "cp1252", "cp1254", "iso-8859-2", "mac_roman", "latin-1"),
    *("ascii", "idna"),
)


def preload(content: bytes | None = None) -> None:
    """Import everything that any file may need, so that a forked child imports nothing.

    For one file's `content` the ciphers, half of the time this takes, are left out where it cannot
    be, or hold, an old or a locked workbook; and the letters where it has none but those of ASCII.
    """
    for module in _READER_MODULES:
        importlib.import_module(f"leesloket.roster.readers.{module}")
    for module in _LATE_MODULES:
        importlib.import_module(module)
    if content is None or _may_hold_ole(content):
        for module in _MODULES_OF_OLE:
            importlib.import_module(module)
    if content is None or _may_hold_other_letters(content):
        learn_letters()
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)


def _may_hold_other_letters(content: bytes) -> bool:
    """UTF-16 writes some of them in two bytes of ASCII, and markup spells them out."""
    return not content.isascii() or b"\0" in content or b"&" in content


def _may_hold_ole(content: bytes) -> bool:
    kind = kind_of(content)
    return kind is Kind.OLE or (kind is Kind.ZIP and b"[Content_Types].xml" not in content)


def read(content: bytes, *, budget: Budget = SITE_BUDGET, sheet: str | None = None) -> ReadResult:
    """The pupils' table of a file of any supported format, told by its content.

    `sheet` names the sheet a person picked after a `several_sheets` refusal.  Forbidden and
    needless columns are gone from the answer.  Nothing about the data raises: a file that cannot be
    read gives no table and a refusal.
    """
    try:
        return _read(content, budget, sheet)
    except RefusedError as refused:
        return ReadResult(None, (refused.problem,))


def _read(content: bytes, budget: Budget, sheet: str | None) -> ReadResult:
    if len(content) > budget.content_bytes:
        raise too_large("content", budget.content_bytes)
    return _READERS[kind_of(content)](content, budget, sheet)


def _read_nothing(_content: bytes, _budget: Budget, _sheet: str | None) -> ReadResult:
    raise RefusedError(Code.EMPTY_FILE)


def _read_other(content: bytes, _budget: Budget, _sheet: str | None) -> ReadResult:
    kind = other_kind(content) or ""
    raise RefusedError(_CODE_OF_KIND.get(kind, Code.UNKNOWN_FORMAT), looks_like=kind)


_CODE_OF_KIND: Mapping[str, Code] = {
    **dict.fromkeys(PACKED, Code.PACKED_FILE),
    **dict.fromkeys(DOCUMENTS, Code.DOCUMENT_FILE),
    "mail": Code.MAIL_FILE,
    "shortcut": Code.SHORTCUT_FILE,
}
"""What a person may do about a file is another thing for each of these."""


def _read_ole(content: bytes, budget: Budget, sheet: str | None) -> ReadResult:
    try:
        return _read_xls(content, budget, sheet)
    except RefusedError as refused:
        if refused.problem.code is not Code.PASSWORD_PROTECTED:
            raise
    from leesloket.roster.readers.default_password import unlocked

    book = unlocked(content)
    if kind_of(book) is Kind.ZIP:
        return _read_zip(book, budget, sheet, nested=True)
    return _read_xls(book, budget, sheet)


def _read_xls(content: bytes, budget: Budget, sheet: str | None) -> ReadResult:
    from leesloket.roster.readers.xls import read_xls

    return _table_of(read_xls(content, budget=budget), "xls", budget, sheet)


def _table_of(
    book: tuple[Sequence[Grid], Iterable[Problem]],
    format_name: str,
    budget: Budget,
    sheet: str | None,
) -> ReadResult:
    grids, problems = book
    return choose_table(grids, format_name=format_name, sheet=sheet, budget=budget).after(problems)


def _read_zip(
    content: bytes, budget: Budget, sheet: str | None, *, nested: bool = False
) -> ReadResult:
    try:
        archive = open_archive(content, budget=budget)
    except RefusedError as refused:
        if refused.problem.code is Code.ZIP_UNSAFE and _is_book(content):
            # Whoever sends a workbook knows of no zip: to take the list out of it is no advice.
            raise RefusedError(Code.DAMAGED_FILE, **refused.problem.detail) from None
        raise
    names = {name.lower() for name in archive.names()}
    # A workbook that lost some of its parts is damaged; its sheets are no lists of their own.
    if "[content_types].xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        from leesloket.roster.readers.xlsx import read_xlsx

        return _table_of(read_xlsx(archive, budget=budget), "xlsx", budget, sheet)
    if "mimetype" in names or ("content.xml" in names and "meta-inf/manifest.xml" in names):
        from leesloket.roster.readers.ods import read_ods

        if _is_other_document(archive):
            raise RefusedError(Code.DOCUMENT_FILE, looks_like="office")
        return _table_of(read_ods(archive, budget=budget), "ods", budget, sheet)
    if nested:
        raise unsafe("nested")
    return _read_archive(archive, budget, sheet)


def _is_other_document(archive: Archive) -> bool:
    """Whether a package says that it is a text, a presentation or a book."""
    told = archive.read("mimetype") if "mimetype" in archive.entries else b""
    return re.match(OTHER_OPEN_DOCUMENT, told) is not None


def _is_book(content: bytes) -> bool:
    return b"[Content_Types].xml" in content or b"mimetypeapplication/vnd.oasis" in content[:256]


def _read_archive(archive: Archive, budget: Budget, sheet: str | None) -> ReadResult:
    from leesloket.roster.readers.oneroster import is_roster_set, read_roster_set
    from leesloket.roster.readers.zipped import only_list

    if is_roster_set(archive):
        return read_roster_set(archive, budget=budget, sheet=sheet)
    content = only_list(archive, budget=budget)
    if kind_of(content) is Kind.ZIP:
        return _read_zip(content, budget, sheet, nested=True)
    return _READERS[kind_of(content)](content, budget, sheet)


def _read_text(content: bytes, budget: Budget, sheet: str | None) -> ReadResult:
    text = decode(content)
    plain = envelope_in(text.content)
    right = None
    if is_html(plain) or is_markup(plain):
        from leesloket.roster.readers.markup import read_markup
        from leesloket.roster.readers.twice_encoded import markup_put_right

        right = markup_put_right(plain)
        result = read_markup(right or plain, sheet=sheet, budget=budget)
    else:
        result = _read_list(plain, budget)
    if not text.guessed and right is None:
        return result
    encoding = text.encoding if right is None else "utf-8, twice"
    return result.after([warning(Code.ENCODING_GUESSED, encoding=encoding)])


def _read_list(text: str, budget: Budget) -> ReadResult:
    from leesloket.roster.readers.delimited import read_delimited
    from leesloket.roster.readers.fixed_width import read_fixed_width

    grid = read_fixed_width(text, budget=budget) or read_delimited(text, budget=budget)
    return choose_table((grid,), format_name="csv", sheet=None, budget=budget)


_READERS: Mapping[Kind, Callable[[bytes, Budget, str | None], ReadResult]] = {
    Kind.EMPTY: _read_nothing,
    Kind.OTHER: _read_other,
    Kind.OLE: _read_ole,
    Kind.ZIP: _read_zip,
    Kind.TEXT: _read_text,
}
