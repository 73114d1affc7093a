"""An account that a school shares: what it may hold, and whose what it does is."""

from datetime import timedelta
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.accounts.cast import NOW, PASSWORD, SECRET, TODAY, Cast, code_of, mark_of
from tests.accounts.conftest import SignIn
from tests.accounts.school_accounts.test_actions import _provider, _somebody
from tests.accounts.test_step_up import NOTHING_DONE, go_stale

from leesloket.accounts import actions, addresses, queries, rules, secrecy, sessions, sharing
from leesloket.accounts.forgetting import forget_people, forget_person, people_at
from leesloket.accounts.models import Account, Right, SignedIn
from leesloket.accounts.names import display_names
from leesloket.accounts.school_accounts import actions as school_accounts
from leesloket.accounts.school_accounts.rules import RefusedError
from leesloket.audit.queries import events_about
from leesloket.branches.models import Branch
from leesloket.isolation.scope import Scope, scoped, signing_in
from leesloket.teaching import queries as teaching
from leesloket.teaching.actions import name_teacher
from leesloket.teaching.queries import colleagues, may_name

# --- rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ria Bos", "Ria Bos"),
        ("  Ria   Bos ", "Ria Bos"),
        ("Ria\u00a0Bos", "Ria Bos"),
        ("Piet van 't Hof", "Piet van 't Hof"),
        ("'s Gravesande Jan", "'s Gravesande Jan"),
        ("Zoe\u0308 d'Hondt-Jansen", "Zo\u00eb d'Hondt-Jansen"),
        ("R. Bos", "R. Bos"),
        ("\u0141ukasz \u017b\u00f3\u0142ty", "\u0141ukasz \u017b\u00f3\u0142ty"),
        ("a b", "a b"),
        ("A" * 39 + " " + "B" * 40, "A" * 39 + " " + "B" * 40),
    ],
)
def test_a_name_is_written_in_one_way(typed: str, name: str) -> None:
    assert rules.person_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "R", "Ria", "12", "12 34", "Ria 2", "- -", ". .", "' '"),
        *("=cmd Bos", "+Ria Bos", "-Ria Bos", "@Ria Bos", "=1+1 Bos", ".Ria Bos"),
        *("<b>Ria</b> Bos", "Ria & Bos", 'Ria "Bos"', "Ria (Bos)", "Ria/Bos", "{{ ria }} bos"),
        *("Ria\nBos", "Ria\tBos", "Ria\rBos", "Ria\x00 Bos", "Ria\u2028Bos", "Ria\x1b Bos"),
        *("Ria\u202e Bos", "Ria\u200b Bos", "\u0301Ria Bos", "Rb\u0301\u0302\u0303ia Bos"),
        *("A" * 40 + " " + "B" * 40, "Ria " * 2_500),
    ],
)
def test_what_is_no_name_is_refused(typed: str) -> None:
    assert rules.person_name(typed) is None


@pytest.mark.parametrize("kind", rules.KINDS)
@pytest.mark.parametrize(("branch_id", "own"), [(1, True), (2, False)])
def test_a_shared_account_may_hold_upload_at_its_branch_and_nothing_else(
    kind: str, branch_id: int, *, own: bool
) -> None:
    held = rules.shared_may_hold(kind=kind, branch_id=branch_id, shared_at=1)

    assert held == (kind == rules.UPLOAD and own)


@pytest.mark.parametrize("kind", rules.KINDS)
def test_only_an_administrator_makes_one(kind: str) -> None:
    assert rules.may_share([rules.Held(kind, 1)]) == (kind == rules.ADMINISTER)


# --- making one ----------------------------------------------------------------------------------


def _share(cast: Cast, login: str = "school1234", *, by: str = "beheer") -> UUID:
    one_time = sharing.add_shared_account(
        login=login,
        display_name="gedeeld account van De Regenboog",
        branch_id=cast.regenboog.pk,
        acting_user=cast.viewer(by),
        now=NOW,
    )
    cast.ids[login] = one_time.account_id
    return one_time.account_id


