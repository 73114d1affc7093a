"""One message, handed to the mail server."""

import logging
from collections.abc import Mapping
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


def deliver(kind: str, *, to: str, about: UUID, context: Mapping[str, object]) -> None:
    """Send the message of this kind, whose subject and text are templates, to one address.

    Handing over is at least once: a crash between the server's answer and our commit sends it
    again.  `about` makes the Message-ID, so that a mailbox shows it once.
    """
    told = {"site": settings.SITE_URL, **context}
    subject = render_to_string(f"messaging/{kind}_subject.txt", told)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string(f"messaging/{kind}.txt", told),
        to=[to],
        headers={"Message-ID": f"<{about}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except OSError as error:
        # The kind and the server's number: its words can repeat the address.
        logger.warning(
            "the mail server took no mail (%s); it is tried again",
            " ".join([type(error).__name__, *map(str, _codes(error))]),
        )
        raise


def _codes(error: OSError) -> list[int]:
    """The numbers of SMTP with which a server refused, where it got so far."""
    match error:
        case SMTPResponseException():
            return [error.smtp_code]
        case SMTPRecipientsRefused():
            return sorted({code for code, _ in error.recipients.values()})
        case _:
            return []
