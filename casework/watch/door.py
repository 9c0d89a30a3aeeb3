"""The addresses that machines ask, answered before session, gate and transaction: they hold when the database is away.

``/health/`` says to anybody ok or failing: whether requests may be sent here. ``/health/ready/`` tells what fails to
the addresses of HEALTH_FROM (and to administrators, as a page); ``/metrics/`` answers those of METRICS_FROM alone.
"""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from casework.watch import health

Network = IPv4Network | IPv6Network


class DoorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.answers: dict[str, tuple[Iterable[Network] | None, Callable[[], HttpResponse]]] = {
            "/health/": (None, alive),
            "/health/ready/": (settings.HEALTH_FROM, ready),
            "/metrics/": (settings.METRICS_FROM, metrics),
        }

    def __call__(self, request):
        allowed, answer = self.answers.get(request.path_info, ((), None))
        is_person = allowed is not None and settings.SESSION_COOKIE_NAME in request.COOKIES
        if (
            answer is None
            or is_person
            or request.method not in {"GET", "HEAD"}
            or not is_named(request, allowed)
        ):
            return self.get_response(request)
        response = answer()
        response["Cache-Control"] = "no-store"
        return response


def is_named(request: HttpRequest, allowed: Iterable[Network] | None) -> bool:
    """Whether the request comes from an address of the list (None: from anywhere).

    Behind a proxy that we trust it is the last that the proxy wrote; a header that nobody vouches for names nobody.
    """
    if allowed is None:
        return True
    came, told = request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For")
    if told is not None:
        if not settings.BEHIND_PROXY:
            return False
        came = told.rpartition(",")[2].strip()
    try:
        address = ip_address(came)
    except ValueError:
        return False
    return any(address in network for network in allowed)


def alive() -> HttpResponse:
    failing = any(finding.fault for finding in health.findings(vital_only=True))
    return HttpResponse(
        "failing\n" if failing else "ok\n",
        content_type="text/plain; charset=utf-8",
        status=503 if failing else 200,
    )


def ready() -> HttpResponse:
    found = list(health.findings())
    failing = [each.check.name for each in found if each.fault]
    told = {
        "failing": failing,
        "checks": [{"name": f.check.name, "label": f.check.label, "fault": f.fault} for f in found],
    }
    return JsonResponse(told, status=503 if failing else 200, json_dumps_params={"ensure_ascii": False})


def metrics() -> HttpResponse:
    from casework.watch import metrics as counted  # opens its files: only where somebody asks

    return HttpResponse(counted.exposition(), content_type=counted.CONTENT_TYPE)
