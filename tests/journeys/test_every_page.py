"""Every page that can be opened: held to what is promised of all pages, and nothing from elsewhere.

`Person` looks at each with axe and on every width, and complains of another host, a refusal and a
word in the console (tests/journeys/person.py).  The addresses are
those of tests/contracts/doors.py, so that a new one is visited too.
"""

from collections.abc import Iterator, Mapping
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.contracts.doors import CAST, DOORS, OF_SIGNING_IN, OPEN_TO_ALL, Door
from tests.journeys.person import Arrives
from tests.people import demo_file
from tests.site.errands import approve, lay_down, lists_of, sent_list
from tests.site.fixtures import Ground
from tests.site.running import Site

pytestmark = pytest.mark.browser

SCHOOL = "vuurvlinder"
OF_A_CHILD = "portal:mine"
"""Its session begins with a card: test_children opens this, as the same Person."""
OPENED = {
    name: door for name, door in DOORS.items() if "GET" in door.methods and name != OF_A_CHILD
}
NEED_MORE = frozenset(
    {"accounts:end_session", "accounts:new_password", "accounts:reset_by_mail",
     "accounts:link_school", "accounts:unlink_school", "accounts:school_sign_in",
     "openid_connect_callback", "accounts:still_you_by_school",
     "mfa_edit_webauthn", "mfa_remove_webauthn"}
)  # fmt: skip
"""About one link, session, school account or passkey: the journeys about those open them."""
WHO = ("petra", "marloes", "willem", "bas")
"""Between them they may open everything."""
_ABOUT = {"desk:result": "done", "desk:report": "done", "portal:report": "done",
          "portal:upload": "open", "portal:own_group": "taught"}  # fmt: skip
"""About a list that was processed, or not sent yet (the others are about one that waits), and about
a teacher's own group."""


def _opens(door: Door) -> str:
    """The first who may come in here."""
    held = {login: {right for right, _ in CAST[login]} for login in WHO}
    return next(who for who in WHO if not door.rights or held[who] & set(door.rights))


@pytest.fixture(scope="module")
def filled(ground: Ground) -> Iterator[tuple[str, Mapping[str, str]]]:
    """A database with something of everything that an address can be about, and their ids."""
    name = f"filled_{uuid4().hex[:8]}"
    ground.site.begin_from(ground.template)
    things = _fill(ground, ground.site)
    ground.site.keep_as(name)
    yield name, things
    ground.site.server.drop_database(name)


@pytest.fixture
def things(site: Site, filled: tuple[str, Mapping[str, str]]) -> Mapping[str, str]:
    template, made = filled
    site.begin_from(template)
    return made


def _fill(ground: Ground, site: Site) -> Mapping[str, str]:
    petra, marloes = ground.visitor("petra"), ground.visitor("marloes")
    done = sent_list(petra, demo_file("vuurvlinder-2026-2027.xlsx"))
    assert approve(marloes, done).status == 200
    waiting = sent_list(petra, demo_file("vuurvlinder-2026-2027.ods"), question=False)
    opened = lay_down(petra, demo_file("vuurvlinder-met-fouten.xlsx"))
    [(patron, group)] = site.rows(
        "select m.patron_id::text, l.group_id::text from patrons_placement l"
        " join patrons_membership m on m.id = l.membership_id"
        " join branches_branch b on b.id = l.branch_id"
        " where b.slug = %s and m.until_date is null and l.group_id is not null"
        " order by 1 limit 1",
        SCHOOL,
    )
    person = site.value("select id::text from accounts_account where login = 'petra'")
    taught = site.value(
        "select g.id::text from branches_group g join branches_branch b on b.id = g.branch_id"
        " where b.slug = %s and g.code = '5' and g.school_year_id = '2026-2027'",
        SCHOOL,
    )
    bas = site.value("select id::text from accounts_account where login = 'bas'")
    petra.post(reverse("portal:name_teacher", args=[SCHOOL]), {"account": bas, "group": taught})
    _call_everything_something_hostile(site)
    return {
        "upload": waiting, "done": done, "open": opened, "patron": patron, "group": group,
        "person": person, "taught": taught,
    }  # fmt: skip


HOSTILE = """<script>x</script>"><img src=x onerror=x>{{ 7*7 }}' onfocus=x"""
_WORK_OF_A_NAME = "img[src=x], iframe, [onerror], [onfocus], main script, header script"
_RENAMED = {
    "branches_library": ("name",),
    "branches_branch": ("name", "place", "contact_name", "helpdesk"),
    "branches_group": ("code", "name"),
    "accounts_account": ("display_name",),
    "patrons_patron": ("first_name", "given_names", "initials", "prefix", "surname"),
}
"""Every name that people type, but for those of a list (test_hostile_names) and of a file."""


def _call_everything_something_hostile(site: Site) -> None:
    for table, columns in _RENAMED.items():
        renamed = ", ".join(f"{column} = {column} || ' ' || %s" for column in columns)
        site.rows(f"update {table} set {renamed}", *[HOSTILE] * len(columns))  # noqa: S608 - from the table above


def _address(name: str, door: Door, things: Mapping[str, str]) -> str:
    with_school = name.startswith("portal:") or door.about in {"school", "group"}
    about = _ABOUT.get(name, door.about)
    arguments = [SCHOOL] if with_school and door.about != "nothing" else []
    if about in things:
        arguments.append(things[about])
    return reverse(name, args=[*arguments, *(["xlsx"] if name == "portal:sample" else [])])


@pytest.mark.parametrize("login", WHO)
def test_no_page_behind_a_door_asks_anything_of_another_host(
    arrives: Arrives, ground: Ground, things: Mapping[str, str], login: str
) -> None:
    person, visitor = arrives(login), ground.visitor(login)
    shown = set()

    for name, door in OPENED.items():
        if _opens(door) != login:
            continue
        address = _address(name, door, things)
        answer = visitor.get(address)
        assert answer.status == 200, (name, answer.status)
        if answer.headers["content-type"].startswith("text/html"):
            assert answer.url == address or name == "portal:home", name
            person.goes_to(address).sees()
            assert person.page.locator(_WORK_OF_A_NAME).count() == 0, name
            assert "{{ 7*7 }}" in person.page.content(), name
            shown.add(name)

    person.page.wait_for_load_state("networkidle")
    assert len(shown) >= {"petra": 4, "marloes": 10, "willem": 5, "bas": 2}[login]
    assert any(".woff2" in one for one in person.addresses)
    assert person.complaints == []


@pytest.mark.parametrize("login", ["", "petra"])
def test_no_page_about_signing_in_asks_anything_of_another_host(
    arrives: Arrives, ground: Ground, site: Site, login: str
) -> None:
    person, visitor = arrives(login), ground.visitor(login)
    shown = set()

    for name in (*OPEN_TO_ALL, *OF_SIGNING_IN):
        if name in NEED_MORE:
            continue
        answer = visitor.get(reverse(name))
        if answer.status == 200:
            person.goes_to(reverse(name)).sees()
            shown.add(name)

    person.page.wait_for_load_state("networkidle")
    assert len(shown) >= 6
    assert person.complaints == []


def test_every_door_is_opened_by_somebody() -> None:
    assert {_opens(door) for door in OPENED.values()} == set(WHO)
    assert lists_of(SCHOOL) == reverse("portal:uploads", args=[SCHOOL])
