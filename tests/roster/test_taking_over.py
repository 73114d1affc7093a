"""A library's own list of patrons: who is new, who is known by card, and what is never done."""

from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from leesloket.roster import Plan, extract_records, make_takeover, suggest_mapping
from leesloket.roster.columns.patrons import category_of, clean_card_number
from leesloket.roster.model import (
    Decision,
    Enrol,
    Field,
    Keep,
    KnownPupil,
    ListKind,
    Origin,
    PatronId,
    PupilRecord,
    Question,
    RawRow,
    RawTable,
    Skip,
    Step,
    Update,
)
from leesloket.roster.problems import Code

AS_OF = date(2026, 8, 17)
WISE = ("LENERNUMMER", "ROEPNAAM", "NAAMTUS", "NAAM", "GEBOORTEDATUM", "KLAS_CODE", "VESTIGING")
ADA = ("2000101", "Ada", "van", "Loon", "2016-03-02", "6a", "")
BEN = ("2000102", "Ben", "", "Prins", "1961-11-30", "", "")


def table_of(*rows: Sequence[str], headings: Sequence[str] = WISE) -> RawTable:
    return RawTable(
        format="csv",
        sheet=None,
        headings=tuple(headings),
        rows=tuple(RawRow(Origin(at), tuple(row)) for at, row in enumerate(rows, start=2)),
        heading_row=1,
    )


def plan_of(
    *rows: Sequence[str],
    known: Iterable[KnownPupil] = (),
    headings: Sequence[str] = WISE,
    decisions: Sequence[Decision] = (),
    **more: object,
) -> Plan:
    table = table_of(*rows, headings=headings)
    mapping = suggest_mapping(table, kind=ListKind.TAKEOVER)
    extraction = extract_records(
        table,
        mapping,
        secret=b"s",
        leave_out={one.fingerprint for one in decisions if one.answer == "leave_out"},
        as_of=AS_OF,
        kind=ListKind.TAKEOVER,
        secondary=False,
    )
    known = tuple(known)
    told: dict[str, object] = {
        "cards": {one.card_number: one.patron_id for one in known if one.card_number},
        "school_year": "2026-2027",
        "own_locations": frozenset({"Kiem"}),
        "secret": b"s",
        "decisions": decisions,
        **more,
    }
    return make_takeover(extraction=extraction, known=known, as_of=AS_OF, **told)  # type: ignore[arg-type]


def ada(**more: object) -> KnownPupil:
    told: dict[str, object] = {
        "first_name": "Ada",
        "prefix": "van",
        "surname": "Loon",
        "birth_date": date(2016, 3, 2),
        "card_number": "2000101",
        **more,
    }
    return KnownPupil(PatronId("A"), **told)  # type: ignore[arg-type]


def record_of(step: Step) -> PupilRecord:
    assert isinstance(step, Enrol | Update | Keep | Question | Skip)
    return step.record


def test_the_headings_of_wise_are_known() -> None:
    mapping = suggest_mapping(table_of(ADA, BEN), kind=ListKind.TAKEOVER)

    assert mapping.is_certain
    assert mapping.fields == (
        Field.CARD_NUMBER,
        Field.FIRST_NAME,
        Field.PREFIX,
        Field.SURNAME,
        Field.BIRTH_DATE,
        Field.GROUP,
        Field.LOCATION,
    )


def test_a_list_without_card_numbers_is_not_certain_and_one_without_groups_is() -> None:
    headings = ("Pasnummer", "Voornaam", "Achternaam")
    without_groups = suggest_mapping(
        table_of(("1", "Ada", "Loon"), headings=headings), kind=ListKind.TAKEOVER
    )
    without_cards = suggest_mapping(
        table_of(("Ada", "Loon", "6a"), headings=("Voornaam", "Achternaam", "Groep")),
        kind=ListKind.TAKEOVER,
    )

    assert without_groups.is_certain
    assert without_cards.missing == (Field.CARD_NUMBER,)


def test_what_only_a_library_lists_means_nothing_in_the_list_of_a_school() -> None:
    headings = (*WISE[:6], "Categorie", "Lid sinds")
    table = table_of((*ADA[:6], "Leerling", "2020-01-01"), headings=headings)

    school = suggest_mapping(table)
    library = suggest_mapping(table, kind=ListKind.TAKEOVER)

    assert school.fields[6:] == (None, None)
    assert library.fields[6:] == (Field.CATEGORY, Field.MEMBER_FROM)


def test_a_bare_number_is_the_card_in_a_library_and_the_pupil_in_a_school() -> None:
    table = table_of(("12", "Ada", "Loon"), headings=("Nummer", "Voornaam", "Achternaam"))

    assert suggest_mapping(table).fields[0] is Field.PUPIL_NUMBER
    assert suggest_mapping(table, kind=ListKind.TAKEOVER).fields[0] is Field.CARD_NUMBER


