"""Days, numbers, names and verdicts as people read them."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from leesloket.accounts.names import initials_of
from leesloket.imports.showing import SheetRow
from leesloket.intake.models import FileRequest
from leesloket.roster.sheet_rows import on_sheet
from leesloket.web import formatting, icons, problem_texts, rows_left, words
from leesloket.web.templatetags import leesloket as tags


def test_a_moment_is_short_and_dutch_and_in_our_own_time() -> None:
    assert formatting.moment(datetime(2026, 8, 24, 7, 12, tzinfo=UTC)) == "ma 24 aug 09.12"


def test_days_are_dutch() -> None:
    assert formatting.day(date(2026, 3, 2)) == "ma 2 mrt"
    assert formatting.full_day(date(2026, 8, 24)) == "24 augustus 2026"


def test_nothing_stays_nothing() -> None:
    assert (formatting.moment(None), formatting.day(None), formatting.full_day(None)) == ("",) * 3


@pytest.mark.parametrize("number", ["20260101", "2900030369", "004711", "2019W01"])
def test_a_number_is_never_shown_as_a_day(number: str) -> None:
    assert formatting.day_of_text(number) == number
    assert formatting.day_of_text("2026-08-24") == "24 augustus 2026"


def test_a_day_of_the_engine_is_read_out_and_other_text_stays() -> None:
    assert formatting.day_of_text("2017-03-02") == "2 maart 2017"
    assert formatting.day_of_text("van den Heuvel") == "van den Heuvel"


def test_thousands_have_a_dot() -> None:
    assert formatting.thousands(1184) == "1.184"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marloes de Haan", "MH"),
        ("Zoë", "Z"),
        ("Anna van der Hof", "AH"),
        ("", ""),
        ("ß", "SS"),
        ("Ria 't Hooft (maandag)", "RH"),
    ],
)
def test_initials_are_of_the_first_and_the_last_name(name: str, letters: str) -> None:
    assert initials_of(name) == letters


def test_an_icon_is_hidden_for_who_listens() -> None:
    svg = icons.icon("check")

    assert svg.startswith('<svg class="ll-icon"')
    assert 'aria-hidden="true"' in svg
    assert "license" not in svg


def test_an_unknown_icon_is_a_mistake_that_shows() -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_a_hold_says_its_numbers_with_a_neighbour() -> None:
    words = problem_texts.hold_text(
        "too_many_leavers", {"group": "4", "leavers": 9, "of": 28, "limit": 7}
    )

    assert words.title == "Uit groep 4 vertrekken 9 van de 28 kinderen"
    assert [(fact.label, fact.value, fact.odd) for fact in words.facts] == [
        ("Vertrekken", "9", True),
        ("Grens", "7", False),
        ("Van de", "28", False),
    ]


def test_a_column_that_no_longer_belongs_is_named() -> None:
    detail: dict[str, int | str] = {"field": "first_name", "rows": 80, "of": 90}

    assert problem_texts.hold_text("column_sorted_alone", detail).title == (
        "De kolom Roepnaam hoort niet meer bij de andere kolommen"
    )
    both: dict[str, int | str] = {"field": "pupil_number", "other": "birth_date"}
    assert problem_texts.hold_text("column_sorted_alone", both).title == (
        "De kolom Leerlingnummer of Geboortedatum is apart gesorteerd"
    )


def test_a_hold_of_another_shape_is_said_in_another_way() -> None:
    words = problem_texts.hold_text("older_file", {"as_of": "2026-07-14", "previous": "2026-07-20"})

    assert words.title == "Dit bestand is ouder dan het vorige"
    assert words.facts[0].value == "14 juli 2026"


def test_a_problem_names_the_rows_when_it_knows_them() -> None:
    said = problem_texts.sentence("two_groups", {"rows": (88, 89)})

    assert said == "Dit kind staat met twee groepen in het bestand: rij 88, 89."
    many = problem_texts.sentence("two_groups", {"rows": (2, 3, 4, 5, 6, 7)})
    assert many == "Dit kind staat met twee groepen in het bestand: rij 2, 3, 4, 5, 6, …."
    assert problem_texts.sentence("two_groups") == "Dit kind staat met twee groepen in het bestand."


@pytest.mark.parametrize(("rows", "start"), [(1, "1 rij is"), (12, "12 rijen zijn")])
def test_one_row_is_not_several_rows(rows: int, start: str) -> None:
    assert problem_texts.sentence("hidden_rows", {"count": rows}).startswith(start)


def test_what_a_school_wrote_is_shown_and_not_run() -> None:
    page = Template("{% load leesloket %}{% said 'column_not_used' detail %}").render(
        Context({"detail": {"column": "<script>1</script> 100%s"}})
    )

    assert "&lt;script&gt;1&lt;/script&gt; 100%s" in page


class Login(forms.Form):
    login = forms.CharField(label="Gebruikersnaam", help_text="Die kreeg je.")


def test_a_field_ties_its_help_and_its_error_to_the_box() -> None:
    bound = Login({"login": ""})["login"]

    page = Template("{% load leesloket %}{% field bound %}").render(Context({"bound": bound}))

    assert 'aria-describedby="id_login-error id_login-help"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_login-error"' in page
    assert 'id="id_login-help"' in page


def test_a_note_has_its_icon_and_escapes_its_title() -> None:
    page = Template('{% load leesloket %}{% note "ask" title=title %}<p>x</p>{% endnote %}').render(
        Context({"title": "<b>"})
    )

    assert "ll-k-ask" in page
    assert "&lt;b&gt;" in page
    assert "<p>x</p>" in page


def test_a_mapping_can_be_asked_with_a_variable() -> None:
    assert tags.get({"enrol": 3}, "enrol") == 3
    assert tags.get({}, "enrol") == ""


def test_every_reason_and_state_of_a_request_for_a_file_has_words() -> None:
    assert set(words.FILE_WHY) == set(FileRequest.Why.values)
    assert set(words.FILE_STANDS) == set(FileRequest.Status.values)


@pytest.mark.parametrize(
    ("detail", "title"),
    [
        (
            {"group": "4", "soon": "5"},
            "De kinderen van groep 4 (straks groep 5) staan niet in het bestand",
        ),
        ({"group": "4"}, "De kinderen van groep 4 staan niet in het bestand"),
        ({"groups": "4, 5"}, "De kinderen van deze groepen staan niet in het bestand: 4, 5"),
        ({"year_groups": "13, 14"}, "Alle kinderen van deze leerjaren ontbreken: 3, 4"),
        (
            {"nobody_in": "11", "before": 93},
            "In leerjaar 1 zit niemand; voor de zomer waren dat er 93",
        ),
    ],
)
def test_children_are_missing_and_not_a_group_that_the_file_may_have(
    detail: dict[str, str], title: str
) -> None:
    assert problem_texts.hold_text("part_missing", detail).title == title


def test_a_list_without_groups_has_an_advice_of_its_own() -> None:
    missing = problem_texts.hold_text("part_missing", {"groups": ("5b",), "leavers": 24, "of": 24})
    without = problem_texts.hold_text("part_missing", {"without_group": 180, "rows": 208})

    assert "met groepen" in without.advice
    assert without.advice != missing.advice


def test_a_school_is_not_told_to_ask_the_school() -> None:
    missing = problem_texts.hold_text("part_missing", {"group": "5", "leavers": 24, "of": 24})

    assert missing.advice_to_school == missing.advice.replace(
        " Vraag de school om de hele lijst.", ""
    )
    assert missing.advice_to_school != missing.advice


@pytest.mark.parametrize(
    ("name", "title"),
    [("4", "Groep 4"), ("1/2b", "Groep 1/2b"), ("Groep 5", "Groep 5"), ("Vlinders", "Vlinders")],
)
def test_a_group_that_stands_alone_is_called_a_group(name: str, title: str) -> None:
    with translation.override("nl"):
        assert formatting.group_title(name) == title
        assert formatting.named_group(name) == title.replace("Groep", "groep", name[0].isdigit())


def test_a_row_of_several_sheets_is_named_with_its_sheet() -> None:
    with translation.override("nl"):
        assert formatting.row_number(12) == "12"
        assert formatting.row_number(SheetRow(on_sheet(12, 3), "Groep 3")) == "12 (blad Groep 3)"
        assert formatting.row_number(SheetRow(on_sheet(12, 3))) == "12 (3e blad met leerlingen)"
        rows = (SheetRow(on_sheet(2, 1), "3a"), SheetRow(on_sheet(2, 2), "3b"))
        assert "rij 2 (blad 3a), 2 (blad 3b)" in problem_texts.sentence(
            "two_groups", {"rows": rows}
        )
        assert rows_left.which(rows) == "rijen 2 (blad 3a), 2 (blad 3b)"


def test_the_name_of_a_sheet_is_no_markup() -> None:
    row = SheetRow(on_sheet(2, 1), "<b>3a</b>")
    said = "{% blocktranslate with row=one|which_row %}row {{ row }}{% endblocktranslate %}"

    shown = Template("{% load i18n leesloket %}" + said).render(Context({"one": row}))

    assert "&lt;b&gt;3a" in shown


def test_a_key_that_is_typed_over_stands_in_pieces() -> None:
    assert formatting.in_fours("N3BSPGMN7X") == ("N3BS", "PGMN", "7X")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Helpdesk, ma-vr 9-17", (("Helpdesk, ma-vr 9-17", ""),)),
        ("Bel 088 000 00 10.", (("Bel ", ""), ("088 000 00 10", "tel:0880000010"), (".", ""))),
        ("+31-344-123456", (("+31-344-123456", "tel:+31344123456"),)),
        ("of hulp@biep.nl,", (("of ", ""), ("hulp@biep.nl", "mailto:hulp@biep.nl"), (",", ""))),
        ("kamer 0123, 1234567890123456", (("kamer 0123, 1234567890123456", ""),)),
        ("", ()),
    ],
)
def test_a_telephone_and_a_mailbox_in_a_text_can_be_used(
    text: str, pieces: tuple[tuple[str, str], ...]
) -> None:
    assert formatting.ways_to_reach(text) == pieces
