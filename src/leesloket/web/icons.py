"""Icons as SVG in the page: Lucide's single files, read once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "static" / "leesloket" / "vendor" / "lucide"


@cache
def icon(name: str) -> SafeString:
    """Return one icon as an `<svg>`, hidden for screen readers: the word stands beside it.

    Raises FileNotFoundError for a name that was not vendored (`tools/vendor.toml`).
    """
    svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    inner = re.sub(r"\s+", " ", svg.split(">", 2)[2].rpartition("</svg>")[0]).strip()
    return mark_safe(  # noqa: S308 - our own vendored file, checked by hash
        '<svg class="ll-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" '
        f'focusable="false">{inner}</svg>'
    )
