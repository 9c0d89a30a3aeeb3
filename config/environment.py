"""What the settings read from the environment and from .local. Looks only; makes nothing."""

import os
import tomllib
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL_DIR = (
    Path(__file__).resolve().parents[1] / ".local"
)  # what this checkout makes for itself; never committed


# Compiling takes longer than the questions of a page; a server that does not answer is not waited for, and one that
# has vanished is noticed within some ten seconds, whether it was asked or listened to.
CONNECTING: dict[str, object] = {
    "options": "-c jit=off",
    "connect_timeout": "5",
    "keepalives_idle": "4",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
# What chapters of the handbook show, served under the paths of the repository: a chapter is read here and there.
PICTURES = ("docs/handbook/pictures", "docs/machines", "docs/pictures")
MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def key_file(name: str) -> Path:
    return Path(os.environ.get(f"{name}_FILE") or LOCAL_DIR / name.lower())


def read_key(name: str) -> str:
    """NAME, else the file named by NAME_FILE, else .local/name as bin/setup made it."""
    if value := os.environ.get(name):
        return value
    path = key_file(name)
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
    """postgresql://user:password@host:port/name, or ?host=/socket/directory, or ?host=one,other for the one that serves."""
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
        "OPTIONS": CONNECTING | query,  # sslmode and the like
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


def read_addresses(
    name: str, otherwise: str = "", *, wanted: bool = False
) -> list[IPv4Network | IPv6Network]:
    """Addresses or networks with commas. Raises ImproperlyConfigured for what is none, and for none where wanted."""
    try:
        said = os.environ.get(name, otherwise).split(",")
        found = [ip_network(text.strip(), strict=False) for text in said if text.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} wants addresses or networks: {error}") from error
    if wanted and not found:
        raise ImproperlyConfigured(f"{name} is wanted: whose word is to be taken")
    return found


def read_scanner() -> str:
    """CLAMAV_SOCKET: a path, or host:port; "" without. Raises ImproperlyConfigured for what is neither."""
    said = os.environ.get("CLAMAV_SOCKET", "").removeprefix("unix:").removeprefix("tcp://")
    host, _, port = said.rpartition(":")
    if said and not (said.startswith("/") or (host and port.isdigit())):
        raise ImproperlyConfigured("CLAMAV_SOCKET wants the path of clamd's socket, or host:port")
    return said


@dataclass(frozen=True)
class Provider:
    """A provider of identities (OpenID Connect); ``claim`` is where it says the staff number."""

    name: str
    claim: str
    app: dict


def read_provider() -> Provider | None:
    """OIDC_URL with OIDC_CLIENT_ID, OIDC_CLIENT_SECRET(_FILE), OIDC_STAFF_CLAIM and OIDC_NAME; None without."""
    url = os.environ.get("OIDC_URL", "")
    if not url:
        return None
    name = os.environ.get("OIDC_NAME", "本部の認証")
    claim = os.environ.get("OIDC_STAFF_CLAIM", "preferred_username")
    app = {
        "provider_id": "headquarters", "name": name, "client_id": os.environ["OIDC_CLIENT_ID"],
        "secret": read_key("OIDC_CLIENT_SECRET"), "settings": {"server_url": url, "uid_field": claim},
    }  # fmt: skip
    return Provider(name, claim, app)
