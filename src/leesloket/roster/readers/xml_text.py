"""XML, parsed without document type, entities or network."""

from __future__ import annotations

import re

from lxml import etree

from leesloket.roster.problems import Code
from leesloket.roster.readers.result import RefusedError

_DECLARED = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(r"^(<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")


def parse(text: str) -> etree._Element:  # lxml gives its elements no public name
    """The root element.

    Raises RefusedError: dtd_forbidden, or damaged_file with the line where it goes wrong.
    """
    if _DECLARED.search(text):
        raise RefusedError(Code.DTD_FORBIDDEN)
    # The bytes are decoded already: what the declaration says of them no longer holds.
    plain = _ENCODING.sub(r"\1", text.lstrip("\ufeff \t\r\n"), count=1)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(plain.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError(Code.DAMAGED_FILE, what="xml", line=error.lineno or 0) from None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise RefusedError(Code.DTD_FORBIDDEN)
    return root


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
