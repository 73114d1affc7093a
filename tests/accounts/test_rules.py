import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from leesloket.accounts import rules
from leesloket.accounts.rules import Held

DAY = date(2026, 8, 24)
NOW = datetime(2026, 8, 24, 9, 12, tzinfo=UTC)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Dated:
    from_date: date
    until_date: date | None = None
    ended_at: datetime | None = None


# --- days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "holds"),
    [
        (Dated(DAY), True),
        (Dated(DAY + ONE_DAY), False),
        (Dated(DAY - ONE_DAY, DAY), True),
        (Dated(DAY - ONE_DAY, DAY - ONE_DAY), False),
        (Dated(DAY, DAY), True),
        (Dated(DAY, None, NOW), False),
        (Dated(DAY, DAY + ONE_DAY, NOW), False),
    ],
)
def test_a_right_holds_from_its_first_up_to_its_last_day(right: Dated, holds: bool) -> None:  # noqa: FBT001 - a table
    assert rules.rights_on([right], DAY) == ((right,) if holds else ())


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        (Dated(DAY), Dated(DAY), True),
        (Dated(DAY), Dated(DAY + ONE_DAY), True),
        (Dated(DAY, DAY), Dated(DAY + ONE_DAY), False),
        (Dated(DAY, DAY + ONE_DAY), Dated(DAY + ONE_DAY), True),
        (Dated(DAY, None, NOW), Dated(DAY), False),
    ],
)
def test_rights_overlap_when_they_share_a_day(first: Dated, second: Dated, shared: bool) -> None:  # noqa: FBT001 - a table
    assert rules.overlaps(first, second) is shared
    assert rules.overlaps(second, first) is shared


# --- second factors ------------------------------------------------------------------------------


def test_everybody_who_sees_a_list_of_pupils_needs_a_second_factor() -> None:
    without = [kind for kind in rules.KINDS if not rules.needs_second_factor([kind])]

    assert without == [rules.LENDING]


def test_one_demanding_right_is_enough() -> None:
    assert rules.needs_second_factor([rules.LENDING, rules.DESK])
    assert not rules.needs_second_factor([])


# --- who may do what to whom ---------------------------------------------------------------------

ADMINISTRATOR = [Held("administer", 1)]
IMPORTER = [Held("import", 1), Held("desk", 1), Held("desk", 2)]


@pytest.mark.parametrize(
    ("actor", "kind", "branch_id", "may"),
    [
        (ADMINISTRATOR, "administer", 2, True),
        (ADMINISTRATOR, "upload", 1, True),
        (IMPORTER, "upload", 1, True),
        (IMPORTER, "upload", 2, False),
        (IMPORTER, "import", 1, False),
        (IMPORTER, "administer", 1, False),
        ([Held("upload", 1)], "upload", 1, False),
        ([Held("desk", 1)], "upload", 1, False),
        ([], "upload", 1, False),
    ],
)
def test_importers_give_upload_where_they_import_and_administrators_all(
    actor: list[Held],
    kind: str,
    branch_id: int,
    may: bool,  # noqa: FBT001 - a table
) -> None:
    assert rules.may_give(actor, kind=kind, branch_id=branch_id) is may


@pytest.mark.parametrize(
    ("actor", "target", "may"),
    [
        (ADMINISTRATOR, [Held("import", 2), Held("administer", 1)], True),
        (IMPORTER, [Held("upload", 1)], True),
        (IMPORTER, [], True),
        (IMPORTER, [Held("upload", 1), Held("upload", 2)], False),
        (IMPORTER, [Held("upload", 1), Held("desk", 1)], False),
        (IMPORTER, [Held("administer", 1)], False),
        ([Held("desk", 1)], [], False),
        ([Held("upload", 1)], [Held("upload", 1)], False),
    ],
)
def test_a_reset_never_hands_over_more_than_one_could_give(
    actor: list[Held],
    target: list[Held],
    may: bool,  # noqa: FBT001 - a table
) -> None:
    assert rules.may_reset(actor, target) is may


# --- passwords for one time ----------------------------------------------------------------------


def test_a_one_time_password_holds_sixty_bits_and_can_be_read_aloud() -> None:
    choices: list[int] = []

    def choose(options: tuple[str, ...]) -> str:
        assert len(set(options)) == len(options)
        choices.append(len(options))
        return options[0]

    password = rules.one_time_password(choose)

    assert sum(math.log2(count) for count in choices) > 60
    assert password == "babak-babak-babak-babak-22"


def test_two_one_time_passwords_differ() -> None:
    assert len({rules.one_time_password() for _ in range(50)}) == 50


def test_a_one_time_password_ends_after_its_days() -> None:
    until = rules.one_time_until(NOW, days=14)

    assert not rules.one_time_expired(until, NOW + 14 * ONE_DAY)
    assert rules.one_time_expired(until, NOW + 14 * ONE_DAY + timedelta(seconds=1))
    assert not rules.one_time_expired(None, NOW)
