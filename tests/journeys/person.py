"""Somebody at a real browser, whose every page is looked at.

`sees` asserts what a page says, and holds the page to what is promised of all pages: nothing that
axe finds against WCAG 2.2 AA in light or dark, and nothing to scroll sideways on a small laptop,
a tablet or a telephone.
When the person leaves: no error in the console, and not one request to another host.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

AXE = Axe()
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
ALIKE = {"exclude": [["tbody tr:nth-child(n + 25)"]]}
"""Of a long table the rows at the end are made as those before them; a hundred take seconds."""
SCHEMES: dict[Literal["light", "dark"], dict[str, object]] = {
    "light": {"type": "tag", "values": WCAG},
    # The same page in other colours: nothing else of it can be worse.
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
DESKTOP = {"width": 1280, "height": 900}
NARROWER = (1024, 768, 360, 320)
"""A small laptop, a tablet, telephones."""

_KINDS_OF_PARTS = (
    "[...new Set([...document.querySelectorAll('main :is(h1, h2, h3, table, form, dialog[open])')]"
    ".map(one => one.tagName + one.className))].sort().join()"
)
_LOOKED_AT: set[str] = set()
"""Pages that were held to the promises before, by this run: an equal page need not be again."""


@dataclass
class Person:
    """A browser of one's own.  `refusals` are the statuses that a journey is about."""

    page: Page
    url: str
    refusals: set[int] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    """Other hosts that a journey leads to."""

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._asked)

    # --- going and looking -------------------------------------------------------------------

    def goes_to(self, path: str) -> "Person":
        self.page.goto(f"{self.url}{path}")
        return self

    def sees(self, *texts: str) -> "Person":
        """These texts are on the page, and the page keeps the promises."""
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()
        self._look()
        return self

    def is_told(self, text: str) -> "Person":
        """The page says what came of something."""
        expect(self.page.locator("#messages")).to_contain_text(text)
        self._look()
        return self

    def sees_nothing_of(self, text: str) -> "Person":
        expect(self.page.get_by_text(text).filter(visible=True)).to_have_count(0)
        return self

    # --- doing -------------------------------------------------------------------------------

    def button(self, name: str, *, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=name).filter(visible=True)

    def presses(self, name: str) -> "Person":
        self.button(name).first.click()
        return self

    def follows(self, name: str) -> "Person":
        """Follow a link of the page itself, not of the bar above it."""
        within = self.page.locator("main")
        within.get_by_role("link", name=name).filter(visible=True).first.click()
        return self

    def types(self, label: str, value: str) -> "Person":
        self.page.get_by_label(label, exact=True).filter(visible=True).first.fill(value)
        return self

    def agrees(self, name: str) -> "Person":
        """Press the button of a form, read the dialog, and press the same button there."""
        self.button(name).first.click()
        dialog = self.page.locator("dialog[open]")
        expect(dialog).to_be_visible()
        self._look()
        dialog.locator("button[value=yes]").click()
        return self

    def chooses_file(self, content: bytes, name: str = "leerlingen.xlsx") -> "Person":
        """Lay a file on the counter; the page that follows is waited for."""
        self.page.locator("input[name=file]").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )
        return self

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    # --- promises ----------------------------------------------------------------------------

    def _look(self) -> None:
        """Hold the page, as it stands, to what is promised of all pages."""
        self.page.wait_for_load_state()
        seen = self.page.evaluate(_KINDS_OF_PARTS)
        key = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", self.path) + seen
        if key in _LOOKED_AT:
            return
        _LOOKED_AT.add(key)
        # As high as the page: the bar that stays in sight would stand before what axe measures.
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": DESKTOP["width"], "height": height + 200})
        for scheme, looked_for in SCHEMES.items():
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = AXE.run(self.page, context=ALIKE, options={"runOnly": looked_for})
            self._complain(f"{self.path} {scheme}", found.response["violations"])
        for width in (DESKTOP["width"], *NARROWER):
            self.page.set_viewport_size({"width": width, "height": 800})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.complaints.append(f"{self.path}: {wide} wide on a screen of {width}")
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type] # a typed dict
        self.page.emulate_media(color_scheme="light")

    def _complain(self, where: str, violations: Iterable[dict[str, object]]) -> None:
        for one in violations:
            nodes = [node["html"][:160] for node in one["nodes"][:3]]  # type: ignore[index] # axe's JSON
            self.complaints.append(f"{where}: {one['id']} {nodes}")

    def _heard(self, message: ConsoleMessage) -> None:
        refused = re.search(r"status of (\d+)", message.text)
        if message.type not in {"error", "warning"}:
            return
        if refused and int(refused[1]) in self.refusals:
            return
        self.complaints.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        self.addresses.append(request.url)
        if not request.url.startswith((self.url, "data:", "blob:", *self.hosts)):
            self.complaints.append(f"asked another host: {request.url}")


Arrives = Callable[..., Person]


def arrive(browser: Browser, url: str, cookies: dict[str, str], *, scripts: bool = True) -> Person:
    """Open a browser at the site; with cookies, signed in."""
    context = browser.new_context(locale="nl-NL", java_script_enabled=scripts)
    context.set_default_timeout(45_000)
    context.set_default_navigation_timeout(45_000)
    context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in cookies.items()]
    )
    page = context.new_page()
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type] # a typed dict
    return Person(page, url)
