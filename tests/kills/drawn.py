"""`./run kills`: moments, errands and victims drawn at random; one kill unless more are asked for.

The seed is printed: the same seed draws the same kills.
"""

import os
import random
from collections import Counter

from tests.kills.dying import End
from tests.kills.keeping import sweep
from tests.kills.killing import Killing

VICTIMS = ("die", "die", "die", "die", "backend", "postmaster", "child", "reader")
"""Processes of the site die more often than PostgreSQL: they can start again in no time."""
THE_PARTS_OF_A_READER = frozenset(
    {"the reader is asked", "the reader has half of the file", "the reader has the file"}
)


def test_kills_drawn_at_random_lose_nothing(killing: Killing) -> None:
    times = int(os.environ.get("LEESLOKET_KILLS", "1"))
    seed = int(os.environ.get("LEESLOKET_SEED") or random.SystemRandom().randrange(10**6))
    drawing = random.Random(seed)  # noqa: S311 - a lottery
    print(f"\nseed {seed}")  # noqa: T201 - a report
    done: Counter[str] = Counter()
    for count in range(1, times + 1):
        name, end = _draw(killing, drawing)
        try:
            killing.once(name, end)
        except Exception as error:
            error.add_note(f"kill {count}: {name}, {end}")
            raise
        done[end.how] += 1
        if count % 20 == 0:
            with killing.site.connect() as connection:
                sweep(connection)
        if count % 50 == 0 or count == times:
            print(f"{count} kills, nothing lost: {dict(done)}", flush=True)  # noqa: T201


def _draw(killing: Killing, drawing: random.Random) -> tuple[str, End]:
    name = drawing.choice(sorted(killing.errands))
    errand = killing.errands[name]
    killing.know(name)
    moments = killing.moments[name]
    how = drawing.choice(VICTIMS)
    places = range(1, len(moments) + 1)
    if how in {"child", "reader"}:
        places = [at for at in places if moments[at - 1] in THE_PARTS_OF_A_READER]  # type: ignore[assignment]
    if not places or (how == "child" and errand.job):
        # A file that waited is refused then, and its sender is not there to choose it again.
        how, places = "die", range(1, len(moments) + 1)
    return name, End(how, job=errand.job, place=drawing.choice(places))
