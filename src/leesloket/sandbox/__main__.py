"""`python -m leesloket.sandbox`: the reader supervisor."""

from __future__ import annotations

import sys

from leesloket.sandbox.supervisor import main

if __name__ == "__main__":
    sys.exit(main())
