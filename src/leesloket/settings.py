"""One settings module; everything that differs between machines comes from the environment.

`./run` fills the environment for the embedded server (leesloket.server.embedded); an operator
fills it in the service's unit file (docs/user/beheer.md).
"""

from pathlib import Path
from typing import Any

import pghistory
from csp.constants import NONE, SELF
from environs import Env, validate

from leesloket.accounts.school_accounts.config import read_providers
from leesloket.web.static_version import version_of_static_files

env = Env()

BASE = Path(__file__).resolve().parent
CHECKOUT = BASE.parent.parent

# Real data never lies in the checkout; the demo's does, in var/.
DATA = env.path("LEESLOKET_DATA", CHECKOUT / "var")

NO_SECRET = "only-for-commands-that-touch-no-data"  # noqa: S105 - and no site starts with it
_SECRET_FILE = env.path("LEESLOKET_SECRET_KEY_FILE", None)
"""For a service: a secret in the environment can be read by more than the process."""
SECRET_KEY = env.str(
    "LEESLOKET_SECRET_KEY", _SECRET_FILE.read_text().strip() if _SECRET_FILE else NO_SECRET
)
DEBUG = False
DEMO = env.bool("LEESLOKET_DEMO", False)
PLAIN_HTTP = env.bool("LEESLOKET_PLAIN_HTTP", False)
"""Only for localhost: cookies then lack `Secure` and the `__Host-` prefix."""
ALLOWED_HOSTS = env.list("LEESLOKET_HOSTS", ["localhost", "127.0.0.1"])
SITE_URL = env.str("LEESLOKET_SITE_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "leesloket.isolation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "leesloket.audit",
    "leesloket.branches",
    "leesloket.accounts",
    "leesloket.teaching",
    "leesloket.vault",
    "leesloket.patrons",
    "leesloket.children",
    "leesloket.messaging",
    "leesloket.intake",
    "leesloket.imports",
    "leesloket.privacy",
    "leesloket.export",
    "leesloket.web",
    "leesloket.desk",
    "leesloket.portal",
    "leesloket.operating",
    # After our apps, so that our templates come before the ones of these.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "leesloket.operating.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "leesloket.web.middleware.CompressMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "leesloket.children.sessions.ShortSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "leesloket.accounts.middleware.ViewerMiddleware",
    "leesloket.web.middleware.NoStoreMiddleware",
    "leesloket.web.middleware.NoNulMiddleware",
    "leesloket.web.middleware.OnlyForFormsMiddleware",
]

ROOT_URLCONF = "leesloket.urls"
WSGI_APPLICATION = "leesloket.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "leesloket.web.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- database: PostgreSQL only; the web role owns nothing (ADR 0005) -----------------------------

DATABASES = {
    "default": env.dj_db_url("DATABASE_URL", "postgres://leesloket_web@localhost/leesloket")
}
# One connection per thread that lives on; a scope lives in its transaction, never longer.
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Values travel beside a statement, not in it: a server that logs a failing one logs no child.
DATABASES["default"].setdefault("OPTIONS", {})["server_side_binding"] = True
# A statement that comes back is planned once: with policies in it, planning a look at one row takes
# longer than looking.  psycopg's own threshold, which Django takes away.
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 5
WEB_ROLE = env.str("LEESLOKET_WEB_ROLE", "leesloket_web")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Versions are looked up by one column (patrons.models); an index for each would be most of the
# work of an import.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

