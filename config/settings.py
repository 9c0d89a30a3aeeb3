"""Settings, the environment first: with no variable set this is the demo, with DATABASE_URL and SECURE=1 a service.

Importing this file touches nothing: no server is started, no file made (bin/setup makes the keys).
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.environment import (
    CONNECTING,
    LOCAL_DIR,
    PICTURES,
    key_file,
    read_addresses,
    read_database,
    read_key,
    read_mail,
    read_release,
)
from config.headers import *  # noqa: F403 - what every answer says
from config.log_in import *  # noqa: F403 - what the log-in asks
from config.uploads import *  # noqa: F403 - how files are received
from config.watching import hours, lines

BASE_DIR = Path(__file__).resolve().parents[1]

DEBUG = os.environ.get("DEBUG") == "1"
# The demo says so in a band on every page; a server given by DATABASE_URL is no demo unless DEMO=1.
DEMO = os.environ.get("DEMO", "0" if "DATABASE_URL" in os.environ else "1") == "1"
TRAINING = (
    os.environ.get("TRAINING") == "1"
)  # a copy for training (manage.py anonymise): said on every page and paper
SECRET_KEY = read_key("SECRET_KEY")
HISTORY_KEY = read_key("HISTORY_KEY")  # chains the history; whoever holds the database must not hold it
KEY_FILES = {name: key_file(name) for name in ("SECRET_KEY", "HISTORY_KEY")}
ANCHOR_FILE, RELEASE = os.environ.get("ANCHOR_FILE", ""), read_release(BASE_DIR)  # docs/operations.md
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

# The app login serves and owns nothing; the owner migrates. A serving process needs no DATABASE_OWNER_URL.
DATABASE_OWNER: dict[str, object] = {}
if "DATABASE_URL" in os.environ:
    DATABASES = {"default": read_database(os.environ["DATABASE_URL"])}
    if "DATABASE_OWNER_URL" in os.environ:
        owner = read_database(os.environ["DATABASE_OWNER_URL"])
        DATABASE_OWNER = {name: owner[name] for name in ("USER", "PASSWORD")}
else:
    DATABASES = {
        "default": {"ENGINE": "config.embedded", "NAME": "casework", "USER": "app", "OPTIONS": CONNECTING}
    }
    DATABASE_OWNER = {"USER": "owner", "PASSWORD": ""}
# Requests open their own transaction in ScopeMiddleware: with ATOMIC_REQUESTS templates would render outside the scope.
DATABASES["default"] |= {"ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASE_APP_LOGIN = DATABASES["default"]["USER"]  # whom the walls grant rights
TABLE_RIGHTS, DATABASE_PROGRAMS = "config.rights.RIGHTS", "config.embedded.places.program_folders"
if os.environ.get("DATABASE_LOGIN") == "owner":  # manage.py sets it for the commands that change the schema
    if not DATABASE_OWNER:
        raise ImproperlyConfigured("this command needs the owner of the database: set DATABASE_OWNER_URL")
    DATABASES["default"] |= DATABASE_OWNER
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "casework",
    "blue_patrol",
    "liaison_councils",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "casework.watch.requests.RequestMiddleware",  # first: numbers the request and sees its answer as it goes out
    "casework.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "casework.watch.door.DoorMiddleware",  # machines ask here, also while the database is away
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "casework.log_in.middleware.LogInMiddleware",
    "casework.scope.ActorMiddleware",
    "axes.middleware.AxesMiddleware",
    "casework.scope.ScopeMiddleware",  # last: it opens the request's transaction and sets its scope
]
ROOT_URLCONF = "config.urls"
ACCESS_TABLE, HELP_TABLE = "config.access.ACCESS", "config.help.SCREENS"  # no URL answers without its rule
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "casework.context_processors.frame",
            ],
        },
    },
]

LANGUAGE_CODE, TIME_ZONE, USE_TZ = "ja", "Asia/Tokyo", True

STATIC_URL, STATIC_ROOT = "/static/", LOCAL_DIR / "static"
STATICFILES_DIRS = [(path, BASE_DIR / path) for path in PICTURES]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # stored files are rows, not files
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "casework.watch.counts.SharedCounts"}}  # limits hold over all web hosts

# Jobs are rows of the same database, deferred by the act's own transaction.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = [f"casework.{at}.tasks" for at in ("printing", "notices", "transfers", "proof")]

# Mail: none leaves unless a server is named; then one digest of unread notices a person a day (docs/operations.md).
MAIL = read_mail()
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.host, MAIL.port, MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = MAIL.starttls, MAIL.tls, 20
DEFAULT_FROM_EMAIL, SITE_URL = MAIL.sender, MAIL.site

AUTH_USER_MODEL = "casework.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
BEHIND_PROXY = os.environ.get("BEHIND_PROXY") == "1"  # one that sets the header and strips what clients send
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

HEALTH_FROM = read_addresses("HEALTH_FROM", "127.0.0.1,::1")
METRICS_FROM = read_addresses("METRICS_FROM")
METRICS_FOLDER, LOOKED_AFTER_HOURS = LOCAL_DIR / "metrics", hours("LOOKED_AFTER_HOURS", 0 if DEMO else 26)
LOGGING = lines(requests=not DEMO)  # the demo's terminal stays readable