def test_everybody_is_new_in_an_empty_register_also_an_adult_without_a_group() -> None:
    plan = plan_of(ADA, BEN)

    assert [type(step) for step in plan.steps] == [Enrol, Enrol]
    assert [record_of(step).birth_date for step in plan.steps] == [
        date(2016, 3, 2),
        date(1961, 11, 30),
    ]
    assert plan.holds == ()


def test_the_category_is_the_lists_word_else_what_age_and_branch_say() -> None:
    headings = (*WISE, "Categorie")
    rows = ((*ADA, ""), (*BEN, ""), ("3", "Cas", "", "Vos", "1990-01-01", "", "", "Volwassene"))

    at_school = plan_of(*rows, headings=headings)
    at_library = plan_of(*rows, headings=headings, public_branch=True)

    def categories(plan: Plan) -> list[str]:
        return [said.category for step in plan.steps if (said := record_of(step).subscription)]

    assert categories(at_school) == ["pupil", "teacher", "public"]
    assert categories(at_library) == ["public", "public", "public"]


def test_a_patron_is_known_by_card_checked_against_the_name() -> None:
    plan = plan_of(ADA, known=[ada()])

    [step] = plan.steps
    assert isinstance(step, Update)
    assert step.reasons == ("same_card", "same_name", "same_birth_date")
    assert [change.field for change in step.changes] == [Field.GROUP, Field.YEAR_GROUP]


def test_a_card_with_quite_another_name_is_left_out_and_said() -> None:
    plan = plan_of(("2000101", "Olaf", "", "Zwart", "2011-09-09", "", ""), known=[ada()])

    [step] = plan.steps
    assert isinstance(step, Skip)
    assert step.reasons == ("card_taken",)
    assert Code.CARD_NUMBER_TAKEN in [problem.code for problem in plan.problems]


def test_a_card_with_another_surname_is_that_patron_and_with_another_day_too_a_question() -> None:
    [married] = plan_of(("2000101", "Ada", "", "Jansen", "2016-03-02", "", ""), known=[ada()]).steps
    [unsure] = plan_of(("2000101", "Ada", "", "Jansen", "2016-03-09", "", ""), known=[ada()]).steps

    assert isinstance(married, Update)
    assert "same_card" in married.reasons
    assert isinstance(unsure, Question)
    [candidate] = unsure.candidates
    assert candidate.patron_id == "A"
    assert candidate.reasons == unsure.reasons
    assert "same_card" in candidate.reasons


@pytest.mark.parametrize(
    ("born", "group", "category"),
    [
        ("2002-08-17", "", "teacher"),
        ("2003-01-01", "", "pupil"),
        ("2002-08-17", "6a", "pupil"),
        ("2016-03-02", "", "pupil"),
        ("", "", "pupil"),
    ],
)
def test_an_adult_without_a_group_is_no_pupil(born: str, group: str, category: str) -> None:
    [step] = plan_of(("7", "Cas", "", "Vos", born, group, "")).steps

    said = record_of(step).subscription
    assert said is not None
    assert said.category == category


def test_who_is_known_by_name_and_birth_date_gets_the_card_of_the_list_besides() -> None:
    plan = plan_of(ADA, known=[ada(card_number="V00000007", group="6a", year_group="6")])

    [step] = plan.steps
    assert isinstance(step, Update)
    assert [(c.field, c.before, c.after) for c in step.changes] == [
        (Field.CARD_NUMBER, "V00000007", "2000101")
    ]


def test_the_school_knows_the_groups_of_its_year_better_than_an_old_register() -> None:
    placed = ada(group="7b", year_group="7", school_year="2026-2027")

    [step] = plan_of(ADA, known=[placed]).steps

    assert isinstance(step, Keep)


@pytest.mark.parametrize(
    ("known", "changes"),
    [
        ({"school_year": "2025-2026"}, {Field.GROUP, Field.YEAR_GROUP}),
        ({"school_year": "2027-2028"}, set()),
        ({"school_year": "2026-2027", "enrolled": False}, set()),
        ({"school_year": "2026-2027", "card_number": ""}, {Field.CARD_NUMBER}),
        ({"school_year": "2026-2027", "surname": "Loo"}, {Field.SURNAME}),
    ],
)
def test_what_an_old_register_changes_of_who_is_known(
    known: dict[str, object], changes: set[Field]
) -> None:
    [step] = plan_of(ADA, known=[ada(group="7b", year_group="7", **known)]).steps

    assert isinstance(step, Update if changes or "enrolled" in known else Keep)
    found = step.changes if isinstance(step, Update) else ()
    assert {change.field for change in found} == changes


def test_a_list_without_a_card_leaves_the_card_that_somebody_has() -> None:
    placed = ada(group="6a", year_group="6", school_year="2026-2027")

    [step] = plan_of(("", *ADA[1:]), known=[placed]).steps

    assert isinstance(step, Keep)


def test_somebody_of_another_branch_with_this_card_joins_and_keeps_name_and_birth_date() -> None:
    stranger = ada(member=False, first_name="Adá", birth_date=date(2016, 3, 2))

    [step] = plan_of(ADA, known=[stranger]).steps

    assert isinstance(step, Update)
    assert not step.known.member
    assert step.changes == ()


