"""Everything about a person on paper: whole, in order, and text whatever it says."""

import pytest
from tests.printing.reading_back import is_tagged, links_and_scripts, texts

from leesloket.printing.dossiers import Chapter, Frame, dossier

FRAME = Frame(
    title="Alles wat wij bewaren van Zoë",
    lead="Bibliotheek Rietoever, 17 augustus 2026.",
    nothing="Niets.",
    foot="Bibliotheek Rietoever",
)


def test_every_section_stands_there_with_its_table_and_an_empty_one_says_so() -> None:
    data = Chapter("Gegevens", ("Wat", "Waarde"), (("Roepnaam", "Zoë"), ("Achternaam", "Dijk")))

    pdf = dossier([data, Chapter("Passen", ("Nummer", "Van"), ())], FRAME)

    [page] = texts(pdf)
    told = ["Alles wat wij bewaren van Zoë", "Gegevens", "Roepnaam Zoë", "Passen", "Niets."]
    assert [one for one in told if one not in page] == []
    assert [page.index(one) for one in told] == sorted(page.index(one) for one in told)
    assert is_tagged(pdf)


def test_a_long_history_goes_on_over_pages_under_its_headings() -> None:
    rows = tuple((f"{day} augustus", f"regel {day}") for day in range(200))

    pages = texts(dossier([Chapter("Wie veranderde wat", ("Wanneer", "Wat"), rows)], FRAME))

    assert len(pages) > 2
    assert all("Wanneer Wat" in page for page in pages)
    assert f"{len(pages)} / {len(pages)}" in pages[-1]
    assert [row for row in rows if not any(row[1] in page for page in pages)] == []


@pytest.mark.parametrize(
    "name", ['#read("/etc/passwd")', "#{ panic() }", "$ x^2 $", "<script>alert(1)</script>", "ᄒ한"]
)
def test_what_a_person_is_called_is_text(name: str) -> None:
    pdf = dossier([Chapter("Gegevens", ("Wat", "Waarde"), (("Roepnaam", name),))], FRAME)

    assert links_and_scripts(pdf) == []
    if name.isascii():
        assert "".join(name.split()) in "".join(texts(pdf)[0].split())


def test_a_word_without_end_stays_on_the_paper() -> None:
    pdf = dossier([Chapter("Gegevens", ("Wat", "Waarde"), (("Naam", "W" * 500),))], FRAME)

    assert len(texts(pdf)) >= 1
