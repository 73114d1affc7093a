"""The privacy page promises the days that the settings keep."""

import re
from pathlib import Path

from leesloket import settings

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
LINE = re.compile(r"\| (\d+) dagen \| `([A-Z_]+)` \|")


def test_the_privacy_page_tells_every_term_as_the_settings_have_it() -> None:
    kept = {
        name: value
        for name, value in vars(settings).items()
        if name.startswith("RETENTION_") or name == "ONE_TIME_PASSWORD_DAYS"
    }

    told = {name: int(days) for days, name in LINE.findall(PAGE.read_text(encoding="utf-8"))}

    assert told == kept


def test_the_page_of_the_portal_tells_when_leavers_are_erased() -> None:
    page = settings.BASE / "portal" / "templates" / "portal" / "privacy.html"

    assert f"erased {settings.RETENTION_LEAVERS} days later" in page.read_text(encoding="utf-8")
