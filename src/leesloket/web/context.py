"""What every page knows: who reads it and which places there are for that person."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from leesloket.accounts.queries import Viewer
from leesloket.children.queries import first_name_of
from leesloket.web.places import PageViewer, page_viewer


def page(request: HttpRequest) -> dict[str, object]:
    """Return `viewer` (None before signing in) and `upload_max_bytes`."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    return {
        "viewer": _bar(viewer, request.path) if viewer else None,
        "upload_max_bytes": settings.UPLOAD_MAX_BYTES,
    }


def _bar(viewer: Viewer, path: str) -> PageViewer:
    # The account of a child has no name of its own: the register has it.
    child = "" if viewer.display_name else first_name_of(viewer)
    return page_viewer(viewer, path, child=child)
