"""Asking ClamAV about a file: INSTREAM over a socket, so that nothing is written anywhere.

`LEESLOKET_CLAMAV` names the socket (`unix:/run/clamav/clamd.ctl`, `tcp:127.0.0.1:3310`).  Without
it nothing is scanned, and every page says so; a library may want its files scanned all the same
(`required`), and then they wait for a scanner to be named.  A scanner that is named and does not
answer holds the file: it is sealed unread, and the worker asks again (imports.actions.waiting).
"""

import logging
import socket
import struct
from contextlib import closing
from typing import Literal

from django.conf import settings

Verdict = Literal["none", "clean", "infected", "waiting"]

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096
_PING_WITHIN = 5.0

logger = logging.getLogger(__name__)


class ScannerUnavailableError(Exception):
    """The scanner does not answer, or could not do its work."""


class NotAScannerAddressError(Exception):
    """LEESLOKET_CLAMAV is neither `unix:PATH` nor `tcp:HOST:PORT`."""


def is_asked_for() -> bool:
    """Whether this site scans at all."""
    return bool(settings.CLAMAV)


def verdict_on(content: bytes, *, required: bool) -> Verdict:
    """What the scanner says of a file; `waiting` when it says nothing now.

    `required`: whether the library lets a file wait where there is no scanner.
    """
    if not is_asked_for():
        return "waiting" if required else "none"
    try:
        return _scan(content)
    except ScannerUnavailableError:
        # Which signature, or which file, is nobody's business in a log.
        logger.warning("The virus scanner does not answer; a file waits")
        return "waiting"


def answers(*, required: bool) -> bool:
    """Whether a file need not wait: the scanner is there, or there is none and none is required."""
    if not is_asked_for():
        return not required
    try:
        return _asked(b"zPING\0", within=_PING_WITHIN) == "PONG"
    except ScannerUnavailableError:
        return False


def _scan(content: bytes) -> Literal["clean", "infected"]:
    parts = [content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK)]
    stream = b"".join(struct.pack("!L", len(part)) + part for part in (*parts, b""))
    said = _asked(b"zINSTREAM\0" + stream, within=settings.CLAMAV_TIMEOUT)
    if said.endswith(" FOUND"):
        return "infected"
    if said == "stream: OK":
        return "clean"
    # An error of the scanner is no word about the file.
    raise ScannerUnavailableError


def _asked(request: bytes, *, within: float) -> str:
    try:
        with closing(_connected(within)) as scanner:
            scanner.sendall(request)
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
                more = scanner.recv(_LONGEST_ANSWER)
                if not more:
                    break
                answer += more
    except OSError:
        raise ScannerUnavailableError from None
    return answer.rstrip(b"\0").decode(errors="replace")


def _connected(within: float) -> socket.socket:
    kind, _, where = settings.CLAMAV.partition(":")
    if kind == "unix" and where:
        scanner = socket.socket(socket.AF_UNIX)
        try:
            scanner.settimeout(within)
            scanner.connect(where)
        except OSError:
            scanner.close()
            raise
        return scanner
    host, _, port = where.rpartition(":")
    if kind == "tcp" and host and port.isdigit():
        return socket.create_connection((host, int(port)), timeout=within)
    raise NotAScannerAddressError
