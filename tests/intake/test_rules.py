"""A file's name as a label, and the mark that tells the same content twice."""

import pytest

from leesloket.intake.rules import LONGEST_NAME, content_mark, shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("lijst.xlsx", "lijst.xlsx"),
        ("C:\\Users\\petra\\lijst.xlsx", "lijst.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\nc\u202exslx.exe", "abcxslx.exe"),
        ("Zoe\u0308.csv", "Zoë.csv"),
        ("   ", "bestand"),
        ("", "bestand"),
        ("map/", "bestand"),
        ("x" * 500, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_a_label_and_never_a_path(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_mark_tells_the_same_content_within_one_branch_and_one_sheet() -> None:
    mark = content_mark(b"lijst", secret=b"kiem", sheet=None)

    assert mark == content_mark(b"lijst", secret=b"kiem", sheet="")
    others = {
        content_mark(b"lijst ", secret=b"kiem", sheet=None),
        content_mark(b"lijst", secret=b"linde", sheet=None),
        content_mark(b"lijst", secret=b"kiem", sheet="Bovenbouw"),
        content_mark(b"lijs", secret=b"kiem", sheet="t"),
    }
    assert len(others | {mark}) == 5
    assert len(mark) == 64