def _scope(cast: Cast) -> Scope:
    return Scope(cast.library.pk, (cast.regenboog.pk, cast.vuurvlinder.pk))


def test_it_sends_the_lists_of_its_branch_and_needs_a_second_step(cast: Cast) -> None:
    _share(cast)

    viewer = cast.viewer("school1234")

    assert viewer.held == (rules.Held(rules.UPLOAD, cast.regenboog.pk),)
    assert rules.needs_second_factor(one.kind for one in viewer.held)
    assert viewer.must_say_who


@pytest.mark.parametrize("by", ["anna", "bas", "dirk"])
def test_others_make_none(cast: Cast, by: str) -> None:
    with pytest.raises(actions.NotAllowedError):
        _share(cast, by=by)


def test_a_public_branch_shares_none(cast: Cast) -> None:
    Branch.objects.filter(pk=cast.regenboog.pk).update(kind=Branch.Kind.PUBLIC)

    assert [line.slug for line in queries.branches_to_share(cast.viewer("beheer"))] == [
        "vuurvlinder"
    ]
    with pytest.raises(actions.NotAllowedError):
        _share(cast)


def test_a_branch_shares_one(cast: Cast) -> None:
    _share(cast)

    with pytest.raises(sharing.SharedAlreadyError):
        _share(cast, "nog.een")


@pytest.mark.parametrize("kind", [one for one in rules.KINDS if one != rules.UPLOAD])
def test_it_is_given_nothing_else(cast: Cast, kind: str) -> None:
    with pytest.raises(actions.NotAllowedError):
        _give(cast, _share(cast), cast.regenboog, kind)


def test_it_is_given_no_other_branch(cast: Cast) -> None:
    with pytest.raises(actions.NotAllowedError):
        _give(cast, _share(cast), cast.vuurvlinder, rules.UPLOAD)


def test_its_right_ends_and_is_given_again(cast: Cast) -> None:
    account_id = _share(cast)
    [right] = cast.viewer("school1234").rights
    actions.end_right(right_id=right.id, acting_user=cast.viewer("anna"), now=NOW)

    assert not cast.viewer("school1234").rights
    _give(cast, account_id, cast.regenboog, rules.UPLOAD)
    assert cast.viewer("school1234").may(rules.UPLOAD, cast.regenboog.pk)


def _give(cast: Cast, account_id: UUID, branch: Branch, kind: str) -> None:
    actions.give_right(
        account_id=account_id,
        branch_id=branch.pk,
        kind=kind,
        from_date=TODAY,
        until_date=None,
        acting_user=cast.viewer("beheer"),
        now=NOW,
    )


def test_it_has_no_address_and_teaches_nobody(cast: Cast) -> None:
    account_id = _share(cast)

    with pytest.raises(actions.NotAllowedError):
        addresses.set_address(
            account_id=account_id,
            address="school@school.example",
            acting_user=cast.viewer("beheer"),
            now=NOW,
        )
    with scoped(_scope(cast)):
        assert account_id not in {one.pk for one in colleagues(cast.regenboog.pk, today=TODAY)}


def test_nobody_says_from_it_who_teaches(cast: Cast) -> None:
    """Several people know its password: it gives nobody a way to the children of a group."""
    account_id = _share(cast)
    with scoped(_scope(cast)):
        ria = Account.objects.get(id=_sits(cast, account_id, "Ria Bos"))
    sitting = queries.in_person(cast.viewer("school1234"), ria)

    assert not may_name(sitting, branch_id=cast.regenboog.pk)
    with pytest.raises(teaching.NotAllowedError):
        name_teacher(
            cast.ids["bas"],
            branch_id=cast.regenboog.pk,
            group_ids=[],
            acting_user=sitting,
            now=NOW,
        )


# --- the second wall -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [one for one in rules.KINDS if one != rules.UPLOAD])
def test_the_database_takes_no_other_right(cast: Cast, kind: str) -> None:
    account_id = _share(cast)

    with pytest.raises(IntegrityError, match="sends the lists"), scoped(_scope(cast)):
        Right.objects.create(
            account_id=account_id, branch=cast.regenboog, kind=kind, from_date=TODAY
        )


