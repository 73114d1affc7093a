"""What others may know of receiving."""

from django.conf import settings

from leesloket.sandbox import client as sandbox

_PROBE = b"Roepnaam;Achternaam;Groep\nProef;Bestand;5\n"


def reader_answers() -> bool:
    """Whether a small list comes back read, by a child with all of its walls."""
    try:
        return sandbox.read(_PROBE, socket_path=settings.READER_SOCKET).table is not None
    except sandbox.ReaderUnavailableError:
        return False
