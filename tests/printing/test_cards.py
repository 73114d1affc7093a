"""Cards on paper: readable by scanners and screen readers, whatever a child is called."""

import pytest
from tests.printing.reading_back import codes, is_tagged, links_and_scripts, texts

from leesloket.printing.cards import (
    ActivationCard,
    LibraryCard,
    Lines,
    PictureCard,
    activation_cards,
    library_cards,
    picture_cards,
)
from leesloket.printing.typesetting import UnableToPrintError, typeset

LINES = Lines(
    title="Pasjes van groep 5b",
    lead="Scan de code",
    number="Pasnummer",
    code="Jouw code",
    until="Tot 8 december",
    keep="Wie heeft welk plaatje?",
    name="Naam",
    picture="Plaatje",
)
SUN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'
)
ADDRESS = "https://leesloket.example/activeer/#V00000012.CDFHJKLM"

NAUGHTY = (
    '#read("/etc/passwd")',
    "#{ panic() }",
    "$ x^2 $ *vet* _schuin_ `code`",
    "= Kop",
    "// weg",
    "\\ @label <label>",
    "<script>alert(1)</script>",
    '=HYPERLINK("http://ergens.example")',
    '"}, "cards": []',
    "{{ 7 * 7 }} %s %n ${x}",
)


def _library_card(name: str, number: str = "V00000012") -> LibraryCard:
    return LibraryCard(name, number, "De Vuurvlinder", "Bibliotheek Rietoever")


def _activation_card(name: str) -> ActivationCard:
    return ActivationCard(name, "V00000012", "CDFH-JKLM", ADDRESS, "groep 5b")


def _picture_card(name: str) -> PictureCard:
    return PictureCard(name, "CDFH-JKLM-NPRT", ADDRESS, "groep 1", SUN, "zon")


def test_ten_cards_fit_on_a_sheet_and_an_eleventh_begins_another() -> None:
    numbers = [f"V{number:08d}" for number in range(11)]

    pdf = library_cards([_library_card("Zoë van Dijk", number) for number in numbers], LINES)

    first, second = texts(pdf)
    assert first.count("Zoë van Dijk") == 10
    assert second.count("Zoë van Dijk") == 1


def test_a_scanner_reads_the_number_of_every_card() -> None:
    numbers = [f"V{number * 7:08d}" for number in range(10)] + ["29990001234567", "AB-12"]

    pdf = library_cards([_library_card("Bo", number) for number in numbers], LINES)

    assert sorted(codes(pdf)) == sorted(("Code128", number) for number in numbers)


@pytest.mark.parametrize("kind", ["activation", "picture"])
def test_a_telephone_reads_the_address_of_every_card(kind: str) -> None:
    pdf = {
        "activation": lambda: activation_cards([_activation_card("Bo")] * 3, LINES),
        "picture": lambda: picture_cards([_picture_card("Bo")] * 3, LINES),
    }[kind]()

    assert codes(pdf) == [("QRCode", ADDRESS)] * 3


@pytest.mark.parametrize("name", NAUGHTY)
def test_a_name_that_looks_like_a_command_is_a_name(name: str) -> None:
    for pdf in (
        library_cards([_library_card(name)], LINES),
        activation_cards([_activation_card(name)], LINES),
        picture_cards([_picture_card(name)], LINES),
    ):
        assert "".join(name.split()) in "".join(texts(pdf)[0].split())
        assert links_and_scripts(pdf) == []


def test_a_name_in_other_letters_is_printed_in_those() -> None:
    pdf = library_cards([_library_card("Юрий Гагарин"), _library_card("Gökçe Łukasz İ")], LINES)

    assert "Юрий Гагарин" in texts(pdf)[0]
    assert "Gökçe Łukasz İ" in texts(pdf)[0]


def test_letters_that_no_typeface_has_are_written_in_latin_and_only_those() -> None:
    pdf = library_cards([_library_card("王小明"), _library_card("Юрий 😀")], LINES)

    [page] = texts(library_cards([_library_card("王小明"), _library_card("Юрий")], LINES))
    assert "WangXiaoMing" in page
    assert "Юрий" in page
    assert "grinning" in texts(pdf)[0]


def test_signs_without_a_shape_do_not_turn_or_break_a_card() -> None:
    [page] = texts(library_cards([_library_card("Bo\u202e\u0000\u200b\x1b De Wit")], LINES))

    assert "Bo De Wit" in page


@pytest.mark.parametrize("name", ["", "A" * 200, "van " * 50, "\u0301" * 60])
def test_whatever_a_name_is_it_stays_on_its_own_card(name: str) -> None:
    pdf = library_cards([_library_card(name)] + [_library_card("Bo", "V00000013")] * 9, LINES)

    assert len(texts(pdf)) == 1
    assert sorted(codes(pdf)) == [("Code128", "V00000012")] + [("Code128", "V00000013")] * 9


def test_the_picture_stands_on_the_list_and_not_on_the_card() -> None:
    cards, kept = texts(picture_cards([_picture_card("Bo")], LINES))

    assert "zon" not in cards
    assert "Wie heeft welk plaatje?" in kept
    assert "Bo zon" in kept


def test_every_sheet_has_a_structure_for_who_cannot_see_it() -> None:
    for pdf in (
        library_cards([_library_card("Bo")], LINES),
        activation_cards([_activation_card("Bo")], LINES),
        picture_cards([_picture_card("Bo")], LINES),
    ):
        assert is_tagged(pdf)
        assert b"pdfuaid:part" in pdf


def test_what_cannot_be_printed_says_nothing_of_what_it_was() -> None:
    with pytest.raises(UnableToPrintError) as refused:
        typeset("library_cards", {"cards": [{"name": "Zoë van Dijk"}], "lines": {"title": "x"}})

    assert "Zoë" not in repr(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None
