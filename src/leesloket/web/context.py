"""What every page knows: who reads it and which places there are for that person."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from leesloket.accounts.queries import Viewer
from leesloket.web.places import page_viewer


def page(request: HttpRequest) -> dict[str, object]:
    """Return `viewer` (None before signing in) and `upload_max_bytes`."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    return {
        "viewer": page_viewer(viewer, request.path) if viewer else None,
        "upload_max_bytes": settings.UPLOAD_MAX_BYTES,
    }