def test_the_database_takes_no_other_branch_and_no_change_of_a_right(cast: Cast) -> None:
    account_id = _share(cast)

    with pytest.raises(IntegrityError, match="sends the lists"), scoped(_scope(cast)):
        Right.objects.create(
            account_id=account_id, branch=cast.vuurvlinder, kind="upload", from_date=TODAY
        )
    with pytest.raises(IntegrityError, match="sends the lists"), scoped(_scope(cast)):
        Right.objects.filter(account_id=account_id).update(kind="import")


@pytest.mark.parametrize("column", ["shared_at_id", "person_of_id"])
def test_an_account_never_becomes_another_kind(cast: Cast, column: str) -> None:
    value = {"shared_at_id": cast.regenboog.pk, "person_of_id": cast.ids["anna"]}[column]

    with pytest.raises(IntegrityError, match="stays"), scoped(_scope(cast)):
        Account.objects.filter(id=cast.ids["bas"]).update(**{column: value})


def test_who_sits_there_signs_in_nowhere_and_holds_no_right(cast: Cast) -> None:
    person = _sits(cast, _share(cast), "Ria Bos")

    for change in ({"is_active": True}, {"password": "x"}, {"email": "r@b.example"}):
        with pytest.raises(IntegrityError, match="signs_in_nowhere"), scoped(_scope(cast)):
            Account.objects.filter(id=person).update(**change)
    with pytest.raises(IntegrityError, match="sends the lists"), scoped(_scope(cast)):
        Right.objects.create(
            account_id=person, branch=cast.regenboog, kind="upload", from_date=TODAY
        )
    with pytest.raises(queries.PersonNotFoundError):
        actions.start_reset(
            account_id=person, seen=mark_of(person), acting_user=cast.viewer("beheer"), now=NOW
        )


# --- who sits there ------------------------------------------------------------------------------


def _session(account_id: UUID) -> SessionBase:
    session = Client().session
    sessions.begin(session, account_id=account_id, user_agent="", now=NOW)
    return session


def _sits(cast: Cast, account_id: UUID, name: str, *, at: int = 0) -> UUID:
    """Say who sits there, `at` days later; gives the doer."""
    session = _session(account_id)
    now = NOW + timedelta(days=at)
    sharing.say_who(name, session=session, account_id=account_id, now=now)
    person = sessions.person_in(session)
    assert person is not None
    return person.pk


def test_the_same_name_at_the_same_account_is_one_doer(cast: Cast) -> None:
    account_id = _share(cast)

    ria, again, jan = (_sits(cast, account_id, one) for one in ("Ria Bos", "Ria  Bos", "Jan Vos"))

    assert ria == again != jan
    with scoped(_scope(cast)):
        assert display_names([ria, jan, account_id]).known == {
            ria: "Ria Bos (school1234)",
            jan: "Jan Vos (school1234)",
            account_id: "gedeeld account van De Regenboog",
        }
        assert queries.doers_at(account_id) == {ria, jan, account_id}


def test_the_record_names_nobody(cast: Cast) -> None:
    account_id = _share(cast)
    ria = _sits(cast, account_id, "Ria Bos")

    with scoped(_scope(cast)):
        [event] = [one for one in events_about(account_id) if one.code == "person_said"]
        page = queries.person(cast.viewer("beheer"), account_id, today=TODAY)
    assert (event.by, event.detail) == (ria, {})
    assert "Ria Bos (school1234)" in [one.by for one in page.events]


def test_the_people_of_the_library_are_its_accounts(cast: Cast) -> None:
    ria = _sits(cast, _share(cast), "Ria Bos")
    beheer = cast.viewer("beheer")

    names = [one.display_name for one in queries.people_of(beheer, today=TODAY)]

    assert "gedeeld account van De Regenboog" in names
    assert "Ria Bos" not in names
    with pytest.raises(queries.PersonNotFoundError):
        queries.person(beheer, ria, today=TODAY)


