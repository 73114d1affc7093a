"""The privacy page promises the days that the settings keep."""

import re
from pathlib import Path

import pytest

from leesloket import settings

DOCS = Path(__file__).parents[2] / "docs"
LINE = re.compile(r"\| (\d+) dagen \| `([A-Z_]+)` \|")


@pytest.mark.parametrize("page", ["privacy.md", "privacy/dpia.md"])
def test_the_pages_about_privacy_tell_every_term_as_the_settings_have_it(page: str) -> None:
    kept = {
        name: value
        for name, value in vars(settings).items()
        if name.startswith("RETENTION_") or name.endswith("_DAYS")
    }

    told = {
        name: int(days) for days, name in LINE.findall((DOCS / page).read_text(encoding="utf-8"))
    }

    assert told == kept


def test_the_page_of_the_portal_tells_when_leavers_are_erased() -> None:
    page = settings.BASE / "portal" / "templates" / "portal" / "privacy.html"

    assert f"erased {settings.RETENTION_LEAVERS} days later" in page.read_text(encoding="utf-8")
