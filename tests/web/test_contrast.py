"""Every pair of theme colours that meet on a screen can be read, in light and in dark (WCAG AA)."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "src/leesloket/web/static/leesloket/tokens.css").read_text(
    "utf-8"
)
KINDS = ("new", "move", "change", "leave", "stay", "ask")
GROUNDS = ("paper", "surface", "surface-sunk")

TEXT = [
    *((ink, on) for on in GROUNDS for ink in ("ink", "ink-soft", "action", "action-hover", *KINDS)),
    *((ink, f"{kind}-soft") for kind in KINDS for ink in (kind, "ink", "ink-soft")),
    *(("on-brand", "brand"), ("on-brand-soft", "brand"), ("marker", "brand")),
    *(("on-action", "action"), ("on-action", "action-hover")),
    *((ink, "action-soft") for ink in ("action", "action-hover", "ink", "ink-soft")),
    *(("on-marker", "marker"), ("on-mark", "mark"), ("surface", "ink"), ("surface", "new")),
    *(("surface", "leave"), ("action", "leave-soft"), ("action", "ask-soft")),
]
"""Words on their ground: 4.5 to 1."""
SIGNS = [
    *(("line-strong", ground) for ground in GROUNDS),
    *(("focus", ground) for ground in GROUNDS),
    *((kind, "surface") for kind in KINDS),
    *(("action", "surface"), ("action", "paper"), ("leave", "leave-soft"), ("ask", "ask-soft")),
]
"""Borders, icons and focus rings: 3 to 1."""
ON_BRIGHT = [("on-bright", bright) for bright in ("sun", "coral", "mint", "sky", "plum")]


def colours(css: str) -> dict[str, tuple[str, str]]:
    found = re.findall(r"--ll-([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    return {name: (light, dark) for name, light, dark in found}


STAFF = colours(TOKENS.split(".ll-kids {", 1)[0])
CHILDREN = STAFF | colours(TOKENS.split(".ll-kids {", 1)[1])


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("theme", "pairs", "least"),
    [
        (STAFF, TEXT, 4.5),
        (STAFF, SIGNS, 3.0),
        (CHILDREN, TEXT + ON_BRIGHT, 4.5),
        (CHILDREN, SIGNS, 3.0),
    ],
    ids=["staff words", "staff signs", "children words", "children signs"],
)
def test_what_meets_on_a_screen_can_be_told_apart(
    theme: dict[str, tuple[str, str]], pairs: list[tuple[str, str]], least: float, mode: int
) -> None:
    low = [
        (ink, ground, round(contrast(theme[ink][mode], theme[ground][mode]), 2))
        for ink, ground in pairs
        if contrast(theme[ink][mode], theme[ground][mode]) < least
    ]

    assert low == []


def test_only_the_tokens_name_a_colour() -> None:
    components = Path(__file__).parents[2] / "src/leesloket/web/static/leesloket/components.css"

    named = re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", components.read_text("utf-8"))

    assert named == []
