"""CSV, JSON Lines and a zip that is sent while it is made."""

import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from leesloket.export.writing import PIECE, as_csv, as_json_lines, as_zip

AT = datetime(2026, 8, 17, 9, 0, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))


@given(st.lists(st.fixed_dictionaries({"a": TEXT, "b": TEXT})))
def test_any_text_reads_back_from_csv(rows: list[dict[str, str]]) -> None:
    written = b"".join(as_csv(rows, ["a", "b"])).decode()

    assert list(csv.DictReader(StringIO(written, newline=""))) == rows


@given(st.lists(st.dictionaries(TEXT, st.none() | st.booleans() | st.integers() | TEXT)))
def test_any_value_reads_back_from_json_lines(rows: list[dict[str, object]]) -> None:
    written = b"".join(as_json_lines(rows)).decode()

    assert [json.loads(line) for line in written.split("\n")[:-1]] == rows


def test_csv_is_that_of_rfc_4180_and_an_empty_table_has_its_columns() -> None:
    row = {"a": 'say "hi"', "b": None, "c": True, "d": ["1", "2"], "e": "=1+1"}

    assert b"".join(as_csv([row], list(row))) == (
        b'a,b,c,d,e\r\n"say ""hi""",,true,"[""1"",""2""]",=1+1\r\n'
    )
    assert b"".join(as_csv([], ["a", "b"])) == b"a,b\r\n"


def test_a_zip_comes_in_pieces_and_says_what_is_in_it() -> None:
    drawn = [hashlib.sha256(str(at).encode()).digest() * 40 for at in range(400)]
    noise = [
        bytes(a ^ b for a, b in zip(one, drawn[at - 7], strict=True))
        for at, one in enumerate(drawn)
    ]

    pieces = list(as_zip([("een.txt", [b"een"]), ("map/twee.bin", noise)], at=AT))

    assert max(map(len, pieces)) < 4 * PIECE
    with ZipFile(BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.read("een.txt") == b"een"
        sums = json.loads(archive.read("inhoud.json"))
        assert sums["map/twee.bin"]["sha256"] == hashlib.sha256(b"".join(noise)).hexdigest()


def test_nothing_is_read_before_it_is_sent() -> None:
    read = []

    def rows() -> Iterator[bytes]:
        for at in range(1000):
            read.append(at)
            yield hashlib.sha512(str(at).encode()).digest() * 100

    pieces = as_zip([("veel", rows())], at=AT)
    next(pieces)

    assert len(read) < 1000
