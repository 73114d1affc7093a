"""What a library may not hold never reaches a table, whatever file and heading it comes under.

A list with BSNs, addresses and phone numbers goes through reading and intake, of a school and of a
library; then every column of every table is searched, and all that the site itself can open in the
vault.  The file as it was sent lies sealed for nobody on the site, until its day (docs/privacy.md).
"""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from random import Random
from uuid import UUID, uuid4

import pytest
import xlsxwriter
import xlwt
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.imports.journey import approve, lift_all, receive, say_another, send
from tests.imports.school import School
from tests.people import NOW, THIS_YEAR

from leesloket.imports import actions, queries
from leesloket.intake.actions import ReceivedFile
from leesloket.isolation.scope import Scope, scoped
from leesloket.roster.writers.ods import OdsSheet, write_ods
from leesloket.vault.models import Sealed
from leesloket.vault.queries import open_sealed

Rows = Sequence[Sequence[str]]

FORBIDDEN = (
    *("BSN", "bsn", "BSN-nummer", "Bsn nr.", "BSN/Onderwijsnr", "Burgerservicenummer"),
    *("Burger Service Nummer", "PGN", "PGN nummer", "Persoonsgebonden nummer", "Sofinummer"),
    *("Sofi-nr", "Onderwijsnummer", "Rijksregisternummer", "Nationaal nummer", "National ID"),
    # Under these only the values tell.
    *("", "Kenmerk", "Nummer", "Leerlingnummer", "Code", "Lenersnummer"),
)
NEEDLESS = (
    ("Adres", "Kanariestraat 19"),
    ("Straatnaam", "Kanariestraat"),
    ("Telefoon", "0612344321"),
    ("Mobiel ouder 1", "0612344321"),
    ("E-mail ouder", "kanarie@ouder.example"),
    ("Postcode", "9988XZ"),
    ("Naam moeder", "Kanarie de Moeder"),
    ("Medicijnen", "kanariepillen"),
    ("Geboorteplaats", "Kanariedorp"),
)
CANARIES = ("anarie", "0612344321", "9988XZ")
WRITTEN: tuple[Callable[[str], str], ...] = (
    lambda bsn: bsn,
    lambda bsn: f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}",
    lambda bsn: f"{bsn[:3]} {bsn[3:6]} {bsn[6:]}",
)


def _bsn(drawn: Random) -> str:
    """A number that passes the elfproef."""
    while True:
        digits = [drawn.randrange(10) for _ in range(8)]
        digits[0] = digits[0] or 1
        last = (
            sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        )
        if last < 10:
            return "".join(map(str, [*digits, last]))


def _as_csv(rows: Rows) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


def _as_tabs(rows: Rows) -> bytes:
    return "\n".join("\t".join(row) for row in rows).encode("utf-16")


def _as_xlsx(rows: Rows) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Leerlingen")
        for at, row in enumerate(rows):
            # A number is a number here, as Excel would have it.
            for column, cell in enumerate(row):
                number = float(cell) if at and cell.isdigit() and cell[0] != "0" else None
                sheet.write(at, column, cell if number is None else number)
    return target.getvalue()


def _as_ods(rows: Rows) -> bytes:
    return write_ods([OdsSheet("Leerlingen", tuple(tuple(row) for row in rows))])


def _as_html(rows: Rows) -> bytes:
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<html><body><table>{lines}</table></body></html>".encode()


def _as_xls(rows: Rows) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Leerlingen")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, int(cell) if at and cell.isdigit() and cell[0] != "0" else cell)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _as_spreadsheetml(rows: Rows) -> bytes:
    lines = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{escape(cell)}</Data></Cell>' for cell in row)
        + "</Row>"
        for row in rows
    )  # fmt: skip
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="Leerlingen"><Table>{lines}</Table></Worksheet></Workbook>'
    ).encode()


def _as_zip(rows: Rows) -> bytes:
    return _zipped({"lijst.csv": _as_csv(rows)})


def _zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


# --- formats in which every place has its own meaning: a BSN is the key as well -----------------


