"""Bars and squares as small drawings: vectors, so that every printer draws them sharply."""

from io import BytesIO
from itertools import groupby

import segno
from barcode import Code128

_QUIET = 10
"""Modules of white on both sides of the bars, without which readers miss them (ISO 15417)."""
_QR_QUIET = 4


def bars(number: str) -> str:
    """A card number as Code 128, which readers of every make know; an SVG."""
    [modules] = Code128(number).build()
    parts, at = [], _QUIET
    for ink, run in groupby(modules):
        width = len(list(run))
        if ink == "1":
            parts.append(f"M{at} 0h{width}v1h-{width}z")
        at += width
    size = at + _QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} 1"'
        f' width="{size}" height="1" preserveAspectRatio="none"'
        f' shape-rendering="crispEdges"><path fill="#000" d="{"".join(parts)}"/></svg>'
    )


def square(text: str) -> str:
    """A text (an address) as a QR code that stands a scratch; an SVG."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", border=_QR_QUIET, xmldecl=False, svgclass=None, lineclass=None
    )
    return drawn.getvalue().decode()
