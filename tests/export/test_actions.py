"""Everything of a library comes out, row by row, and only its own."""

import csv
import json
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import connection
from tests.imports.journey import approve, send
from tests.imports.school import School, make_school
from tests.imports.test_taking_over import ADA, BEN, CAS, take_over
from tests.people import NOW, THIS_YEAR, TODAY, add_person, make_branch, make_library

from leesloket.accounts.queries import Viewer, viewer_of
from leesloket.branches.models import Branch, Library, Policy
from leesloket.export import actions
from leesloket.export.actions import take_out, take_out_scope
from leesloket.export.reading import PATRON_COLUMNS
from leesloket.export.tables import NOT_ISOLATED, STAY_BEHIND, TAKEN_OUT, tables
from leesloket.imports import actions as imports
from leesloket.intake.actions import ReceivedFile
from leesloket.intake.models import Upload
from leesloket.isolation.scope import Scope, scoped
from leesloket.patrons.actions import correct_details
from leesloket.patrons.arrivals import NewChild, add_child
from leesloket.patrons.models import Consent, Membership
from leesloket.patrons.pages import groups_of
from leesloket.patrons.rules import ChildDetails
from leesloket.privacy.log import who_saw
from leesloket.teaching.actions import Newcomer, name_teacher
from leesloket.vault.actions import seal_label

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db: None, reader: None) -> School:
    """A school after a summer: a list, a take-over, a correction and something turned back."""
    school = make_school()
    list_id = school.receive()
    send(list_id, by=school.petra)
    approve(list_id, by=school.marloes)
    approve(
        take_over([ADA, BEN, CAS], by=school.tarik, branch_id=school.branch.id), by=school.tarik
    )
    correct_details(
        patron_id=school.ids["001200"],
        details=ChildDetails(
            first_name='=1+1 "Zoë"', surname="D,ijk; 'x'", birth_date=date(2019, 1, 5)
        ),
        acting_user=school.marloes,
        now=NOW,
    )
    with scoped(_whole(school)):
        Policy.objects.create(library_id=school.branch.library_id, leaver_days=365)
    _a_teacher_adds_a_child(school)
    second = school.receive([*school.children[:3]], token="another")
    imports.withdraw(second, acting_user=school.petra, now=NOW)
    return school


def _a_teacher_adds_a_child(school: School) -> None:
    group_id = groups_of(school.branch, THIS_YEAR, viewer=school.petra, today=TODAY)[0].id
    one_time = name_teacher(
        Newcomer("anna", "Anna de Vries"),
        branch_id=school.branch.id,
        group_ids=[group_id],
        acting_user=school.petra,
        now=NOW,
    )
    assert one_time is not None
    add_child(
        NewChild(uuid4(), "Pien", "", "Winter"),
        group_id=group_id,
        branch=school.branch,
        acting_user=viewer_of(one_time.account_id, today=NOW.date()),
        now=NOW,
    )


def _administrator(school: School, *slugs: str) -> Viewer:
    library = Library.objects.get(id=school.branch.library_id)
    branches = Branch.objects.filter(slug__in=slugs)
    return add_person(library, f"willem{uuid4().hex[:6]}", {"administer": branches})


def _opened(pieces: Iterable[bytes]) -> ZipFile:
    return ZipFile(BytesIO(b"".join(pieces)))


