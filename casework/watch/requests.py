"""Every request has a number: in its line of the log, in the history and the read log, and on a page that failed."""

import logging
import time
from uuid import uuid4

from django.conf import settings

from casework.watch.lines import current

logger = logging.getLogger("casework.requests")
HEADER = "X-Request-ID"


class RequestMiddleware:
    """First of all: it sees the answer as it goes out. Nobody's number, name or address is told, and nothing typed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.number = uuid4().hex
        token, began = current.set(request.number), time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = request.number
            self.tell(request, response.status_code, time.perf_counter() - began)
            return response
        finally:
            current.reset(token)

    @staticmethod
    def tell(request, status: int, seconds: float) -> None:
        """What no page answered and nothing refused (a static file, a look at the health) is not told."""
        match = getattr(request, "resolver_match", None)
        if match is None and status < 400:
            return
        actor, route = getattr(request, "actor", None), match.view_name if match else None
        told = {
            "method": request.method, "route": route, "status": status, "ms": round(seconds * 1000),
            "post": actor.post.pk if actor else None, "role": str(actor.role) if actor else None,
        }  # fmt: skip
        logger.info("request", extra={"told": told})
        if settings.METRICS_FROM:
            from casework.watch import metrics

            metrics.observe(route or "", request.method, status, seconds)
