"""What nobody sends with a page of ours is refused in words, and breaks nothing."""

import pytest
from django.test import Client, RequestFactory

from leesloket.web.answers import columns_in, list_asked

SIGN_IN = "/aanmelden/"


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"login": "a\0b"}, {"a\0b": "login"}])
def test_a_sign_that_no_text_may_hold_is_refused(client: Client, sent: dict[str, str]) -> None:
    answers = [client.post(SIGN_IN, sent, secure=True), client.get(SIGN_IN, sent, secure=True)]

    assert [answer.status_code for answer in answers] == [400, 400]


@pytest.mark.django_db
def test_any_other_sign_comes_through(client: Client) -> None:
    sent = {"login": "Zo\u00eb\u202e\U0001f600", "password": "\r\n\t"}

    assert client.post(SIGN_IN, sent, secure=True).status_code == 200


def test_a_number_without_end_is_one_that_there_is_not() -> None:
    asked = RequestFactory().post("/", {"p": "9" * 5_000})

    assert list_asked(asked)["page"] == 999_999
    assert columns_in({f"col-{'9' * 5_000}": "group"}) == {999_999: "group"}
