"""Mail of the embedded default: every message a file, to be opened with any mail program."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from typing_extensions import override

_NOT_FOR_A_FILE_NAME = re.compile(r"[^A-Za-z0-9-]+")


class EmlBackend(BaseEmailBackend):
    """Writes each message to EMAIL_FILE_PATH, named after its Message-ID."""

    @override
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for email in email_messages:
            message = email.message()
            name = _NOT_FOR_A_FILE_NAME.sub("-", message["Message-ID"]).strip("-")
            descriptor = os.open(
                folder / f"{name}.eml", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
            )
            with os.fdopen(descriptor, "wb") as file:
                file.write(message.as_bytes())
        return len(email_messages)
