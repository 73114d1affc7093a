"""Staff who read many lists: where the way on stands."""

from uuid import UUID

import pytest
from django.template.loader import render_to_string

from leesloket.imports.showing import NextList

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