def test_a_personal_account_has_its_name_already(cast: Cast) -> None:
    with pytest.raises(sharing.NotSharedError):
        _sits(cast, cast.ids["bas"], "Ria Bos")
    with pytest.raises(sharing.NameUnfitError):
        _sits(cast, _share(cast), "Ria")


def test_nobody_takes_a_place_in_the_session_of_another_account(cast: Cast) -> None:
    account_id = _share(cast)
    other = _session(cast.ids["bas"])

    sharing.say_who("Ria Bos", session=other, account_id=account_id, now=NOW)

    assert sessions.person_in(other) is None


def test_another_library_reads_no_name(cast: Cast) -> None:
    ria = _sits(cast, _share(cast), "Ria Bos")

    with scoped(Scope(cast.other_library.pk, (cast.lijster.pk,))):
        assert display_names([ria]).known == {}


@pytest.mark.parametrize(("days", "gone"), [(729, False), (731, True)])
def test_names_go_when_nobody_has_sat_there_for_two_years(
    cast: Cast, days: int, *, gone: bool
) -> None:
    account_id = _share(cast)
    ria, late = _sits(cast, account_id, "Ria Bos"), _sits(cast, account_id, "Jan Vos", at=days)

    count = forget_people(_scope(cast), now=NOW + timedelta(days=days))

    assert count == gone
    with scoped(_scope(cast)):
        names = display_names([ria, late])
    assert names.of(late) == "Jan Vos (school1234)"
    assert names.of(ria) == ("gedeeld account van De Regenboog" if gone else "Ria Bos (school1234)")
    assert (_sits(cast, account_id, "Ria Bos", at=days) == ria) != gone


def test_a_name_goes_sooner_when_somebody_asks_and_who_sits_there_is_out(cast: Cast) -> None:
    account_id = _share(cast)
    session = _session(account_id)
    sharing.say_who("Ria Bos", session=session, account_id=account_id, now=NOW)
    late = _sits(cast, account_id, "Jan Vos")
    beheer = cast.viewer("beheer")
    ria, jan = (
        next(one for one in people_at(account_id, viewer=beheer) if one.name == name)
        for name in ("Ria Bos", "Jan Vos")
    )
    assert jan.id == late

    for _ in range(2):
        forget_person(ria.id, account_id=account_id, acting_user=beheer, now=NOW)

    assert people_at(account_id, viewer=beheer) == (jan,)
    with scoped(_scope(cast)):
        assert display_names([ria.id]).known == {ria.id: "gedeeld account van De Regenboog"}
        told = [event for event in events_about(account_id) if event.code == "person_forgotten"]
    assert [event.by for event in told] == [beheer.account_id]
    with signing_in():
        assert SignedIn.objects.get(person_id=ria.id).ended_at == NOW
        assert SignedIn.objects.get(person_id=late).ended_at is None


def test_only_who_looks_after_the_account_takes_a_name_away_and_only_of_that_one(
    cast: Cast,
) -> None:
    account_id = _share(cast)
    ria = _sits(cast, account_id, "Ria Bos")
    for nobody in ("bas", "dirk"):
        with pytest.raises((actions.NotAllowedError, queries.PersonNotFoundError)):
            forget_person(ria, account_id=account_id, acting_user=cast.viewer(nobody), now=NOW)

    beheer = cast.viewer("beheer")
    forget_person(ria, account_id=cast.ids["bas"], acting_user=beheer, now=NOW)
    forget_person(cast.ids["bas"], account_id=account_id, acting_user=beheer, now=NOW)

    assert [one.name for one in people_at(account_id, viewer=beheer)] == ["Ria Bos"]
    assert cast.viewer("bas").display_name == "Bas Voorbeeld"


def test_forgetting_leaves_everybody_else_alone(cast: Cast) -> None:
    forget_people(_scope(cast), now=NOW + timedelta(days=5_000))

    assert cast.viewer("bas").display_name == "Bas Voorbeeld"


# --- signing in with it --------------------------------------------------------------------------


@pytest.fixture
def inside(cast: Cast, client: Client, sign_in: SignIn) -> Client:
    """A browser that has passed both steps with a shared account."""
    _enter_with(cast, client)
    return client


