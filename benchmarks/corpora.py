"""The readers against odd and hostile files: figures F1 to F4.

    python benchmarks/corpora.py FILES LISTS [--show CLASS]

FILES is the folder with the unpacked corpora, LISTS the folder with the lists of paths in it.
Every file goes through a real supervisor and its own child, with the site's budget.  Counts are of
files as they come; nothing is left out of a list.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from leesloket.roster.problems import Code, Severity
from leesloket.roster.readers import ReadResult
from leesloket.sandbox import client

_READ = "pupils read"
_CLASSES: Mapping[Code, str] = {
    Code.NOT_A_PUPIL_LIST: "cells read, no pupils",
    Code.SEVERAL_SHEETS: "cells read, asks which sheet",
    Code.HEADINGS_NOT_FOUND: "cells read, no pupils",
    Code.EMPTY_FILE: "cells read, empty",
    Code.PASSWORD_PROTECTED: "password",
    Code.TOO_LARGE: "over budget",
    Code.TOO_MANY_CELLS: "over budget",
    Code.TOO_MANY_ROWS: "over budget",
    Code.TOO_MANY_COLUMNS: "over budget",
    Code.TOO_SLOW: "child ended: too slow",
    Code.READER_DIED: "child ended: died",
}
_READABLE = (_READ, "cells read")
_SLOWEST_AT_MOST, _P99_AT_MOST = 5.0, 0.5
_MEMORY_AT_MOST, _BOMB_MEMORY_AT_MOST = 256, 64
_SPREADSHEETS = {"xlsx": 0.982, "xls": 0.936, "ods": 0.942}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one file gave."""

    path: str
    kind: str
    seconds: float

    @property
    def readable(self) -> bool:
        return self.kind.startswith(_READABLE)

    @property
    def ended(self) -> bool:
        return self.kind.startswith("child ended")


def kind_of(result: ReadResult) -> str:
    """The class a result is counted in; a refusal that is no other class by its own code."""
    if result.table is not None:
        return _READ
    [code, *_] = [
        problem.code for problem in result.problems if problem.severity is Severity.REFUSAL
    ]
    return _CLASSES.get(code, f"refused: {code.value}")


class Runner:
    """Reads files through one supervisor, each only once."""

    def __init__(self, files: Path, socket_path: Path) -> None:
        self.files = files
        self.socket_path = socket_path
        self.known: dict[str, Outcome] = {}

    def outcome(self, path: str) -> Outcome | None:
        if path not in self.known:
            file = self.files / path
            if not file.is_file():
                return None
            content = file.read_bytes()
            start = time.perf_counter()
            result = client.read(content, socket_path=self.socket_path)
            self.known[path] = Outcome(path, kind_of(result), time.perf_counter() - start)
        return self.known[path]

    def outcomes(self, paths: Iterable[str]) -> list[Outcome]:
        return [found for path in paths if (found := self.outcome(path)) is not None]


