"""Nothing of a child in a log, the record, a job or an error, whatever happens to a list."""

import json
import logging
import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.imports.journey import approve, plan_of, receive, send
from tests.imports.school import CHILDREN, NEWCOMER, School, next_year
from tests.people import NOW, list_of

from leesloket.imports import actions, queries
from leesloket.isolation.scope import scoped
from leesloket.patrons import bulk
from leesloket.server import embedded

pytestmark = pytest.mark.enable_socket

AGAIN = replace(next_year()[0], number="009999", first_name="Zoe", surname="Dijck")
SECRETS = {
    text
    for child in (*CHILDREN, NEWCOMER, AGAIN)
    for text in (child.surname, child.number, f"{child.born:%d-%m-%Y}", child.born.isoformat())
    if len(text) > 3
}


def _told_in(text: str) -> list[str]:
    """The secrets in `text`. Six figures within a key, a digest or a moment are nobody's number."""
    return [
        secret
        for secret in SECRETS
        if re.search(rf"(?<![0-9a-f.]){re.escape(secret)}(?![0-9a-f])", text)
    ]


def _whole_journey(school: School) -> None:
    receive(b"Zomer;1300", branch_id=school.branch.id, by=school.petra, name="Zomer.csv")
    upload = receive(
        list_of((AGAIN, *next_year()[1:], NEWCOMER)),
        branch_id=school.branch.id,
        by=school.petra,
        name="Pien Zomer.csv",
    )
    [question] = plan_of(upload, by=school.petra, staff=False).questions
    actions.repair_cell(
        upload,
        fingerprint=question.fingerprint,
        field="surname",
        value="Dijck",
        acting_user=school.petra,
        now=NOW,
    )
    actions.answer_question(
        upload,
        fingerprint=question.fingerprint,
        answer="another",
        shown=tuple(candidate.patron_id for candidate in question.candidates),
        acting_user=school.petra,
        now=NOW,
    )
    send(upload, by=school.petra)
    approve(upload, by=school.marloes)
    queries.report_rows(upload, viewer=school.petra, today=NOW.date())
    actions.undo_import(upload, reason="verkeerd", acting_user=school.marloes, now=NOW)


def test_no_log_line_names_a_child(
    school: School, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        # Django's own log of queries is for a developer's machine; production never has it.
        logging.getLogger("django.db.backends").setLevel(logging.INFO)
        _whole_journey(school)

    written = caplog.text + "".join(capfd.readouterr())
    assert _told_in(written) == []


def test_the_database_logs_that_something_failed_and_not_on_whose_data(
    school: School, server: embedded.Embedded
) -> None:
    log = server.folder / "pg" / "log"
    long = uuid4().hex
    before = log.stat().st_size

    with scoped(school.scope):
        for table, row in (
            ("card", {"number": f"T{school.branch.id}-{CHILDREN[0].number}"}),
            ("card", {"number": f"{long}{long}"}),
            ("patron", {"surname": long, "birth_date": "geen"}),
            ("patron", {"surname": long, "first_name": None}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                bulk.insert(table, [_row(table, school) | row])

    with log.open(encoding="utf-8") as written:
        written.seek(before)
        lines = written.read()
    assert lines.count("one_card_per_number_and_library") >= 1
    assert long not in lines
    assert CHILDREN[0].surname not in lines


def _row(table: str, school: School) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(bulk.columns(table), "")
    row |= {"id": uuid4(), "library_id": school.branch.library_id, "birth_date": None}
    row |= {"patron_id": school.ids[CHILDREN[0].number], "from_date": NOW.date()}
    return row | {"blocked_on": None, "account_id": None, "hand_edited": []}


def test_no_record_job_notice_or_index_names_a_child(school: School) -> None:
    _whole_journey(school)

    with scoped(school.scope), connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_event where subject_id is not null")
        assert cursor.fetchone()[0] >= 6
        for table in (
            "audit_event",
            "messaging_notice",
            "procrastinate_jobs",
            "imports_rosterimport",
            "imports_journalindex",
            "imports_distinctpair",
            "imports_rememberedcolumn",
            "intake_upload",
            "vault_shredded",
        ):
            cursor.execute(f"select coalesce(json_agg(t)::text, '') from {table} t")  # noqa: S608 - from the tuple above
            [text] = cursor.fetchone()
            told = json.dumps(json.loads(text or "[]"), ensure_ascii=False)  # no \\u00eb
            assert _told_in(told) == [], table


def test_nothing_a_person_is_shown_says_a_name_in_its_repr(school: School) -> None:
    upload = school.receive()

    shown = (
        plan_of(upload, by=school.petra, staff=False),
        queries.reading_page(upload, viewer=school.petra),
        queries.upload_line(upload, viewer=school.petra),
    )

    assert _told_in(repr(shown)) == []


def test_a_number_is_found_beside_other_signs_and_not_within_a_digest() -> None:
    number = CHILDREN[0].number
    beside = (f'"{number}"', f"leerling {number}.", f"({number})", f"V{number}", f"x={number}&y")
    within = (f"9{number}", f"a{number}b", f"2026-09-01T09:00:00.{number}+02:00")

    assert [_told_in(text) for text in beside] == [[number]] * len(beside)
    assert [_told_in(text) for text in within] == [[]] * len(within)
