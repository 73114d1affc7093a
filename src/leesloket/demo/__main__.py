"""Fill an empty demo and write its files; prints what the cast signs in with, as JSON.

`./run` calls this once, when there is no demo yet.
"""

import json
import os
import sys
from contextlib import redirect_stdout
from dataclasses import asdict
from pathlib import Path

import django


def main() -> int:
    """Make the demo, in the data folder of the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leesloket.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - after setup
    from django.utils import timezone  # noqa: PLC0415

    from leesloket.demo import files  # noqa: PLC0415
    from leesloket.demo.populate import populate  # noqa: PLC0415
    from leesloket.demo.teachers import give_group  # noqa: PLC0415

    people = populate(now=timezone.now())
    if people:
        give_group(now=timezone.now())
    folder = Path(settings.DATA) / "demo-files"
    with redirect_stdout(sys.stderr):
        files.main(["--to", str(folder)])
    json.dump([asdict(person) for person in people], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
