"""One message, handed to the mail server."""

from collections.abc import Mapping
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def deliver(kind: str, *, to: str, about: UUID, context: Mapping[str, object]) -> None:
    """Send the message of this kind, whose subject and text are templates, to one address.

    Handing over is at least once: a crash between the server's answer and our commit sends it
    again.  `about` makes the Message-ID, so that a mailbox shows it once.
    """
    told = {"site": settings.SITE_URL, **context}
    subject = render_to_string(f"messaging/{kind}_subject.txt", told)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string(f"messaging/{kind}.txt", told),
        to=[to],
        headers={"Message-ID": f"<{about}@{domain}>", "Auto-Submitted": "auto-generated"},
    ).send()
