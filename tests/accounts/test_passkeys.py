"""A passkey counts as both factors: setting, using, naming and losing one."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from tests.accounts.cast import PASSWORD, SECRET, Cast, code_of
from tests.accounts.conftest import SignIn
from tests.accounts.device import FLAG, Device
from tests.accounts.test_emergency_codes import CODE, _events, _issue
from tests.accounts.test_step_up import go_stale

from leesloket.accounts import queries
from leesloket.isolation.scope import scoped, signing_in

ADD = "/aanmelden/passkeys/nieuw/"
USE = "/aanmelden/passkey/"
REFUSED = "Met deze passkey kun je hier niet naar binnen."


@pytest.fixture
def client() -> Client:
    """At the host of the device's site: a passkey works at one site only."""
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def met(committed_cast: Cast, client: Client, sign_in: SignIn) -> Cast:
    """The cast, with Met who sends lists, signed in with a password only."""
    committed_cast.add("met", ("upload", committed_cast.regenboog))
    sign_in("met")
    return committed_cast


def _set(client: Client, device: Device, name: str = "Mijn telefoon") -> int:
    options = client.get(ADD).context["js_data"]
    sent = {"name": name, "credential": device.create(options)}
    return client.post(ADD, sent).status_code


def _ask(client: Client) -> dict[str, object]:
    answer = client.get(USE, headers={"Accept": "application/json"})
    asked: dict[str, object] = answer.json()["request_options"]
    return asked


def _use(client: Client, device: Device) -> str:
    answer = client.post(USE, {"credential": device.get(_ask(client))}, follow=True)
    return answer.content.decode()


def test_who_must_have_a_second_factor_may_have_a_passkey(met: Cast, client: Client) -> None:
    assert client.get("/sturen/").status_code == 302

    _set(client, Device())

    assert client.get("/sturen/").content == b"Met Voorbeeld"
    assert queries.has_second_factor(met.ids["met"])
    assert met.viewer("met").second_factor
    assert _events(met) == ["signed_in", "passkey_set", "recovery_codes_made"]


def test_a_passkey_signs_in_without_a_password(met: Cast, client: Client) -> None:
    device = Device()
    _set(client, device)
    client.post("/aanmelden/af/")

    _use(client, device)

    assert client.get("/sturen/").content == b"Met Voorbeeld"


def test_after_the_password_a_passkey_is_the_second_step(
    met: Cast, client: Client, sign_in: SignIn
) -> None:
    device = Device()
    _set(client, device)
    client.post("/aanmelden/af/")

    assert sign_in("met")["Location"] == CODE
    asked = client.get(CODE).context["js_data"]["request_options"]
    client.post(CODE, {"credential": device.get(asked)})

    assert client.get("/sturen/").content == b"Met Voorbeeld"


@pytest.mark.parametrize(
    "device",
    [
        Device(flags=FLAG.UP),
        Device(origin="https://bedrog.example"),
        Device(origin="http://localhost.bedrog.example"),
        Device(site="bedrog.example"),
    ],
    ids=["owner not seen", "other site", "nearly our site", "made for another site"],
)
def test_a_passkey_of_the_wrong_kind_is_not_set(met: Cast, client: Client, device: Device) -> None:
    assert _set(client, device) == 200

    assert not queries.has_second_factor(met.ids["met"])


@pytest.mark.parametrize(
    ("what", "value"),
    [("flags", FLAG.UP), ("origin", "https://bedrog.example"), ("site", "bedrog.example")],
)
def test_a_passkey_that_is_used_wrongly_opens_nothing(
    met: Cast, client: Client, what: str, value: object
) -> None:
    device = Device()
    _set(client, device)
    client.post("/aanmelden/af/")
    setattr(device, what, value)

    assert REFUSED in _use(client, device)
    assert client.get("/hoe/").content == b"-"


def test_the_same_answer_twice_opens_nothing(met: Cast, client: Client) -> None:
    device = Device()
    _set(client, device)
    client.post("/aanmelden/af/")
    answer = device.get(_ask(client))
    client.post(USE, {"credential": answer})
    client.post("/aanmelden/af/")
    _ask(client)

    again = client.post(USE, {"credential": answer}, follow=True)

    assert REFUSED in again.content.decode()