def test_nobody_leaves_by_not_being_in_the_list() -> None:
    plan = plan_of(BEN, known=[ada()])

    assert plan.counts["withdraw"] == 0
    assert plan.counts["enrol"] == 1


def test_former_members_are_not_taken_over() -> None:
    plan = plan_of((*ADA, "2025-07-31"), (*BEN, ""), headings=(*WISE, "Uitgeschreven op"))

    assert [(type(step), step.reasons) for step in plan.steps if not isinstance(step, Enrol)] == [
        (Skip, ("left",))
    ]


def test_one_card_for_two_people_is_for_neither() -> None:
    plan = plan_of(ADA, ("2000101", "Olaf", "", "Zwart", "2011-09-09", "", ""), BEN)

    codes = [problem.code for problem in plan.problems]
    assert codes.count(Code.CARD_NUMBER_TWICE) == 2
    assert [record_of(step).card_number for step in plan.steps] == ["2000102"]


def test_a_row_of_one_card_that_comes_again_counts_once() -> None:
    plan = plan_of(ADA, ADA)

    assert [step.reasons for step in plan.steps if isinstance(step, Skip)] == [("duplicate_row",)]
    assert plan.counts["enrol"] == 1


def test_one_card_in_two_groups_is_set_aside() -> None:
    plan = plan_of(ADA, (*ADA[:5], "6b", ADA[6]))

    assert {problem.code for problem in plan.problems} == {Code.TWO_GROUPS}
    assert plan.counts["enrol"] == 0


def test_one_person_with_two_cards_is_a_question() -> None:
    plan = plan_of(ADA, ("2000999", *ADA[1:]))

    assert [type(step) for step in plan.steps] == [Question, Question]
    assert plan.steps[0].reasons == ("twice_in_file",)


def test_the_answer_to_it_counts() -> None:
    first = record_of(plan_of(ADA, ("2000999", *ADA[1:])).steps[0])
    leave_out = Decision(first.fingerprint, "leave_out")
    other = record_of(plan_of(ADA, ("2000999", *ADA[1:])).steps[1])
    take = Decision(other.fingerprint, "another")

    plan = plan_of(ADA, ("2000999", *ADA[1:]), decisions=(leave_out, take))

    assert [type(step) for step in plan.steps] == [Skip, Enrol]


def test_a_member_of_two_branches_stands_in_the_list_twice_and_is_nobody_s_double() -> None:
    plan = plan_of((*ADA[:6], "Kiem"), (*ADA[:6], "Centrale"))

    assert [(type(step), step.reasons) for step in plan.steps] == [
        (Enrol, ()),
        (Skip, ("other_location",)),
    ]


def test_rows_that_name_another_branch_are_never_ours_also_when_none_is() -> None:
    plan = plan_of((*ADA[:6], "Centrale"), (*BEN[:6], "Centrale"))

    assert {step.reasons for step in plan.steps} == {("other_location",)}


def test_a_card_that_cannot_be_read_sets_its_row_aside_and_a_missing_one_does_not() -> None:
    plan = plan_of(
        ("2,0001E+12", *ADA[1:]), ("", *BEN[1:]), ("1" * 21, "Cas", "", "Vos", "", "", "")
    )

    codes = [problem.code for problem in plan.problems]
    assert codes.count(Code.CARD_NUMBER_UNREADABLE) == 2
    assert codes.count(Code.CARD_NUMBER_MISSING) == 1
    assert [record_of(step).first_name for step in plan.steps] == ["Ben"]


def test_a_card_reads_as_a_scanner_gives_it() -> None:
    assert clean_card_number(" v 0000 0012 ") == "V00000012"
    assert clean_card_number("0020012.0") == "0020012"


def test_words_for_categories_are_understood() -> None:
    assert category_of("Leerling basisonderwijs") == "pupil"
    assert category_of("LEERKRACHT") == "teacher"
    assert category_of("Jeugdlid 0-18") == "public"
    assert category_of("Q7") == ""


def test_another_card_or_category_is_another_digest() -> None:
    headings = (*WISE, "Categorie", "Geblokkeerd")
    plain = plan_of((*ADA, "", "nee"), headings=headings)

    assert plan_of((*ADA, "", "nee"), headings=headings).digest == plain.digest
    assert plan_of((*ADA, "", "ja"), headings=headings).digest != plain.digest
    assert plan_of((*ADA, "docent", "nee"), headings=headings).digest != plain.digest
    assert plan_of(("2", *ADA[1:], "", "nee"), headings=headings).digest != plain.digest


def test_columns_that_a_school_may_not_give_a_library_need_not_bring_either() -> None:
    # The reader throws these away; what it leaves is not used and narrowed out.
    headings = (*WISE, "Straatnaam")
    mapping = suggest_mapping(
        table_of((*ADA, "Dorpsweg"), headings=headings), kind=ListKind.TAKEOVER
    )

    assert mapping.fields[-1] is None
