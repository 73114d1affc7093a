"""The schools whose list nobody can send yet, or that nobody of the library can process.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from leesloket.accounts.queries import PersonLine
from leesloket.accounts.rules import IMPORT, UPLOAD
from leesloket.branches.queries import BranchLine

NAMED: Final = 3
"""So many schools are named; of more their number says enough."""


@dataclass(frozen=True, slots=True)
class Unmanned:
    """What is to be done before a list can come in, in words; empty when nothing is."""

    no_school: bool
    nobody_processes: str = field(repr=False)
    nobody_sends: str = field(repr=False)

    def __bool__(self) -> bool:
        return bool(self.no_school or self.nobody_processes or self.nobody_sends)


def unmanned(people: Sequence[PersonLine], schools: Sequence[BranchLine]) -> Unmanned:
    """Say what is missing, by the rights that hold today of everybody who can sign in."""
    held = {
        (right.kind, right.branch_id) for one in people if one.is_active for right in one.rights
    }
    return Unmanned(
        no_school=not schools,
        nobody_processes=_named([one for one in schools if (IMPORT, one.id) not in held]),
        nobody_sends=_named([one for one in schools if (UPLOAD, one.id) not in held]),
    )


def _named(schools: Sequence[BranchLine]) -> str:
    if len(schools) > NAMED:
        return _("%(n)s schools") % {"n": len(schools)}
    return ", ".join(one.name for one in schools)
