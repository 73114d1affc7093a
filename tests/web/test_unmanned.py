"""What a new library still has to do before a list can come in."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from tests.web.test_verdicts import BRANCH

from leesloket.accounts.queries import PersonLine, RightLine
from leesloket.desk.unmanned import unmanned


def _somebody(*kinds: str, branch_id: int = BRANCH.id, is_active: bool = True) -> PersonLine:
    rights = tuple(
        RightLine(UUID(int=1), kind, branch_id, "s", "S", date(2026, 8, 1), None) for kind in kinds
    )
    return PersonLine(UUID(int=2), "Petra", "petra", rights, None, is_active)


def test_a_library_with_only_its_manager_is_told_whom_it_needs() -> None:
    to_do = unmanned([_somebody("administer")], [BRANCH])

    assert to_do
    assert not to_do.no_school
    assert to_do.nobody_processes == to_do.nobody_sends == "De Vuurvlinder"


def test_a_library_without_a_school_is_told_that_alone() -> None:
    to_do = unmanned([_somebody("administer")], [])

    assert to_do.no_school
    assert not to_do.nobody_processes
    assert not to_do.nobody_sends


def test_a_library_where_lists_can_be_sent_and_processed_is_told_nothing() -> None:
    assert not unmanned([_somebody("import"), _somebody("upload")], [BRANCH])


def test_a_closed_account_and_a_right_elsewhere_count_for_nothing() -> None:
    people = [_somebody("import"), _somebody("upload", is_active=False)]
    people.append(_somebody("upload", branch_id=7))

    assert unmanned(people, [BRANCH]).nobody_sends == "De Vuurvlinder"


def test_of_many_schools_the_number_is_told() -> None:
    schools = [replace(BRANCH, id=at) for at in range(1, 5)]

    assert (
        unmanned([_somebody("import", "upload")], schools).nobody_sends
        == "De Vuurvlinder, " * 2 + "De Vuurvlinder"
    )
    assert unmanned([], schools).nobody_sends == "4 scholen"
