"""The screens of accountability: what a person reads there, also with an address made up."""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse
from tests.contracts.world import World, client_of, rolled_back, world
from tests.printing.reading_back import texts

__all__ = ["rolled_back", "world"]

SLUG = "vuurvlinder"


def _get(world: World, login: str, name: str, *args: object, **asked: str) -> str:
    answer = client_of(world, login).get(reverse(f"desk:{name}", args=args), asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def _post(world: World, login: str, **posted: str) -> tuple[HttpResponse, str]:
    address = reverse("desk:erasure", args=[world.patrons[SLUG]])
    answer = client_of(world, login).post(address, posted, follow=True)
    return answer, answer.content.decode()  # type: ignore[return-value] # the client's own kind


def test_erasing_says_first_what_goes_and_what_stays_and_then_does_it_once(
    rolled_back: World,
) -> None:
    patron = rolled_back.patrons[SLUG]
    page = _get(rolled_back, "marloes", "erasure", patron)
    for said in ("Wat er weggaat", "Wat er blijft, en waarom", "niet terugdraaien", "Het logboek"):
        assert said in page

    _, done = _post(rolled_back, "marloes", not_again="1")
    assert "Gewist, met alles wat wij van deze persoon bewaarden." in done

    _, again = _post(rolled_back, "tarik", not_again="1")
    assert "Deze persoon was al gewist. Er is niets dubbel gebeurd." in again
    gone = client_of(rolled_back, "marloes").get(reverse("desk:patron", args=[patron]))
    assert gone.status_code == 404


def test_a_log_reads_as_plain_dutch_and_can_be_narrowed(rolled_back: World) -> None:
    _get(rolled_back, "marloes", "patron", rolled_back.patrons[SLUG])
    _get(rolled_back, "marloes", "group", SLUG, rolled_back.groups[SLUG])

    page = _get(rolled_back, "willem", "record", SLUG)
    for said in ("Marloes de Haan", "Gegevens van iemand bekeken", "Leerlingbestand binnengekomen"):
        assert said in page
    assert "Dit logboek is nog niet gecontroleerd" in page

    narrowed = _get(rolled_back, "willem", "record", SLUG, soort="bekeken", p="1")
    assert "Lijst van een groep bekeken" in narrowed
    assert "binnengekomen" not in narrowed
    assert re.search(r"<span>Groep \w+</span>", narrowed)
    people = _get(rolled_back, "willem", "record", SLUG, soort="mensen")
    assert "Recht gegeven: werkt aan de balie" in people
    petra = _get(rolled_back, "willem", "record", SLUG, wie=str(rolled_back.people[SLUG]))
    assert "Gegevens van iemand bekeken</" not in petra


@pytest.mark.parametrize(
    "asked",
    [
        {"soort": "zomaar", "wie": "niemand", "dag": "gisteren", "p": "-1"},
        {"dag": "2026-13-45", "p": "9" * 30},
        {"dag": "9999-12-31"},
        {"soort": "<script>", "p": "10"},
    ],
)
def test_an_address_made_up_breaks_no_log(rolled_back: World, asked: dict[str, str]) -> None:
    assert "<script>" not in _get(rolled_back, "willem", "record", SLUG, **asked).split("<main")[1]


def test_everything_about_a_person_is_a_page_and_a_file_that_names_nobody(
    rolled_back: World,
) -> None:
    patron = rolled_back.patrons[SLUG]
    page = _get(rolled_back, "marloes", "everything", patron)
    assert "Alles wat wij bewaren van" in page

    answer = client_of(rolled_back, "marloes").get(reverse("desk:everything_json", args=[patron]))

    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="gegevens.json"'
    assert answer.json()["Gegevens"][0]["Wat"] == "Roepnaam"
    assert re.fullmatch(r"\d{1,2} [a-z]+ \d{4}", answer.json()["Gegevens"][-1]["Waarde"])
    paper = client_of(rolled_back, "marloes").get(reverse("desk:everything_pdf", args=[patron]))
    assert paper["Content-Disposition"] == 'attachment; filename="gegevens.pdf"'
    told = " ".join(texts(paper.content))
    told_by_file = [row["Waarde"] for row in answer.json()["Gegevens"] if row["Waarde"]]
    assert [value for value in told_by_file if value not in told] == []
    assert [title for title in answer.json() if title not in told] == []
    who = _get(rolled_back, "willem", "record", SLUG)
    assert "Alle gegevens van iemand opgehaald" in who


def test_leavers_who_will_be_erased_are_named_to_who_administers(rolled_back: World) -> None:
    page = _get(rolled_back, "willem", "leaving")

    assert "180 dagen na vertrek" in page
