"""A right in every branch at once is there in all of them, or in none."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from tests.accounts.cast import NOW, TODAY, Cast

from leesloket.accounts import actions
from leesloket.accounts.models import Right
from leesloket.accounts.several_rights import Given, end_rights, give_right_at
from leesloket.branches.models import Branch
from leesloket.isolation.scope import signing_in


def _give(cast: Cast, kind: str = "upload") -> Given:
    return give_right_at(
        account_id=cast.ids["piet"],
        branch_ids=[cast.regenboog.pk, cast.vuurvlinder.pk],
        kind=kind,
        from_date=TODAY,
        until_date=None,
        acting_user=cast.viewer("chef"),
        now=NOW,
    )


@pytest.fixture
def everywhere(cast: Cast) -> Cast:
    """Chef administers both schools, and Piet is new."""
    cast.add("piet")
    cast.add("chef", ("administer", cast.regenboog), ("administer", cast.vuurvlinder))
    return cast


def _branches_of_piet(cast: Cast) -> set[int]:
    with signing_in():
        found = Right.objects.filter(account_id=cast.ids["piet"], ended_at=None)
        return set(found.values_list("branch_id", flat=True))


def test_it_is_given_in_every_branch(everywhere: Cast) -> None:
    assert _give(everywhere) == Given(2, frozenset())
    assert _branches_of_piet(everywhere) == {everywhere.regenboog.pk, everywhere.vuurvlinder.pk}
    assert _give(everywhere) == Given(0, frozenset({actions.RightAlreadyGivenError}))


def test_a_branch_that_refuses_stops_no_other(everywhere: Cast) -> None:
    Branch.objects.filter(pk=everywhere.regenboog.pk).update(kind="public")

    assert _give(everywhere) == Given(1, frozenset({actions.NoSchoolError}))
    assert _branches_of_piet(everywhere) == {everywhere.vuurvlinder.pk}


def test_what_breaks_in_the_second_branch_is_not_done_in_the_first(
    everywhere: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*, branch_id: int, **asked: Any) -> UUID:
        if branch_id == everywhere.vuurvlinder.pk:
            raise IntegrityError
        return actions.give_right(branch_id=branch_id, **asked)

    monkeypatch.setattr("leesloket.accounts.several_rights.give_right", break_off)

    with pytest.raises(IntegrityError):
        _give(everywhere)

    assert not _branches_of_piet(everywhere)


def test_rights_end_together_or_not_at_all(everywhere: Cast) -> None:
    _give(everywhere)
    with signing_in():
        rights = Right.objects.filter(account_id=everywhere.ids["piet"])
        both = list(rights.values_list("id", flat=True))

    with pytest.raises(actions.RightNotFoundError):
        end_rights(right_ids=[*both, uuid4()], acting_user=everywhere.viewer("chef"), now=NOW)
    assert len(_branches_of_piet(everywhere)) == 2

    end_rights(right_ids=both, acting_user=everywhere.viewer("chef"), now=NOW)
    assert not _branches_of_piet(everywhere)
