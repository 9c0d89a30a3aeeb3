"""Before the actor: whose session it is, whether it still lives, and who a proxy of headquarters says is there."""

import logging
from ipaddress import ip_address

from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.models import Login
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout

from casework.log_in.browsers import in_words
from casework.models import Staff

log = logging.getLogger(__name__)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class LogInMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        agent = request.headers.get("user-agent", "")
        request.session.client = (get_client_ip(request) or "", in_words(agent))
        if request.session.get(SESSION_KEY) and not request.user.is_authenticated:
            request.session.flush()  # of somebody disabled, or with another password since
        response = self.by_proxy(request) if settings.PROXY_IDENTITY_HEADER else None
        return response or self.get_response(request)

    def by_proxy(self, request):
        """Log in whom the proxy names, and out whom it names no more; None: go on."""
        said = said_by_proxy(request)
        if request.user.is_authenticated:
            if not came_by_proxy(request) or said == request.user.staff_number:
                return None
            logout(request)
        if not said or is_on_its_way(request):
            return None
        staff = Staff.objects.filter(staff_number=said, is_active=True).first()
        if staff is None:
            log.warning("the proxy names somebody without an account in use")
            return None
        staff.backend = BACKEND
        record_authentication(request, staff, "proxy")
        place = request.get_full_path() if request.method == "GET" else "/"
        return perform_login(request, Login(user=staff, redirect_url=place, email_verification="none"))


def said_by_proxy(request) -> str:
    """The staff number in the header of a proxy that may say it; "" from every other address, and that is logged."""
    said = request.headers.get(settings.PROXY_IDENTITY_HEADER, "").strip()
    if not said:
        return ""
    peer = request.META.get("REMOTE_ADDR", "")  # who is connected, whatever is forwarded
    if peer and any(ip_address(peer) in network for network in settings.PROXY_IDENTITY_FROM):
        return said
    log.warning("an identity from %s, which is no proxy of ours, was ignored", peer or "a socket")
    return ""


def came_by_proxy(request) -> bool:
    return any(record["method"] == "proxy" for record in get_authentication_records(request, request.user))


def is_on_its_way(request) -> bool:
    """At the second factor of a log-in already begun, or at what is no page."""
    return request.path.startswith(("/login/second/", settings.STATIC_URL))
