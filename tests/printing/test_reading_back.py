"""What looks through our papers finds what must not be there, and nothing else."""

import zlib

import pytest
from tests.printing.reading_back import links_and_scripts

PICTURE = b"<< /Length 9 >>\nstream\n..a/JS b..\nendstream"
PACKED = zlib.compress(b"7 0 << /S /JavaScript /JS (app.alert) >>")


@pytest.mark.parametrize(
    ("objects", "found"),
    [
        (b"<< /Type /Catalog >>", []),
        (PICTURE, []),
        (b"<< /Type /Catalog /OpenAction 3 0 R >>", [b"/OpenAction"]),
        (b"<< /A << /S /URI /URI (https://x) >> >>", [b"/URI", b"/URI"]),
        (b"<< /Type /ObjStm /N 1 >>\nstream\n%b\nendstream" % PACKED, [b"/JavaScript", b"/JS"]),
    ],
)
def test_links_and_scripts_are_found_among_the_objects(objects: bytes, found: list[bytes]) -> None:
    pdf = b"%%PDF-1.7\n1 0 obj\n%b\nendobj\n2 0 obj\n%b\nendobj\n%%%%EOF" % (PICTURE, objects)

    assert links_and_scripts(pdf) == found
