"""What the content security policy would refuse, and what would call on others, is nowhere."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Engine

SOURCE = Path(__file__).parents[2] / "src/leesloket"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
COMPONENTS = (SOURCE / "web/static/leesloket/components.css").read_text("utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_style_or_script(path: Path) -> None:
    text = path.read_text("utf-8")

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_calls_on_another_site(path: Path) -> None:
    assert re.findall(r"https?://(?!www\.w3\.org)", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_template_loads_the_tags_it_uses(path: Path) -> None:
    name = str(path).split("/templates/")[1]

    assert Engine.get_default().get_template(name).name == name


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_static_file_that_a_template_names_is_there(path: Path) -> None:
    named = re.findall(r"\{% static '([^']+)' %\}", path.read_text("utf-8"))

    assert [name for name in named if finders.find(name) is None] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_class_of_ours_is_in_the_styles(path: Path) -> None:
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
    used = {
        name
        for attribute in re.findall(r'class="([^"]*)"', text)
        for name in attribute.split()
        if name.startswith("ll-") and not name.endswith("-")
    }

    assert {name for name in used if f".{name}" not in COMPONENTS} == set()


def test_no_script_of_ours_writes_markup_or_evaluates_text() -> None:
    scripts = sorted((SOURCE / "web/static/leesloket/js").glob("*.js"))

    for path in scripts:
        text = path.read_text("utf-8")
        assert (
            re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function", text) == []
        )
    assert scripts


def test_no_class_means_two_things() -> None:
    """A second block of the same name would quietly change what another screen looks like."""
    blocks = re.findall(r"^\.(ll-[\w-]+) \{", COMPONENTS, flags=re.MULTILINE)

    assert sorted({name for name in blocks if blocks.count(name) > 1}) == []
