"""Reading a PDF as others would: its text, its bars and squares, and what it says of itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import zxingcpp
from pypdfium2 import raw

DOTS = 200 / 72
"""Two hundred dots per inch: what a plain office printer does at least."""


@contextmanager
def opened(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    """The document, closed afterwards."""
    document = pdfium.PdfDocument(pdf)
    yield document
    document.close()


def texts(pdf: bytes) -> list[str]:
    """The words of every page, with single spaces."""
    with opened(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def codes(pdf: bytes) -> list[tuple[str, str]]:
    """(kind, content) of every barcode and QR code, as a scanner sees the printed pages."""
    found = []
    with opened(pdf) as document:
        for page in document:
            drawn = page.render(scale=DOTS, grayscale=True)
            wide, high, row = drawn.width, drawn.height, drawn.stride
            flat = bytes(drawn.buffer)
            dots = b"".join(flat[at * row : at * row + wide] for at in range(high))
            image = memoryview(dots).cast("B", shape=[high, wide])
            found += [(one.format.name, one.text) for one in zxingcpp.read_barcodes(image)]
    return found


def is_tagged(pdf: bytes) -> bool:
    """Whether a screen reader finds a structure."""
    with opened(pdf) as document:
        return bool(raw.FPDFCatalog_IsTagged(document))


def links_and_scripts(pdf: bytes) -> list[bytes]:
    """What a document could do by itself, or where it could lead."""
    return [
        word
        for word in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/OpenAction")
        if word in pdf
    ]
