"""What the settings read from the environment and from .local. Looks only; makes nothing."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL_DIR = (
    Path(__file__).resolve().parents[1] / ".local"
)  # what this checkout makes for itself; never committed


# What chapters of the handbook show, served under the paths of the repository: a chapter is read here and there.
PICTURES = ("docs/handbook/pictures", "docs/machines", "docs/pictures")
NO_JIT: dict[str, object] = {"options": "-c jit=off"}  # compiling takes longer than the questions of a page
MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


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


def read_release(root: Path) -> str:
    """The version of this checkout."""
    return str(tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"])


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
        "OPTIONS": NO_JIT | query,  # sslmode and the like
    }


@dataclass(frozen=True)
class Mail:
    """The server that mail leaves by, from whom, and the address of the pages that it names; no host: no mail."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = False
    sender: str = ""
    site: str = ""


def read_mail() -> Mail:
    """EMAIL_URL (smtp://, smtp+starttls:// or smtps://user:password@host:port) with EMAIL_FROM and SITE_URL.

    Raises ImproperlyConfigured for a server without the other two.
    """
    parts = urlsplit(os.environ.get("EMAIL_URL", ""))
    if not parts.hostname:
        return Mail()
    sender, site = os.environ.get("EMAIL_FROM", ""), os.environ.get("SITE_URL", "").rstrip("/")
    if parts.scheme not in MAIL_PORTS or "@" not in sender or not site.startswith(("https://", "http://")):
        raise ImproperlyConfigured(
            "EMAIL_URL wants smtp://, smtp+starttls:// or smtps://, and with it EMAIL_FROM and SITE_URL"
        )
    port = parts.port or MAIL_PORTS[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    starttls = parts.scheme == "smtp+starttls"
    return Mail(parts.hostname, port, user, password, parts.scheme == "smtps", starttls, sender, site)
