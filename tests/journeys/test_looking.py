"""That a page which breaks a promise is complained about, however long it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.journeys.looking import look
from tests.journeys.person import Arrives

pytestmark = pytest.mark.browser

Looks = Callable[[str], list[str]]

_ROWS = 60
_LATE = 50
PALE = 'style="color: #ccc; background: #fff"'


def _page(inside: str, *, style: str = "") -> str:
    return (
        f'<!doctype html><html lang="nl"><head><title>Lijst</title><style>{style}</style></head>'
        f"<body><main><h1>Lijst</h1>{inside}</main></body></html>"
    )


def _rows(late: str) -> str:
    """A table of rows of one shape, with one of its own at the end."""
    rows = [f"<tr><th scope=row>{at}</th><td>groep 3</td></tr>" for at in range(_ROWS)]
    rows[_LATE] = f"<tr><th scope=row>{_LATE}</th><td>{late}</td></tr>"
    head = "<thead><tr><th scope=col>Nummer</th><th scope=col>Groep</th></tr></thead>"
    return f"<table>{head}<tbody>{''.join(rows)}</tbody></table>"


@pytest.fixture
def looks(arrives: Arrives, tmp_path: Path) -> Looks:
    """Gives what is complained of at a page with this in it, when nothing was looked at before."""
    page = arrives().page

    def at(content: str) -> list[str]:
        page.set_content(content)
        before = page.content()
        looked_at = tmp_path / str(len(list(tmp_path.iterdir())))
        looked_at.mkdir()
        complaints = look(page, looked_at)
        assert look(page, looked_at) == []
        assert page.content() == before
        return complaints

    return at


@pytest.mark.parametrize(
    ("late", "complaint"),
    [
        (f"<span {PALE}>bleek</span>", "color-contrast"),
        ("<input>", "label"),
        ("<button></button>", "button-name"),
        ('<img src="data:,">', "image-alt"),
    ],
)
def test_one_row_of_its_own_is_found_among_many(looks: Looks, late: str, complaint: str) -> None:
    told = looks(_page(_rows(late)))

    assert [one for one in told if complaint in one and late.split(">", maxsplit=1)[0] in one]


def test_what_every_row_does_wrong_is_told(looks: Looks) -> None:
    assert "label" in looks(_page(_rows("").replace("groep 3", "<input>")))[0]


def test_a_colour_that_is_bad_in_the_dark_only_is_found(looks: Looks) -> None:
    dark = "@media (prefers-color-scheme: dark) { td { color: #333; background: #000 } }"

    [told] = looks(_page(_rows("groep 4"), style=dark))

    assert "dark: color-contrast" in told


def test_one_wide_row_among_many_is_found(looks: Looks) -> None:
    told = looks(_page(_rows('<div style="width: 500px">breed</div>')))

    assert [one.split(" on a ")[1] for one in told] == ["screen of 360", "screen of 320"]


def test_a_page_that_keeps_the_promises_is_not_complained_of(looks: Looks) -> None:
    assert looks(_page(_rows("groep 4"))) == []
