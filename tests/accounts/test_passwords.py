"""Passwords that no list of the most used ones has, and that go on by themselves."""

import pytest

from leesloket.accounts.passwords import is_a_row


@pytest.mark.parametrize(
    "password",
    ["123456789012", "0123456789", "98765432109876", "ABCDEFGHIJKL", "xyzabcdefghi", "aaaaaaaaaaaa",
     "121212121212", "hoihoihoihoi", "abcabcabcab"],
)  # fmt: skip
def test_what_goes_on_by_itself_is_no_password(password: str) -> None:
    assert is_a_row(password)


@pytest.mark.parametrize(
    "password",
    ["paarse olifant danst", "boomboom", "123456789olifant", "2468101214", "hoi hoi hallo",
     "bananana123"],
)  # fmt: skip
def test_what_only_begins_so_is_one(password: str) -> None:
    assert not is_a_row(password)
