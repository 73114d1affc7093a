"""A right that can be given opens a screen, or every screen that names it says that it does not."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from leesloket.accounts import rules
from leesloket.web.words import RIGHTS, right_word


def _asked(patterns: object = None) -> Iterator[str]:
    for one in patterns if isinstance(patterns, list) else get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            yield from _asked(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield from getattr(one.callback, "needs", ())


def test_the_rights_that_open_nothing_are_those_that_no_door_asks_for() -> None:
    assert set(rules.KINDS) - set(_asked()) == rules.OPENS_NOTHING_YET


@pytest.mark.parametrize("kind", rules.KINDS)
def test_a_right_says_of_itself_when_it_opens_nothing(kind: str) -> None:
    says = right_word(kind).endswith("(opent nog niets)")

    assert right_word(kind).startswith(str(RIGHTS[kind]))
    assert says == (kind in rules.OPENS_NOTHING_YET)
