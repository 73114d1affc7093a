"""Somebody at a real browser, whose every page is looked at.

`sees` asserts what a page says, and holds the page to what is promised of all pages
(tests/journeys/looking.py).
When the person leaves: no error in the console, and not one request to another host.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect
from tests.journeys.looking import DESKTOP, look


@dataclass
class Person:
    """A browser of one's own.  `refusals` are the statuses that a journey is about."""

    page: Page
    url: str
    looked_at: Path
    """Where this run remembers the pages that were held to the promises."""
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
        self.complaints += look(self.page, self.looked_at)

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


def arrive(
    browser: Browser,
    url: str,
    cookies: dict[str, str],
    looked_at: Path,
    *,
    scripts: bool = True,
) -> Person:
    """Open a browser at the site; with cookies, signed in."""
    context = browser.new_context(locale="nl-NL", java_script_enabled=scripts)
    context.set_default_timeout(45_000)
    context.set_default_navigation_timeout(45_000)
    context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in cookies.items()]
    )
    page = context.new_page()
    page.set_viewport_size(DESKTOP)
    return Person(page, url, looked_at)
