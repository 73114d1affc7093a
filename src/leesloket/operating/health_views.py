"""What a monitor asks: does it live, does it work, and how much waits."""

import time
from collections.abc import Iterator
from importlib.metadata import version

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from leesloket.isolation.jobs import jobs_by_status
from leesloket.operating.health import Health, health

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
_LOOPBACK = ("127.0.0.1", "::1")

KEPT_SECONDS = 10.0
"""Anybody may ask whether it works; it is looked at no more often than this for them."""

_kept: dict[str, tuple[float, str]] = {}


@require_safe
def healthz(_: HttpRequest) -> HttpResponse:
    """The process lives.  Nothing is looked at, so a slow database restarts no web server."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """`ok`, `degraded` or `down` (then 503); what and how much only for who watches the site."""
    if not is_watcher(request):
        status = _kept_status()
        return JsonResponse({"status": status}, status=503 if status == "down" else 200)
    found = health(now=timezone.now())
    checks = {
        check.name: {"ok": check.ok, "needed": check.needed, "value": check.value}
        for check in found.checks
    }
    told = {"status": found.status, "version": version("leesloket"), "checks": checks}
    return JsonResponse(told, status=503 if found.status == "down" else 200)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The same as gauges, in the text form of Prometheus; for who watches the site only."""
    if not is_watcher(request):
        raise Http404
    found = health(now=timezone.now())
    lines = "\n".join(_gauges(found))
    return HttpResponse(f"{lines}\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def is_watcher(request: HttpRequest) -> bool:
    """Whether this comes from the machine itself, past the proxy, or brings the token."""
    token = settings.HEALTH_TOKEN
    brought = request.headers.get("Authorization", "")
    if token and constant_time_compare(brought.encode(), f"Bearer {token}".encode()):
        return True
    forwarded = any(name in request.META for name in _FORWARDED)
    return request.META.get("REMOTE_ADDR") in _LOOPBACK and not forwarded


def _kept_status() -> str:
    now = time.monotonic()
    at, status = _kept.get("status", (-KEPT_SECONDS, ""))
    if now - at >= KEPT_SECONDS:
        status = health(now=timezone.now()).status
        _kept["status"] = (now, status)
    return status


def _gauges(found: Health) -> Iterator[str]:
    yield "# TYPE leesloket_info gauge"
    yield f'leesloket_info{{version="{version("leesloket")}"}} 1'
    yield "# TYPE leesloket_check_ok gauge"
    for check in found.checks:
        yield f'leesloket_check_ok{{check="{check.name}"}} {int(check.ok)}'
    yield "# TYPE leesloket_check_value gauge"
    for check in found.checks:
        if check.value is not None:
            yield f'leesloket_check_value{{check="{check.name}"}} {check.value:g}'
    if found.checks[0].ok:
        yield "# TYPE leesloket_jobs gauge"
        for status, count in sorted(jobs_by_status().items()):
            yield f'leesloket_jobs{{status="{status}"}} {count}'
