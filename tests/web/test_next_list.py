"""Staff who read many lists: where the way on stands."""

from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from tests.contracts.world import World, client_of, rolled_back, world
from tests.imports.journey import send
from tests.people import viewer

from leesloket.imports.showing import NextList

__all__ = ["rolled_back", "world"]

NEXT = NextList(UUID(int=7), "De Ark")


@pytest.mark.parametrize(("following", "leads_on"), [(NEXT, True), (None, False)])
def test_a_processed_list_leads_on_to_the_next_while_one_waits(
    following: NextList | None, *, leads_on: bool
) -> None:
    shown = render_to_string(
        "leesloket/plan/applied.html",
        {"next": following, "staff": True, "result": {"counts": {}, "applied_at": None}},
    )

    assert ("Volgende lijst: De Ark" in shown) is leads_on
    assert (str(NEXT.id) in shown) is leads_on


def test_a_list_that_has_to_wait_is_passed_over(rolled_back: World) -> None:
    uploads = rolled_back.uploads
    for slug, sender in (("vuurvlinder", "petra"), ("wilgenbos", "joost")):
        send(uploads[slug], by=viewer(sender))

    page = client_of(rolled_back, "marloes").get(
        reverse("desk:plan", args=[uploads["vuurvlinder"]])
    )

    assert "Volgende lijst: &#x27;t Wilgenbos" in page.content.decode()
