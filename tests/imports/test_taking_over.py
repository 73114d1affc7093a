"""A library takes over its own register: received, planned, processed and turned back."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from io import StringIO
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.imports.journey import approve, fingerprint_of_register, plan_of, receive, send
from tests.imports.school import School
from tests.people import NOW, THIS_YEAR, add_person

from leesloket.accounts.queries import Viewer
from leesloket.branches.models import Branch, Library
from leesloket.imports import actions, queries
from leesloket.intake.actions import ReceivedFile
from leesloket.isolation.scope import scoped
from leesloket.patrons.card_numbers import new_card_numbers
from leesloket.patrons.models import Card, Membership, Patron, Placement

HEADINGS = (
    "LENERNUMMER", "EXTERN_NR", "ROEPNAAM", "NAAMTUS", "NAAM", "GEBOORTEDATUM", "KLAS_CODE",
    "CATEGORIE", "VESTIGING", "INGESCHREVEN_VANAF", "GEBLOKKEERD",
)  # fmt: skip
ADA = (
    "2000101",
    "88001",
    "Ada",
    "van",
    "Loon",
    "2016-03-02",
    "7a",
    "Leerling",
    "",
    "2020-09-01",
    "",
)
BEN = ("2000102", "", "Ben", "", "Prins", "1961-11-30", "", "Leerkracht", "", "", "nee")
CAS = ("2000103", "", "Cas", "", "Vos", "1950-01-09", "", "Volwassene", "", "2001-01-01", "ja")


def library_list(rows: Iterable[Sequence[str]], *, headings: Sequence[str] = HEADINGS) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode()


def take_over(
    rows: Iterable[Sequence[str]],
    *,
    by: Viewer,
    branch_id: int,
    headings: Sequence[str] = HEADINGS,
    token: str = "",
) -> UUID:
    return actions.receive_takeover(
        ReceivedFile(library_list(rows, headings=headings), "leners.csv", token or uuid4().hex),
        branch_id=branch_id,
        acting_user=by,
        now=NOW,
    )


def test_a_library_s_own_list_becomes_patrons_with_their_own_cards(school: School) -> None:
    upload_id = take_over([ADA, BEN, CAS], by=school.tarik, branch_id=school.branch.id)

    assert approve(upload_id, by=school.tarik)

    with scoped(school.scope):
        cards = {card.number: card for card in Card.objects.filter(number__startswith="2000")}
        members = {
            one.patron_id: one
            for one in Membership.objects.filter(patron__in=[c.patron_id for c in cards.values()])
        }
        ada, ben, cas = (members[cards[number].patron_id] for number in sorted(cards))
        placed = Placement.objects.filter(membership__in=[ada.pk, ben.pk, cas.pk])
        assert [one.category for one in (ada, ben, cas)] == ["pupil", "teacher", "public"]
        assert (ada.from_date, ben.from_date) == (date(2020, 9, 1), date(2026, 8, 17))
        assert cards["2000101"].blocked_on is None
        assert cards["2000103"].blocked_on == date(2026, 8, 17)
        assert [one.membership_id for one in placed] == [ada.pk]
        assert Patron.objects.get(id=cas.patron_id).birth_date == date(1950, 1, 9)


def test_nobody_who_is_not_in_it_leaves(school: School) -> None:
    upload_id = take_over([ADA], by=school.tarik, branch_id=school.branch.id)

    plan = plan_of(upload_id, by=school.tarik)

    assert plan.counts["withdraw"] == 0
    assert plan.counts["enrol"] == 1
    assert plan.mode == "additions"


def test_turning_it_back_leaves_the_register_as_it_was(school: School) -> None:
    before = fingerprint_of_register(school.scope)
    known = school.children[0]
    row = ("2000777", known.number, known.first_name, known.prefix, known.surname,
           f"{known.born}", "4a", "Leerling", "", "", "")  # fmt: skip
    upload_id = take_over([ADA, BEN, row], by=school.tarik, branch_id=school.branch.id)
    approve(upload_id, by=school.tarik)
    assert fingerprint_of_register(school.scope) != before

    done = actions.undo_import(upload_id, reason="verkeerd", acting_user=school.tarik, now=NOW)

    assert done.restored == 3
    assert fingerprint_of_register(school.scope) == before


def test_one_patron_can_be_turned_back(school: School) -> None:
    upload_id = take_over([ADA, BEN], by=school.tarik, branch_id=school.branch.id)
    approve(upload_id, by=school.tarik)
    with scoped(school.scope):
        ada = Card.objects.get(number="2000101").patron_id

    actions.undo_one(upload_id, patron_id=ada, acting_user=school.tarik, now=NOW)

    with scoped(school.scope):
        assert list(Card.objects.filter(number__startswith="2000").values_list("number")) == [
            ("2000102",)
        ]


def test_a_second_time_the_same_list_changes_nothing(school: School) -> None:
    first = take_over([ADA, BEN, CAS], by=school.tarik, branch_id=school.branch.id)
    approve(first, by=school.tarik)
    before = fingerprint_of_register(school.scope)

    again = take_over([CAS, ADA, BEN], by=school.tarik, branch_id=school.branch.id)

    assert plan_of(again, by=school.tarik).counts["keep"] == 3
    approve(again, by=school.tarik)
    assert fingerprint_of_register(school.scope) == before


def test_a_child_that_the_school_named_gets_its_card_and_keeps_its_group(school: School) -> None:
    list_id = school.receive()
    send(list_id, by=school.petra)
    approve(list_id, by=school.marloes)
    known = school.children[0]
    row = ("2000777", "", known.first_name, known.prefix, known.surname,
           f"{known.born}", "1a", "Leerling", "", "", "")  # fmt: skip

    upload_id = take_over([row], by=school.tarik, branch_id=school.branch.id)

    [line] = plan_of(upload_id, by=school.tarik).children
    assert [(fact.field, fact.after) for fact in line.changes] == [("card_number", "2000777")]
    approve(upload_id, by=school.tarik)
    with scoped(school.scope):
        numbers = set(
            Card.objects.filter(patron_id=school.ids[known.number]).values_list("number", flat=True)
        )
    assert len(numbers) == 2
    assert "2000777" in numbers


def test_it_never_takes_the_place_of_a_list_of_the_school(school: School) -> None:
    list_id = school.receive()
    upload_id = take_over([ADA], by=school.tarik, branch_id=school.branch.id)

    send(list_id, by=school.petra)

    assert queries.upload_line(upload_id, viewer=school.tarik).status == "sent"
    assert queries.upload_line(list_id, viewer=school.petra).status == "sent"


def test_a_newer_one_takes_the_place_of_one_that_was_not_processed(school: School) -> None:
    first = take_over([ADA], by=school.tarik, branch_id=school.branch.id)

    second = take_over([ADA, BEN], by=school.tarik, branch_id=school.branch.id)

    assert queries.upload_line(first, viewer=school.tarik).status == "replaced"
    assert [line.id for line in queries.takeovers(viewer=school.tarik)] == [second]


def test_the_school_sees_nothing_of_it(school: School) -> None:
    upload_id = take_over([ADA], by=school.tarik, branch_id=school.branch.id)

    assert queries.uploads_of_branch(school.branch, viewer=school.petra) == ()
    for seen in (
        lambda: queries.upload_line(upload_id, viewer=school.petra),
        lambda: queries.reading_page(upload_id, viewer=school.petra),
        lambda: queries.plan_page(upload_id, viewer=school.petra, staff=False),
        lambda: actions.withdraw(upload_id, acting_user=school.petra, now=NOW),
    ):
        with pytest.raises(queries.ImportNotFoundError):
            seen()
    assert queries.queue(viewer=school.tarik, today=NOW.date()).waiting == ()


def test_other_people_may_neither_bring_one_nor_see_it(school: School) -> None:
    upload_id = take_over([ADA], by=school.tarik, branch_id=school.branch.id)

    for somebody in (school.petra, *school.strangers):
        with pytest.raises(actions.NotAllowedError):
            take_over([ADA], by=somebody, branch_id=school.branch.id)
        with pytest.raises(queries.ImportNotFoundError):
            actions.remove_takeover(upload_id, acting_user=somebody, now=NOW)
        assert queries.takeovers(viewer=somebody) == ()


def test_a_second_click_finds_the_first(school: School) -> None:
    first = take_over([ADA], by=school.tarik, branch_id=school.branch.id, token="t")

    assert take_over([ADA], by=school.tarik, branch_id=school.branch.id, token="t") == first


def test_it_can_be_let_go_once_and_for_all(school: School) -> None:
    upload_id = take_over([ADA], by=school.tarik, branch_id=school.branch.id)

    actions.remove_takeover(upload_id, acting_user=school.tarik, now=NOW)
    actions.remove_takeover(upload_id, acting_user=school.tarik, now=NOW)

    assert queries.upload_line(upload_id, viewer=school.tarik).status == "withdrawn"


def test_it_cannot_be_sent_back_to_a_school(school: School) -> None:
    upload_id = take_over([ADA], by=school.tarik, branch_id=school.branch.id)

    with pytest.raises(actions.NotOpenError):
        actions.return_to_school(upload_id, reason="kijk", acting_user=school.tarik, now=NOW)


def test_rows_of_other_branches_become_lists_of_their_own(school: School) -> None:
    rows = [(*row[:8], place, *row[9:]) for row, place in ((ADA, "K1"), (BEN, "Linde"))]
    upload_id = take_over(rows, by=school.marloes, branch_id=school.branch.id)
    plan = plan_of(upload_id, by=school.marloes)
    assert plan.counts["skip"] == 2
    assert not plan.may_approve
    assert plan.missing == ("branches",)
    assert {line.name: line.suggested for line in plan.locations} == {
        "K1": None,
        "Linde": school.other.id,
    }

    [other] = actions.split_off(
        upload_id,
        {"K1": school.branch.id, "Linde": school.other.id},
        acting_user=school.marloes,
        now=NOW,
    )

    assert plan_of(upload_id, by=school.marloes).counts["enrol"] == 1
    assert plan_of(other, by=school.marloes).counts["enrol"] == 1
    assert queries.upload_line(other, viewer=school.marloes).is_takeover
    assert approve(upload_id, by=school.marloes)
    assert approve(other, by=school.marloes)


def test_a_member_of_two_branches_becomes_one_patron_with_one_card(school: School) -> None:
    rows = [(*ADA[:8], place, *ADA[9:]) for place in ("Kiem", "Linde")]
    upload_id = take_over(rows, by=school.marloes, branch_id=school.branch.id)
    [other] = actions.split_off(
        upload_id, {"Linde": school.other.id}, acting_user=school.marloes, now=NOW
    )

    approve(upload_id, by=school.marloes)
    approve(other, by=school.marloes)

    with scoped(school.marloes.scope):
        card = Card.objects.get(number="2000101")
        found = Membership.objects.filter(patron_id=card.patron_id)
        assert {(one.branch_id, one.category) for one in found} == {
            (school.branch.id, "pupil"),
            (school.other.id, "pupil"),
        }
    before = fingerprint_of_register(school.marloes.scope)
    actions.undo_import(other, reason="verkeerd", acting_user=school.marloes, now=NOW)
    assert fingerprint_of_register(school.marloes.scope) != before
    with scoped(school.marloes.scope):
        assert Membership.objects.filter(patron_id=card.patron_id).count() == 1


def test_a_card_of_somebody_whom_this_person_may_not_see_stops_all_of_it(school: School) -> None:
    carla_s = take_over([ADA], by=school.carla, branch_id=school.other.id)
    approve(carla_s, by=school.carla)
    before = fingerprint_of_register(school.marloes.scope)
    upload_id = take_over([ADA, BEN], by=school.tarik, branch_id=school.branch.id)

    with pytest.raises(actions.NotReadyError) as stopped:
        approve(upload_id, by=school.tarik)

    assert stopped.value.missing == ("cards",)
    assert fingerprint_of_register(school.marloes.scope) == before


def test_the_register_never_gives_a_number_that_came_in_from_elsewhere(school: School) -> None:
    library = school.branch.library_id
    with scoped(school.scope):
        [latest] = new_card_numbers(1, library_id=library)
    ahead = f"V{int(latest[1:]) + 3:0{len(latest) - 1}d}"
    row = (ahead, *ADA[1:])

    approve(take_over([row], by=school.tarik, branch_id=school.branch.id), by=school.tarik)

    with scoped(school.scope):
        assert ahead not in new_card_numbers(10, library_id=library)


def test_who_has_no_card_gets_one_of_ours(school: School) -> None:
    approve(
        take_over([("", *ADA[1:])], by=school.tarik, branch_id=school.branch.id), by=school.tarik
    )

    with scoped(school.scope):
        ada = Patron.objects.get(first_name="Ada")
        assert Card.objects.get(patron=ada).number.startswith("V")


def test_what_a_library_may_not_hold_is_thrown_away_before_anything_is_kept(
    school: School,
) -> None:
    upload_id = take_over(
        [(*ADA, "111222333", "Dorpsweg 1", "0612345678")],
        headings=(*HEADINGS, "BSN", "ADRES", "TELEFOON"),
        by=school.tarik,
        branch_id=school.branch.id,
    )

    reading = queries.reading_page(upload_id, viewer=school.tarik)

    assert {(line.heading, line.reason) for line in reading.dropped} >= {
        ("BSN", "forbidden"),
        ("ADRES", "not_needed"),
        ("TELEFOON", "not_needed"),
    }


def test_its_columns_are_not_remembered_for_the_school(school: School) -> None:
    upload_id = take_over(
        [("7", "Ada", "Loon")],
        headings=("Nummer", "Voornaam", "Achternaam"),
        by=school.tarik,
        branch_id=school.branch.id,
    )
    approve(upload_id, by=school.tarik)

    list_id = receive(
        b"Nummer;Voornaam;Achternaam;Groep\n88;Pien;Zomer;3a\n89;Sem;Vos;4a\n",
        branch_id=school.branch.id,
        by=school.petra,
    )

    [number, *_] = queries.reading_page(list_id, viewer=school.petra).columns
    assert number.field == "pupil_number"


def test_the_questions_of_the_database_do_not_grow_with_the_list(school: School) -> None:
    def statements(rows: Sequence[Sequence[str]]) -> int:
        upload_id = take_over(rows, by=school.tarik, branch_id=school.branch.id)
        digest = plan_of(upload_id, by=school.tarik).digest
        with CaptureQueriesContext(connection) as asked:
            actions.approve(upload_id, digest=digest, acting_user=school.tarik, now=NOW)
        return len(asked)

    few = statements([_row(at) for at in range(5)])
    many = statements([_row(at) for at in range(100, 400)])

    assert many == few


def _row(at: int) -> Sequence[str]:
    drawn = Random(at)  # noqa: S311 - an invented child, the same in every run
    first, last = ("".join(drawn.choices("abdefgiklmnoprstuvz", k=9)).title() for _ in range(2))
    born = date(2010, 1, 1) + timedelta(days=drawn.randrange(3000))
    return (f"3{at:06d}", "", first, "", last, f"{born}", "", "", "", "", "")


def test_the_year_of_its_groups_is_the_present_one_unless_told(school: School) -> None:
    upload_id = take_over([ADA], by=school.tarik, branch_id=school.branch.id)

    assert plan_of(upload_id, by=school.tarik).school_year == THIS_YEAR


def test_a_public_branch_takes_over_its_members(school: School) -> None:
    library = Library.objects.get(id=school.branch.library_id)
    centre = Branch.objects.create(
        library=library, slug="centrale", name="Centrale", place="Polderdorp", kind="public"
    )
    olga = add_person(library, "olga", {"import": [centre]})

    upload_id = take_over([(*CAS[:7], "", *CAS[8:])], by=olga, branch_id=centre.pk)
    approve(upload_id, by=olga)

    with scoped(olga.scope):
        assert Membership.objects.get(branch=centre).category == "public"
