"""What every answer of a service must say to the browser (T16), and the settings of a service."""

import runpy

import pytest
from django.conf import settings as django_settings

SAME = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
# Papers, and what is handed in, may be shown beside a decision in a frame of our own page.
FRAMED = {"application/pdf", "image/jpeg", "image/png", "application/zip"}
UNUSED = {"camera=()", "geolocation=()", "usb=()", "microphone=()", "display-capture=()"}


def wrongs(answer, *, is_static=False) -> list[str]:
    """What an answer of the service lacks or says amiss."""
    told = answer.headers
    found = [name for name, value in SAME.items() if told.get(name) != value]
    policy = dict(
        part.strip().partition(" ")[::2] for part in told.get("Content-Security-Policy", "").split(";")
    )
    is_framed = policy.get("frame-ancestors") == "'self'"
    frame = ("'self'", "SAMEORIGIN") if is_framed else ("'none'", "DENY")
    if (policy, told.get("X-Frame-Options")) != (POLICY | {"frame-ancestors": frame[0]}, frame[1]):
        found.append(f"{policy} {told.get('X-Frame-Options')}")
    if is_framed and answer.status_code == 200 and told["Content-Type"].partition(";")[0] not in FRAMED:
        found.append("a page that may be framed")
    if not set(told.get("Permissions-Policy", "").split(", ")) >= UNUSED:
        found.append("Permissions-Policy")
    if not is_static and "no-store" not in told.get("Cache-Control", ""):
        found.append(f"Cache-Control {told.get('Cache-Control')}")
    if told["Content-Type"].startswith("text/") and "charset=" not in told["Content-Type"]:
        found.append(f"Content-Type {told['Content-Type']}")
    return found + [f"cookie {name}" for name, kept in answer.cookies.items() if not is_strict(name, kept)]


def is_strict(name, kept) -> bool:
    same_site = kept["samesite"] in {"Lax", "Strict"}
    here = kept["path"] == "/" and not kept["domain"]
    is_hidden = kept["httponly"] or not kept.value  # one that is taken away has nothing to hide
    return bool(name.startswith("__Host-") and kept["secure"] and is_hidden and same_site and here)


def of_a_service() -> dict:
    """The settings of config/headers.py as the environment says now."""
    read = runpy.run_path(str(django_settings.BASE_DIR / "config" / "headers.py"))
    return {name: value for name, value in read.items() if name.isupper() and not name.startswith("_")}


@pytest.fixture
def service(monkeypatch, settings):
    """The settings of a service over https (SECURE=1)."""
    monkeypatch.setenv("SECURE", "1")
    for name, value in of_a_service().items():
        setattr(settings, name, value)
    return settings
