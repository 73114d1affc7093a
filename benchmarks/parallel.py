"""Two hundred schools' lists at the same moment, at the real web server.

Run it with `./run bench parallel [SCHOOLS]` (100 when nothing is said): two lists of 200 KB and
500 children for every school, all sent at once over HTTP, each by a client of its own.  It tells
how long a sender waits, and what it costs: the clients run on the same machine, so a busy one makes
the first longer and the second hardly.  The test that it runs also sees that all of them are there.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

AIM = 2.0
"""Seconds for 95 of 100 senders (SECURITY figure F8), on two quiet cores."""
TEST = "tests/site/test_many_at_once.py::test_lists_of_many_schools_at_once_are_all_there"


def main(schools: int) -> int:
    """Run the test on this size, and print what it measured."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        environment = {
            **os.environ,
            "LEESLOKET_SCHOOLS": str(schools),
            "LEESLOKET_PUPILS": "500",
            "LEESLOKET_LIST_BYTES": "200000",
            "LEESLOKET_REPORT": str(report),
        }
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", TEST]
        done = subprocess.run(command, env=environment, check=False)
        if done.returncode:
            return done.returncode
        told = json.loads(report.read_text())
    took = told["seconds"]
    count = len(took)
    p95 = took[int(count * 0.95) - 1]
    print(f"{count} uploads of {told['bytes'] // 1000} KB for {schools} schools: 0 lost, 0 refused")
    print(f"the sender waits  p50 {took[count // 2]:.2f} s  p95 {p95:.2f} s  last {took[-1]:.2f} s")
    print(f"p95 / aim         {p95 / AIM:.2f}  (aim {AIM} s)")
    used = told["processor"]
    parts = ", ".join(f"{name} {seconds / count * 1000:.0f}" for name, seconds in used.items())
    print(f"processor time    {parts} ms per upload")
    # Everybody sends at once, so the last one waits for all the work; and Python's web server does
    # its part of it on one core.
    cores = os.cpu_count() or 1
    floor = max(sum(used.values()) / cores, used["web"])
    print(f"floor             {floor * 0.95:.1f} s for 95 of 100, by the processor time alone")
    print(f"machine           {cores} cores, load {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 100))
