"""Names that mean something to a browser, a sheet, a template or a database: shown as text."""

import csv
import json
from collections.abc import Iterable
from io import BytesIO, StringIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page
from tests.journeys.person import Arrives, Person
from tests.people import HEADINGS, truth
from tests.printing.reading_back import links_and_scripts, texts
from tests.site.errands import DESK, approve, forms_of, lists_of, sent_list
from tests.site.fixtures import Ground
from tests.site.running import Site

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>hit()</script>",
    '"><img src=x onerror=hit()>',
    "<svg/onload=hit()>",
    "x'-hit()-'x",
    "javascript:hit()",
    '" autofocus onfocus="hit()',
    "</td></table><iframe srcdoc=<script>parent.hit()</script>>",
    "<!--",
    "]]>",
    "&lt;b&gt;",
    "%3Cscript%3Ehit()%3C/script%3E",
    "{{ 7*7 }}",
    "{% debug %}",
    "${7*7}",
    "#{7*7}",
    '#image("/etc/passwd")',
    "$x^2$ *vet* _schuin_ @bron",
    "%s%n %(name)s {0}",
    "'; drop table patrons_patron; --",
    "' or '1'='1",
    "Robert'); --",
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://kwaad.example";"klik")',
    "@SUM(A1:A9)",
    "+31612345678",
    "-2+3",
    "＝1+1",  # noqa: RUF001 - a full-width sign that spreadsheets take for their own
    "; ls",
    "../../etc/passwd",
    "NULL",
    "None",
    "undefined",
    "true",
    "\\n\\r",
    "Bcc: a@kwaad.example",
    "Ω👩‍👩‍👧☃⌘ç",  # inside: at the edge of a name a picture is left out
    "محمد الأمين",
    "田中さくら",
    "Z͑ͫ̓ͪ̂ͫ̽͏a",
)  # fmt: skip
"""In the manner of the "big list of naughty strings", made for our outputs."""

SURNAMES = tuple(f"Proef {name}" for name in HOSTILE)

_TRAP = "window.hits = 0; window.hit = () => { window.hits += 1 };"


def _first_name(hostile: str) -> str:
    """The same, unless figures in both names would make the row one whose cells moved."""
    return "Kind" if any(map(str.isdigit, hostile)) else hostile


def _rows() -> list[tuple[str, ...]]:
    """The list of the school, with a child of every hostile name in the entry year."""
    known = [
        (
            *(one.pupil_number, one.first_name, one.prefix, one.surname),
            *(f"{one.birth_date:%d-%m-%Y}", one.group),
        )
        for one in truth("vuurvlinder").next_year
    ]
    entry = next(one.group for one in truth("vuurvlinder").next_year if one.year_group == "1")
    new = [
        (f"88{at:04d}", _first_name(name), "", surname, f"{at % 28 + 1:02d}-03-2022", entry)
        for at, (name, surname) in enumerate(zip(HOSTILE, SURNAMES, strict=True))
    ]
    return [*known, *new]


def _list() -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([HEADINGS, *_rows()])
    return text.getvalue().encode()


def _watched(person: Person) -> Page:
    person.page.add_init_script(_TRAP)
    person.page.on("dialog", lambda box: person.complaints.append(f"dialog: {box.message}"))
    return person.page


def _shows(page: Page, *names: str) -> None:
    """The names stand on the page as they are, and none of them did anything."""
    page.wait_for_load_state()
    text = page.locator("body").inner_text()
    assert [name for name in names if name not in text] == []
    assert page.evaluate("window.hits") == 0
    assert page.locator("main iframe, main img[src=x], main script").count() == 0


def _download(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).first.click()
    return download.value.path().read_bytes()


