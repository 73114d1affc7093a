"""A child's name stands in the register, and nowhere else: not in a log, a mail or an address.

A thousand invented names that are nobody's go through everything a list goes through, on the
running site; then every other place is searched for them.
"""

from base64 import b64decode
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from itertools import product
from uuid import uuid4
from zipfile import ZipFile

from django.contrib.sessions.backends.db import SessionStore
from django.test import override_settings
from tests.people import Child, list_of
from tests.site.errands import (
    DESK,
    approve,
    forms_of,
    lay_down,
    lists_of,
    send,
    undo,
)
from tests.site.fixtures import Ground, ground, site
from tests.site.running import SECRET_KEY, Site
from tests.site.visitor import Visitor
from tests.site.waiting import wait_until

__all__ = ["ground", "site"]

_SYLLABLES = ("Bra", "Dwi", "Flo", "Gru", "Kni", "Plo", "Sche", "Tsja", "Vlie", "Zwa")
_FIRST, _SURNAME = "Quirijntje", "vlindervluchtig"
CHILDREN = tuple(
    Child(
        number=f"88{count:04d}",
        first_name=f"{_FIRST}{first.lower()}{second.lower()}{third}",
        prefix="van de",
        surname=f"{first}{second}{third}{_SURNAME}",
        born=date(2015, 1, 1) + timedelta(days=count),
        group=f"{count % 8 + 1}",
    )
    for count, (first, second, third) in enumerate(product(_SYLLABLES, _SYLLABLES, "aeiou"))
)
CANARIES = tuple(name for child in CHILDREN for name in (child.first_name, child.surname))
LIST = lists_of("vuurvlinder")
_IN_GROUP = (
    "select m.patron_id::text from patrons_placement y"
    " join patrons_membership m on m.id = y.membership_id"
    " join patrons_patron p on p.id = m.patron_id"
    " where y.group_id = %s and p.surname like '%%vlindervluchtig'"
)


def _list_with_mistakes() -> bytes:
    """The second row has no name and the third no birthday: both are typed over in the browser."""
    first, second, third, *others = CHILDREN
    nameless = replace(second, first_name="", prefix="", surname="")
    rows = list_of([first, nameless, third, *others]).decode()
    return rows.replace(f"{third.born:%d-%m-%Y}", f"{third.surname} 31-02", 1).encode()


def _whole_life(ground: Ground) -> tuple[Visitor, ...]:
    """Everything that a list of these children goes through; gives who did it."""
    petra, marloes = ground.visitor("petra"), ground.visitor("marloes")
    upload = lay_down(petra, _list_with_mistakes(), name=f"{CHILDREN[0].surname}.csv")
    _type_over(petra, upload)
    petra.post(f"{LIST}{upload}/schooljaar/", {"school_year": "2026-2027", "mode": "additions"})
    petra.post(f"{LIST}{upload}/plan/", {"zoek": CHILDREN[7].surname, "soort": "all"})
    assert "Upload geslaagd" in send(petra, upload).text
    _clear_up(ground.site)
    marloes.post(f"{DESK}{upload}/", {"zoek": CHILDREN[8].first_name, "soort": "all"})
    _lift(marloes, upload)
    assert "VERWERKT" in approve(marloes, upload).text
    _print_cards(ground.site, marloes)
    found = marloes.post("/balie/klanten/", {"q": CHILDREN[9].surname})
    assert CHILDREN[9].surname in found.text
    assert marloes.get(f"{DESK}{upload}/verslag.xlsx").status == 200
    assert petra.get(f"{LIST}{upload}/verslag.xlsx").status == 200
    _take_everything_out(ground)
    # And what is not taken: a list that cannot be read, and a search where none is.
    lay_down(petra, "\n".join(CANARIES).encode(), name=f"{CHILDREN[1].surname}.png")
    petra.post(f"{LIST}{upload}/antwoord/", {"answer": CHILDREN[2].surname})
    assert "zoals ze waren" in undo(marloes, upload).text
    return petra, marloes


def _take_everything_out(ground: Ground) -> None:
    """The whole library as one file, for who administers it: it goes out and stays nowhere."""
    willem = ground.visitor("willem")
    with ZipFile(BytesIO(willem.post("/balie/alles-meenemen/").content)) as archive:
        assert CHILDREN[9].surname in archive.read("csv/patrons_patron.csv").decode()


