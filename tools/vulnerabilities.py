"""Hold the locked packages to what is known of them: `./run vulnerabilities`.

pip-audit asks PyPI about every package of uv.lock that Leesloket runs with; `-s osv` asks OSV.
Exit 0: all were checked, nothing is known; 1: something is known; 2: no answer, or not about all.
pip-audit itself calls it well when a source knows no package at all, as many a mirror does.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKED, KNOWN, NOT_CHECKED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Findings:
    """What was heard: lines to read about what is known, and names that nobody told of."""

    packages: int
    known: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def code(self) -> int:
        """A known vulnerability counts for more than a package that was not checked."""
        if self.known:
            return KNOWN
        return NOT_CHECKED if self.unknown or not self.packages else CHECKED


def findings_in(report: str) -> Findings:
    """Read what pip-audit writes as JSON; nothing was checked where there is none."""
    try:
        told: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        return Findings(0, (), ())
    return Findings(
        packages=len(told),
        known=tuple(
            f"{one['name']} {one['version']}: {bug['id']} {', '.join(bug.get('aliases', ()))}"
            f" (mended in {', '.join(bug['fix_versions']) or 'nothing yet'})"
            for one in told
            for bug in one.get("vulns", ())
        ),
        unknown=tuple(one["name"] for one in told if "skip_reason" in one),
    )


def ask(requirements: str, arguments: Sequence[str]) -> tuple[Findings, str]:
    """Let pip-audit ask about pinned `requirements`; also gives the last it said."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requirements.txt"
        path.write_text(requirements)
        done = subprocess.run(
            [
                sys.executable, "-m", "pip_audit", "-r", str(path),
                "--disable-pip", "--require-hashes", "--progress-spinner", "off",
                "--format", "json", *arguments,
            ],
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
    said = done.stderr.strip().splitlines()
    return findings_in(done.stdout), said[-1] if said else ""


def tell(findings: Findings, said: str) -> None:
    """Say what was heard, and loudly what was not."""
    for line in findings.known:
        print(f"  KNOWN: {line}")
    if findings.unknown or not findings.packages:
        some = len(findings.unknown)
        print(f"  NOT CHECKED: {f'{some} of {findings.packages}' if some else 'all'} packages.")
        print("  The source of vulnerabilities gave no answer. Run this where one can be reached.")
        if not some:
            print(f"  {said}")
    elif not findings.known:
        print(f"  {findings.packages} packages checked, nothing is known of them.")


if __name__ == "__main__":
    heard, last = ask(sys.stdin.read(), sys.argv[1:])
    tell(heard, last)
    sys.exit(heard.code)