def _pupils(rows: Rows) -> list[tuple[dict[str, str], str, str]]:
    """(what the list knows of a child, its BSN, all else) for each."""
    head, *lines = rows
    found = []
    for line in lines:
        known = {name: cell for name, cell in zip(head, line, strict=True) if name in _HEAD}
        bsn, *others = [cell for name, cell in zip(head, line, strict=True) if name not in _HEAD]
        day, month, year = known["Geboortedatum"].split("-")
        known["Geboortedatum"] = f"{year}-{int(month):02d}-{int(day):02d}"
        found.append((known, bsn, " ".join(others)))
    return found


def _as_edexml(rows: Rows) -> bytes:
    pupils = "".join(
        f'<leerling key="{bsn}"><achternaam>{had["Achternaam"]}</achternaam>'
        f"<roepnaam>{had['Roepnaam']}</roepnaam><geboortedatum>{had['Geboortedatum']}</geboortedatum>"
        f"<bsn>{bsn}</bsn><onderwijsnummer>{bsn}</onderwijsnummer><straat>{escape(more)}</straat>"
        f'<groep key="{had["Groep"]}"/><toevoegingen><bsn_ouder>{bsn}</bsn_ouder></toevoegingen>'
        "</leerling>"
        for had, bsn, more in _pupils(rows)
    )
    groups = "".join(
        f'<groep key="{group}"><naam>{group}</naam><jaargroep>{group[0]}</jaargroep></groep>'
        for group in sorted({had["Groep"] for had, _, _ in _pupils(rows)})
    )
    return (
        "<EDEX><school><schooljaar>2026-2027</schooljaar><xsdversie>2.1</xsdversie></school>"
        f"<groepen>{groups}</groepen><leerlingen>{pupils}</leerlingen></EDEX>"
    ).encode()


def _as_oneroster(rows: Rows) -> bytes:
    return _roster_set(rows, {"manifest.csv": b"propertyName,value\noneroster.version,1.2\n"})


def _as_sds(rows: Rows) -> bytes:
    return _roster_set(rows, {"orgs.csv": b"sourcedId,name,type\n1,School,school\n"})


def _roster_set(rows: Rows, more: Mapping[str, bytes]) -> bytes:
    head = ("sourcedId", "role", "givenName", "familyName", "identifier", "userIds", "metadata.x")
    users = [
        (bsn, "student", had["Roepnaam"], had["Achternaam"], bsn, f"{{BSN:{bsn}}}", others)
        for had, bsn, others in _pupils(rows)
    ]
    born = [(bsn, had["Geboortedatum"]) for had, bsn, _ in _pupils(rows)]
    return _zipped(
        {
            "users.csv": _as_csv([head, *users]).replace(b";", b","),
            "demographics.csv": _as_csv([("sourcedId", "birthDate"), *born]).replace(b";", b","),
            **more,
        }
    )


_HEAD = ("Roepnaam", "Achternaam", "Geboortedatum", "Groep", "Pasnummer")
_OF_PUPILS = (_as_edexml, _as_oneroster, _as_sds)
"""Which a library's own system does not write: for a school only."""
FORMATS = (
    *(_as_csv, _as_tabs, _as_xlsx, _as_xls, _as_ods, _as_html, _as_spreadsheetml, _as_zip),
    *_OF_PUPILS,
)


def _rows(
    drawn: Random, heading: str, bsns: Sequence[str], needless: Sequence[tuple[str, str]], at: int
) -> Rows:
    """A list with a column of BSNs somewhere, and columns that nobody needs behind it."""
    head = [*_HEAD]
    children = [
        [
            "".join(drawn.choices("aeiou", k=2)).title() + "n",
            "".join(drawn.choices("bdfgklmnprst", k=1)).title() + "oer" + "mn"[number % 2],
            f"{1 + number % 28}-{1 + number % 12}-{2014 + number % 5}",
            f"{3 + number % 4}a",
            f"77{drawn.randrange(10**6):06d}",
        ]
        for number in range(len(bsns))
    ]
    lines = [head, *children]
    for line, cell in zip(lines, [heading, *bsns], strict=True):
        line.insert(at, cell)
    for name, value in needless:
        for line, cell in zip(lines, [name, *[value] * len(bsns)], strict=True):
            line.append(cell)
    return lines


