"""What every answer says to the browser, whoever made it: a page, a file, a refusal, a page that failed (T16)."""

from csp.constants import SELF
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


def framed(response):
    """The answer, which a page of ours may show in a frame beside what is decided on it; nobody else's may."""
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": [SELF]}
    return response


class HeadersMiddleware:
    """Outside of all that may answer, so that nothing leaves without them; what an answer says itself stays."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in (
            ("Permissions-Policy", settings.PERMISSIONS_POLICY),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("X-Frame-Options", settings.X_FRAME_OPTIONS),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
            ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
            ("Cache-Control", "no-store"),  # desks are shared; a static file has said how long it keeps
        ):
            response.headers.setdefault(name, value)
        return response


class MessagesCookie(CookieStorage):
    cookie_name = property(lambda self: settings.MESSAGES_COOKIE_NAME)


class Messages(FallbackStorage):
    """Django's own, with the cookie under our name."""

    storage_classes = (MessagesCookie, SessionStorage)
