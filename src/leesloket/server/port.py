"""The port that the pages are at: nobody else's.

The web server shares a port with whoever else listens there (SO_REUSEPORT).  Two sites on one port
would each answer half of what people ask, a demo among them.
"""

import os
import socket


class PortTakenError(Exception):
    """Something else listens on this port; PORT names another one."""


def listen_on() -> str:
    """The address that the web server listens on; in a container it is more than loopback."""
    return os.environ.get("LEESLOKET_LISTEN", "127.0.0.1")


def check_is_free(port: int) -> None:
    """Raise PortTakenError when somebody listens there already."""
    with socket.socket() as trial:
        # What ended a moment ago is in nobody's way.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((listen_on(), port))
        except OSError:
            raise PortTakenError(port) from None
