"""What is promised of every page, and holding a page in the browser to it.

Nothing that axe finds against WCAG 2.2 AA in light or dark, and nothing to scroll sideways on a
small laptop, a tablet or a telephone.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
SCHEMES: dict[Literal["light", "dark"], dict[str, object]] = {
    "light": {"type": "tag", "values": WCAG},
    # The same page in other colours: nothing else of it can be worse.
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
NARROWER = (1024, 768, 360, 320)
"""A small laptop, a tablet, telephones."""

_KINDS_OF_PARTS = """
() => {
  const parts = [...document.querySelectorAll("main :is(h1, h2, h3, table, form, dialog[open])")];
  const kind = (one) => [one.tagName, ...one.classList].filter((name) => !name.startsWith("htmx-"));
  return [...new Set(parts.map((one) => kind(one).join(" ")))].sort().join();
}
"""
_LEAVE_OUT = """
(kept) => {
  const named = ["class", "role", "style", "type"];
  const shapes = new Map();
  const shape = (one) => {
    if (!shapes.has(one)) {
      const says = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      const has = [...one.attributes].map(
        ({ name, value }) => (named.includes(name) ? `${name}=${value}` : name),
      );
      shapes.set(one, `${one.tagName}[${has.sort()}]${says}(${[...one.children].map(shape)})`);
    }
    return shapes.get(one);
  };
  const used = (one) => one.contains(document.activeElement) || one.querySelector("dialog[open]");
  const alike = new Map();
  const leftOut = [];
  const repeated = "tr, li, article, section, details, form, div";
  for (const one of document.querySelectorAll(`main :is(${repeated})`)) {
    const beside = alike.get(one.parentNode) ?? new Map();
    alike.set(one.parentNode, beside);
    beside.set(shape(one), (beside.get(shape(one)) ?? 0) + 1);
    if (one.isConnected && beside.get(shape(one)) > kept && !used(one)) {
      const place = document.createComment("");
      one.replaceWith(place);
      leftOut.push([place, one]);
    }
  }
  return () => leftOut.forEach(([place, one]) => place.replaceWith(one));
}
"""
"""Takes out of the page what stands beside enough others of exactly its shape (the same elements
with the same attributes, whatever they say): hundreds of rows take axe seconds and tell it nothing.
Gives what puts them back."""
_ALIKE_TO_LOOK_AT = 6

_ASK_AXE = "(options) => axe.run(options).then((found) => found.violations)"


def look(page: Page, looked_at: Path) -> list[str]:
    """What a page, as it stands, does against what is promised of all pages.

    A page made of the same parts as one before is not looked at again; `looked_at` is the folder
    where all processes of a run remember those.
    """
    page.wait_for_load_state()
    path = urlsplit(page.url).path
    key = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", path) + page.evaluate(_KINDS_OF_PARTS)
    try:
        (looked_at / sha256(key.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return []
    complaints = [f"{path}: {told}" for told in (*_too_wide(page), *_against_wcag(page))]
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    return complaints


def _too_wide(page: Page) -> Iterator[str]:
    for width in (DESKTOP["width"], *NARROWER):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            yield f"{wide} wide on a screen of {width}"


def _against_wcag(page: Page) -> Iterator[str]:
    page.evaluate(AXE_SCRIPT)
    with _without_what_is_alike(page):
        # As high as the page: the bar that stays in sight would stand before what axe measures.
        page.set_viewport_size(DESKTOP)
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": DESKTOP["width"], "height": height + 200})
        for scheme, looked_for in SCHEMES.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            options = {"runOnly": looked_for, "resultTypes": ["violations"]}
            yield from (f"{scheme}: {_told(one)}" for one in page.evaluate(_ASK_AXE, options))


@contextmanager
def _without_what_is_alike(page: Page) -> Iterator[None]:
    put_back = page.evaluate_handle(_LEAVE_OUT, _ALIKE_TO_LOOK_AT)
    yield
    put_back.evaluate("putBack => putBack()")
    put_back.dispose()


def _told(violation: dict[str, Any]) -> str:
    return f"{violation['id']} {[node['html'][:160] for node in violation['nodes'][:3]]}"
