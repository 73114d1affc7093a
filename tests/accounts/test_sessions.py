"""Where somebody is signed in, and how that ends: by oneself, by staff, by time."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.accounts.cast import PASSWORD, SECRET, Cast, code_of
from tests.accounts.conftest import SignIn
from tests.accounts.test_emergency_codes import CODE
from tests.people import recorded

from leesloket.accounts import actions, closing, queries, rules
from leesloket.accounts.models import SignedIn
from leesloket.isolation.scope import scoped, signing_in

PAGE = "/aanmelden/apparaten/"
END = "/aanmelden/apparaten/afmelden/"
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0"
)


@pytest.mark.parametrize(
    ("user_agent", "told"),
    [
        (IPAD, ("Safari", "iPad")),
        (EDGE, ("Edge", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Firefox/120", ("Firefox", "Linux")),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537", ("Chrome", "Android")),
        ("Mozilla/5.0 (Android 14) SamsungBrowser/23 Chrome/115", ("Samsung Internet", "Android")),
        ("Mozilla/5.0 (iPhone; CPU) CriOS/120 Safari/604", ("Chrome", "iPhone")),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/120 Safari/537", ("Chrome", "Chromebook")),
        ("Mozilla/5.0 (Macintosh) Chrome/120 Safari/537 OPR/106", ("Opera", "Mac")),
        ("curl/8", ("", "")),
        ("", ("", "")),
    ],
)  # fmt: skip
def test_a_browser_is_told_by_its_name(user_agent: str, told: tuple[str, str]) -> None:
    assert rules.browser_and_system(user_agent) == told


def _in(login: str, user_agent: str = EDGE) -> Client:
    client = Client(headers={"User-Agent": user_agent})
    client.post("/aanmelden/", {"login": login, "password": PASSWORD})
    return client


def _knows(client: Client) -> bool:
    return client.get("/hoe/").content == b"known"


# --- by oneself ----------------------------------------------------------------------------------


def test_somebody_sees_where_they_are_signed_in(cast: Cast) -> None:
    cast.add("karim")
    here, _ = _in("karim"), _in("karim", IPAD)
    _in("bas")

    page = here.get(PAGE).content.decode()

    assert page.count("Edge op Windows") == page.count("dit is hier") == 1
    assert page.count("Safari op iPad") == page.count("laatst gezien") == 1
    assert page.index("Edge op Windows") < page.index("Safari op iPad")


def test_one_other_is_ended_and_the_rest_goes_on(cast: Cast) -> None:
    cast.add("karim")
    here, ipad, third = _in("karim"), _in("karim", IPAD), _in("karim")
    [line] = [one for one in here.get(PAGE).context["sessions"] if one.system == "iPad"]

    here.post(END, {"session": str(line.id)})

    assert (_knows(here), _knows(ipad), _knows(third)) == (True, False, True)
    assert "Safari op iPad" not in here.get(PAGE).content.decode()


def test_all_others_are_ended_and_this_one_goes_on(cast: Cast) -> None:
    cast.add("karim")
    here, ipad, third = _in("karim"), _in("karim", IPAD), _in("karim")

    here.post(END)

    assert (_knows(here), _knows(ipad), _knows(third)) == (True, False, False)


def test_nobody_ends_a_session_of_another(cast: Cast) -> None:
    cast.add("karim")
    cast.add("bram")
    karim, bram = _in("karim"), _in("bram")
    [line] = karim.get(PAGE).context["sessions"]

    bram.post(END, {"session": str(line.id)})

    assert _knows(karim)
    assert bram.post(END, {"session": "geen"}).status_code == 404


def test_signing_out_takes_it_off_the_list(cast: Cast) -> None:
    cast.add("karim")
    here, other = _in("karim"), _in("karim", IPAD)

    other.post("/aanmelden/af/")

    assert len(here.get(PAGE).context["sessions"]) == 1


def test_a_new_password_ends_the_others(cast: Cast) -> None:
    cast.add("karim")
    here, other = _in("karim"), _in("karim", IPAD)
    new = "een heel andere lange zin"

    here.post("/aanmelden/wachtwoord/", {"present": PASSWORD, "password": new, "again": new})

    assert (_knows(here), _knows(other)) == (True, False)
    assert len(here.get(PAGE).context["sessions"]) == 1


def test_when_one_was_seen_is_told_to_five_minutes(cast: Cast) -> None:
    cast.add("karim")
    here, other = _in("karim"), _in("karim", IPAD)
    session = other.session
    session["leesloket_seen"] -= 600
    session.save()
    _made_earlier(cast, "karim", hours=1)
    before = _seen(here)

    _knows(other)

    assert _seen(here) > before


def _seen(client: Client) -> datetime:
    [line] = [one for one in client.get(PAGE).context["sessions"] if not one.here]
    seen: datetime = line.seen_at
    return seen


# --- by time -------------------------------------------------------------------------------------


def _made_earlier(cast: Cast, login: str, **ago: float) -> None:
    with signing_in():
        rows = SignedIn.objects.filter(account_id=cast.ids[login])
        for row in rows:
            row.started_at -= timedelta(**ago)
            row.save()


def test_a_session_is_over_after_a_working_day_however_busy(cast: Cast) -> None:
    cast.add("karim")
    here = _in("karim")
    _made_earlier(cast, "karim", hours=9, minutes=59)
    assert _knows(here)

    _made_earlier(cast, "karim", minutes=1)

    assert not _knows(here)


def test_what_is_a_month_old_is_forgotten(cast: Cast) -> None:
    cast.add("karim")
    _in("karim")
    _made_earlier(cast, "karim", days=31)

    _in("bas")

    with signing_in():
        assert not SignedIn.objects.filter(account_id=cast.ids["karim"]).exists()


# --- by staff ------------------------------------------------------------------------------------


def test_who_is_closed_is_out_with_the_next_click_and_cannot_come_back(
    cast: Cast, sign_in: SignIn
) -> None:
    cast.add("karim")
    karim = _in("karim")

    closing.close(
        account_id=cast.ids["karim"], acting_user=cast.viewer("beheer"), now=timezone.now()
    )

    assert not _knows(karim)
    assert not _knows(_in("karim"))
    closing.reopen(
        account_id=cast.ids["karim"], acting_user=cast.viewer("beheer"), now=timezone.now()
    )
    assert not _knows(karim)
    assert _knows(_in("karim"))


def test_a_right_that_ends_closes_the_door_with_the_next_click(cast: Cast) -> None:
    cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)
    met = _in("met")
    met.post(CODE, {"code": code_of(SECRET)})
    assert met.get("/sturen/").status_code == 200
    [right] = cast.viewer("met").rights

    actions.end_right(right_id=right.id, acting_user=cast.viewer("anna"), now=timezone.now())

    assert met.get("/sturen/").status_code == 404


def test_staff_sign_somebody_out_everywhere(cast: Cast) -> None:
    cast.add("karim")
    one, two = _in("karim"), _in("karim", IPAD)

    ended = [
        closing.end_sessions(
            account_id=cast.ids["karim"], acting_user=cast.viewer("beheer"), now=timezone.now()
        )
        for _ in range(2)
    ]

    assert ended == [2, 0]

    assert (_knows(one), _knows(two)) == (False, False)
    told = recorded(cast.ids["karim"], cast.viewer("beheer").scope)
    assert told.count("sessions_ended") == 1


@pytest.mark.parametrize("act", [closing.close, closing.reopen, closing.end_sessions])
def test_who_may_not_help_somebody_in_may_not_keep_them_out(
    cast: Cast, act: Callable[..., object]
) -> None:
    for by, to in (("bas", "anna"), ("anna", "beheer"), ("beheer", "beheer")):
        with pytest.raises(actions.NotAllowedError):
            act(account_id=cast.ids[to], acting_user=cast.viewer(by), now=timezone.now())
    with pytest.raises(queries.PersonNotFoundError):
        act(account_id=cast.ids["bas"], acting_user=cast.viewer("dirk"), now=timezone.now())


def test_staff_do_not_see_where_somebody_is_signed_in(cast: Cast) -> None:
    cast.add("karim")
    _in("karim")

    with scoped(cast.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute("select count(*) from accounts_signedin")
        assert cursor.fetchone() == (0,)