def _enter_with(cast: Cast, client: Client) -> None:
    account_id = _share(cast)
    with signing_in():
        account = Account.objects.get(pk=account_id)
        account.set_password(PASSWORD)
        account.one_time_until = None
        account.save(update_fields=["password", "one_time_until"])
        Authenticator.objects.create(
            user=account,
            type=Authenticator.Type.TOTP,
            data={"secret": secrecy.encrypt(SECRET)},
        )
    client.post("/aanmelden/", {"login": "school1234", "password": PASSWORD})
    client.post("/aanmelden/code/", {"code": code_of(SECRET)})


def test_the_name_comes_first_and_then_what_was_asked_for(inside: Client) -> None:
    answer = inside.get("/sturen/?p=2")
    assert answer["Location"] == "/aanmelden/wie/?next=%2Fsturen%2F%3Fp%3D2"
    assert answer["Cache-Control"] == "no-store"

    done = inside.post(answer["Location"], {"name": " Ria  Bos"})

    assert done["Location"] == "/sturen/?p=2"
    assert inside.get("/sturen/").content == b"Ria Bos"
    assert inside.get("/importeren/").status_code == 404


def test_it_is_not_led_to_another_site(inside: Client) -> None:
    done = inside.post("/aanmelden/wie/?next=https://boos.example/", {"name": "Ria Bos"})

    assert done["Location"] == "/"


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/sturen/", "/nergens/", "/balie/mensen/", "/aanmelden/"),
        *("/aanmelden/tweede-stap/", "/aanmelden/apparaten/", "/aanmelden/herstelcodes/"),
        *("/aanmelden/opnieuw/", "/aanmelden/wie/../../sturen/", "//sturen/"),
    ],
)
def test_every_address_leads_to_the_question(inside: Client, path: str) -> None:
    read = inside.get(path)
    posted = inside.post(path, {"name": "Ria Bos"})
    by_script = inside.post(path, {"name": "Ria Bos"}, headers={"HX-Request": "true"})

    assert (read.status_code, read["Location"].split("?")[0]) == (302, "/aanmelden/wie/")
    assert (posted.status_code, posted["Location"]) == (303, "/aanmelden/wie/")
    assert by_script["HX-Redirect"] == "/aanmelden/wie/"
    assert inside.get("/sturen/").status_code == 302


@pytest.mark.parametrize(
    "name",
    ["", "Ria", "12 34", "<b>Ria</b> Bos", "=1+1 Bos", "Ria\nBos", "Ria\x1b Bos", "x " * 5_000],
)
def test_what_is_no_name_opens_nothing(inside: Client, name: str) -> None:
    answer = inside.post("/aanmelden/wie/", {"name": name})

    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert "<b>Ria" not in answer.content.decode()
    assert inside.get("/sturen/").status_code == 302


def test_the_next_person_types_her_name_and_it_counts_in_every_tab(inside: Client) -> None:
    inside.post("/aanmelden/wie/", {"name": "Ria Bos"})
    assert "Ria Bos" in inside.get("/aanmelden/wie/").content.decode()

    inside.post("/aanmelden/wie/", {"name": "Jan Vos"})

    assert inside.get("/").content == b"Jan Vos"
    with signing_in():
        assert SignedIn.objects.filter(person__display_name="Jan Vos").count() == 1


def test_nobody_fills_the_table_with_names(cast: Cast, inside: Client) -> None:
    letters = "abcdefghijklmnopqrstuvwxyzabcdef"
    names = [f"Ria {first}{second}" for first, second in zip(letters, "b" * 30 + "cc", strict=True)]

    answers = [inside.post("/aanmelden/wie/", {"name": name}).status_code for name in names]

    assert (answers[0], answers[-1]) == (302, 429)


def test_signing_out_needs_no_name_and_the_next_time_asks_again(cast: Cast, inside: Client) -> None:
    inside.post("/aanmelden/wie/", {"name": "Ria Bos"})
    inside.post("/aanmelden/af/")
    assert inside.get("/sturen/")["Location"].startswith("/aanmelden/?next=")

    session = _session(cast.ids["school1234"])

    assert sessions.person_in(session) is None