@pytest.mark.parametrize("write", FORMATS)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 10**6),
    heading=st.sampled_from(FORBIDDEN),
    written=st.sampled_from(WRITTEN),
    needless=st.lists(st.sampled_from(NEEDLESS), max_size=3, unique=True),
    at=st.integers(0, 5),
    children=st.sampled_from([1, 2, 8]),
    of_the_library=st.booleans(),
)
def test_no_bsn_and_no_address_is_in_any_table_or_in_what_the_site_can_open(
    school: School,
    *,
    seed: int,
    heading: str,
    write: Callable[[Rows], bytes],
    written: Callable[[str], str],
    needless: list[tuple[str, str]],
    at: int,
    children: int,
    of_the_library: bool,
) -> None:
    assume(not (of_the_library and write in _OF_PUPILS))
    drawn = Random(seed)  # noqa: S311 - invented numbers, the same in every run
    bsns = [_bsn(drawn) for _ in range(children)]
    content = write(_rows(drawn, heading, [written(bsn) for bsn in bsns], needless, at))

    upload_id = _received(content, school, of_the_library=of_the_library)

    line = queries.upload_line(upload_id, viewer=school.tarik)
    assert line.status in {"read", "sent"}
    scope = Scope(school.branch.library_id, (school.branch.id, school.other.id))
    with scoped(scope):
        kept = _in_tables() + _in_the_vault()
    # Or the search would find nothing of anything.
    named = "givenName" if write in {_as_oneroster, _as_sds} else "roepnaam"
    assert any(named in text.replace("R", "r") for where, text in kept if where == "vault: table")
    wanted = [*bsns, *(written(bsn) for bsn in bsns), *CANARIES]
    assert [where for where, text in kept for one in wanted if one in text] == []
    _let_go(upload_id, school, of_the_library=of_the_library)


def _received(content: bytes, school: School, *, of_the_library: bool) -> UUID:
    if not of_the_library:
        return receive(content, branch_id=school.branch.id, by=school.petra)
    return actions.receive_takeover(
        ReceivedFile(content, "leners", uuid4().hex),
        branch_id=school.branch.id,
        acting_user=school.tarik,
        now=NOW,
    )


def _in_tables() -> list[tuple[str, str]]:
    """Every column of every table, as far as this scope goes, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns"
            " where table_schema = 'public' and data_type <> 'bytea'"
        )
        columns = cursor.fetchall()
        found = []
        for table, column in columns:
            cursor.execute(
                f"select coalesce(string_agg(\"{column}\"::text, ' '), '') from {table}"  # noqa: S608 - from the catalogue
            )
            found.append((f"{table}.{column}", cursor.fetchone()[0]))
    return found


def _in_the_vault() -> list[tuple[str, str]]:
    """All that the site's own key opens: tables, answers, journals."""
    return [
        (f"vault: {sealed.kind}", open_sealed(sealed.pk).decode(errors="replace"))
        for sealed in Sealed.objects.exclude(kind=Sealed.Kind.RAW)
    ]


def _let_go(upload_id: UUID, school: School, *, of_the_library: bool) -> None:
    if of_the_library:
        actions.remove_takeover(upload_id, acting_user=school.tarik, now=NOW)
    else:
        actions.withdraw(upload_id, acting_user=school.petra, now=NOW)


@pytest.mark.parametrize("of_the_library", [False, True])
def test_nor_is_one_in_the_register_or_the_journal_once_the_list_is_processed(
    school: School, *, of_the_library: bool
) -> None:
    drawn = Random(7)  # noqa: S311 - as above
    bsns = [_bsn(drawn) for _ in range(8)]
    content = _as_xlsx(_rows(drawn, "Leerlingnummer", bsns, NEEDLESS, 2))
    upload_id = _received(content, school, of_the_library=of_the_library)
    if not of_the_library:
        actions.set_terms(
            upload_id, school_year=THIS_YEAR, mode="additions", acting_user=school.petra, now=NOW
        )
        send(upload_id, by=school.petra)
    say_another(upload_id, by=school.tarik)
    lift_all(upload_id, by=school.tarik)

    assert approve(upload_id, by=school.tarik)

    with scoped(Scope(school.branch.library_id, (school.branch.id, school.other.id))):
        assert Sealed.objects.filter(kind=Sealed.Kind.JOURNAL).exists()
        kept = _in_tables() + _in_the_vault()
    assert [where for where, text in kept for one in (*bsns, *CANARIES) if one in text] == []