def listed(lists: Path, name: str) -> list[str]:
    """The paths of one list."""
    return (lists / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def table(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """How many files gave what."""
    for kind, count in Counter(outcome.kind for outcome in outcomes).most_common():
        yield f"    {count:6}  {kind}"


def crashes(runner: Runner, lists: Path) -> None:
    """F1: nothing crashes the supervisor, nothing hangs."""
    names = ("uploadable_core", "attack_and_fuzz", "fuzz_seeds_raw")
    paths = dict.fromkeys(path for name in names for path in listed(lists, name))
    outcomes = runner.outcomes(paths)
    seconds = sorted(outcome.seconds for outcome in outcomes)
    print(f"F1  {len(outcomes)} of {len(paths)} files, supervisor crashes: 0")
    print(f"    children ended by themselves: {sum(outcome.ended for outcome in outcomes)}")
    print(
        f"    p50 {seconds[len(seconds) // 2]:.3f} s, "
        f"p99 {seconds[len(seconds) * 99 // 100]:.3f} s (aim {_P99_AT_MOST}), "
        f"max {seconds[-1]:.2f} s (aim {_SLOWEST_AT_MOST})"
    )
    print(*table(outcomes), sep="\n")


def readable(runner: Runner, lists: Path) -> None:
    """F2: real spreadsheets can be read."""
    core = runner.outcomes(listed(lists, "uploadable_core"))
    for suffix, aim in _SPREADSHEETS.items():
        found = [outcome for outcome in core if outcome.path.lower().endswith(f".{suffix}")]
        open_ones = [outcome for outcome in found if outcome.kind != "password"]
        good = sum(outcome.readable for outcome in open_ones)
        print(
            f"F2  {suffix}: {good} of {len(found)} "
            f"({good / max(1, len(found)):.2%}, aim {aim:.1%}); "
            f"{good / max(1, len(open_ones)):.2%} of those without a password"
        )
        print(*table(found), sep="\n")
    for name in ("ods_trailing_rows_legit", "huge_dimension", "date1904", "encrypted"):
        outcomes = runner.outcomes(listed(lists, name))
        print(
            f"F2  {name}: {sum(outcome.readable for outcome in outcomes)} of {len(outcomes)} read"
        )
        print(*table(outcomes), sep="\n")


def archives(runner: Runner, lists: Path) -> None:
    """F3 and F4: ambiguous archives are refused, honest ones pass the gate, bombs cost little."""
    rejected = runner.outcomes(listed(lists, "zip_must_reject"))
    at_gate = [
        outcome
        for outcome in rejected
        if outcome.readable or outcome.kind in {"refused: zip_no_list", "refused: unknown_format"}
    ]
    print(f"F3  must reject: {len(rejected) - len(at_gate)} of {len(rejected)} refused at the gate")
    for outcome in at_gate:
        print(f"    passed the gate: {outcome.path} ({outcome.kind})")
    accepted = runner.outcomes(listed(lists, "zip_must_accept"))
    stopped = [
        outcome
        for outcome in accepted
        if outcome.kind in {"refused: zip_unsafe", "refused: damaged_file"} or outcome.ended
    ]
    print(f"F3  must accept: {len(accepted) - len(stopped)} of {len(accepted)} passed the gate")
    for outcome in stopped:
        print(f"    stopped: {outcome.path} ({outcome.kind})")
    bombs = runner.outcomes([*listed(lists, "zip_overlap_bomb"), *listed(lists, "attack_and_fuzz")])
    slow = [outcome for outcome in bombs if outcome.seconds > 1.0 or outcome.ended]
    print(f"F4  bombs and attacks: {len(bombs) - len(slow)} of {len(bombs)} answered within 1 s")
    for outcome in slow:
        print(f"    {outcome.seconds:.2f} s  {outcome.path} ({outcome.kind})")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path)
    parser.add_argument("lists", type=Path)
    parser.add_argument("--show", default="child ended", help="print the paths of this class")
    options = parser.parse_args()
    # The bombs first: the peak that the system tells of children only ever rises.
    _, born = _with_supervisor(options.files, lambda _: None)
    _, bombs = _with_supervisor(options.files, lambda runner: archives(runner, options.lists))
    runner, all_files = _with_supervisor(options.files, lambda runner: everything(runner, options))
    print(f"    memory of the largest child: {all_files} MiB (aim {_MEMORY_AT_MOST});")
    print(
        f"    bombs and attacks {bombs} MiB, of which {born} at birth (aim {_BOMB_MEMORY_AT_MOST})"
    )
    for outcome in runner.known.values():
        if outcome.kind.startswith(options.show):
            print(f"{outcome.kind}: {outcome.path} ({outcome.seconds:.2f} s)")
    return 0


def everything(runner: Runner, options: argparse.Namespace) -> None:
    """F1 and F2."""
    crashes(runner, options.lists)
    readable(runner, options.lists)


def _with_supervisor(files: Path, work: Callable[[Runner], None]) -> tuple[Runner, int]:
    """Run `work` with a supervisor of its own; tells the peak of all children so far, in MiB.

    Raises when the supervisor did not live to the end.
    """
    with tempfile.TemporaryDirectory() as folder:
        socket_path = Path(folder) / "reader.sock"
        supervisor = client.start_supervisor(socket_path)
        runner = Runner(files, socket_path)
        try:
            work(runner)
        finally:
            supervisor.communicate()
    if supervisor.returncode:
        raise SystemExit(f"the supervisor ended with {supervisor.returncode}")
    return runner, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
