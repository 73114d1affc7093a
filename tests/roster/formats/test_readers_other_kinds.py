"""What is sent instead of a list: each is called what it is, so that a person knows what to do."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile

import pytest
from tests.roster.formats.reader_books import HEADINGS, PUPILS, as_csv, as_zip
from tests.roster.formats.reader_results import cells, codes

from leesloket.roster.problems import Code
from leesloket.roster.readers import read

LIST = as_csv((HEADINGS, *PUPILS))
PLAIN = LIST.encode()
MAIL = "From: Jan <jan@school.nl>\r\nTo: bieb@bieb.nl\r\nSubject: Lijst\r\n\tvan juni\r\n"


def tape() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        told = tarfile.TarInfo("lijst.csv")
        told.size = len(PLAIN)
        archive.addfile(told, io.BytesIO(PLAIN))
    return target.getvalue()


PACKED = [
    gzip.compress(PLAIN),
    bz2.compress(PLAIN),
    lzma.compress(PLAIN),
    tape(),
    b"7z\xbc\xaf\x27\x1c\0\4",
    b"Rar!\x1a\7\1\0",
    b"(\xb5/\xfd\4\x88",
]
DOCUMENTS = [
    b"%PDF-1.7",
    rb"{\rtf1\ansi",
    b"\0\0\0\x18ftypheic\0\0\0\0mif1",
    b"II*\0\x08\0\0\0",
    b"RIFF\x24\0\0\0WEBPVP8 ",
    as_zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
    as_zip({"mimetype": "application/epub+zip", "META-INF/container.xml": "<a/>"}),
]
SHORTCUTS = [
    b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0",
    b"[InternetShortcut]\r\nURL=https://school.nl/lijst.xlsx\r\n",
    b'{"url":"https://docs.google.com/spreadsheets/d/x/edit","doc_id":"x"}',
    b'{"doc_id":"x","email":"a@b.nl"}',
    b"WEB\r\n1\r\nhttps://school.nl/lijst\r\n",
]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        *((content, Code.PACKED_FILE) for content in PACKED),
        *((content, Code.DOCUMENT_FILE) for content in DOCUMENTS),
        *((content, Code.SHORTCUT_FILE) for content in SHORTCUTS),
    ],
)
def test_what_is_sent_instead_of_a_list_is_called_what_it_is(content: bytes, code: Code) -> None:
    assert codes(read(content)) == [code]


@pytest.mark.parametrize(
    "text",
    [
        f"{MAIL}MIME-Version: 1.0\r\n\r\n{LIST}",
        f"Return-Path: <a@b.nl>\r\nReceived: from x\r\n{MAIL}\r\n{LIST}",
        f"{MAIL}Content-Type: text/plain; charset=utf-8\r\n\r\n{LIST}",
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: x\r\nMIME-Version: 1.0\r\n",
    ],
)
def test_of_a_mail_the_attachment_is_asked(text: str) -> None:
    assert codes(read(text.encode())) == [Code.MAIL_FILE]


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><body><div id=app></div></body></html>",
        "<html><body><table><tr><td>Gebruikersnaam</td><td><input></td></tr></table></body></html>",
        "<html><body><h1>500 - Server Error</h1></body></html>",
    ],
)
def test_a_page_without_pupils_may_be_one_to_log_in(page: str) -> None:
    assert codes(read(page.encode())) == [Code.WEB_PAGE]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([{"naam": "Zoë", "groep": "5a"}]).encode(),
        json.dumps({"leerlingen": [{"naam": "Zoë"}]}, indent=2).encode(),
        b"BEGIN:VCARD\r\nN:Berg;Zoe\r\nEND:VCARD\r\n",
        b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,6\r\n',
        b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"Naam"\r\n',
        b"\0\1\0\0Standard Jet DB\0\1\2",
        b"\0\0\2\0\6\4\6\0\x08\0'Naam",
        b"\x09\x02\x06\0\0\0\x10\0\0\0Naam",
        "Naam;Groep\x85Zo\u00eb Berg;5a\x85".encode("cp500"),
        "Naam;Groep\nZo\u00eb Berg;5a\n".encode("utf-7"),
    ],
)
def test_what_nothing_can_be_told_of_is_unknown_and_not_damaged(content: bytes) -> None:
    assert codes(read(content)) == [Code.UNKNOWN_FORMAT]


@pytest.mark.parametrize(
    "above",
    [
        "",
        "School: De Regenboog\r\nDatum: 1-9-2026\r\nAan: de bibliotheek\r\n\r\n",
        "MZ-lijst\r\n",
        "ID;PWXL;N;E is geen lijst\r\n",
        "WEB\r\n",
        "TABLE\r\n",
        "[Leerlingen]\r\n",
    ],
)
def test_a_list_that_begins_as_something_else_does_is_a_list(above: str) -> None:
    assert len(cells(read((above + LIST).encode()))) == len(PUPILS)
