"""Broken files through the real sandbox: no file may end the supervisor, hang it or go unanswered.

    ./run bench fuzz [--times N] [--seed S] [--folder FILES]

Seeds are lists of our own in every format, and the files of a folder when one is given.  Each round
takes one, damages it (bytes changed, cut out, doubled, swapped; for zips also inside a part, packed
again) and has it read.  Every answer must be a table or a refusal with a code; the children that
had to be ended are counted, and so are answers that took longer than the aim.  The same seed gives
the same files.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from benchmarks.reading import as_ods, as_xls, as_xlsx

from leesloket.roster.problems import Code, Severity
from leesloket.roster.readers import read
from leesloket.roster.readers.result import ReadResult
from leesloket.sandbox import client

_SLOW_SECONDS = 1.0
_BIGGEST = 400_000
_NUMBERS = (b"\x00", b"\xff", b"\x7f", b"\x80", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00")
_WORDS = (b'"', b";", b"\n", b"<", b"&", b"]]>", b"=", b"\t", b"PK\x05\x06", b'r="XFD1048576"')
_ENDED = frozenset({Code.READER_DIED, Code.TOO_SLOW})

_PUPILS = "".join(
    f'<leerling key="{at}"><achternaam>Vos{at}</achternaam><roepnaam>Bo</roepnaam>'
    f"<geboortedatum>2016-03-{at % 28 + 1:02}</geboortedatum><jaargroep>5</jaargroep>"
    f'<groep key="g"/></leerling>'
    for at in range(40)
)
_EDEX = (
    '<?xml version="1.0" encoding="UTF-8"?><EDEX><school><schooljaar>2026-2027</schooljaar>'
    '<brincode>99XX</brincode></school><groepen><groep key="g"><naam>5a</naam>'
    f"<jaargroep>5</jaargroep></groep></groepen><leerlingen>{_PUPILS}</leerlingen></EDEX>"
)
_HTML = (
    "<html><table><tr><td>Naam<td>Groep</tr>"
    + "".join(f"<tr><td>Vos, Bo{at}</td><td>5a</td></tr>" for at in range(40))
    + "</table></html>"
)


def own_seeds() -> list[bytes]:
    """Lists in every format that a school sends."""
    text = "Leerlingnummer;Roepnaam;Achternaam;Groep\n" + "".join(
        f'{at};"Bo";"Vos {at}";5a\n' for at in range(60)
    )
    roster = io.BytesIO()
    with zipfile.ZipFile(roster, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.csv", "propertyName,value\noneroster.version,1.1\n")
        archive.writestr("users.csv", "sourcedId,role,givenName,familyName\nu1,student,Bo,Vos\n")
    made = [as_xlsx(60), as_xlsx(60, "Şubat é 日"), as_xls(60), as_ods(60), roster.getvalue()]
    return [*made, *(each.encode() for each in (text, _EDEX, _HTML)), text.encode("utf-16")]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The same file with a few wounds."""
    if content.startswith(b"PK") and chance.random() < 0.6:
        return _damaged_inside(content, chance)
    return _wounded(content, chance)


def _wounded(content: bytes, chance: random.Random) -> bytes:
    broken = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        chance.choice(_WOUNDS)(broken, chance)
    return bytes(broken)


def _damaged_inside(content: bytes, chance: random.Random) -> bytes:
    """One part of a zip damaged and packed again, so that the gate lets it through."""
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            names = old.namelist()
            chosen = chance.choice(names)
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
                for name in names:
                    part = old.read(name)
                    new.writestr(name, _wounded(part, chance) if name == chosen else part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, IndexError):
        return _wounded(content, chance)
    return target.getvalue()


def _change(broken: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(broken) + 1)
    put = chance.choice((*_NUMBERS, *_WORDS))
    broken[at : at + len(put)] = put


def _insert(broken: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(broken) + 1)
    broken[at:at] = chance.choice(_WORDS) * chance.choice((1, 1, 50, 5_000))


def _cut(broken: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(broken) + 1)
    del broken[at : at + chance.choice((1, 8, 512, len(broken)))]


def _double(broken: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(broken) + 1)
    broken[at:at] = broken[at : at + chance.choice((4, 64, 4_096))]


def _flip(broken: bytearray, chance: random.Random) -> None:
    if broken:
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)


_WOUNDS: Sequence[Callable[[bytearray, random.Random], None]] = (
    *(_change, _insert, _cut, _double, _flip),
)


def kind_of(result: ReadResult) -> str:
    """What an answer was; raises when it is neither a table nor a refusal."""
    if result.table is not None:
        return "table"
    [refusal, *_] = [each for each in result.problems if each.severity is Severity.REFUSAL]
    return f"ended: {refusal.code}" if refusal.code in _ENDED else "refused"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=date(2026, 8, 1).toordinal())
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - the same files each time
    seeds = own_seeds()
    assert all(read(content).table is not None for content in seeds)
    if options.folder:
        files = sorted(path for path in options.folder.rglob("*") if path.is_file())
        seeds += [path.read_bytes() for path in files if path.stat().st_size < _BIGGEST]
    kinds: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        socket_path = Path(folder) / "reader.sock"
        supervisor = client.start_supervisor(socket_path)
        try:
            for _ in range(options.times):
                content = damaged(chance.choice(seeds), chance)
                start = time.perf_counter()
                kinds[kind_of(client.read(content, socket_path=socket_path))] += 1
                seconds = time.perf_counter() - start
                slowest = max(slowest, seconds)
                kinds["slow"] += seconds > _SLOW_SECONDS
            alive = supervisor.poll() is None
        finally:
            supervisor.communicate()
    print(f"{options.times} broken files of {len(seeds)} seeds: {dict(kinds)}")
    print(f"supervisor alive: {alive}, slowest answer {slowest:.2f} s")
    return 0 if alive else 1


if __name__ == "__main__":
    sys.exit(main())
