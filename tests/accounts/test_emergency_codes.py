"""Who lost the telephone signs in once with a code of the desk, and sets a new second factor."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from tests.accounts.cast import PASSWORD, SECRET, Cast, code_of
from tests.accounts.conftest import SignIn

from leesloket.accounts import actions, emergency, queries, rules
from leesloket.isolation.scope import scoped, signing_in

CODE = "/aanmelden/code/"
SET = "/aanmelden/tweede-stap/instellen/"


@pytest.fixture
def met(cast: Cast) -> Cast:
    """The cast, with Met who sends lists and has lost her telephone."""
    cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)
    return cast


def _issue(
    cast: Cast, *, by: str = "anna", to: str = "met", seen: str | None = None
) -> emergency.IssuedCode:
    return emergency.issue(
        account_id=cast.ids[to],
        seen=emergency.latest(cast.ids[to]) if seen is None else seen,
        acting_user=cast.viewer(by),
        now=timezone.now(),
    )


def _events(cast: Cast) -> list[str]:
    with scoped(cast.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute(
            "select code from audit_event where subject_id = %s order by id", [cast.ids["met"]]
        )
        return [code for (code,) in cursor.fetchall()]


def _factors(cast: Cast) -> list[tuple[str, object]]:
    with signing_in():
        found = Authenticator.objects.filter(user_id=cast.ids["met"]).order_by("type")
        return list(found.values_list("type", "pk"))


# --- what a code is ------------------------------------------------------------------------------


def test_a_code_has_twelve_digits_in_fours() -> None:
    assert rules.emergency_code(lambda digits: digits[7]) == "7777 7777 7777"


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("4829 1057 6314", "482910576314"),
        (" 4829-1057-6314 ", "482910576314"),
        ("482910576314", "482910576314"),
        ("123456", None),
        ("12345678", None),
        ("4829 1057 631", None),
        ("4829 1057 631x", None),
        ("", None),
        ("٤٨٢٩١٠٥٧٦٣١٤", None),
    ],
)
def test_what_was_typed_tells_what_kind_of_code_it_is(typed: str, digits: str | None) -> None:
    assert rules.emergency_digits(typed) == digits


# --- using one -----------------------------------------------------------------------------------


def test_with_password_and_code_one_signs_in_and_must_set_a_new_second_factor(
    committed_cast: Cast, client: Client, sign_in: SignIn
) -> None:
    cast = committed_cast
    cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)
    issued = _issue(cast)
    [(_, old)] = _factors(cast)
    sign_in("met")

    client.post(CODE, {"code": issued.code})

    assert client.get("/sturen/")["Location"] == SET
    page = client.get(SET)
    assert "Je hebt je aangemeld met een noodcode." in page.content.decode()
    assert [pk for _, pk in _factors(cast)] == [old]
    client.post(SET, {"code": code_of(page.context["form"].secret)})
    assert client.get("/sturen/").content == b"Met Voorbeeld"
    factors = dict(_factors(cast))
    assert set(factors) == {"totp", "recovery_codes"}
    assert factors["totp"] != old
    assert _events(cast) == [
        "emergency_code_made",
        "emergency_code_used",
        "signed_in",
        "second_factor_removed",
        "second_factor_set",
        "recovery_codes_made",
    ]


def test_the_lost_one_still_counts_until_a_new_one_is_set(
    met: Cast, client: Client, sign_in: SignIn
) -> None:
    issued = _issue(met)
    sign_in("met")
    client.post(CODE, {"code": issued.code})
    elsewhere = Client()
    elsewhere.post("/aanmelden/", {"login": "met", "password": PASSWORD})

    assert elsewhere.get("/sturen/")["Location"].startswith("/aanmelden/")
    elsewhere.post(CODE, {"code": code_of(SECRET)})
    assert elsewhere.get("/sturen/").content == b"Met Voorbeeld"


def test_a_code_counts_once(met: Cast, client: Client, sign_in: SignIn) -> None:
    issued = _issue(met)
    sign_in("met")
    client.post(CODE, {"code": issued.code})
    elsewhere = Client()
    elsewhere.post("/aanmelden/", {"login": "met", "password": PASSWORD})

    answer = elsewhere.post(CODE, {"code": issued.code})

    assert "Deze code klopt niet" in answer.content.decode()


def test_a_code_alone_opens_nothing(met: Cast, client: Client) -> None:
    issued = _issue(met)

    answer = client.post(CODE, {"code": issued.code})

    assert answer["Location"] == "/aanmelden/"
    assert client.post("/aanmelden/", {"login": "met", "password": issued.code}).status_code == 200


def test_a_code_is_too_late_after_a_day(met: Cast) -> None:
    issued = _issue(met)
    digits = rules.emergency_digits(issued.code)
    assert digits
    late = timezone.now() + timedelta(hours=24, seconds=1)

    assert not emergency.use(account_id=met.ids["met"], digits=digits, now=late)
    assert emergency.open_until(met.ids["met"], now=late) is None


def test_a_code_is_worth_nothing_after_ten_wrong_ones(met: Cast) -> None:
    digits = rules.emergency_digits(_issue(met).code)
    assert digits
    wrong = "0" * 12 if digits != "0" * 12 else "1" * 12
    for _ in range(10):
        assert not emergency.use(account_id=met.ids["met"], digits=wrong, now=timezone.now())

    assert not emergency.use(account_id=met.ids["met"], digits=digits, now=timezone.now())


def test_wrong_codes_are_counted_with_the_others(
    met: Cast, client: Client, sign_in: SignIn
) -> None:
    issued = _issue(met)
    sign_in("met")
    for number in range(5):
        client.post(CODE, {"code": f"00000000000{number}"})

    answer = client.post(CODE, {"code": issued.code})

    assert "Te vaak geprobeerd" in answer.content.decode()


# --- making one ----------------------------------------------------------------------------------


def test_a_newer_code_takes_the_place_of_an_older_one(met: Cast) -> None:
    first, second = _issue(met), _issue(met)
    now = timezone.now()

    used = [
        emergency.use(account_id=met.ids["met"], digits=one.code.replace(" ", ""), now=now)
        for one in (first, second)
    ]

    assert used == [False, True]


def test_the_same_form_makes_one_code_and_that_one_works(met: Cast) -> None:
    issued = _issue(met, seen="")

    for by in ("anna", "beheer"):
        with pytest.raises(emergency.MadeAlreadyError):
            _issue(met, by=by, seen="")

    assert _events(met) == ["emergency_code_made"]
    digits = rules.emergency_digits(issued.code)
    assert digits
    assert emergency.use(account_id=met.ids["met"], digits=digits, now=timezone.now())
    with pytest.raises(emergency.MadeAlreadyError):
        _issue(met, seen="")


def test_a_form_that_was_sent_again_does_not_count_for_the_three_a_day(met: Cast) -> None:
    _issue(met, seen="")
    for _ in range(5):
        with pytest.raises(emergency.MadeAlreadyError):
            _issue(met, seen="")

    _issue(met)
    _issue(met)


def test_two_at_once_make_one_code(committed_cast: Cast) -> None:
    cast = committed_cast
    cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)
    cast.add("els", ("administer", cast.regenboog))

    ready = Barrier(2, timeout=30)

    def click(by: str) -> str:
        try:
            ready.wait()
            return type(_issue(cast, by=by, seen="")).__name__
        except emergency.MadeAlreadyError as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        came_of = sorted(both.map(click, ("anna", "els")))

    assert came_of == ["IssuedCode", "MadeAlreadyError"]
    assert _events(cast) == ["emergency_code_made"]


def test_a_fourth_code_in_a_day_is_refused(met: Cast) -> None:
    for _ in range(3):
        _issue(met)

    with pytest.raises(emergency.TooManyCodesError):
        _issue(met)


def test_who_may_not_help_somebody_in_makes_no_code(met: Cast) -> None:
    met.add("lies", ("import", met.vuurvlinder))

    for by, to in (("bas", "met"), ("lies", "met"), ("anna", "beheer"), ("anna", "anna")):
        with pytest.raises(actions.NotAllowedError):
            _issue(met, by=by, to=to)
    with pytest.raises(queries.PersonNotFoundError):
        _issue(met, by="dirk")


def test_who_has_no_second_factor_needs_no_code(met: Cast) -> None:
    with pytest.raises(emergency.NothingToReplaceError):
        _issue(met, to="bas")


def test_the_code_is_nowhere_and_nobody_sees_what_was_made_of_it(met: Cast) -> None:
    issued = _issue(met)

    assert issued.code not in repr(issued)
    with signing_in(), connection.cursor() as cursor:
        cursor.execute("select hashed from accounts_emergencycode")
        [(hashed,)] = cursor.fetchall()
    assert hashed.startswith("argon2")
    for login in ("beheer", "anna", "met", "dirk"):
        with scoped(met.viewer(login).scope), connection.cursor() as cursor:
            cursor.execute("select count(*) from accounts_emergencycode")
            assert cursor.fetchone() == (0,)


def test_taking_the_second_factor_away_ends_the_code(met: Cast) -> None:
    _issue(met)

    actions.reset_second_factor(
        account_id=met.ids["met"], acting_user=met.viewer("anna"), now=timezone.now()
    )

    assert emergency.open_until(met.ids["met"], now=timezone.now()) is None


@pytest.mark.parametrize("address", ["", "met@school.example"])
def test_who_has_an_address_is_told(met: Cast, address: str) -> None:
    with scoped(met.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute(
            "update accounts_account set email = %s where id = %s", [address, met.ids["met"]]
        )

    _issue(met)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs")
        jobs = [str(args) for (args,) in cursor.fetchall()]
    assert len(jobs) == bool(address)
    assert "school.example" not in "".join(jobs)