def test_a_passkey_of_one_person_never_signs_in_another(met: Cast, client: Client) -> None:
    device = Device()
    _set(client, device)
    client.post("/aanmelden/af/")
    device.owner = Device().owner or "YmFz"

    assert REFUSED in _use(client, device)


@pytest.mark.parametrize("sent", ["", "{}", "[]", '{"response": 7}', '{"response": {}}', "niets"])
def test_nonsense_is_refused_and_breaks_nothing(met: Cast, client: Client, sent: str) -> None:
    assert client.post(ADD, {"credential": sent}).status_code == 200
    client.post("/aanmelden/af/")
    _ask(client)

    answer = client.post(USE, {"credential": sent}, follow=True)

    assert REFUSED in answer.content.decode()


@pytest.mark.parametrize("sent", ["0", "false", "0.0", "null", '""'])
def test_nothing_at_all_is_no_passkey(met: Cast, client: Client, sent: str) -> None:
    assert client.post(ADD, {"credential": sent}).status_code == 200

    assert not queries.has_second_factor(met.ids["met"])
    assert client.get(ADD).status_code == 200


def test_who_is_switched_off_is_not_let_in(met: Cast, client: Client) -> None:
    device = Device()
    _set(client, device)
    client.post("/aanmelden/af/")
    with scoped(met.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute(
            "update accounts_account set is_active = false where id = %s", [met.ids["met"]]
        )

    _use(client, device)

    assert client.get("/hoe/").content == b"-"


def test_a_passkey_says_that_it_is_still_you(met: Cast, client: Client) -> None:
    device = Device()
    _set(client, device)
    go_stale(client)
    asked = client.get(ADD)["Location"]
    page = asked.replace("/opnieuw/", "/passkey/opnieuw/")

    client.get(page)
    wrong = client.post(page, {"credential": "{}"})
    options = client.get(page).context["js_data"]["request_options"]
    right = client.post(page, {"credential": device.get(options)})

    assert "Dat lukte niet." in wrong.content.decode()
    assert right["Location"] == ADD


def test_a_passkey_gets_another_name_and_is_taken_away(met: Cast, client: Client) -> None:
    _set(client, Device(), name="")
    with signing_in():
        [passkey] = Authenticator.objects.filter(type="webauthn").values_list("pk", flat=True)
    index = client.get("/aanmelden/tweede-stap/").content.decode()
    assert "Passkey 1" in index

    client.post(f"/aanmelden/passkeys/{passkey}/naam/", {"name": "<b>Sleutelbos</b>"})
    index = client.get("/aanmelden/tweede-stap/").content.decode()
    assert "&lt;b&gt;Sleutelbos&lt;/b&gt;" in index
    assert "Sleutelbos" in client.get(f"/aanmelden/passkeys/{passkey}/weghalen/").content.decode()
    client.post(f"/aanmelden/passkeys/{passkey}/weghalen/")

    assert not queries.has_second_factor(met.ids["met"])
    assert client.get("/sturen/").status_code == 302
    assert _events(met)[-1] == "passkey_removed"


def test_nobody_names_or_takes_away_anothers_passkey(met: Cast, client: Client) -> None:
    _set(client, Device())
    with signing_in():
        [passkey] = Authenticator.objects.filter(type="webauthn").values_list("pk", flat=True)
    other = Client(SERVER_NAME="localhost")
    other.post("/aanmelden/", {"login": "bas", "password": PASSWORD})

    for page in ("naam", "weghalen"):
        answer = other.post(f"/aanmelden/passkeys/{passkey}/{page}/", {"name": "mijn"})
        assert answer.status_code == 404
    assert queries.has_second_factor(met.ids["met"])


def test_a_passkey_takes_the_place_of_what_was_lost(
    committed_cast: Cast, client: Client, sign_in: SignIn
) -> None:
    cast = committed_cast
    cast.add("met", ("upload", cast.regenboog), totp_secret=SECRET)
    issued = _issue(cast)
    sign_in("met")
    client.post(CODE, {"code": issued.code})

    _set(client, Device())

    assert client.get("/sturen/").content == b"Met Voorbeeld"
    client.post("/aanmelden/af/")
    sign_in("met")
    assert client.post(CODE, {"code": code_of(SECRET)}).status_code == 200
