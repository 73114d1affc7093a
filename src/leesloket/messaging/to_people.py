"""Mail to somebody who signs in: about signing in only, without a name and without a pupil.

The job is all that is kept.  Handing over is at least once, under the same Message-ID, so that a
mailbox shows a message once.
"""

from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from leesloket.accounts.addresses import address_of


def send(kind: str, *, account_id: UUID, about: UUID, **context: str) -> bool:
    """Send a message to an account that has an address; False when it has none (any more).

    `about` makes the Message-ID, and `kind` names the templates.
    """
    address = address_of(account_id)
    if not address:
        return False
    told = {"site": settings.SITE_URL, **context}
    subject = render_to_string(f"messaging/{kind}_subject.txt", told)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string(f"messaging/{kind}.txt", told),
        to=[address],
        headers={"Message-ID": f"<{about}@{domain}>", "Auto-Submitted": "auto-generated"},
    ).send()
    return True
