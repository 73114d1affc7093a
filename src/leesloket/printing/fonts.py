"""The typefaces that we print with: ours, and those inside the typesetter for other scripts."""

from functools import lru_cache
from pathlib import Path

import typst

_FOLDER = Path(__file__).parent.parent / "web" / "static" / "leesloket" / "vendor" / "fonts"


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Read once; never the fonts of the machine, with which a sheet would differ per machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_FOLDER)]
    )
