"""Another name for a library.

Nothing hangs on the name but what people read, and the file of school accounts where that calls
the library by it.
"""

from datetime import datetime

from django.db import transaction

from leesloket.accounts.queries import Viewer
from leesloket.accounts.school_accounts.queries import named_by_providers
from leesloket.audit.actions import record_by
from leesloket.branches.actions import ChangedMeanwhileError
from leesloket.branches.founding import call_library, lock_library
from leesloket.branches.policies import check_administers
from leesloket.branches.queries import Called
from leesloket.isolation.scope import scoped

LIBRARY_RENAMED = "library_renamed"


class NamedByProvidersError(Exception):
    """The operator's file of school accounts calls the library so: nobody would get in by it."""


@transaction.atomic
def rename_library(
    called: Called, *, seen: Called | None, acting_user: Viewer, now: datetime
) -> bool:
    """Give the library another name or place; True if something changed.

    `seen` is what the page showed.  The rules are those of setup.  Raises NotAnAdministratorError,
    ChangedMeanwhileError, NamedByProvidersError, and what `founding.call_library` raises.
    """
    check_administers(acting_user)
    with scoped(acting_user.scope):
        library = lock_library(acting_user.library_id)
        before, after = Called(library.name, library.place), called.cleaned()
        if after == before:
            return False
        if before != seen:
            raise ChangedMeanwhileError
        if after.name != before.name and named_by_providers(before.name):
            raise NamedByProvidersError
        call_library(library, after)
        record_by(
            LIBRARY_RENAMED,
            acting_user,
            now,
            detail={
                "name_before": before.name,
                "name_after": after.name,
                "place_before": before.place,
                "place_after": after.place,
            },
        )
    return True
