"""A zip that is not a workbook: one list inside, one level deep."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from leesloket.roster.problems import Code
from leesloket.roster.readers.result import Budget, RefusedError, too_large
from leesloket.roster.readers.set_parts import is_part_of_a_set
from leesloket.roster.readers.sniffing import OTHER_OPEN_DOCUMENT, Kind, kind_of
from leesloket.roster.readers.zip_gate import Archive
from leesloket.roster.readers.zip_records import unsafe

_LISTS_AT_MOST = 5
_SYSTEM_FOLDERS = ("__MACOSX/",)
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tar", ".tgz")
_SYSTEM_FILES = re.compile(
    r"(?:^|/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*|~\$[^/]*|\.~lock\.[^/]*)$",
    re.IGNORECASE,
)
"""Also what an office program keeps beside a file while it is open: `~$lijst.xlsx`."""
_BESIDE = re.compile(
    r"(?:^|[/_ -])(?:read[ _-]?me|lees[ _-]?mij|toelichting|handleiding|uitleg|licen[cs]e|licentie"
    r"|voorwaarden)\b[^/.]*(?:\.(?:txt|md|html?))?$|\.(?:xsd|xsl|md5|sha1|sha256|asc|sig|log|ini|svg|webloc)$",
    re.IGNORECASE,
)
"""A letter beside the list; the schema of an EDEXML file, and sums over one."""
_DOCUMENT = re.compile(
    rb"word/document\.xml|ppt/presentation\.xml|W\0o\0r\0d\0D\0o\0c\0"
    rb"|mimetype" + OTHER_OPEN_DOCUMENT
)
_EDEX2000 = re.compile(r"(?:^|/)EDEX(?:LL|LK|GR|LG)\d{0,4}\.\w{3}$", re.IGNORECASE)
_DOSSIER = re.compile(rb"oso_gegevensset|<overstapdossier\b")
_EDEX = re.compile(rb"<(?:[\w.-]{1,32}:)?(?:EDEX|leerlinggegevens_antwoord)\b")
_LOOKED_AT = 4096
_BETWEEN_HEADINGS = re.compile(r'[",;\t\r]+')


def only_list(archive: Archive, *, budget: Budget) -> bytes:
    """The one file in the archive, unpacked.  Raises RefusedError when there is none, or more."""
    names = [name for name in archive.names() if not is_of_the_system(name)]
    refuse_other_archives(names)
    if not names:
        raise RefusedError(Code.ZIP_NO_LIST)
    if any(_DOSSIER.search(archive.read(name)[:_LOOKED_AT]) for name in names[:_LISTS_AT_MOST]):
        # Whatever stands beside it: no child's care data go on to be read one by one.
        raise RefusedError(Code.OSO_DOSSIER)
    if sum(_is_part_of_a_set(archive.read(name)) for name in names[: _LISTS_AT_MOST + 1]) > 1:
        raise RefusedError(Code.PART_OF_A_SET, files=tuple(names[: _LISTS_AT_MOST + 1]))
    lists = [name for name in names if not _BESIDE.search(name) and _may_be_list(archive, name)]
    if not lists:
        raise RefusedError(Code.ZIP_NO_LIST)
    _refuse_several(archive, lists)
    content = archive.read(lists[0])
    if len(content) > budget.content_bytes:
        raise too_large("content", budget.content_bytes)
    return content


def _refuse_several(archive: Archive, lists: Sequence[str]) -> None:
    if len(lists) > _LISTS_AT_MOST:
        raise RefusedError(Code.ZIP_SEVERAL_LISTS, count=len(lists))
    contents = {archive.read(name) for name in lists}
    if len(contents) == 1:
        return
    if all(_EDEX.search(content[:_LOOKED_AT]) for content in contents):
        # One of them by itself is a part of a school, or another school.
        raise RefusedError(Code.SEVERAL_SCHOOLS, files=tuple(lists))
    raise RefusedError(Code.ZIP_SEVERAL_LISTS, files=tuple(lists))


def _is_part_of_a_set(content: bytes) -> bool:
    first_line = content[:_LOOKED_AT].decode("utf-8-sig", "ignore").split("\n", 1)[0]
    return is_part_of_a_set(_BETWEEN_HEADINGS.split(first_line))


def _may_be_list(archive: Archive, name: str) -> bool:
    content = archive.read(name)
    kind = kind_of(content)
    return kind is Kind.TEXT or (kind in {Kind.ZIP, Kind.OLE} and not _DOCUMENT.search(content))


def is_of_the_system(name: str) -> bool:
    """Whether a part is what an operating system put beside what a person packed."""
    return name.startswith(_SYSTEM_FOLDERS) or _SYSTEM_FILES.search(name) is not None


def refuse_other_archives(names: Collection[str]) -> None:
    """Raise RefusedError where a part is an archive of its own, or of a kind that we know."""
    if any(map(_EDEX2000.search, names)):
        raise RefusedError(Code.EDEX2000)
    if any(name.endswith(".iwa") for name in names):
        raise RefusedError(Code.UNKNOWN_FORMAT, looks_like="numbers")
    if any(name.lower().endswith(_ARCHIVES) for name in names):
        raise unsafe("nested")
