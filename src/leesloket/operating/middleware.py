"""A line in the log for every request, about the route and never about who or what it names."""

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from leesloket.server.logs import request_id

log = logging.getLogger("leesloket.request")


class RequestLogMiddleware:
    """Outermost, so that its time is the whole time.  The address is logged as its pattern.

    An address that fits none is not logged: what somebody typed could be a name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid4().hex[:12])
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            log.info(
                "request",
                extra={
                    "route": request.resolver_match.route if request.resolver_match else "",
                    "method": request.method,
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - begun) * 1000),
                },
            )
        finally:
            request_id.reset(token)
        return response
