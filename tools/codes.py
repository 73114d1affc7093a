"""Write docs/codes.md: every code the engine can give, with the Dutch sentence people read.

And `src/leesloket/cli/sentences.json`: those sentences for the command line, which has no Django.

`python tools/codes.py` (or `uv run python tools/codes.py`).  A test compares the page with the
tables, so a new code is not finished before its line stands here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import django
from django.utils import translation
from typing_extensions import override

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "codes.md"
SENTENCES = ROOT / "src" / "leesloket" / "cli" / "sentences.json"

INTRO = """# Codes

<!-- Written by tools/codes.py from the tables of the code; do not edit by hand. -->

The engine speaks codes, the screens speak Dutch (`leesloket.web.problem_texts` and
`leesloket.web.words`). Scripts read the codes in the output of `leesloket roster check --json` and
`plan --json`. A code keeps its meaning; new ones can be added.
"""


def page() -> str:
    """The whole page, in Dutch where people read Dutch."""
    with translation.override("nl"):
        return "\n".join([INTRO, *_problems(), *_holds(), *_reasons(), *_levels()]) + "\n"


def _problems() -> Iterator[str]:
    from leesloket.roster.problems import Code
    from leesloket.web import problem_texts

    yield "## Problems of a file, a row or a cell\n"
    yield (
        "A `refusal` stops the file, an `error` sets the row aside (its child stays as it is), a"
        " `warning` is only shown.\n"
    )
    yield from _table(
        ("code", "wat wij zien", "wat je kunt doen"),
        (
            (f"`{code}`", problem_texts.sentence(code), problem_texts.what_to_do(code))
            for code in Code
        ),
    )


def _holds() -> Iterator[str]:
    from leesloket.imports.rules import SECOND_PERSON_FOR
    from leesloket.roster.plausibility import HOLDS
    from leesloket.web import problem_texts, words

    yield "## Holds: reasons to stop and look\n"
    yield "Only staff lift a hold, with a reason. With *twee* a second person approves as well.\n"
    yield from _table(
        ("code", "wat er staat", "advies", "en als het in orde is", "personen"),
        (
            (
                f"`{code}`",
                problem_texts.hold_text(code).title,
                problem_texts.hold_text(code).advice,
                str(words.PASSED[code]),
                "*twee*" if code in SECOND_PERSON_FOR else "één",
            )
            for code in HOLDS
        ),
    )


def _reasons() -> Iterator[str]:
    from leesloket.web import words

    yield "## Reasons beside a child\n"
    yield "Why a row was tied to a child, asked about, left out, or why a child leaves.\n"
    yield from _table(
        ("code", "wat er staat"), ((f"`{code}`", str(said)) for code, said in words.REASONS.items())
    )


def _levels() -> Iterator[str]:
    from leesloket.roster.matching import LEVELS

    yield "## Levels of matching, in order\n"
    yield "The first level that is true of a row and a child counts (algorithms/matching.md).\n"
    yield from _table(
        ("", "level", "leads to"),
        (
            (
                str(number),
                f"`{level.code}`",
                {"link": "a tie", "ask": "a question"}[level.certainty.value],
            )
            for number, level in enumerate(LEVELS, start=1)
        ),
    )


class _Blank(int):
    """A number that shows as the blank to fill in: of what it counts a text tells one from many."""

    name: str

    def __new__(cls, number: int, name: str) -> Self:
        blank = super().__new__(cls, number)
        blank.name = name
        return blank

    @override
    def __str__(self) -> str:
        return f"%({self.name})s"


def sentences() -> str:
    """What the command line says, in Dutch."""
    from leesloket.web.hold_words import HOLDS
    from leesloket.web.problem_words import PROBLEMS
    from leesloket.web.words import FIELDS

    with translation.override("nl"):
        problems = {
            code: {
                "said": [
                    *([_form(text.counted, text.needs)] if text.needs else ()),
                    _form(text.said, ()),
                ],
                "do": str(text.do),
            }
            for code, text in PROBLEMS.items()
        }
        holds = {
            code: {
                "title": [
                    {
                        **_form(form.said, form.needs),
                        **({"advice": form.advice.to(school=False)} if form.advice else {}),
                    }
                    for form in words.title
                ],
                "facts": [[key, str(label)] for key, label, _ in words.facts],
                "advice": words.advice.to(school=False),
            }
            for code, words in HOLDS.items()
        }
        fields = {field: str(name) for field, name in FIELDS.items()}
    form = {"problems": problems, "holds": holds, "fields": fields}
    return json.dumps(form, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _form(words: Any, needs: Sequence[str]) -> dict[str, object]:
    if not needs:
        return {"needs": [], "said": str(words)}
    one, many = (str(words % {need: _Blank(n, need) for need in needs}) for n in (1, 2))
    return {"needs": list(needs), "said": many, **({"one": one} if one != many else {})}


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _line(heads)
    yield _line(tuple("---" for _ in heads))
    yield from map(_line, rows)
    yield ""


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def main() -> None:
    """Write the page, and the sentences of the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leesloket.settings")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    SENTENCES.write_text(sentences(), encoding="utf-8")


if __name__ == "__main__":
    main()
