"""What the two ends say to each other besides a table: the end of a child, and why."""

from __future__ import annotations

import os
import signal
import socket

from leesloket.roster.problems import Code, Detail, Problem, Severity
from leesloket.roster.readers.result import SITE_BUDGET, Budget, ReadResult
from leesloket.sandbox import wire

EXIT_ANSWERED, EXIT_GARBLED, EXIT_DIED = 0, 2, 3
_ENDS = {code.value.encode(): code for code in (Code.TOO_SLOW, Code.READER_DIED)}
"""What the supervisor says of a child that gave no answer."""


def refusal(code: Code, **detail: Detail) -> ReadResult:
    """The result for a file that broke its reader."""
    return ReadResult(None, (Problem(code, Severity.REFUSAL, detail=detail),))


def ended(code: Code, budget: Budget) -> ReadResult:
    """The result for a file whose child gave no answer, with how long it had if that was it."""
    if code is Code.TOO_SLOW:
        return refusal(code, seconds=round(budget.wall_seconds))
    return refusal(code)


def receive(connection: socket.socket, length: int) -> bytes:
    """Exactly `length` bytes.  Raises GarbledError when the other side stops earlier."""
    content = bytearray(length)
    view = memoryview(content)
    at = 0
    while at < length:
        count = connection.recv_into(view[at:])
        if count == 0:
            raise wire.GarbledError
        at += count
    return bytes(content)


def receive_result(connection: socket.socket, budget: Budget = SITE_BUDGET) -> ReadResult:
    """The answer of a child, or what the supervisor says of a child that gave none.

    A child that a file took over may say anything: what is no answer, or more than `budget` lets a
    child read, is refused.  Raises GarbledError when the other side goes away before it begins.
    """
    mark, length, _ = wire.HEADER.unpack(receive(connection, wire.HEADER.size))
    if mark not in {wire.ANSWER, wire.DIED} or length > budget.unpacked_bytes:
        return refusal(Code.READER_DIED)
    try:
        payload = receive(connection, length)
        if mark == wire.DIED:
            # Or the child itself said it, that a file had taken over.
            return ended(_ENDS.get(payload, Code.READER_DIED), budget)
        result = wire.decode_result(payload)
    except wire.GarbledError:
        # No answer, or it stopped in the middle of it.
        return refusal(Code.READER_DIED)
    return result if _is_within(budget, result) else refusal(Code.READER_DIED)


def _is_within(budget: Budget, result: ReadResult) -> bool:
    table = result.table
    return table is None or (
        len(table.rows) <= budget.rows and len(table.headings) <= budget.columns
    )


def code_of(status: int) -> Code | None:
    """Why a child ended without an answer, from its wait status; None when it answered."""
    if os.WIFEXITED(status):
        answered = os.WEXITSTATUS(status) in {EXIT_ANSWERED, EXIT_GARBLED}
        return None if answered else Code.READER_DIED
    number = os.WTERMSIG(status)
    # SIGKILL may be the kernel short of memory, or anybody: we do not guess that the file is large.
    return Code.TOO_SLOW if number in {signal.SIGALRM, signal.SIGXCPU} else Code.READER_DIED