CACHES = {
    "default": {
        # Rate limits must count over all processes; LocMem would count per process.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        # With Django's 300 a flood of made-up names would make the counts of a real one forgotten.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# --- language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
LOCALE_PATHS = [BASE / "web" / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- static files: from the package, without a collect step --------------------------------------

STATIC_URL = f"/static/{version_of_static_files(BASE)}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# All of them lie at an address that another version does not have.
WHITENOISE_IMMUTABLE_FILE_TEST = f"^{STATIC_URL}"

# --- signing in ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "leesloket.accounts.backends.AccountBackend",
    "leesloket.children.backends.CardBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "leesloket.accounts.passwords.NotTheName"},
    {"NAME": "leesloket.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "leesloket.accounts.passwords.NotCommon"},
]
ACCOUNT_ADAPTER = "leesloket.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# How long signing in counts as having shown who is there (leesloket.accounts.step_up).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * env.int("LEESLOKET_STEP_UP_MINUTES", 15)
# Per account and branch (imports.actions.receiving).
FILES_PER_TEN_MINUTES = env.int("LEESLOKET_FILES_PER_TEN_MINUTES", 60)
ACCOUNT_RATE_LIMITS = {
    # Signing in is not limited, only signing in wrongly: a class comes at once, from one address.
    "login": None,
    # Per name and address (AccountAdapter); and per address, wide enough for a class that mistypes.
    "login_failed": "5/5m/key,30/m/ip,300/h/ip",
    # Each makes us ask a school something; a whole staff comes from one address.
    "school_account": "60/m/ip",
    # Each new name is a row; an office has a handful of people.
    "say_who": "30/h/key",
}
# In a browser where somebody has signed in before, whatever others do at the same address.
KNOWN_DEVICE_LIMIT = "10/5m/key"
ACCOUNT_FORMS = {
    "login": "leesloket.accounts.forms.LoginForm",
    "reauthenticate": "leesloket.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "leesloket.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "leesloket.accounts.forms.AuthenticateForm",
    "reauthenticate": "leesloket.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "leesloket.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "leesloket.accounts.passkeys.AddPasskeyForm",
    "edit_webauthn": "leesloket.accounts.passkeys.NamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey is two factors (what one has, and a face, finger or PIN), so that is always asked for.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Leesloket"
# A telephone's clock, or a slow reader, may be half a minute off; a code still counts once.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Which identity providers there are: a file that the operator keeps (docs/user/beheer.md).
SCHOOL_ACCOUNTS = read_providers(env.path("LEESLOKET_OIDC", None))
SOCIALACCOUNT_ADAPTER = "leesloket.accounts.school_accounts.adapter.SchoolAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
# Nobody's address is verified, because nobody signs in with one.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Limits count per address: X-Forwarded-For is believed only behind this many own proxies.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("LEESLOKET_PROXIES", 0)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "account_login"
DEVICE_COOKIE_NAME = "device"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- headers and cookies -------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "leesloket.web.views.csrf_failure"
if not PLAIN_HTTP:
    SECURE_SSL_REDIRECT = env.bool("LEESLOKET_SSL_REDIRECT", True)
    # Who asks these on the machine itself comes without the proxy.
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    DEVICE_COOKIE_NAME = "__Host-device"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR of a second factor is a data: image
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "display-capture": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

# --- files in ------------------------------------------------------------------------------------

# Chunks stay in memory: Django's own handler would write more than 2.5 MB to disk in the clear.
FILE_UPLOAD_HANDLERS = ["leesloket.intake.handlers.InMemoryHandler"]
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# Forms are read before anybody knows who sent them, and no form of ours has a second file.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# Overrides of roster.readers.result.Budget, as JSON; for benchmarks, and for very large schools.
READER_BUDGET: dict[str, Any] = dict(env.json("LEESLOKET_READER_BUDGET", {}))
# Where ClamAV listens, `unix:PATH` or `tcp:HOST:PORT`.  Empty: nothing is scanned; pages say so.
# Anything else stops the site: with a word that means nothing every file would fail, and /readyz.
CLAMAV = env.str("LEESLOKET_CLAMAV", "", validate=validate.Regexp(r"^(|unix:/.+|tcp:.+:[0-9]+)$"))
CLAMAV_TIMEOUT = 60.0
READER_SOCKET = env.path("LEESLOKET_READER_SOCKET", DATA / "run" / "reader.sock")

# --- retention, in days (docs/privacy.md says the same; a test compares) -------------------------

RETENTION_RAW_AFTER_IMPORT = 14
RETENTION_RAW_NOT_IMPORTED = 30
RETENTION_JOURNAL = 30
RETENTION_LEAVERS = 180
# Two school years: next year's list raises questions about this year's.
RETENTION_SHARED_NAMES = 730
ONE_TIME_PASSWORD_DAYS = 14
EMERGENCY_CODE_HOURS = 24
PASSWORD_RESET_MINUTES = 60
SIGN_INS_KEPT_DAYS = 30
ACTIVATION_DAYS = 30
PICTURE_CARD_DAYS = 400
SCHOOL_RIGHT_DAYS = 30
CHILD_SESSION_MINUTES = 60

# --- keys, jobs, mail, logs ----------------------------------------------------------------------

KEYS = env.path("LEESLOKET_KEYS", DATA / "keys")

# Where the head of the record's chain is written down each day: a folder (better: of another
# machine), and a mailbox when one is named.  Nobody's name stands in it.
ANCHORS = env.path("LEESLOKET_ANCHORS", DATA / "anchors")
ANCHOR_MAIL = env.str("LEESLOKET_ANCHOR_MAIL", "")

EMAIL_BACKEND = env.str("LEESLOKET_EMAIL_BACKEND", "leesloket.messaging.eml.EmlBackend")
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = env.str("LEESLOKET_SMTP_HOST", "localhost")
EMAIL_PORT = env.int("LEESLOKET_SMTP_PORT", 25)
EMAIL_HOST_USER = env.str("LEESLOKET_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.str("LEESLOKET_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.bool("LEESLOKET_SMTP_TLS", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("LEESLOKET_MAIL_FROM", "Leesloket <leesloket@localhost>")

PROCRASTINATE_READONLY_MODELS = True

# `mailto:` or `https:`, for /.well-known/security.txt; empty: there is no such page.
SECURITY_CONTACT = env.str(
    "LEESLOKET_SECURITY_CONTACT",
    "",
    validate=validate.Regexp(r"^(|mailto:\S+@\S+|https://\S+)$"),
)

# For who watches the site from another machine; loopback needs none.
HEALTH_TOKEN = env.str("LEESLOKET_HEALTH_TOKEN", "")

LOG_FORMAT = env.str("LEESLOKET_LOG_FORMAT", "line", validate=validate.OneOf(["line", "json"]))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "leesloket.server.logs.LineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "leesloket.server.logs.JsonFormatter"},
    },
    "filters": {
        "other_host": {"()": "leesloket.server.logs.OtherHost"},
        "route": {"()": "leesloket.server.logs.RouteOnly"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "leesloket": {"level": "INFO"},
        # One line per request is for a machine that collects them.
        "leesloket.request": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
        # A 404 or 403 is no event; Django's own 500 traceback shows code, never values.
        "django.request": {"level": "ERROR", "filters": ["route"]},
        "django.security.csrf": {"filters": ["route"]},
        "django.security.DisallowedHost": {"filters": ["other_host"]},
    },
}
