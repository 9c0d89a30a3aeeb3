"""What the settings read from the environment and from .local. Looks only; makes nothing."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL_DIR = (
    Path(__file__).resolve().parents[1] / ".local"
)  # what this checkout makes for itself; never committed


def read_key(name: str) -> str:
    """NAME, else the file named by NAME_FILE, else .local/name as bin/setup made it."""
    if value := os.environ.get(name):
        return value
    path = Path(os.environ.get(f"{name}_FILE") or LOCAL_DIR / name.lower())
    try:
        return path.read_text().strip()
    except FileNotFoundError as error:
        raise ImproperlyConfigured(
            f"{name}: no {path}; run bin/setup or set {name} or {name}_FILE"
        ) from error


def read_database(url: str) -> dict[str, object]:
    """postgresql://user:password@host:port/name, or ?host=/socket/directory."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = query.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(query.pop("port", parts.port or "")),
        "OPTIONS": query,  # sslmode and the like
    }
