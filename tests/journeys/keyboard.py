"""A person with a keyboard and nothing else: Tab, Enter, Space, arrows and letters.

At every stop the keyboard makes, it must be seen where it is: a ring around it, and nothing in
front of it.
"""

from dataclasses import dataclass

from playwright.sync_api import expect
from tests.journeys.person import Person

_NAME = (
    "(one => (one.labels?.[0]?.textContent && !one.getAttribute('aria-label')"
    " ? one.labels[0].textContent : one.getAttribute('aria-label') || one.textContent)"
    ".trim().replace(/\\s+/g, ' '))(document.activeElement)"
)
_FIRST_STOP = "Naar de inhoud"
_TAG = "document.activeElement.tagName"
# The ring may stand around what contains a field, as on the button that hides the file input.
_RINGED = (
    "(() => { const ringed = one => one && getComputedStyle(one).outlineStyle !== 'none';"
    " const one = document.activeElement; return ringed(one) || ringed(one.closest('label')) })()"
)
_IN_SIGHT = (
    "(() => { let one = document.activeElement; one = one.closest('label') || one;"
    " const boxes = [...one.getClientRects()];"
    " return boxes.some(box => [0.1, 0.5, 0.9].some(at => {"
    " const hit = document.elementFromPoint(box.x + box.width * at, box.y + box.height / 2);"
    " return hit && (one.contains(hit) || hit.contains(one)) })) })()"
)


class LostError(Exception):
    """The keyboard does not come there, or nobody sees where it is."""


@dataclass
class Keyboard:
    """The keyboard of `person`; every complaint names the stop."""

    person: Person

    def __post_init__(self) -> None:
        # Who listens from the start misses no chooser, however soon it opens.
        self.person.page.on("filechooser", lambda _: None)

    @property
    def on(self) -> str:
        """The name of what the keyboard is on."""
        return str(self.person.page.evaluate(_NAME))

    def presses(self, key: str) -> None:
        self.person.page.keyboard.press(key)

    def types(self, text: str) -> None:
        """In place of what stands there."""
        self.presses("Control+A")
        self.person.page.keyboard.type(text)

    def goes_to(self, name: str) -> None:
        """Press Tab until the keyboard is on what has this name, without coming past the top."""
        passed: list[str] = []
        for _ in range(250):
            self.presses("Tab")
            on = self.on
            if self.person.page.evaluate(_TAG) == "BODY" or (passed and on == _FIRST_STOP):
                break
            if not self.person.page.evaluate(_RINGED):
                raise LostError(f"no ring around {on}")
            if not self.person.page.evaluate(_IN_SIGHT):
                raise LostError(f"something stands before {on}")
            if on == name:
                return
            passed.append(on)
        raise LostError(f"{name} is not among {passed}")

    def is_still_somewhere(self) -> None:
        """After a part of the page was replaced: not thrown back to the top.

        The new part is in sight a moment before the keyboard is put on it. A locator waits for
        that; a function to wait for is refused by the site's own content policy when it has to be
        asked twice.
        """
        somewhere = self.person.page.locator(":focus:not(html, body)")
        expect(somewhere, "thrown back to the top").to_have_count(1)

    def arrives(self, address: str) -> None:
        self.person.page.wait_for_url(address)
        expect(self.person.page.locator("h1")).to_be_visible()
