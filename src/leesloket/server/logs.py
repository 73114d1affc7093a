"""Log lines that tell what went wrong and where, and on nobody's data."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

from typing_extensions import override

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Ties the lines of one request together; says nothing about who asked."""

FIELDS = ("route", "method", "status", "ms")
"""What a line may carry beside its text.  Routes are patterns: no id, no name of a school."""

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LineFormatter(logging.Formatter):
    """Writes a traceback with the places and the kinds of its errors, without their texts.

    An error's text can hold what it stumbled on: PostgreSQL shows the whole row that broke a
    constraint, `int()` the text that was no number.
    """

    @override
    def formatException(self, ei: _ExcInfo) -> str:
        told: list[str] = []
        known: set[int] = set()
        error = ei[1]
        # A cause that is raised again over what it caused leads back to where it began.
        while error is not None and id(error) not in known:
            known.add(id(error))
            kind = type(error)
            told.append(
                "".join(traceback.format_tb(error.__traceback__))
                + f"{kind.__module__}.{kind.__qualname__}"
            )
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhile handling:\n".join(told)


class OtherHost(logging.Filter):
    """Makes of Django's record of another host one warning: it repeats what anybody may ask for.

    Scanners name such hosts all day; a traceback of each would hide what matters.
    """

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args = "A request named a host that is not in LEESLOKET_HOSTS", ()
        record.exc_info = record.exc_text = None
        return True


class RouteOnly(logging.Filter):
    """Puts the pattern of a route where Django's record repeats an address.

    An address can hold what opens an account: the link of a mail for a new password.
    """

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        status = getattr(record, "status_code", "")
        told = _WHAT_HAPPENED.get(record.name, f"Answered {status}")
        record.msg, record.args = "%s: %s", (told, match.route if match else "no page of ours")
        return True


_WHAT_HAPPENED = {"django.security.csrf": "A form came without the token we gave"}


class JsonFormatter(LineFormatter):
    """One JSON object per line, for a machine that collects them."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {
            name: value for name in FIELDS if (value := getattr(record, name, None)) is not None
        }
        if request_id.get():
            told["request"] = request_id.get()
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
