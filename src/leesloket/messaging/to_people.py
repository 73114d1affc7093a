"""Mail to somebody who signs in: about signing in only, without a name and without a pupil.

The job is all that is kept.
"""

from uuid import UUID

from leesloket.accounts.addresses import address_of
from leesloket.messaging.mailing import deliver


def send(kind: str, *, account_id: UUID, about: UUID, **context: str) -> bool:
    """Send a message to an account that has an address; False when it has none (any more).

    `about` makes the Message-ID, and `kind` names the templates.
    """
    address = address_of(account_id)
    if not address:
        return False
    deliver(kind, to=address, about=about, context=context)
    return True
