"""An administrator sets the parts of the policy, each on its own form of one page."""

from typing import NamedTuple

import pytest
from django.test import Client
from tests.accounts.cast import Answer

from leesloket.branches.models import Library

PAGE = "/balie/beleid/"


class Part(NamedTuple):
    """A form, where it goes, and what two people put in one box of it."""

    name: str
    door: str
    box: str
    mine: str
    theirs: str

    def post(self, page: Answer, by: Client, value: str, **more: str) -> Answer:
        """Fill in the form as it stands on this page, and send it."""
        form = page.context[self.name]
        typed = {form.add_prefix(box): form[box].value() for box in form.fields}
        boxes = {self.box: value, **more}
        changed = {form.add_prefix(box): text for box, text in boxes.items()}
        return by.post(f"{PAGE}{self.door}/", {**typed, **changed})

    def now(self, by: Client) -> str:
        """What the page says of that box."""
        return str(by.get(PAGE).context[self.name][self.box].value())


CARDS = Part("cards", "pasnummers", "begins_with", "BX", "BY")
SCAN = Part("scan", "viruscontrole", "required", "yes", "yes")
PARTS = [
    Part("limits", "controles", "leavers_share", "12", "11"),
    Part("term", "bewaren", "days", "400", "500"),
    CARDS,
    SCAN,
]
each_part = pytest.mark.parametrize("part", PARTS, ids=[part.name for part in PARTS])


@each_part
def test_every_part_is_kept_and_a_second_time_nothing_is_different(
    library: Library, chief: Client, part: Part
) -> None:
    assert part.post(chief.get(PAGE), chief, part.mine).status_code == 302
    assert part.now(chief) == part.mine

    assert part.post(chief.get(PAGE), chief, part.mine).status_code == 302

    assert "Er was niets anders" in chief.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "part", [part for part in PARTS if part is not SCAN], ids=lambda one: one.name
)
def test_what_somebody_else_set_meanwhile_is_told_and_not_overwritten(
    library: Library, chief: Client, part: Part
) -> None:
    old = chief.get(PAGE)
    part.post(chief.get(PAGE), chief, part.theirs)

    told = part.post(old, chief, part.mine)

    assert "Iemand anders veranderde dit" in told.content.decode()
    assert part.now(chief) == part.theirs
    assert part.post(told, chief, part.mine).status_code == 302
    assert part.now(chief) == part.mine


@each_part
@pytest.mark.parametrize("seen", ["", "[]", "{", "null", "12", '"ja"', '{"x": 1}'])
def test_a_form_that_no_page_showed_changes_nothing(
    library: Library, chief: Client, part: Part, seen: str
) -> None:
    before = part.now(chief)

    told = part.post(chief.get(PAGE), chief, part.mine, seen=seen)

    assert told.status_code == 200
    assert part.now(chief) == before


def test_why_numbers_cannot_be_is_said_at_their_box(library: Library, chief: Client) -> None:
    told = CARDS.post(chief.get(PAGE), chief, "é")

    assert told.context["cards"].errors["begins_with"]


def test_numbers_that_were_given_are_not_given_again(library: Library, chief: Client) -> None:
    def give(prefix: str, first: str, last: str) -> Answer:
        return CARDS.post(chief.get(PAGE), chief, prefix, digits="4", first=first, last=last)

    assert give("BX", "500", "900").status_code == 302
    assert give("BY", "1", "9").status_code == 302

    told = give("BX", "1", "400")

    assert "0500" in str(told.context["cards"].errors["last"])
