"""Collect every text for people and bring the Dutch catalogue up to date.

`./run messages` (or `python tools/messages.py`): reads the calls of gettext in `src/leesloket` and
the translation tags of its templates, adds what is new to `django.po` with an empty translation,
drops what is gone, and compiles `django.mo`.  Needs no gettext on the machine: Python is read with
`ast`, templates with Django's own `templatize`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "leesloket"
CATALOGUE = SOURCE / "web" / "locale" / "nl" / "LC_MESSAGES" / "django.po"

SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"_n", "ngettext", "ngettext_lazy"}
CONTEXT = {"_p", "pgettext", "pgettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
_STRING = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)")
_ONE = re.compile(_STRING)


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One text: context and plural are empty when there is none."""

    text: str
    plural: str = ""
    context: str = ""


def _message(function: str, words: list[str]) -> Message:
    if function in CONTEXT_PLURAL:
        return Message(words[1], words[2], words[0])
    if function in CONTEXT:
        return Message(words[1], context=words[0])
    if function in PLURAL:
        return Message(words[0], words[1])
    return Message(words[0])


def messages_of_python(source: str) -> Iterator[Message]:
    """Yield the texts of the gettext calls in a module."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        words = [
            one.value
            for one in node.args
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        known = SINGLE | PLURAL | CONTEXT | CONTEXT_PLURAL
        if words and node.func.id in known:
            yield _message(node.func.id, words)


def messages_of_template(source: str) -> Iterator[Message]:
    """Yield the texts of the translation tags in a template."""
    for call in _CALL.finditer(templatize(source)):
        words = [ast.literal_eval(one) for one in _ONE.findall(call[2])]
        # templatize doubles every percent sign of plain text, and gettext is asked for one.
        yield _message(call[1], words)


def all_messages() -> dict[Message, list[str]]:
    """Return every text with the files it stands in, relative to the checkout."""
    found: dict[Message, list[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py":
            read = messages_of_python
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            read = messages_of_template
        else:
            continue
        for message in read(path.read_text(encoding="utf-8")):
            places = found.setdefault(message, [])
            place = path.relative_to(ROOT).as_posix()
            if place not in places:
                places.append(place)
    return found


def update(catalogue: polib.POFile, found: dict[Message, list[str]]) -> polib.POFile:
    """Return the catalogue of what was found, with the translations that still fit."""
    known = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue}
    fresh = polib.POFile(wrapwidth=98)
    fresh.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "MIME-Version": "1.0",
        "Language": "nl",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for message in sorted(found):
        fresh.append(_entry(message, found[message], known.get((message.text, message.context))))
    return fresh


def _entry(message: Message, places: list[str], old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context or None,
        occurrences=[(place, "") for place in places],
    )
    if "%(" in message.text + message.plural:
        entry.flags = ["python-format"]
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = old.msgstr_plural if old and old.msgstr_plural else {0: "", 1: ""}
    else:
        entry.msgstr = old.msgstr if old else ""
    return entry


def missing(catalogue: polib.POFile) -> list[str]:
    """Return the msgids without a complete translation."""
    return [
        entry.msgid
        for entry in catalogue
        if not (all(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr)
    ]


def read_catalogue() -> polib.POFile:
    """Return the Dutch catalogue as it is committed."""
    return polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()


def configure() -> None:
    """Give Django the settings that reading templates needs, when nobody has."""
    if not settings.configured:
        settings.configure(USE_I18N=True)


def main() -> None:
    """Bring the catalogue up to date."""
    configure()
    catalogue = update(read_catalogue(), all_messages())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    without = missing(catalogue)
    print(f"{len(catalogue)} texts, {len(without)} without Dutch")
    for text in without:
        print(f"  {text}")


if __name__ == "__main__":
    main()
