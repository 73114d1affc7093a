"""Bytes in, the pupils' table out.

    from leesloket.roster.readers import read
    result = read(content)

`read` trusts its libraries with nothing, but they can still end the process: on a site it is only
called in the sandbox's child.
"""

from __future__ import annotations

from leesloket.roster.readers.reading import preload, read
from leesloket.roster.readers.result import SITE_BUDGET, Budget, ReadResult

__all__ = ["SITE_BUDGET", "Budget", "ReadResult", "preload", "read"]
