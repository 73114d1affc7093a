"""The page that says what was read of a list: what comes first, first, and said once."""

from dataclasses import replace
from html import unescape

import pytest
from django.template.loader import render_to_string
from tests.web.test_verdicts import PLAN, QUESTION, UPLOAD

from leesloket.imports.showing import ColumnLine, PlanView, ProblemLine, ReadingView, RowLine
from leesloket.web.problem_texts import sentence

READ = ReadingView(
    upload=replace(UPLOAD, status="read"),
    sheet="Blad1",
    sheets=(),
    rows=200,
    pupils=200,
    groups=(),
    columns=(),
    dropped=(),
    missing=(),
    mapping_is_certain=True,
    field_choices=(),
    problems=(),
    repairs=(),
)
HIDDEN = ProblemLine("hidden_sheet_skipped", "warning", {"sheets": 1})
SURNAMES = ColumnLine(index=0, heading="Achternaam", field="surname", how="heading")


def shown(reading: ReadingView, plan: PlanView = PLAN) -> str:
    page = render_to_string("portal/_upload_body.html", {"reading": reading, "plan": plan})
    return " ".join(page.split())


def test_columns_come_before_what_stands_in_them() -> None:
    row = RowLine(row=2, fingerprint="a", cells=(), severity="error")
    unread = replace(
        READ,
        columns=(SURNAMES,),
        missing=("first_name",),
        repairs=(row,),
        rows_to_repair=1,
        errors=1,
    )

    page = shown(unread, replace(PLAN, missing=("mapping",)))

    assert "Welke kolom is wat?" in page
    assert "Wij raden niet." in page
    assert "Verbeter ze hier" not in page
    assert 'id="repairs"' not in page
    assert "Nog nodig: zeg welke kolom wat is." in page
    assert "inschrijven" not in page
    assert page.count("utrecht-button--primary-action") == 1


@pytest.mark.parametrize("how", ["values", "doubt"])
def test_a_column_that_we_are_not_sure_of_asks_whether_it_is_right(how: str) -> None:
    doubted = replace(SURNAMES, index=1, heading="Naam", how=how)

    page = shown(replace(READ, columns=(SURNAMES, doubted), mapping_is_certain=False))

    assert page.count("klopt dit?") == 1
    assert page.index("klopt dit?") > page.index(">Naam</th>")


def test_rows_can_be_repaired_where_every_column_is_known() -> None:
    row = RowLine(row=2, fingerprint="a", cells=(), severity="error")

    page = shown(replace(READ, repairs=(row,), rows_to_repair=1, errors=1))

    assert "1 rij kan nog niet mee" in page
    assert "Verbeter ze hier" in page
    assert 'id="repairs"' in page
    assert "inschrijven" in page


def test_a_good_list_with_a_hidden_sheet_has_something_to_look_at() -> None:
    assert "Dit is een goede lijst </h2>" in shown(READ)
    assert "Kijk nog naar 1 ding." in shown(replace(READ, problems=(HIDDEN,)))


@pytest.mark.parametrize("code", ["teachers_left_out", "active_parts_ignored"])
def test_what_leaves_nobody_anything_to_do_is_nothing_to_look_at(code: str) -> None:
    page = shown(replace(READ, problems=(ProblemLine(code, "warning"),)))

    assert "Dit is een goede lijst </h2>" in page
    assert sentence(code) in unescape(page)
    assert "ll-k-ask" not in page


def test_a_list_with_one_mistake_in_most_rows_is_not_called_good() -> None:
    page = shown(replace(READ, warnings=200, better_at_the_source=True))

    assert "goede lijst" not in page
    assert "Veel rijen hebben dezelfde fout" in page


def test_a_choice_of_sheets_goes_before_another_file() -> None:
    several = replace(
        READ,
        sheets=("5a", "5b"),
        upload=replace(UPLOAD, status="refused", refusal="several_sheets"),
    )

    page = render_to_string("portal/_upload_body.html", {"reading": several, "plan": None})

    assert "utrecht-button--primary-action" not in page


def test_of_several_schools_one_is_chosen_before_all_of_them() -> None:
    several = replace(
        READ,
        sheets=("De Wilg", "De Eik"),
        upload=replace(
            UPLOAD,
            status="refused",
            refusal="several_sheets",
            refusal_detail={"schools": 2},
            rows_together=96,
        ),
    )

    page = shown(several)

    assert "Welke school is het?" in page
    assert "bladen" not in page
    assert page.index("De Eik") < page.index("Alle 2 scholen samen: 96 rijen")


def test_an_empty_file_says_once_that_nothing_changed() -> None:
    empty = replace(READ, upload=replace(UPLOAD, status="refused", refusal="empty_file"))

    page = render_to_string("portal/_upload_body.html", {"reading": empty, "plan": None})

    assert page.count("Er is niets veranderd") == 1
    assert "utrecht-button--primary-action" in page


def test_thousands_are_written_alike_all_over_the_page() -> None:
    many = replace(READ, rows=3208, pupils=3208, upload=replace(UPLOAD, status="read", pupils=3208))

    page = shown(replace(many, warnings=1200))

    assert "3.208 leerlingen" in page
    assert "1.200 dingen" in page
    assert "3208" not in page


def test_questions_of_the_plan_are_told_where_its_numbers_are() -> None:
    page = shown(READ, replace(PLAN, questions=(QUESTION, QUESTION)))

    assert "Er staan nog 2 vragen open." in page
    assert "vra" not in shown(READ, PLAN).partition("ll-decide")[2]
