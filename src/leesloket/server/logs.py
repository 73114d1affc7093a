"""Log lines that tell what went wrong and where, and on nobody's data."""

import logging
import traceback
from types import TracebackType

from typing_extensions import override

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LineFormatter(logging.Formatter):
    """Writes a traceback with the places and the kinds of its errors, without their texts.

    An error's text can hold what it stumbled on: PostgreSQL shows the whole row that broke a
    constraint, `int()` the text that was no number.
    """

    @override
    def formatException(self, ei: _ExcInfo) -> str:
        told: list[str] = []
        error = ei[1]
        while error is not None:
            kind = type(error)
            told.append(
                "".join(traceback.format_tb(error.__traceback__))
                + f"{kind.__module__}.{kind.__qualname__}"
            )
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhile handling:\n".join(told)
