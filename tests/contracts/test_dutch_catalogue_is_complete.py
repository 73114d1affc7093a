"""Every text for people is in the Dutch catalogue, translated, compiled, and in our own tone."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import polib
import pytest

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "src/leesloket/web/locale/nl/LC_MESSAGES/django.po"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_tool", ROOT / "tools/messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their own module up while it loads.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def dutch(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_of_the_code_is_in_the_catalogue_and_no_other(
    tool: ModuleType, catalogue: polib.POFile
) -> None:
    listed = {(entry.msgid, entry.msgid_plural, entry.msgctxt or "") for entry in catalogue}
    found = {(one.text, one.plural, one.context) for one in tool.all_messages()}

    assert (found - listed, listed - found) == (set(), set())


def test_every_text_has_its_dutch(tool: ModuleType, catalogue: polib.POFile) -> None:
    assert tool.missing(catalogue) == []


def test_the_compiled_catalogue_is_the_written_one(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert {(entry.msgid, *dutch(entry)) for entry in compiled} == {
        (entry.msgid, *dutch(entry)) for entry in catalogue
    }


def test_a_translation_keeps_every_place_for_a_value(catalogue: polib.POFile) -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)s", text))

    wrong = [
        entry.msgid
        for entry in catalogue
        for text in dutch(entry)
        # One may be said without its number: "Eén ding klopt misschien niet".
        if not places(text) <= places(entry.msgid) | places(entry.msgid_plural)
        or (not entry.msgid_plural and places(text) != places(entry.msgid))
    ]

    assert wrong == []


def test_the_dutch_says_je_and_none_of_the_words_we_avoid(catalogue: polib.POFile) -> None:
    avoided = re.compile(
        r"\b(u|uw|succesvol|ongeldig|ongeldige|gelieve|record|fout opgetreden|OK)\b|!",
        re.IGNORECASE,
    )

    said = [
        text
        for entry in catalogue
        for text in dutch(entry)
        if avoided.search(re.sub(r"%\(\w+\)s", "", text))
    ]

    assert said == []


def test_texts_are_found_in_python_and_in_templates(tool: ModuleType) -> None:
    python = 'x = _("One")\ny = _n("%(n)s row", "%(n)s rows", 2)\nz = gettext_lazy("Two")'
    template = (
        '{% translate "Three" %}{% blocktranslate count n=2 %}{{ n }} a{% plural %}{{ n }} b'
        '{% endblocktranslate %}{% include "x.html" with word=_("Four") %}'
    )

    found = [*tool.messages_of_python(python), *tool.messages_of_template(template)]

    assert [(one.text, one.plural) for one in found] == [
        ("One", ""),
        ("%(n)s row", "%(n)s rows"),
        ("Two", ""),
        ("Three", ""),
        ("%(n)s a", "%(n)s b"),
        ("Four", ""),
    ]