def _cells(book: bytes) -> list[object]:
    """Every value of a workbook, none of which is a formula."""
    sheets = load_workbook(BytesIO(book)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    return [cell.value for cell in cells]


def _approve_all_the_same(ground: Ground, upload: str) -> None:
    """Names full of digits look like columns that moved: somebody says that they did not."""
    marloes = ground.visitor("marloes")
    page = marloes.get(f"{DESK}{upload}/")
    for form in forms_of(page):
        if "key" in form:
            marloes.post(f"{DESK}{upload}/toch-goed/", {**form, "reason": "zo heten zij"})
    approve(marloes, upload)
    if "/resultaat/" not in ground.visitor("tarik").get(f"{DESK}{upload}/").url:
        approve(ground.visitor("tarik"), upload)


OURS = "select surname, id::text from patrons_patron where surname like 'Proef %%' order by 1"


def test_hostile_names_are_text_wherever_they_come_out(
    arrives: Arrives, ground: Ground, site: Site
) -> None:
    upload = sent_list(ground.visitor("petra"), _list())
    school, desk = _watched(arrives("petra")), _watched(arrives("marloes"))
    for page, path in (
        (school, f"{lists_of('vuurvlinder')}{upload}/plan/?toon=new"),
        (desk, f"{DESK}{upload}/?toon=new"),
    ):
        page.goto(f"{site.url}{path}")
        _shows(page, HOSTILE[0])

    _approve_all_the_same(ground, upload)
    patrons = dict(site.rows(OURS))

    # What no name may hold is an error at its cell, and nobody's name.
    assert set(patrons) == set(SURNAMES)
    desk.goto(f"{site.url}{DESK}{upload}/resultaat/")
    _shows(desk)
    assert set(SURNAMES) <= set(_cells(_download(desk, "Verslag in Excel")))
    for name, patron in patrons.items():
        desk.goto(f"{site.url}/balie/klanten/{patron}/")
        _shows(desk, name)
    desk.goto(f"{site.url}/balie/klanten/{patrons[SURNAMES[0]]}/alles/")
    _shows(desk, HOSTILE[0])
    told = ground.visitor("marloes").get(f"/balie/klanten/{patrons[SURNAMES[0]]}/alles.pdf")
    assert HOSTILE[0] in "".join(texts(told.content)[0].split())
    assert links_and_scripts(told.content) == []

    [(group,)] = site.rows(
        "select distinct y.group_id::text from patrons_placement y join patrons_membership m"
        " on m.id = y.membership_id join patrons_patron p on p.id = m.patron_id"
        " where p.surname like 'Proef %%'"
    )
    desk.goto(f"{site.url}/balie/groepen/vuurvlinder/{group}/")
    _shows(desk, *HOSTILE)
    whole = " ".join(map(str, _cells(_download(desk, "Lijst in Excel"))))
    assert [name for name in HOSTILE if name not in whole] == []
    _are_text_on_paper(ground, f"/balie/groepen/vuurvlinder/{group}/kaarten/", patrons.values())


def _are_text_on_paper(ground: Ground, cards: str, patrons: Iterable[str]) -> None:
    """On every kind of card: what Latin letters can write stands there as it is."""
    marloes = ground.visitor("marloes")
    ids = [*patrons]
    for paper in (
        marloes.get(f"{cards}passen.pdf"),
        marloes.post(f"{cards}activatiekaarten.pdf", {"page": str(uuid4()), "patron": ids}),
        marloes.post(f"{cards}plaatjeskaarten.pdf", {"page": str(uuid4()), "patron": ids}),
    ):
        assert paper.headers["content-type"] == "application/pdf"
        assert links_and_scripts(paper.content) == []
        shown = "".join("".join(texts(paper.content)).split())
        wanted = [name for name in HOSTILE if name.isascii() and len(name) < 20]
        assert [name for name in wanted if "".join(name.split()) not in shown] == []


def test_hostile_names_leave_with_the_export_as_they_are(ground: Ground, site: Site) -> None:
    upload = sent_list(ground.visitor("petra"), _list())
    _approve_all_the_same(ground, upload)

    answer = ground.visitor("willem").post("/balie/alles-meenemen/")

    book = ZipFile(BytesIO(answer.content))
    [table] = [name for name in book.namelist() if name.endswith("patrons_patron.csv")]
    rows = csv.DictReader(StringIO(book.read(table).decode("utf-8")))
    assert set(SURNAMES) <= {row["surname"] for row in rows}
    [lines] = [name for name in book.namelist() if name.endswith("patrons_patron.jsonl")]
    told = {json.loads(line)["surname"] for line in book.read(lines).splitlines()}
    assert set(SURNAMES) <= told
