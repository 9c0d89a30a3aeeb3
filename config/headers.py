"""What every answer says to the browser and how cookies are kept, a part of config/settings.py."""

import os

from csp.constants import NONE, SELF

SECURE = os.environ.get("SECURE") == "1"  # served over https

# __Host-: no other host and no unencrypted page sets or reads them. Without https no browser would take the name.
_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_PREFIX}sessionid", f"{_PREFIX}csrftoken"
MESSAGES_COOKIE_NAME = f"{_PREFIX}messages"
MESSAGE_STORAGE = "casework.headers.Messages"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics/$"]  # machines ask on the inner side of the proxy

SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = (
    os.environ.get("HSTS_SUBDOMAINS") == "1"
)  # where no other name below ours is on http
SECURE_REFERRER_POLICY, SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin", "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],  # objects and frames too: papers are PDFs of our own
        "img-src": [SELF, "data:"],  # the admin's icons and the QR code of the second factor
        "frame-ancestors": [NONE],  # but papers and documents: casework.headers.framed
        "base-uri": [NONE],
        "form-action": [SELF],
    }
}
# What no page of ours uses, it may not use; passkeys it may.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "bluetooth", "camera", "display-capture", "geolocation", "gyroscope", "hid",
        "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip
