"""What must be true of a site whatever died when."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import pyrage
from psycopg import Connection, sql
from pyrage import x25519
from tests.kills.keeping import tables_of
from tests.people import truth
from tests.site.running import Site

_OF_NO_MATTER = frozenset(
    {
        # Who is signed in and how often somebody tried; and what the worker keeps of itself.
        "django_session", "web_cache", "procrastinate_events", "procrastinate_workers",
        "procrastinate_periodic_defers", "procrastinate_jobs",
        # The worker binds the record whenever its clock says so; that it is whole is a promise.
        "audit_link",
    }
)  # fmt: skip

_CHILD = sql.SQL("concat_ws('|', p.first_name, p.prefix, p.surname, p.birth_date, b.slug)")
_REGISTER = (
    """
    select {child}, m.category, m.from_date, m.until_date from patrons_membership m
    join patrons_patron p on p.id = m.patron_id join branches_branch b on b.id = m.branch_id
    """,
    """
    select {child}, l.school_year_id, g.code, l.year_group, l.from_date, l.until_date
    from patrons_placement l join patrons_membership m on m.id = l.membership_id
    join patrons_patron p on p.id = m.patron_id join branches_branch b on b.id = l.branch_id
    left join branches_group g on g.id = l.group_id
    """,
    """
    select {child}, n.number, n.from_date, n.until_date from patrons_pupilnumber n
    join patrons_membership m on m.id = n.membership_id
    join patrons_patron p on p.id = m.patron_id join branches_branch b on b.id = n.branch_id
    """,
    """
    select p.first_name, p.prefix, p.surname, p.birth_date, count(*) from patrons_patron p
    left join patrons_card c on c.patron_id = p.id group by p.id
    """,
    """
    select b.slug, g.school_year_id, g.code, g.year_groups::text from branches_group g
    join branches_branch b on b.id = g.branch_id
    """,
)
"""Whatever the register says, without the ids and card numbers that are drawn anew each time."""


_ALL_OF = sql.SQL(
    "select md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) from ({query}) t"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that counts, such that two runs of the same can be compared."""

    register: str
    rows: tuple[tuple[str, int], ...]
    lists: tuple[str, ...]
    jobs: tuple[tuple[str, int], ...]


def picture_of(site: Site) -> Picture:
    """How the site is now."""
    with site.connect() as connection:
        register = [
            connection.execute(_ALL_OF.format(query=sql.SQL(query).format(child=_CHILD))).fetchone()
            for query in _REGISTER
        ]
        tables = [name for name in tables_of(connection) if name not in _OF_NO_MATTER]
        rows = [(table, _count(connection, table)) for table in tables]
        lists = connection.execute(
            "select status || counts::text || undo_counts::text || decisions::text"
            " || jsonb_array_length(lifted_holds) || (first_digest <> '')"
            " from imports_rosterimport order by 1"
        ).fetchall()
        jobs = connection.execute(
            "select task_name, count(*) from procrastinate_jobs"
            " where task_name like 'messaging.send%' group by 1 order by 1"
        ).fetchall()
    return Picture(
        register=str(register),
        rows=tuple(rows),
        lists=tuple(text for (text,) in lists),
        jobs=tuple(jobs),
    )


def _count(connection: Connection, table: str) -> int:
    query = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
    [(count,)] = connection.execute(query).fetchall()
    return int(count)


def what_is_wrong(site: Site) -> list[str]:
    """Every promise that is broken; nothing, if all is well."""
    with site.connect() as connection:
        return [
            *_broken(connection),
            *_journals(site, connection),
            *_names_that_lie_about(site),
        ]


