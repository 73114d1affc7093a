"""docs/reliability.md shows the moments at which the tests kill, and no others."""

from tests.conftest import CHECKOUT
from tests.kills.points import OF_POSTGRESQL, OF_THE_SITE, Point

_STEPS = {
    "receive": "receive a file",
    "replace": "receive a newer file",
    "repair": "repair a cell",
    "answer": "answer a question",
    "remove": "remove a list",
    "send": "send a list",
    "send newer": "send a newer list",
    "take back": "take a sent list back",
    "return": "return a list to the school",
    "lift": "lift a hold",
    "move": "move a list to another branch",
    "approve": "approve and apply",
    "undo": "undo an import",
    "undo one": "undo one child",
    "erase": "erase a person",
    "tell": "job: mail",
    "expire": "job: destroy what expired",
    "bind": "job: bind the record",
    "anchor": "job: anchor the record",
    "forget": "job: erase leavers",
    "ask": "ask for a file itself",
    "agree": "agree that a file is taken out",
    "fetch": "take a file out",
    "copy": "job: make a copy ready",
    "drop": "job: destroy what nobody fetched",
    "receive unread": "receive a file without a scanner's word",
    "read later": "job: go on with what waited",
}
_WHO = {"child": "reading child", "reader": "reader", "backend": "backend of PostgreSQL",
        "postmaster": "PostgreSQL"}  # fmt: skip


def _line(point: Point) -> str:
    step = _STEPS[point.errand]
    process = "worker" if step.startswith("job") else "web server"
    return f"| {point.name} | {step} | {_WHO.get(point.who, process)} |"


def test_the_page_lists_the_moments_of_the_tests() -> None:
    page = (CHECKOUT / "docs" / "reliability.md").read_text()
    shown = page.partition("who is killed |\n|---|---|---|\n")[2].partition("\n\n")[0]

    assert shown.splitlines() == [_line(point) for point in (*OF_THE_SITE, *OF_POSTGRESQL)]


def test_every_moment_has_a_name_of_its_own() -> None:
    names = [point.name for point in (*OF_THE_SITE, *OF_POSTGRESQL)]

    assert len(names) == len(set(names))
    assert len(names) >= 40
