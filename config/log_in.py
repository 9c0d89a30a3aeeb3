"""The settings of the log-in, a part of config/settings.py: guessing, second factor, sessions, whose word is taken."""

import os
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

from config.environment import read_addresses, read_provider

LOGIN_PATH, LOGIN_URL, LOGIN_REDIRECT_URL = "/login/", "account_login", "/"
ACCOUNT_ADAPTER = "casework.adapters.StaffAdapter"  # closes sign-up
ACCOUNT_FORMS = {
    "login": "casework.account_forms.SignInForm",
    "change_password": "casework.account_forms.NewPasswordForm",
    "reauthenticate": "casework.account_forms.ConfirmForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser: desks are shared
ACCOUNT_EMAIL_VERIFICATION = "none"  # staff have no mail: administrators make accounts and reset passwords
# axes locks one name from one address after 5; these stop spraying from one address and one name from many.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/15m/ip,10/15m/key"}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "casework.log_in.sealing.FactorAdapter"
MFA_FORMS = {
    "authenticate": "casework.account_forms.CodeForm",
    "reauthenticate": "casework.account_forms.CodeAgainForm",
    "activate_totp": "casework.account_forms.FirstCodeForm",
    "add_webauthn": "casework.account_forms.NewKeyForm",
}
MFA_TOTP_TOLERANCE = 1  # half a minute either way: desks on a closed network have no good clock
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # of the password, before a factor is added or removed
# A post that decides does nothing without a second factor; the others may have one. The demo asks nobody.
SECOND_FACTOR = os.environ.get("SECOND_FACTOR", "demanded" if os.environ.get("SECURE") == "1" else "offered")
SECOND_FACTOR_ROLES = set(
    os.environ.get("SECOND_FACTOR_ROLES", "station_chief,hq_deciding,administrator").split(",")
)
if SECOND_FACTOR not in {"demanded", "offered"}:
    raise ImproperlyConfigured("SECOND_FACTOR is demanded or offered")

# Whose word is taken for who somebody is, beside the password's: a proxy of headquarters, a provider (OpenID Connect).
PROXY_IDENTITY_HEADER = os.environ.get("PROXY_IDENTITY_HEADER", "")
PROXY_IDENTITY_FROM = read_addresses("PROXY_IDENTITY_FROM", wanted=bool(PROXY_IDENTITY_HEADER))
IDENTITY_HAS_SECOND_FACTOR = os.environ.get("IDENTITY_HAS_SECOND_FACTOR") == "1"  # they have asked for one
OIDC = read_provider()
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC.app], "OAUTH_PKCE_ENABLED": True}} if OIDC else {}
SOCIALACCOUNT_ADAPTER = "casework.log_in.provider.ProviderAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: a form that ends at the provider would be against form-action
SOCIALACCOUNT_STORE_TOKENS = False
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = (
    "casework.adapters.typed_number"  # allauth authenticates by another name than the form's
)

# Passwords that have leaked, one a line: a network without the internet needs a list of its own (docs/operations.md).
COMMON_PASSWORDS = {"password_list_path": file} if (file := os.environ.get("PASSWORD_LIST")) else {}
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["staff_number"]},
    },
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator", "OPTIONS": COMMON_PASSWORDS},
    {"NAME": "casework.log_in.words.OfficeWordsValidator"},
]

SESSION_ENGINE = "casework.log_in.store"
SESSION_COOKIE_AGE = int(os.environ.get("SESSION_IDLE_HOURS", "8")) * 60 * 60  # every request begins it anew
SESSION_ABSOLUTE_AGE = (
    int(os.environ.get("SESSION_HOURS", "12")) * 60 * 60
)  # from the log-in; nothing puts it off
SESSION_SAVE_EVERY_REQUEST = True
