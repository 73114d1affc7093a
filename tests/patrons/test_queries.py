"""Finding people, and reading what happened to them."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.imports.school import CHILDREN, School, next_year
from tests.people import NOW, THIS_YEAR, TODAY, enrol_children

from leesloket.branches.actions import ensure_school_year
from leesloket.branches.models import Branch, Group
from leesloket.isolation.scope import scoped
from leesloket.patrons import pages, queries
from leesloket.patrons.actions import (
    NotAllowedError,
    correct_details,
    end_memberships,
)
from leesloket.patrons.card_numbers import new_card_numbers
from leesloket.patrons.members import members_of_branch
from leesloket.patrons.models import Card, Membership, Placement
from leesloket.patrons.rules import ChildDetails
from leesloket.patrons.states import states

ZOE, GOKCE, JAN, *_ = CHILDREN


def _found(query: str, school: School) -> list[str]:
    result = queries.search_patrons(query, viewer=school.marloes, today=TODAY)
    assert result.total == len(result.lines) == result.shown
    return [line.name for line in result.lines]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("zoe", "Zoë van Dijk"),
        ("Zoë", "Zoë van Dijk"),
        ("dij zo", "Zoë van Dijk"),
        ("GÖKÇE", "Gökçe Öztürk"),
        ("ozturk", "Gökçe Öztürk"),
        ("van 't hof", "Eva van 't Hof"),
        ("001200", "Zoë van Dijk"),
        ("1200", "Zoë van Dijk"),
    ],
)
def test_a_child_is_found_by(school: School, query: str, name: str) -> None:
    assert _found(query, school) == [name]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        "%",
        "ijk",
        "oë van",
        "zoe visser",
        "99999",
        "';--",
        pytest.param("z " * 70_000, id="endless"),
    ],
)
def test_nobody_is_found_by(school: School, query: str) -> None:
    assert _found(query, school) == []


def test_a_card_and_a_group_are_found_too_in_the_order_of_names(school: School) -> None:
    [card] = [child.number for child in CHILDREN if child is ZOE]

    assert _found(f"t{school.branch.id}-{card}", school) == ["Zoë van Dijk"]
    assert _found("3A", school) == [
        "Jan van der Berg",
        "Zoë van Dijk",
        "Gökçe Öztürk",
        "Sem Visser",
    ]


def test_a_group_is_found_by_its_title_and_narrows_a_name(school: School) -> None:
    assert _found("Groep 3a", school) == _found("3A", school)
    assert _found("groep 3a zo", school) == ["Zoë van Dijk"]
    assert _found("s 3a", school) == ["Sem Visser"]
    assert _found("sa 4a", school) == ["Sanne Mulder"]
    assert _found("groep", school) == []


@pytest.mark.parametrize("slip", ["Oztruk", "Oztuk", "Ozzturk", "Oztürx", "gokce oztrk"])
def test_one_slip_is_forgiven_where_nobody_is_called_so(school: School, slip: str) -> None:
    result = queries.search_patrons(slip, viewer=school.marloes, today=TODAY)

    assert [line.name for line in result.lines] == ["Gökçe Öztürk"]
    assert result.alike


@pytest.mark.parametrize(
    "query", ["Dijx", "1201x", "12000", "Otzrük", "Ösztüürk", "^.*$", "sem 9z"]
)
def test_more_than_a_slip_finds_nobody(school: School, query: str) -> None:
    assert _found(query, school) == []


def test_who_is_called_so_is_not_put_among_those_who_nearly_are(school: School) -> None:
    assert not queries.search_patrons("ozturk", viewer=school.marloes, today=TODAY).alike
    for stranger in school.strangers:
        assert queries.search_patrons("oztruk", viewer=stranger, today=TODAY).total == 0


def test_a_line_says_what_a_desk_wants_to_know(school: School) -> None:
    [line] = queries.search_patrons("zoe", viewer=school.marloes, today=TODAY).lines

    assert (line.sorted_name, line.group, line.year_group) == ("Dijk, Zoë van", "3a", "3")
    assert (line.pupil_number, line.birth_date, line.enrolled) == ("001200", ZOE.born, True)
    assert line.branch_names == (school.branch.name,)
    assert "Zo" not in repr(line)


def test_who_was_signed_off_is_found_as_such(school: School) -> None:
    with scoped(school.scope):
        end_memberships([school.ids[ZOE.number]], branch_id=school.branch.id, on=TODAY)

    [line] = queries.search_patrons("zoe", viewer=school.marloes, today=TODAY).lines
    assert not line.enrolled
    [before] = queries.search_patrons("zoe", viewer=school.marloes, today=date(2026, 8, 16)).lines
    assert before.enrolled


def test_somebody_of_another_branch_is_not_found_and_has_no_page(school: School) -> None:
    for stranger in school.strangers:
        assert queries.search_patrons("zoe", viewer=stranger, today=TODAY).total == 0
        assert queries.search_patrons("1200", viewer=stranger, today=TODAY).total == 0
        with pytest.raises(queries.PatronNotFoundError):
            pages.patron_page(school.ids[ZOE.number], viewer=stranger, today=TODAY)
        with pytest.raises(queries.PatronNotFoundError):
            _correct(school, ZOE.number, surname="X", by=stranger)


def test_a_person_who_is_not_there_has_no_page(school: School) -> None:
    with pytest.raises(queries.PatronNotFoundError):
        pages.patron_page(uuid4(), viewer=school.marloes, today=TODAY)


def _correct(school: School, number: str, *, surname: str, by: object = None) -> None:
    correct_details(
        patron_id=school.ids[number],
        details=ChildDetails(
            first_name=ZOE.first_name, prefix=ZOE.prefix, surname=surname, birth_date=ZOE.born
        ),
        acting_user=by or school.marloes,  # type: ignore[arg-type]
        now=NOW,
    )


# --- one person ----------------------------------------------------------------------------------


def test_a_page_tells_old_and_new_and_who_did_it(school: School) -> None:
    patron = school.ids[ZOE.number]
    _correct(school, ZOE.number, surname="Dijkstra")
    _correct(school, ZOE.number, surname="Dijkstra")

    page = pages.patron_page(patron, viewer=school.marloes, today=TODAY)

    [latest] = [block for block in page.history if block.by]
    [line] = latest.lines
    [change] = line.changes
    assert (change.what, change.before, change.after) == ("surname", "Dijk", "Dijkstra")
    assert (latest.by, line.table, line.kind) == ("Marloes Voorbeeld", "patron", "update")
    earlier = [line for block in page.history if block is not latest for line in block.lines]
    assert {line.kind for line in earlier} == {"insert"}
    assert {line.table for line in earlier} == {
        "patron", "membership", "placement", "number", "card",
    }  # fmt: skip
    assert (page.hand_edited, page.may_correct) == (("surname",), True)
    [placement] = page.placements
    assert (placement.school_year, placement.group) == ("2025-2026", "3a")
    [number] = page.numbers
    assert (number.number, number.source) == ("001200", "test")
    assert "Dijk" not in repr(page)


def test_history_names_the_groups_of_a_move(school: School) -> None:
    kiem = Branch.objects.get(id=school.branch.id)
    with scoped(school.scope):
        before = set(Membership.objects.values_list("patron_id", flat=True))
    someone = replace(next_year()[0], number="001999")
    enrol_children(kiem, [someone], school_year=THIS_YEAR)
    with scoped(school.scope):
        [new] = set(Membership.objects.values_list("patron_id", flat=True)) - before

    page = pages.patron_page(new, viewer=school.marloes, today=TODAY)

    lines = [line for block in page.history for line in block.lines]
    [placed] = [line for line in lines if line.table == "placement"]
    told = {change.what: change.after for change in placed.changes}
    assert (told["group"], told["school_year"]) == ("4a", THIS_YEAR)


def test_who_may_not_work_at_the_desk_corrects_nobody(school: School) -> None:
    with pytest.raises(NotAllowedError):
        _correct(school, ZOE.number, surname="X", by=school.tarik)

    page = pages.patron_page(school.ids[ZOE.number], viewer=school.tarik, today=TODAY)
    assert (page.surname, page.may_correct) == ("Dijk", False)


def test_a_card_that_was_blocked_is_told_apart_from_the_one_that_works(school: School) -> None:
    with scoped(school.scope):
        for number, blocked_on in (("KWIJT1", TODAY), ("NIEUW1", None)):
            Card.objects.create(
                library_id=school.branch.library_id,
                patron_id=school.ids[ZOE.number],
                number=number,
                from_date=TODAY,
                blocked_on=blocked_on,
            )

    def told(query: str) -> tuple[list[str], bool]:
        search = queries.search_patrons(query, viewer=school.marloes, today=TODAY)
        return [line.name for line in search.lines], search.blocked_card

    assert told("kwijt1") == (["Zoë van Dijk"], True)
    assert told("NIEUW1") == (["Zoë van Dijk"], False)
    assert told("Zoë") == (["Zoë van Dijk"], False)


# --- groups --------------------------------------------------------------------------------------


def test_groups_are_listed_with_their_pupils_of_now(school: School) -> None:
    with scoped(school.scope):
        end_memberships([school.ids[ZOE.number]], branch_id=school.branch.id, on=TODAY)

    lines = pages.groups_of(school.branch, "2025-2026", viewer=school.marloes, today=TODAY)

    assert [(line.code, line.pupils) for line in lines] == [
        ("3a", 3), ("4a", 4), ("5a", 4), ("6a", 4), ("7a", 4),
    ]  # fmt: skip
    assert pages.school_years(school.branch, viewer=school.marloes) == ("2025-2026",)
    page = pages.group_page(school.branch, lines[0].id, viewer=school.marloes, today=TODAY)
    assert [line.name for line in page.lines] == ["Jan van der Berg", "Gökçe Öztürk", "Sem Visser"]


def test_groups_open_on_the_last_year_that_has_children_in_it(school: School) -> None:
    def opens() -> str:
        return pages.year_to_open(school.branch, viewer=school.marloes, today=date(2026, 9, 1))

    with scoped(school.scope):
        following = Group.objects.create(
            branch_id=school.branch.id,
            school_year_id=ensure_school_year("2026-2027"),
            code="5b",
            name="5b",
        )
    # Made for a teacher: nobody is in it before the list.
    assert opens() == "2025-2026"

    with scoped(school.scope):
        placed = Placement.objects.filter(
            branch_id=school.branch.id, membership__until_date=None
        ).first()
        assert placed is not None
        Placement.objects.create(
            membership=placed.membership,
            branch_id=school.branch.id,
            group=following,
            school_year_id="2026-2027",
            from_date=date(2026, 8, 1),
        )
    assert opens() == "2026-2027"


def test_a_list_of_july_changes_no_group_before_august(school: School) -> None:
    """Who leaves then is in the group until then, and who goes on is in the old one."""
    july, august = date(2026, 7, 31), date(2026, 8, 1)
    with scoped(school.scope):
        end_memberships([school.ids[ZOE.number]], branch_id=school.branch.id, on=august)
        membership = Membership.objects.get(patron_id=school.ids[JAN.number])
        following = Group.objects.create(
            branch_id=school.branch.id,
            school_year_id=ensure_school_year("2026-2027"),
            code="4c",
            name="4c",
        )
        Placement.objects.create(
            membership=membership,
            branch_id=school.branch.id,
            group=following,
            school_year_id="2026-2027",
            from_date=august,
        )

    def in_3a(day: date) -> dict[str, str]:
        group, *_ = pages.groups_of(school.branch, "2025-2026", viewer=school.marloes, today=day)
        page = pages.group_page(school.branch, group.id, viewer=school.marloes, today=day)
        assert group.pupils == page.group.pupils == len(page.lines)
        return {line.name: line.group for line in page.lines}

    def found(group: str, day: date) -> set[str]:
        lines = queries.search_patrons(group, viewer=school.marloes, today=day).lines
        return {line.name for line in lines}

    assert in_3a(july)["Zoë van Dijk"] == in_3a(july)["Jan van der Berg"] == "3a"
    assert {"Zoë van Dijk", "Jan van der Berg"} <= found("3a", july)
    assert not found("4c", july)
    assert "Zoë van Dijk" not in in_3a(august)
    assert in_3a(august)["Jan van der Berg"] == "3a"
    assert found("4c", august) == {"Jan van der Berg"}


def test_another_branch_sees_no_groups(school: School) -> None:
    [group, *_] = pages.groups_of(school.branch, "2025-2026", viewer=school.marloes, today=TODAY)

    for stranger in school.strangers:
        assert pages.groups_of(school.branch, "2025-2026", viewer=stranger, today=TODAY) == ()
        assert pages.school_years(school.branch, viewer=stranger) == ()
        assert pages.year_to_open(school.branch, viewer=stranger, today=TODAY) == ""
        with pytest.raises(pages.GroupNotFoundError):
            pages.group_page(school.branch, group.id, viewer=stranger, today=TODAY)
    with pytest.raises(pages.GroupNotFoundError):
        pages.group_page(school.other, group.id, viewer=school.marloes, today=TODAY)


# --- cards and numbers ---------------------------------------------------------------------------


def test_card_numbers_are_never_given_twice(school: School) -> None:
    library = school.branch.library_id
    with scoped(school.scope):
        first = new_card_numbers(3, library_id=library)
        second = new_card_numbers(2, library_id=library)

        assert len({*first, *second}) == 5
        assert all(number[0] == "V" and len(number) >= 9 for number in (*first, *second))
        assert new_card_numbers(0, library_id=library) == ()


def test_a_pupils_rows_are_read_under_their_own_names(school: School) -> None:
    patron = str(school.ids[ZOE.number])
    with scoped(school.scope):
        state = states([patron, str(uuid4())], branch_id=school.branch.id)
        card = Card.objects.get(patron_id=patron)

    rows = state[patron]
    assert state.keys() == {patron}
    assert (rows["patron"]["surname"], rows["patron"]["birth_date"]) == ("Dijk", "2019-01-05")
    assert rows[f"card:{card.id}"]["number"] == card.number
    assert sorted(key.partition(":")[0] for key in rows) == [
        "card", "membership", "number", "patron", "placement",
    ]  # fmt: skip


def test_a_register_is_read_in_six_queries_whoever_is_in_it(
    school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with scoped(school.scope), django_assert_num_queries(6):
        members = members_of_branch(school.branch.id)
    assert len(members) == 20
    assert repr(members[0]) == f"Member({members[0].patron_id})"
    assert {UUID(member.patron_id) for member in members} == set(school.ids.values())
