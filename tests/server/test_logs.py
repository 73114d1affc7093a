"""What a log line says of an error: where and of what kind, and nothing it stumbled on."""

import json
import logging
from io import StringIO
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from leesloket.server.logs import JsonFormatter, LineFormatter


def _stumble(text: str) -> None:
    try:
        int(text)
    except ValueError as error:
        raise LookupError(text) from error


def _logged(text: str, formatter: logging.Formatter | None = None) -> str:
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter or LineFormatter("{levelname} {message}", style="{"))
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


def test_errors_that_lead_back_into_each_other_are_told_once() -> None:
    """As when PostgreSQL goes away under a job: the cause is raised again, over what it caused."""
    first, second = LookupError("Zoë"), ValueError("Dijk")
    first.__cause__, second.__context__ = second, first

    told = LineFormatter().formatException((LookupError, first, None))

    assert told == "builtins.LookupError\nwhile handling:\nbuiltins.ValueError"


def test_every_handler_of_the_site_writes_such_lines() -> None:
    told: Any = settings.LOGGING

    for name in {"json", *(handler["formatter"] for handler in told["handlers"].values())}:
        assert issubclass(import_string(told["formatters"][name]["()"]), LineFormatter)


def test_a_line_for_a_machine_is_one_object_and_tells_as_little() -> None:
    line = _logged("Zoë van Dijk", JsonFormatter())

    assert line.count("\n") == 1
    told = json.loads(line)
    assert set(told) == {"at", "level", "logger", "message", "error"}
    assert told["message"] == "It stumbled"
    assert told["error"].endswith("builtins.ValueError")
    assert "Dijk" not in line


def test_a_line_for_a_machine_carries_only_the_fields_it_knows() -> None:
    record = logging.makeLogRecord({"msg": "request", "status": 200, "name_of_child": "Zoë"})

    told = json.loads(JsonFormatter().format(record))

    assert told["status"] == 200
    assert "Zoë" not in str(told)
