"""The register at the desk: what somebody types there, and what the page answers."""

import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from tests.contracts.world import World, client_of, rolled_back, world
from tests.people import NOW, TODAY

__all__ = ["rolled_back", "world"]

SLUG = "vuurvlinder"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"surname": " "}, "Er moeten een roepnaam en een achternaam zijn."),
        ({"surname": "x" * 10_000}, "Deze naam is te lang, of er staat een teken in"),
        ({"birth_date": "31-02-2019"}, "Wij kunnen deze geboortedatum niet lezen."),
        ({"birth_date": "2019-02-31"}, "Wij kunnen deze geboortedatum niet lezen."),
        ({"birth_date": "2131-01-01"}, "Deze geboortedatum kan niet."),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_nothing_changes(
    rolled_back: World, typed: dict[str, str], said: str
) -> None:
    marloes = client_of(rolled_back, "marloes")
    patron = rolled_back.patrons[SLUG]
    page = reverse("desk:patron", args=[patron])
    before = marloes.get(page).context["patron"]
    names = ("first_name", "given_names", "initials", "prefix", "surname")
    kept = {name: getattr(before, name) for name in names}
    kept["birth_date"] = before.birth_date.isoformat()

    told = marloes.post(
        reverse("desk:correct", args=[patron]), {**kept, **typed}, follow=True
    ).content.decode()

    assert said in told
    assert "Er is niets veranderd." in told
    after = marloes.get(page).context["patron"]
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_a_page_that_stood_open_sets_nobodys_work_back(rolled_back: World) -> None:
    patron = rolled_back.patrons[SLUG]
    page, form = (reverse(f"desk:{name}", args=[patron]) for name in ("patron", "correct"))
    marloes, tarik = (client_of(rolled_back, login) for login in ("marloes", "tarik"))
    stood_open = _boxes(marloes.get(page).content.decode())

    tarik.post(form, {**stood_open, "surname": "Zwaluwenstaart"})
    marloes.post(form, {**stood_open, "birth_date": "2018-03-02"})

    now = marloes.get(page).context["patron"]
    assert (now.surname, now.birth_date.isoformat()) == ("Zwaluwenstaart", "2018-03-02")


def test_a_refused_correction_keeps_what_was_typed_and_what_was_seen(world: World) -> None:
    patron = world.patrons[SLUG]
    page, form = (reverse(f"desk:{name}", args=[patron]) for name in ("patron", "correct"))
    marloes = client_of(world, "marloes")
    stood = _boxes(marloes.get(page).content.decode())

    refused = marloes.post(form, {**stood, "first_name": "Zoë 😀", "initials": "Q."})

    told = refused.content.decode()
    assert "of er staat een teken in dat niet in een naam hoort. Er is niets veranderd." in told
    assert _boxes(told) == {**stood, "first_name": "Zoë 😀", "initials": "Q."} | _token(told)


def _token(page: str) -> dict[str, str]:
    return {"csrfmiddlewaretoken": _boxes(page)["csrfmiddlewaretoken"]}


def test_a_scanned_card_opens_whose_it_is_and_one_that_is_typed_does_not(world: World) -> None:
    marloes, patron = client_of(world, "marloes"), world.patrons[SLUG]
    search, page = reverse("desk:patrons"), reverse("desk:patron", args=[patron])
    [card] = [one for one in marloes.get(page).context["patron"].cards if not one.blocked_on]
    part = {"HX-Request": "true"}

    without_scripts = marloes.post(search, {"q": f" {card.number}"})
    scanned = marloes.post(search, {"q": card.number}, headers=part)
    typed = marloes.post(search, {"q": card.number}, headers={**part, "HX-Trigger": "find-patron"})
    named = marloes.post(search, {"q": marloes.get(page).context["patron"].surname})

    assert (without_scripts.status_code, without_scripts["Location"]) == (302, page)
    assert scanned["HX-Redirect"] == page
    assert f'href="{page}"' in typed.content.decode()
    assert named.status_code == 200


def _boxes(page: str) -> dict[str, str]:
    """The boxes of the form that corrects somebody, as they came."""
    form = page.split("/verbeter/", 1)[1].split("</form>", 1)[0]
    boxes = re.findall(r"<input([^>]*)>", form)
    found = {}
    for box in boxes:
        said = dict(re.findall(r'(\w+)="([^"]*)"', box))
        found[said["name"]] = unescape(said.get("value", ""))
    return found


@pytest.mark.parametrize(
    "page", ["nieuwe-vestiging", "beleid", "alles-meenemen", "klanten/worden-gewist"]
)
def test_a_page_that_opens_from_the_branches_has_its_place_there(world: World, page: str) -> None:
    told = client_of(world, "willem").get(f"/balie/{page}/").context["viewer"]

    assert [str(place.name) for place in told.places if place.current] == ["Vestigingen"]


def test_an_older_list_says_why_it_cannot_be_turned_back_as_a_whole() -> None:
    why = "Draai die eerst terug"

    def shown(*, may_undo: bool, may_undo_one: bool = True) -> str:
        result = {
            "counts": {}, "applied_at": NOW, "effective_on": TODAY,
            "may_undo": may_undo, "may_undo_one": may_undo_one,
        }  # fmt: skip
        page = {"result": result, "staff": True}
        return render_to_string("leesloket/plan/applied.html", page)

    assert why in shown(may_undo=False)
    assert why not in shown(may_undo=True)
    assert why not in shown(may_undo=False, may_undo_one=False)