def _csv(archive: ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(name).decode("utf-8")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def _json_lines(archive: ZipFile, name: str) -> list[dict[str, Any]]:
    lines = archive.read(f"jsonl/{name}.jsonl").decode("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def _whole(school: School) -> Scope:
    return Scope(school.branch.library_id, (school.branch.id, school.other.id))


def test_every_model_is_taken_out_or_stays_behind_with_a_reason() -> None:
    """A new table with data of a library that nobody thought of fails here."""
    own = {
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }

    known = {model._meta.db_table for model in apps.get_models()}
    assert own - set(TAKEN_OUT) - set(STAY_BEHIND) == set()
    assert (set(TAKEN_OUT) | set(STAY_BEHIND)) - known == set()
    assert set(TAKEN_OUT) & set(STAY_BEHIND) == set()


def test_every_isolated_table_of_the_database_is_in_one_of_the_two_lists() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relkind = 'r'")
        isolated = {name for (name,) in cursor.fetchall()}

    assert isolated - set(TAKEN_OUT) - set(STAY_BEHIND) == set()
    assert set(TAKEN_OUT) - isolated == set(NOT_ISOLATED)


def test_what_stays_behind_of_a_table_exists() -> None:
    columns = {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields}
        for model in apps.get_models()
    }

    for table, left_out in TAKEN_OUT.items():
        assert set(left_out) <= columns[table], table


def test_every_row_of_every_table_comes_out_as_it_is(school: School) -> None:
    _add_consent(school)
    archive = _opened(take_out_scope(_whole(school), now=NOW))

    empty = []
    for table in tables():
        rows = _rows_in_the_database(table.name, [one.name for one in table.columns], school)
        out = _json_lines(archive, table.name)
        told = {name for name in out[0] if name not in table.labels} if out else set()
        assert [_without(row, table.labels) for row in out] == [
            _without(row, table.labels) for row in rows
        ], table.name
        assert [_as_text(row) for row in out] == _csv(archive, f"csv/{table.name}.csv"), table.name
        empty += [] if told else [table.name]
    # Or the test would hold of nothing.
    assert set(empty) <= {
        *("audit_link", "imports_distinctpair", "imports_notincluded", "messaging_notice"),
        *("children_child", "children_activation", "children_picturecard", "intake_filerequest"),
    }


def _add_consent(school: School) -> None:
    with scoped(school.scope):
        membership = Membership.objects.filter(branch_id=school.branch.id).earliest("from_date")
        Consent.objects.create(
            membership=membership,
            branch_id=membership.branch_id,
            given_by="parent",
            source="form",
            given_on=TODAY,
            recorded_at=NOW,
            recorded_by_id=school.marloes.account_id,
        )


def _rows_in_the_database(table: str, columns: list[str], school: School) -> list[dict[str, Any]]:
    """Asked in another way than the export does: row by row as records of PostgreSQL."""
    only = {
        "branches_library": f" where id = {school.branch.library_id}",
        "branches_branch": f" where library_id = {school.branch.library_id}",
    }
    with scoped(_whole(school)), connection.cursor() as cursor:
        cursor.execute(f"select row_to_json(t) from {table} t{only.get(table, '')}")  # noqa: S608 - names of our models
        rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
        cursor.execute(
            "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid"
            " and a.attnum = any (i.indkey) where i.indrelid = %s::regclass and i.indisprimary"
            " order by array_position(i.indkey::int[], a.attnum::int)",
            [table],
        )
        key = [name for (name,) in cursor.fetchall()]
    rows.sort(key=lambda row: [row[name] for name in key])
    return [{name: row[name] for name in columns} for row in rows]


def _without(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in set(names)}


def _as_text(row: Mapping[str, Any]) -> dict[str, str]:
    def text(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool | list | dict):
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return str(value)

    return {name: text(value) for name, value in row.items()}


def test_nothing_secret_comes_out(school: School) -> None:
    with scoped(_whole(school)), connection.cursor() as cursor:
        cursor.execute("select password from accounts_account")
        secrets = {password for (password,) in cursor.fetchall()}
    archive = _opened(take_out_scope(_whole(school), now=NOW))

    everything = b"".join(map(archive.read, archive.namelist())).decode()

    assert secrets
    assert not [secret for secret in secrets if secret in everything]
    [upload, *_] = _csv(archive, "csv/intake_upload.csv")
    assert upload["file_name"].endswith((".xlsx", ".csv"))


def test_whatever_lies_sealed_as_a_label_is_opened(school: School) -> None:
    with scoped(_whole(school)):
        chosen, *others = Upload.objects.order_by("id")
        chosen.sheet = seal_label("Groep van Ada")
        chosen.save(update_fields=["sheet"])

    archive = _opened(take_out_scope(_whole(school), now=NOW))

    rows = {row["id"]: row for row in _csv(archive, "csv/intake_upload.csv")}
    assert rows[str(chosen.id)]["sheet"] == "Groep van Ada"
    assert {rows[str(other.id)]["sheet"] for other in others} == {""}
    assert all(row["file_name"] for row in rows.values())
    package = json.loads(archive.read("datapackage.json"))
    [upload] = [each for each in package["resources"] if each["name"] == "intake_upload"]
    kinds = {field["name"]: field["type"] for field in upload["schema"]["fields"]}
    assert kinds["sheet"] == kinds["file_name"] == "string"


def test_nothing_of_another_library_or_branch_comes_out(school: School) -> None:
    elsewhere = make_library("Bibliotheek Hoge Berg")
    add_person(elsewhere, "vreemd", {"desk": [make_branch(elsewhere, "vreemdeling")]})
    here = _administrator(school, "linde")

    archive = _opened(take_out(acting_user=here, now=NOW))

    everything = b"".join(map(archive.read, archive.namelist())).decode()
    assert "vreemd" not in everything.casefold()
    assert _csv(archive, "csv/patrons_patron.csv") == []
    assert {row["slug"] for row in _csv(archive, "csv/branches_branch.csv")} == {"linde"}


def test_only_who_administers_may(school: School) -> None:
    for somebody in (school.petra, school.marloes, school.carla):
        with pytest.raises(actions.NotAllowedError):
            take_out(acting_user=somebody, now=NOW)


def test_it_stands_in_the_log_and_every_child_can_see_it(school: School) -> None:
    here = _administrator(school, "kiem")

    b"".join(take_out(acting_user=here, now=NOW))

    seen = who_saw(school.ids["001200"], viewer=school.marloes, today=NOW.date())
    assert ("library_exported", "Kiem") in {(one.code, one.branch_name) for one in seen.lines}


def test_the_description_names_every_file_and_column(school: School) -> None:
    archive = _opened(take_out_scope(_whole(school), now=NOW))
    package = json.loads(archive.read("datapackage.json"))

    described = {one["path"]: one["schema"] for one in package["resources"]}

    assert set(described) == {
        name for name in archive.namelist() if name.endswith(".csv") and "patrons/" not in name
    }
    for path, schema in described.items():
        header = archive.read(path).decode().split("\r\n")[0].split(",")
        assert [field["name"] for field in schema["fields"]] == header, path
        assert set(schema.get("primaryKey", ())) <= set(header)
    resources = {one["name"] for one in package["resources"]}
    for schema in described.values():
        for key in schema.get("foreignKeys", ()):
            assert key["reference"]["resource"] in resources


def test_every_value_is_what_the_description_says(school: School) -> None:
    archive = _opened(take_out_scope(_whole(school), now=NOW))
    package = json.loads(archive.read("datapackage.json"))
    reads: dict[str, Callable[[str], object]] = {
        "integer": int,
        "date": date.fromisoformat,
        "boolean": {"true": True, "false": False}.__getitem__,
        "array": json.loads,
        "object": json.loads,
    }

    for resource in package["resources"]:
        for row in _csv(archive, resource["path"]):
            for field in resource["schema"]["fields"]:
                value = row[field["name"]]
                if value:
                    reads.get(field["type"], str)(value)
                else:
                    assert not field.get("constraints", {}).get("required"), field


def test_a_large_library_takes_no_more_memory_than_a_small_one(school: School) -> None:
    with scoped(_whole(school)), connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_event (library_id, branch_id, code, at, detail)"
            " select %s, %s, 'signed_in', now(), jsonb_build_object('n', md5(n::text))"
            " from generate_series(1, 60000) n",
            [school.branch.library_id, school.branch.id],
        )

    tracemalloc.start()
    size = sum(map(len, take_out_scope(_whole(school), now=NOW)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size > 2_000_000
    assert peak < 12_000_000, peak


# --- what comes out goes in ----------------------------------------------------------------------


def test_patrons_csv_is_taken_over_by_another_library_and_comes_out_the_same(
    school: School,
) -> None:
    mine = _patrons(take_out_scope(_whole(school), now=NOW), school.branch.name)
    elsewhere = make_library("Bibliotheek Verre Kust")
    kust = make_branch(elsewhere, "kust", name=school.branch.name)
    olga = add_person(elsewhere, "olga", {"import": [kust]})
    content = _opened(take_out_scope(_whole(school), now=NOW)).read("patrons.csv")

    upload_id = imports.receive_takeover(
        ReceivedFile(content, "patrons.csv", uuid4().hex),
        branch_id=kust.pk,
        acting_user=olga,
        now=NOW,
    )
    approve(upload_id, by=olga)

    theirs = _patrons(take_out_scope(Scope(elsewhere.pk, (kust.pk,)), now=NOW), school.branch.name)
    assert len(theirs) == len([row for row in mine if not row["member_until"]])
    assert [_comparable(row) for row in theirs] == [
        _comparable(row) for row in mine if not row["member_until"]
    ]


def _patrons(pieces: Iterator[bytes], branch: str) -> list[dict[str, str]]:
    rows = _csv(_opened(pieces), "patrons.csv")
    assert tuple(rows[0]) == PATRON_COLUMNS
    return [row for row in rows if row["branch"] == branch]


def _comparable(row: dict[str, str]) -> dict[str, str]:
    """What a list of patrons can carry: not our ids."""
    return {name: value for name, value in row.items() if name != "leesloket_id"}
