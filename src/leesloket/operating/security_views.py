"""security.txt (RFC 9116): whom to tell of a weak spot in this site."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

HOLDS_FOR = timedelta(days=180)
"""The standard wants less than a year; it is made anew each time that somebody reads it."""


@require_safe
def security_txt(_: HttpRequest) -> HttpResponse:
    """Who runs the site names the contact; without one there is nothing to tell."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    ends = (timezone.now() + HOLDS_FOR).strftime("%Y-%m-%dT00:00:00Z")
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {ends}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
