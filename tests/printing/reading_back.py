"""Reading a PDF as others would: its text, its bars and squares, and what it says of itself."""

import re
import zlib
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


_ACTIVE = re.compile(rb"/(?:JavaScript|JS|URI|Launch|OpenAction|GoToR|SubmitForm)\b")
_STREAM = re.compile(rb"(?<=[\r\n> ])stream\r?\n(.*?)endstream", re.DOTALL)


def links_and_scripts(pdf: bytes) -> list[bytes]:
    """What a document could do by itself, or where it could lead: of its objects, packed or not.

    Not of what its streams hold: the bytes of a compressed picture spell anything now and then.
    """
    objects = [_STREAM.sub(b"", pdf), *_packed_objects(pdf)]
    return [word for text in objects for word in _ACTIVE.findall(text)]


def _packed_objects(pdf: bytes) -> Iterator[bytes]:
    """The objects that stand together in a compressed stream (ISO 32000-1, 7.5.7)."""
    for found in _STREAM.finditer(pdf):
        described = pdf[pdf.rfind(b" obj", 0, found.start()) : found.start()]
        if b"/ObjStm" in described:
            yield zlib.decompressobj().decompress(found[1])