def _print_cards(site: Site, marloes: Visitor) -> None:
    """Every kind of paper for a group of these children; the undo after it takes them out again."""
    group = site.value(
        "select g.id::text from branches_group g join branches_branch b on b.id = g.branch_id"
        " where b.slug = 'vuurvlinder' and g.code = %s and g.school_year_id = '2026-2027'",
        CHILDREN[9].group,
    )
    of_group = f"/balie/groepen/vuurvlinder/{group}/kaarten/"
    assert marloes.get(f"{of_group}passen.pdf").status == 200
    ids = [one for (one,) in site.rows(_IN_GROUP, group)]
    for kind in ("activatiekaarten", "plaatjeskaarten"):
        told = {"page": str(uuid4()), "patron": ids[0]}
        assert marloes.post(f"{of_group}{kind}.pdf", told).status == 200
    assert site.value("select count(*) from children_picturecard") == 1


def _type_over(petra: Visitor, upload: str) -> None:
    second, third = CHILDREN[1:3]
    for field, stands, value in (
        ("surname", "", second.surname),
        ("first_name", "", second.first_name),
        ("birth_date", f"{third.surname} 31-02", f"{third.born:%d-%m-%Y}"),
    ):
        forms = forms_of(petra.get(f"{LIST}{upload}/"))
        [form] = [one for one in forms if (one.get("field"), one.get("value")) == (field, stands)]
        petra.post(f"{LIST}{upload}/verbeter/", {**form, "value": value})


def _lift(marloes: Visitor, upload: str) -> None:
    keys = {one["key"] for one in forms_of(marloes.get(f"{DESK}{upload}/")) if "key" in one}
    for key in keys:
        told = {"key": key, "reason": "de scholen zijn samengegaan"}
        marloes.post(f"{DESK}{upload}/toch-goed/", told)


def _clear_up(site: Site) -> None:
    """What comes by every hour: a list of today is not too old."""
    site.has_a_job("imports.destroy_expired")
    wait_until(
        site,
        "select count(*) = 0 from procrastinate_jobs where task_name = 'imports.destroy_expired'",
    )


def _found(where: str, content: bytes) -> list[str]:
    return [f"{where}: {name}" for name in CANARIES if name.encode() in content]


def _in_the_database(site: Site) -> list[str]:
    """Every column of every table but the register's, bytes as they are."""
    columns = site.rows(
        "select table_name, column_name, data_type from information_schema.columns"
        " where table_schema = 'public' and table_name not like 'patrons_%'"
    )
    found = []
    for table, column, kind in columns:
        as_it_is = f'"{column}"' if kind == "bytea" else f"convert_to(\"{column}\"::text, 'UTF8')"
        query = f"select coalesce(string_agg({as_it_is}, ' '::bytea), ''::bytea) from {table}"  # noqa: S608 - from the catalogue
        found += _found(f"{table}.{column}", bytes(site.value(query)))
    return found


def _in_sessions_and_cache(site: Site) -> list[str]:
    """What lies there is packed: unpacked as Django does it."""
    with override_settings(SECRET_KEY=SECRET_KEY):
        sessions = [
            str(SessionStore().decode(data))
            for (data,) in site.rows("select session_data from django_session")
        ]
    cached = [b64decode(value) for (value,) in site.rows("select value from web_cache")]
    assert sessions
    return [
        *_found("session", " ".join(sessions).encode()),
        *_found("cache", b" ".join(cached)),
    ]


def test_a_thousand_names_are_found_in_the_register_and_nowhere_else(
    ground: Ground, site: Site
) -> None:
    site.start_worker()

    visitors = _whole_life(ground)

    # At any minute of the hour: what comes by every hour has nothing to say.
    site.has_a_job("privacy.remind_of_review")
    wait_until(
        site,
        "select count(*) = 0 from procrastinate_jobs where task_name = 'privacy.remind_of_review'",
    )
    wait_until(site, "select count(*) = 3 from messaging_notice where sent_at is not null")
    assert len(set(CANARIES)) == 1_000
    known = site.value(
        "select count(*) from patrons_patronevent where surname like %s", "%" + _SURNAME
    )
    assert known >= len(CHILDREN)
    # Sent, processed, turned back.
    assert len(site.mails()) == 3
    files = [path for path in site.folder.rglob("*") if path.is_file()]
    files.append(site.server.folder / "pg" / "log")
    assert {path.name for path in files} >= {"web.log", "worker.log", "reader.log", "log"}
    on_disk = [hit for path in files for hit in _found(path.name, path.read_bytes())]
    asked = [hit for who in visitors for hit in _found("address", " ".join(who.visited).encode())]
    assert on_disk + asked + _in_the_database(site) + _in_sessions_and_cache(site) == []