def test_the_question_is_of_a_shared_account_only(
    client: Client, sign_in: SignIn, cast: Cast
) -> None:
    assert client.get("/aanmelden/wie/")["Location"].startswith("/aanmelden/?next=")
    cast.add("vera", ("lending", cast.regenboog))
    sign_in("vera")

    assert client.get("/aanmelden/wie/").status_code == 404


def test_closing_and_ending_sessions_count_at_once(cast: Cast, inside: Client) -> None:
    inside.post("/aanmelden/wie/", {"name": "Ria Bos"})
    assert "dit is hier" in inside.get("/aanmelden/apparaten/").content.decode()

    sessions.end(account_id=cast.ids["school1234"], now=timezone.now())

    assert inside.get("/sturen/")["Location"].startswith("/aanmelden/?next=")


def test_an_act_that_waits_is_not_finished_by_the_next_person(cast: Cast, inside: Client) -> None:
    inside.post("/aanmelden/wie/", {"name": "Ria Bos"})
    go_stale(inside)
    asked = inside.post("/aanmelden/herstelcodes/nieuw/")
    assert asked["Location"].startswith("/aanmelden/opnieuw/?")
    inside.post("/aanmelden/wie/", {"name": "Jan Vos"})

    inside.post(asked["Location"], {"password": PASSWORD})

    assert NOTHING_DONE in inside.get("/aanmelden/tweede-stap/").content.decode()
    with signing_in():
        codes = Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES)
        assert not codes.filter(user_id=cast.ids["school1234"]).exists()


def test_no_school_account_is_linked_to_it(cast: Cast, inside: Client, settings: Settings) -> None:
    settings.SCHOOL_ACCOUNTS = (_provider(cast),)
    inside.post("/aanmelden/wie/", {"name": "Ria Bos"})

    page = inside.get("/aanmelden/tweede-stap/").content.decode()
    answer = inside.post("/aanmelden/school/entree/koppelen/")

    assert "Koppel Entree" not in page
    assert answer.status_code == 403
    assert "Bij een gedeeld account hoort geen schoolaccount" in answer.content.decode()
    with pytest.raises(RefusedError) as refused:
        school_accounts.link(
            provider=_provider(cast),
            identity=_somebody(),
            account_id=cast.ids["school1234"],
            now=NOW,
        )
    assert refused.value.reason == "shared"


def test_a_passkey_of_the_account_is_added_by_whoever_sits_there(inside: Client) -> None:
    inside.post("/aanmelden/wie/", {"name": "Ria Bos"})

    page = inside.get("/aanmelden/passkeys/nieuw/")

    assert page.status_code == 200
    assert "school1234" in page.content.decode()


@pytest.fixture
def boss(cast: Cast, client: Client, sign_in: SignIn) -> Client:
    """An administrator who signed in a moment ago."""
    cast.add("baas", ("administer", cast.regenboog), totp_secret=SECRET)
    sign_in("baas")
    client.post("/aanmelden/code/", {"code": code_of(SECRET)})
    return client


@pytest.mark.parametrize(
    ("branch", "login", "told"),
    [
        ("regenboog", "tweede", "Deze school heeft al een gedeeld account"),
        ("vuurvlinder", "school1234", "Iemand heeft deze gebruikersnaam al."),
        ("vuurvlinder", "a b", "Een gebruikersnaam heeft"),
        ("vuurvlinder", "", "Kies een school en typ een gebruikersnaam."),
    ],
)
def test_the_desk_says_why_an_account_is_not_made(
    boss: Client, cast: Cast, branch: str, login: str, told: str
) -> None:
    _share(cast)

    boss.post("/balie/mensen/gedeeld/", {"branch": branch, "login": login})

    assert told in boss.get("/balie/mensen/").content.decode()


def test_the_desk_makes_none_for_a_school_of_another_library(boss: Client) -> None:
    answer = boss.post("/balie/mensen/gedeeld/", {"branch": "lijster", "login": "school1234"})

    assert answer.status_code == 404
