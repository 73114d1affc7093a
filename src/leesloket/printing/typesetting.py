"""From a template and values to a PDF.  Values are data to Typst and never become markup."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import typst
from anyascii import anyascii

from leesloket.printing.fonts import fonts

_TEMPLATES = Path(__file__).parent / "templates"
_LATIN_ENDS = 0x250
"""Below this (with the marks that combine) our own typeface has every letter."""
_JOINERS = "\u200c\u200d"
"""Formatting characters that some scripts are written with; all others only mislead."""


_UNDRAWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")


class UnableToPrintError(Exception):
    """The typesetter refused a template of ours, whatever the texts: a bug."""


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """A PDF/UA-1 of one of our templates.

    A letter that no typeface has would make the whole sheet impossible (PDF/UA-1): the texts that
    have one are then written in Latin letters.  Raises UnableToPrintError.
    """
    readable = _each_text(data, _without_tricks)
    pdf, unknown = _compiled(template, readable)
    if pdf is None and unknown:
        readable = _each_text(
            readable, lambda text: text if unknown.isdisjoint(text) else _in_latin(text)
        )
        pdf, unknown = _compiled(template, readable)
    if pdf is None:
        pdf, _ = _compiled(template, _each_text(readable, _in_latin))
    if pdf is None:
        raise UnableToPrintError(template)
    return pdf


def _compiled(template: str, data: Any) -> tuple[bytes | None, frozenset[str]]:
    """The PDF, or None and the letters that cannot be drawn.

    Typst's own exception stops here: it quotes what was to be printed, a child's name.
    """
    try:
        pdf = typst.compile(
            _TEMPLATES / f"{template}.typ",
            root=_TEMPLATES,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data)},
            format="pdf",
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        return None, frozenset("".join(_UNDRAWN.findall(error.diagnostic)))
    return (pdf, frozenset()) if isinstance(pdf, bytes) else (None, frozenset())


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(one, change) for one in value]
    return value


def _without_tricks(text: str) -> str:
    """Without what has no shape: controls, and signs that turn the direction of reading."""
    return "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if char in _JOINERS or not unicodedata.category(char).startswith("C")
    )


def _in_latin(text: str) -> str:
    return "".join(
        char if ord(char) < _LATIN_ENDS else anyascii(char) or "?"
        for char in text
        if char not in _JOINERS and not unicodedata.combining(char)
    )
