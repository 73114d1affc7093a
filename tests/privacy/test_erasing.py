"""Erasing a person: nothing with the name is left, in any table and in nothing that is sealed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pyrage
import pytest
from django.db import connection
from pyrage import x25519
from tests.imports.journey import approve, lift_all, plan_of, receive, send
from tests.imports.school import CHILDREN, School, make_school, next_year
from tests.people import NOW, TODAY, Child, list_of, without_birth_dates

from leesloket.accounts.models import Account
from leesloket.accounts.queries import Viewer
from leesloket.audit.queries import events_about
from leesloket.branches.models import Library
from leesloket.imports import actions, queries
from leesloket.imports.kept import opened_reading
from leesloket.imports.models import JournalIndex, RosterImport
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons.actions import correct_details
from leesloket.patrons.models import Membership, Patron
from leesloket.patrons.queries import PatronNotFoundError
from leesloket.patrons.rules import ChildDetails
from leesloket.privacy import erasing
from leesloket.privacy.erasing import erase, erasure_view
from leesloket.server import embedded
from leesloket.vault import keys
from leesloket.vault.queries import is_kept

pytestmark = pytest.mark.enable_socket

# Long enough that no id, digest or sealed byte spells it by chance: digits are hexadecimal too.
NUMBER = "880001880001"
CANARY = Child(NUMBER, "Quirijntje", "van de", "Vlindervlucht", date(2018, 3, 14), "4a")
WORDS = ("Quirijntje", "quirijntje", "Vlindervlucht", "vlindervlucht", NUMBER, "2018-03-14")


@pytest.fixture
def school(db: None, reader: None) -> School:
    return make_school(children=(CANARY, *CHILDREN))


def _canary(school: School) -> UUID:
    return school.ids[CANARY.number]


def _erase(school: School, by: Viewer, **more: object) -> erasing.Erased:
    told = {"not_again": True, "acting_user": by, "now": NOW, **more}
    return erase(_canary(school), **told)  # type: ignore[arg-type]


# --- nothing is left -----------------------------------------------------------------------------


def _a_life(school: School) -> UUID:
    """A list with the child was processed, and somebody typed a mistake of it over."""
    mistaken = replace(CANARY, first_name="", surname="Vlindervlucht-Bloem")
    rest = next_year(school.children[1:])
    upload = school.receive(
        (replace(mistaken, group="5a"), *rest), name="Vlindervlucht van de zus.csv"
    )
    [row] = [
        one
        for one in plan_of(upload, by=school.petra, staff=False, query=NUMBER).children
        if one.fingerprint
    ]
    actions.repair_cell(
        upload,
        fingerprint=row.fingerprint,
        field="first_name",
        value=CANARY.first_name,
        acting_user=school.petra,
        now=NOW,
    )
    send(upload, by=school.petra)
    lift_all(upload, by=school.marloes)
    assert approve(upload, by=school.marloes)
    correct_details(
        patron_id=_canary(school),
        details=ChildDetails(
            first_name="Quirijntje-Anna",
            prefix="van de",
            surname="Vlindervlucht",
            birth_date=CANARY.born,
        ),
        acting_user=school.marloes,
        now=NOW,
    )
    return upload


def _everything(server: embedded.Embedded, name: str) -> Iterator[tuple[str, str]]:
    """Every table as text, as the superuser sees it."""
    with server.connect(embedded.SUPERUSER, name) as owner:
        tables = owner.execute(
            "select relname from pg_class where relkind = 'r'"
            " and relnamespace = 'public'::regnamespace order by relname"
        ).fetchall()
        for (table,) in tables:
            rows = owner.execute(f"select t::text from {table} t").fetchall()  # noqa: S608 - from the catalogue
            yield table, "\n".join(row for (row,) in rows)


def _unsealed(server: embedded.Embedded, name: str) -> Iterator[tuple[str, str]]:
    """Everything in the vault, opened by whoever can."""
    identities = [one for name in keys.PAIRS for one in keys.identities(name)]
    with server.connect(embedded.SUPERUSER, name) as owner:
        rows = owner.execute(
            "select s.kind, s.ciphertext, k.wrapped from vault_sealed s"
            " join vault_wrappedkey k on k.sealed_id = s.id"
        ).fetchall()
        labels = owner.execute("select file_name from intake_upload").fetchall()
    for kind, ciphertext, wrapped in rows:
        one_time = x25519.Identity.from_str(pyrage.decrypt(bytes(wrapped), identities).decode())
        yield kind, pyrage.decrypt(bytes(ciphertext), [one_time]).decode(errors="replace")
    for (label,) in labels:
        if label:
            yield "name", pyrage.decrypt(bytes(label), identities).decode()


def _places(server: embedded.Embedded, name: str, words: tuple[str, ...] = WORDS) -> set[str]:
    """Where one of `words` stands, as it is or in the bytes of a column, which show as hex."""
    sought = (*words, *(word.encode().hex() for word in words))
    found = [*_everything(server, name), *_unsealed(server, name)]
    return {place for place, text in found if any(word in text for word in sought)}


def test_nothing_with_the_name_is_left_in_any_table_or_sealed_thing(
    fresh_database: str, server: embedded.Embedded, reader: None
) -> None:
    school = make_school(children=(CANARY, *CHILDREN), tag="-leeg")
    names = WORDS[:-1]  # a birth date is somebody else's too
    _a_life(school)
    assert _places(server, fresh_database, names) == {
        *("patrons_patron", "patrons_patronevent", "patrons_pupilnumber"),
        *("patrons_pupilnumberevent", "patrons_card", "patrons_cardevent"),
        *("raw", "table", "answers", "journal", "name"),
    }

    done = _erase(school, school.marloes)

    assert (done.whole, done.already, done.kept_out, done.waiting) == (True, False, 1, 0)
    assert _places(server, fresh_database, names) == set()
    gone = (str(_canary(school)),)
    assert _places(server, fresh_database, gone) == {"audit_event", "imports_notincluded"}


def test_the_rest_of_the_import_can_still_be_read_and_undone(school: School) -> None:
    upload = _a_life(school)
    other = school.receive(next_year(school.children[1:]), name="van groep 3.csv")

    _erase(school, school.marloes)

    names = {
        one.id: one.file_name
        for one in queries.uploads_of_branch(school.branch, viewer=school.petra)
    }
    assert names == {upload: "", other: "van groep 3.csv"}
    result = queries.result_page(upload, viewer=school.marloes, staff=True, now=NOW)
    assert len(result.children) == 20
    assert all(child.changes or child.kind == "move" for child in result.children)
    _, rows = queries.report_rows(upload, viewer=school.petra, today=TODAY)
    assert len(rows) == 20
    undone = actions.undo_import(upload, reason="toch niet", acting_user=school.marloes, now=NOW)
    assert (undone.restored, undone.kept) == (20, 0)
    with scoped(school.scope):
        assert not Patron.objects.filter(id=_canary(school)).exists()


def test_the_next_list_passes_the_child_over(school: School) -> None:
    _erase(school, school.marloes)

    plan = plan_of(school.receive(next_year(school.children)), by=school.petra, staff=False)

    assert (plan.counts["enrol"], plan.counts["skip"]) == (0, 1)


def test_without_the_list_the_next_one_enrols_the_child_anew(school: School) -> None:
    _erase(school, school.marloes, not_again=False)

    plan = plan_of(school.receive(next_year(school.children)), by=school.petra, staff=False)

    assert (plan.counts["enrol"], plan.counts["skip"]) == (1, 0)


# --- who, and how often --------------------------------------------------------------------------


def test_a_second_click_does_nothing(school: School) -> None:
    _erase(school, school.marloes)

    again = _erase(school, school.tarik)

    assert again.already
    with scoped(school.scope):
        events = events_about(_canary(school))
    assert [event.code for event in events] == ["not_included_added", "patron_erased"]


def test_who_does_not_import_there_erases_nobody(school: School) -> None:
    for stranger in (*school.strangers, school.petra):
        with pytest.raises(PatronNotFoundError):
            _erase(school, stranger)
        with pytest.raises(PatronNotFoundError):
            erasure_view(_canary(school), viewer=stranger, today=TODAY)
    with pytest.raises(PatronNotFoundError):
        erase(uuid4(), not_again=True, acting_user=school.marloes, now=NOW)
    _erase(school, school.marloes)
    with pytest.raises(PatronNotFoundError):
        _erase(school, school.carla)


# --- what stays ----------------------------------------------------------------------------------


def _also_elsewhere(school: School) -> None:
    with scoped(Scope(school.branch.library_id, (school.branch.id, school.other.id))):
        Membership.objects.create(
            patron_id=_canary(school),
            branch_id=school.other.id,
            category="pupil",
            from_date=TODAY,
        )


def test_who_belongs_elsewhere_too_stays_there_and_is_gone_here(school: School) -> None:
    login = _login_of_the_canary(school)
    _also_elsewhere(school)
    view = erasure_view(_canary(school), viewer=school.tarik, today=TODAY)
    assert not view.whole
    assert [one.code for one in view.staying] == ["elsewhere"]
    assert school.other.name not in repr(view)

    done = _erase(school, school.tarik)

    assert not done.whole
    with scoped(school.scope):
        assert not Patron.objects.filter(id=_canary(school)).exists()
        for table in ("membershipevent", "placementevent", "pupilnumberevent"):
            assert _count(f"patrons_{table}", _canary(school)) == 0
    with scoped(Scope(school.other.library_id, (school.other.id,))):
        assert Patron.objects.get(id=_canary(school)).first_name == CANARY.first_name
        assert Membership.objects.filter(patron_id=_canary(school)).count() == 1
        assert Account.objects.get(pk=login.pk).has_usable_password()


def _count(table: str, patron_id: UUID) -> int:
    """Rows of history that hold this id in any column."""
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table} t where t::text like %s", [f"%{patron_id}%"])  # noqa: S608 - a name of this test
        return int(cursor.fetchone()[0])


def test_who_imports_at_all_of_them_erases_the_whole_person(school: School) -> None:
    _also_elsewhere(school)

    assert _erase(school, school.marloes).whole

    for scope in (school.scope, Scope(school.other.library_id, (school.other.id,))):
        with scoped(scope):
            assert not Patron.objects.filter(id=_canary(school)).exists()


def test_nobody_is_erased_with_books_at_home(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "copies_at_home", lambda ids: dict.fromkeys(ids, 2))
    view = erasure_view(_canary(school), viewer=school.marloes, today=TODAY)
    assert not view.possible
    assert [(one.code, one.count) for one in view.staying] == [("copies_at_home", 2)]

    with pytest.raises(erasing.StillOpenError):
        _erase(school, school.marloes)

    with scoped(school.scope):
        assert Patron.objects.filter(id=_canary(school)).exists()


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (f"{NUMBER};;;;14-03-2018;5a;", "error"),
        (f"{NUMBER};Quirijntje;van de;Vlindervlucht;14-03-2018;5a;01-06-2026", "skip"),
    ],
    ids=["that cannot be read", "of who has left"],
)
def test_a_row_that_did_not_go_along_goes_with_the_child(
    school: School, row: str, kind: str
) -> None:
    heading, *rest = list_of(next_year(school.children[1:])).decode().splitlines()
    lines = (f"{heading};Datum uitschrijving", row, *(f"{line};" for line in rest))
    content = "\n".join(lines).encode()
    upload = receive(content, branch_id=school.branch.id, by=school.petra)
    send(upload, by=school.petra)
    lift_all(upload, by=school.marloes)
    assert approve(upload, by=school.marloes)
    with scoped(school.scope):
        applied = RosterImport.objects.select_related("upload").get(pk=upload)
        assert [left for _, left, _ in applied.rows_left] == [kind]

    _erase(school, school.marloes)

    with scoped(school.scope):
        table = opened_reading(RosterImport.objects.get(pk=upload)).table
        assert table is not None
        assert not any(NUMBER in line.cells for line in table.rows)
        assert not is_kept(applied.upload.sealed_id or uuid4())


def test_a_list_that_waits_keeps_the_child_and_says_so(school: School) -> None:
    upload = school.receive(next_year(school.children))
    send(upload, by=school.petra)
    view = erasure_view(_canary(school), viewer=school.marloes, today=TODAY)
    assert [(one.code, one.count) for one in view.staying] == [("waiting_lists", 1)]

    assert _erase(school, school.marloes).waiting == 1

    assert plan_of(upload, by=school.marloes).counts["skip"] == 1


def test_a_list_that_waits_is_found_however_it_writes_its_numbers(school: School) -> None:
    children = (replace(one, number=f"L{one.number}") for one in next_year(school.children))
    content = without_birth_dates(children)
    send(receive(content, branch_id=school.branch.id, by=school.petra), by=school.petra)

    assert _erase(school, school.marloes).waiting == 1


def _login_of_the_canary(school: School) -> Account:
    library = Library.objects.get(pk=school.branch.library_id)
    with scoped(school.scope):
        pupil = Account(library=library, login="quirijntje", display_name="Q", created_at=NOW)
        pupil.email, pupil.one_time_until = "quirijntje@school.example", NOW
        pupil.set_password("een lang wachtwoord")
        pupil.save(force_insert=True)
        Patron.objects.filter(id=_canary(school)).update(account=pupil)
    return pupil


def test_the_login_of_a_pupil_goes_and_that_of_a_colleague_stays(school: School) -> None:
    pupil = _login_of_the_canary(school)
    with scoped(school.scope):
        Patron.objects.filter(id=school.ids["001200"]).update(account=school.tarik.account_id)

    both = (_canary(school), school.ids["001200"])
    views = [erasure_view(patron, viewer=school.marloes, today=TODAY) for patron in both]
    assert [view.account_id for view in views] == [None, school.tarik.account_id]

    for patron in both:
        erase(patron, not_again=False, acting_user=school.marloes, now=NOW)

    with scoped(school.scope):
        gone = Account.objects.get(pk=pupil.pk)
        assert (gone.is_active, gone.display_name, gone.login) == (False, "", f"gewist-{pupil.pk}")
        assert (gone.email, gone.one_time_until) == ("", None)
        assert not gone.has_usable_password()
        assert Account.objects.get(pk=school.tarik.account_id).is_active


def test_history_goes_only_for_who_is_erased(school: School) -> None:
    with scoped(school.scope):
        before = _count("patrons_patronevent", school.ids["001200"])

    _erase(school, school.marloes)

    with scoped(school.scope):
        assert before > 0
        assert _count("patrons_patronevent", school.ids["001200"]) == before
        assert JournalIndex.objects.filter(patron_id=_canary(school)).count() == 0


def test_an_erased_child_of_an_import_that_is_long_ago_is_erased_as_well(school: School) -> None:
    _a_life(school)
    later = NOW + timedelta(days=40)

    assert _erase(school, school.marloes, now=later).whole


def test_somebody_of_another_library_cannot_reach_in_with_the_function(school: School) -> None:
    with scoped(school.noortje.scope), connection.cursor() as cursor:
        cursor.execute("select erase_patron(%s, %s)", [_canary(school), [school.branch.id]])

    with scoped(school.scope):
        assert Patron.objects.filter(id=_canary(school)).exists()
