"""From a school's file to the register and back, held against the truth of the demo world."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from psycopg import sql
from tests.imports.journey import (
    REGISTER,
    approve,
    fingerprint_of_register,
    plan_of,
    receive,
    send,
)
from tests.people import (
    LAST_YEAR,
    NOW,
    THIS_YEAR,
    TODAY,
    branch,
    demo_file,
    school_viewer,
    staff_viewer,
    truth,
    viewer,
    whole_scope,
)

from leesloket.accounts.queries import Viewer
from leesloket.demo.files import DEMO_FILES, DemoFile
from leesloket.demo.model import DemoMember
from leesloket.demo.populate import patron_id_of
from leesloket.imports import actions
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons.models import Card, Membership, Placement, PupilNumber
from leesloket.server import embedded

pytestmark = [pytest.mark.usefixtures("reader"), pytest.mark.enable_socket]

GOOD = [file for file in DEMO_FILES if file.good]


def _apply(name: str, slug: str) -> UUID:
    school, staff = school_viewer(slug), staff_viewer(slug)
    upload = receive(demo_file(name), branch_id=branch(slug).id, by=school)
    send(upload, by=school)
    _say_who_it_is(upload, staff)
    assert approve(upload, by=staff)
    return upload


def _say_who_it_is(upload: UUID, staff: Viewer) -> None:
    """The one child that came back under another number: it is whom the world says it is."""
    for question in plan_of(upload, by=staff).questions:
        shown = tuple(candidate.patron_id for candidate in question.candidates)
        [who] = shown
        actions.answer_question(
            upload,
            fingerprint=question.fingerprint,
            answer="same",
            patron_id=who,
            shown=shown,
            acting_user=staff,
            now=NOW,
        )


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_a_good_list_makes_the_register_what_is_true_and_undo_gives_back_what_it_was(
    demo: None, file: DemoFile
) -> None:
    before = fingerprint_of_register(whole_scope(file.branch))

    upload = _apply(file.name, file.branch)

    _is_the_truth(file.branch)
    result = actions.undo_import(
        upload, reason="toch niet", acting_user=staff_viewer(file.branch), now=NOW
    )
    assert fingerprint_of_register(whole_scope(file.branch)) == before
    assert (result.signed_off, result.kept) == (0, 0)


def _is_the_truth(slug: str) -> None:
    line, world = branch(slug), truth(slug)
    known = {member.key for member in world.members}
    with scoped(Scope(line.library_id, (line.id,))):
        enrolled = dict(Membership.objects.filter(until_date=None).values_list("patron_id", "pk"))
        numbers = dict(
            PupilNumber.objects.filter(until_date=None).values_list(
                "number", "membership__patron_id"
            )
        )
        cards = set(Card.objects.values_list("patron_id", flat=True))
        this_year = {
            placement.membership.patron_id: placement
            for placement in Placement.objects.filter(school_year=THIS_YEAR).select_related(
                "membership__patron", "group"
            )
        }
        gone = dict(
            Membership.objects.exclude(until_date=None).values_list("patron_id", "until_date")
        )
        last_year = Placement.objects.filter(school_year=LAST_YEAR).count()
    assert len(world.next_year) == len(enrolled) == len(this_year)
    for member in world.next_year:
        patron_id = numbers[member.pupil_number]
        assert patron_id == patron_id_of(member.key) or member.key not in known
        assert patron_id in enrolled
        assert patron_id in cards
        _is_placed(this_year[patron_id], member)
    left = {patron_id_of(key) for key in known - {member.key for member in world.next_year}}
    assert gone == dict.fromkeys(left, TODAY)
    assert last_year == len(world.members)


def _is_placed(placement: Placement, member: DemoMember) -> None:
    patron = placement.membership.patron
    assert placement.group is not None
    assert (placement.group.code, placement.year_group) == (member.group, member.year_group)
    assert (patron.prefix, patron.surname, patron.birth_date) == (
        member.prefix,
        member.surname,
        member.birth_date,
    )
    assert patron.first_name == member.first_name
    # No list of these has all of these columns: a blank has erased nothing.
    assert patron.initials.replace(".", "") in {"", member.initials.replace(".", "")}


@pytest.mark.parametrize("slug", ["wilgenbos", "vuurvlinder"])
def test_another_branch_is_not_touched(demo: None, slug: str) -> None:
    others = [other for other in ("vuurvlinder", "wilgenbos", "zilvermeeuw") if other != slug]
    scopes = [Scope(branch(other).library_id, (branch(other).id,)) for other in others]
    before = [fingerprint_of_register(scope) for scope in scopes]

    _apply(next(file.name for file in GOOD if file.branch == slug), slug)

    assert [fingerprint_of_register(scope) for scope in scopes] == before


def test_the_same_list_once_more_keeps_everybody_and_writes_nothing(demo: None) -> None:
    _apply("vuurvlinder-2026-2027.xlsx", "vuurvlinder")
    before = fingerprint_of_register(whole_scope("vuurvlinder"))
    petra, marloes = viewer("petra"), viewer("marloes")

    again = receive(
        demo_file("vuurvlinder-2026-2027.xlsx"), branch_id=branch("vuurvlinder").id, by=petra
    )

    plan = plan_of(again, by=petra, staff=False)
    assert {kind: count for kind, count in plan.counts.items() if count} == {
        "keep": len(truth("vuurvlinder").next_year),
        "pupils": len(truth("vuurvlinder").next_year),
    }
    send(again, by=petra)
    assert plan_of(again, by=marloes).holds == ()
    assert approve(again, by=marloes)
    assert fingerprint_of_register(whole_scope("vuurvlinder")) == before


def test_after_undoing_no_row_is_left_behind_for_nobody_to_see(
    fresh_database: str, server: embedded.Embedded
) -> None:
    before = _every_row(server, fresh_database)
    upload = _apply("vuurvlinder-2026-2027.xlsx", "vuurvlinder")
    assert _every_row(server, fresh_database) != before

    actions.undo_import(upload, reason="toch niet", acting_user=viewer("marloes"), now=NOW)

    assert _every_row(server, fresh_database) == before


def _every_row(server: embedded.Embedded, database: str) -> dict[str, object]:
    """As the superuser, whom row-level security hides nothing from."""
    with server.connect(embedded.SUPERUSER, database) as direct:
        return {
            table: direct.execute(
                sql.SQL(
                    "select count(*), md5(string_agg(t::text, chr(10) order by t::text)) from {} t"
                ).format(sql.Identifier(table))
            ).fetchone()
            for table in REGISTER
        }


def test_a_list_sent_before_the_summer_takes_effect_on_the_first_of_august(demo: None) -> None:
    july = NOW.replace(month=7, day=6)
    content = demo_file("wilgenbos-2026-2027.csv")
    joost, marloes = viewer("joost"), viewer("marloes")

    upload = receive(content, branch_id=branch("wilgenbos").id, by=joost, now=july)
    assert plan_of(upload, by=joost, staff=False).school_year == THIS_YEAR
    send(upload, by=joost, now=july)
    approve(upload, by=marloes, now=july)

    line = branch("wilgenbos")
    with scoped(Scope(line.library_id, (line.id,))), connection.cursor() as cursor:
        cursor.execute("select distinct until_date from patrons_membership")
        assert set(cursor.fetchall()) == {(None,), (date(2026, 8, 1),)}