_PROMISES = {
    "a sealed thing without its key, or a key of nothing": (
        "select coalesce(s.id, k.sealed_id) from vault_sealed s"
        " full join vault_wrappedkey k on k.sealed_id = s.id"
        " where s.id is null or k.sealed_id is null"
    ),
    "shredded, and still there": (
        "select id from vault_sealed join vault_shredded on sealed_id = id"
    ),
    "a sealed thing that nothing knows of": (
        "select id from vault_sealed except select unnest(array[u.sealed_id, i.table_id,"
        " i.answers_id, i.journal_id]) from intake_upload u"
        " left join imports_rosterimport i on i.upload_id = u.id"
        " except select copy_id from intake_filerequest"
    ),
    "a list whose file or table was never there": (
        "select x from intake_upload u left join imports_rosterimport i on i.upload_id = u.id,"
        " unnest(array[u.sealed_id, i.table_id, i.answers_id, i.journal_id]) x where x is not null"
        " and x not in (select id from vault_sealed union select sealed_id from vault_shredded)"
    ),
    "a list received that nobody recorded": (
        "select id from intake_upload where id not in (select subject_id from audit_event"
        " where code in ('upload_received', 'upload_refused', 'upload_passed_on'))"
    ),
    "a number that two children have": (
        "select number from patrons_pupilnumber n where until_date is null"
        " group by branch_id, number having count(distinct membership_id) > 1"
    ),
    "a child with two numbers": (
        "select membership_id from patrons_pupilnumber where until_date is null"
        " group by membership_id having count(*) > 1"
    ),
    "a person whom nobody can see": (
        "select id from patrons_patron except select patron_id from patrons_membership"
    ),
    "a child twice": (
        "select m.branch_id from patrons_membership m join patrons_patron p on p.id = m.patron_id"
        " where m.until_date is null group by m.branch_id, p.first_name, p.prefix, p.surname,"
        " p.birth_date having count(*) > 1"
    ),
    "an index that says other than the counts": (
        "select upload_id from imports_rosterimport i where status = 'applied' and"
        " (counts->>'enrol')::int + (counts->>'update')::int + (counts->>'keep')::int"
        " + (counts->>'withdraw')::int <> (select count(*) from imports_journalindex j"
        " where j.roster_import_id = i.upload_id) and not exists (select 1 from audit_event"
        " where code in ('patron_erased', 'journal_rewritten'))"
    ),
    "a list that is sent, and nobody is told or will be": (
        "select n.id from messaging_notice n where sent_at is null and not exists (select 1 from"
        " procrastinate_jobs j where j.args->>'notice_id' = n.id::text"
        " and j.status in ('todo', 'doing'))"
    ),
    "a file that two people agreed on, and no worker makes ready": (
        "select r.id from intake_filerequest r where status = 'agreed' and not exists (select 1"
        " from procrastinate_jobs j where j.args->>'request_id' = r.id::text"
        " and j.status in ('todo', 'doing'))"
    ),
    "a file to be fetched that is not there": (
        "select r.id from intake_filerequest r where (status = 'ready') <> (copy_id is not null)"
        " or copy_id is not null and copy_id not in (select id from vault_sealed)"
    ),
    "a record with a hole in its chain": (
        "select library_id from audit_link group by library_id"
        " having max(sequence) <> count(*) or count(distinct event_id) <> count(*)"
    ),
    "a sent list without a notice": (
        "select upload_id from imports_rosterimport where status in ('sent', 'applied', 'undone')"
        " and sent_at is not null and upload_id not in (select subject_id from messaging_notice)"
        # What the library brought itself, it need not be told.
        " and kind <> 'takeover'"
    ),
}  # fmt: skip


def what_is_wrong_in(connection: Connection) -> list[str]:
    """The promises that a database alone can break."""
    return list(_broken(connection))


def _broken(connection: Connection) -> Iterator[str]:
    for promise, query in _PROMISES.items():
        found = connection.execute(query.encode()).fetchall()
        if found:
            yield f"{promise}: {len(found)}"


def _journals(site: Site, connection: Connection) -> Iterator[str]:
    """The sealed journal and its index name the same people; it opens with the site's key."""
    key = x25519.Identity.from_str((site.folder / "keys" / "working.key").read_text().strip())
    for upload, ciphertext, wrapped in connection.execute(
        "select i.upload_id, s.ciphertext, k.wrapped from imports_rosterimport i"
        " join vault_sealed s on s.id = i.journal_id join vault_wrappedkey k on k.sealed_id = s.id"
    ).fetchall():
        one_time = x25519.Identity.from_str(pyrage.decrypt(wrapped, [key]).decode())
        journal = json.loads(pyrage.decrypt(ciphertext, [one_time]))
        indexed = connection.execute(
            "select patron_id from imports_journalindex where roster_import_id = %s", [upload]
        ).fetchall()
        if {UUID(line[0]) for line in journal} != {patron for (patron,) in indexed}:
            yield "a journal that names others than its index"


def _names_that_lie_about(site: Site) -> Iterator[str]:
    """No file of the site holds the name of a child."""
    for path in _files(site.folder):
        if _names().search(path.read_bytes()):
            yield f"a name in {path.name}"


@lru_cache
def _names() -> re.Pattern[bytes]:
    names = {f"{one.first_name} {one.surname}" for one in truth("vuurvlinder").next_year}
    return re.compile("|".join(map(re.escape, sorted(names))).encode())


def _files(folder: Path) -> Iterator[Path]:
    """What the site writes; the tables of an embedded server are another matter."""
    for path in folder.rglob("*"):
        if path.is_file() and "pg" not in path.relative_to(folder).parts:
            yield path
