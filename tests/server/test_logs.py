"""What a log line says of an error: where and of what kind, and nothing it stumbled on."""

import logging
from io import StringIO
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from leesloket.server.logs import LineFormatter


def _stumble(text: str) -> None:
    try:
        int(text)
    except ValueError as error:
        raise LookupError(text) from error


def _logged(text: str) -> str:
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LineFormatter("{levelname} {message}", style="{"))
    logger = logging.getLogger("leesloket.test_logs")
    logger.addHandler(handler)
    try:
        _stumble(text)
    except LookupError:
        logger.exception("It stumbled")
    finally:
        logger.removeHandler(handler)
    return written.getvalue()


def test_a_line_tells_where_and_what_kind_but_not_on_what() -> None:
    line = _logged("Zoë van Dijk")

    assert line.startswith("ERROR It stumbled\n")
    assert "builtins.LookupError\nwhile handling:\n" in line
    assert line.endswith("builtins.ValueError\n")
    assert "_stumble" in line
    assert "Dijk" not in line


def test_every_handler_of_the_site_writes_such_lines() -> None:
    told: Any = settings.LOGGING

    for handler in told["handlers"].values():
        formatter = told["formatters"][handler["formatter"]]
        assert import_string(formatter["()"]) is LineFormatter
