"""Guessing is stopped, and nobody is kept out by somebody else who guesses."""

from collections.abc import Iterator

import pytest
from allauth.account import app_settings
from allauth.core.internal.ratelimit import Rate, apply_rate, get_rates
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from tests.accounts.cast import PASSWORD, SECRET, Answer, Cast, code_of
from tests.accounts.test_emergency_codes import CODE

from leesloket.isolation.scope import scoped

SCHOOL = "203.0.113.9"
WAIT = "Te vaak geprobeerd. Wacht vijf minuten"


@pytest.fixture
def met(cast: Cast) -> Cast:
    """The cast, with Met of a school, and Vera who lends there."""
    cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)
    cast.add("vera", ("lending", cast.regenboog))
    return cast


def _try(client: Client, login: str, password: str, *, at: str = SCHOOL) -> Answer:
    return client.post("/aanmelden/", {"login": login, "password": password}, REMOTE_ADDR=at)


def _knows(client: Client) -> bool:
    return client.get("/hoe/").content == b"known"


def _own_computer() -> Client:
    """Vera's, where she has signed in before and signed out again."""
    client = Client()
    _try(client, "vera", PASSWORD)
    client.post("/aanmelden/af/", REMOTE_ADDR=SCHOOL)
    return client


def _hammer(login: str, *, at: str = SCHOOL, times: int = 8) -> Client:
    stranger = Client()
    for number in range(times):
        _try(stranger, login, f"gok {number}", at=at)
    return stranger


def test_a_stranger_at_the_school_keeps_nobody_out_of_their_own_computer(met: Cast) -> None:
    own = _own_computer()
    stranger = _hammer("vera")
    assert WAIT in _try(stranger, "vera", PASSWORD).content.decode()

    _try(own, "vera", PASSWORD)

    assert _knows(own)


def test_a_stranger_keeps_nobody_out_at_another_address(met: Cast) -> None:
    _hammer("vera")
    elsewhere = Client()

    _try(elsewhere, "vera", PASSWORD, at="198.51.100.7")

    assert _knows(elsewhere)


def test_a_stranger_who_tries_every_name_of_a_school_keeps_out_no_known_computer(
    met: Cast,
) -> None:
    own = _own_computer()
    for number in range(40):
        _hammer(f"naam{number}", times=1)
    fresh = Client()
    assert WAIT in _try(fresh, "vera", PASSWORD).content.decode()

    _try(own, "vera", PASSWORD)

    assert _knows(own)


def test_a_class_comes_at_once_from_one_address(met: Cast) -> None:
    pupils = [met.add(f"leerling{number}") for number in range(35)]
    clients = [Client() for _ in pupils]

    for number, client in enumerate(clients):
        _try(client, f"leerling{number}", PASSWORD)

    assert all(_knows(client) for client in clients)


def test_a_known_computer_does_not_guess_for_ever_either(met: Cast) -> None:
    own = _own_computer()
    for number in range(10):
        _try(own, "vera", f"gok {number}")

    assert WAIT in _try(own, "vera", PASSWORD).content.decode()


def test_a_known_computer_is_known_for_its_own_people_only(met: Cast) -> None:
    own = _own_computer()
    _hammer("met")

    assert WAIT in _try(own, "met", PASSWORD).content.decode()


def test_a_password_without_the_second_step_makes_no_computer_known(met: Cast) -> None:
    thief = Client()
    _try(thief, "met", PASSWORD)
    assert "device" not in thief.cookies

    thief.post(CODE, {"code": code_of(SECRET)})

    assert thief.cookies["device"]["httponly"]
    assert thief.cookies["device"]["samesite"] == "Lax"
    remembered = Signer(salt="leesloket known device").unsign_object(thief.cookies["device"].value)
    assert "met" not in str(remembered)  # it is readable to who takes the signature off


@pytest.mark.parametrize("value", ["", "x", "e30:abc:def", "W10:1tX:aaaa"])
def test_a_cookie_of_ones_own_making_gives_no_new_tries(met: Cast, value: str) -> None:
    stranger = Client()
    for number in range(5):
        stranger.cookies["device"] = f"{value}{number}"
        _try(stranger, "vera", "nee")

    assert WAIT in _try(stranger, "vera", PASSWORD).content.decode()


def test_of_ten_thousand_tries_from_one_address_few_are_looked_at() -> None:
    # A password is looked at when every limit lets it through: the rates as they are set, against
    # a clock of their own, one try every hundredth of a second for as long as it takes.
    rates = get_rates(app="allauth.account", action="login_failed")
    looked_at = sum(_let_through(rates, tries=10_000, every=0.01))

    assert looked_at == 5
    assert {rate.per for rate in rates} == {"key", "ip"}
    assert app_settings.RATE_LIMITS["login"] is None


def test_ten_thousand_names_from_one_address_take_more_than_a_day() -> None:
    per_address = [
        rate for rate in get_rates(app="allauth.account", action="login_failed") if rate.per == "ip"
    ]

    looked_at = sum(_let_through(per_address, tries=24 * 3600, every=1.0))

    assert looked_at <= 7_200


def _let_through(rates: list[Rate], *, tries: int, every: float) -> Iterator[bool]:
    histories: dict[Rate, list[float]] = {rate: [] for rate in rates}
    for number in range(tries):
        now = 1e9 + number * every
        allowed = True
        for rate in rates:
            allowed, histories[rate] = apply_rate(histories[rate], now, rate)
            if not allowed:
                break
        yield allowed


def test_of_two_hundred_real_tries_five_are_looked_at(met: Cast) -> None:
    stranger = Client()
    for number in range(200):
        _try(stranger, "vera", f"gok {number}")

    with scoped(met.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_event where code = 'sign_in_failed'")
        assert cursor.fetchone() == (5,)
