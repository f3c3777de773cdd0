"""All settings, read from the environment. A laptop (config/lib/services.py) brings its own."""

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

import structlog
from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

from config import sidebar

BASE_DIR = Path(__file__).resolve().parent.parent
LAPTOP = os.environ.get("REGIA_LAPTOP") == "1"
DEBUG = os.environ.get("DEBUG") == "1"


def env(name: str, laptop: str | None = None) -> str:
    """The variable, or the laptop default; elsewhere a missing one stops the start-up."""
    if name in os.environ:
        return os.environ[name]
    if laptop is None or not LAPTOP:
        raise ImproperlyConfigured(f"Set {name}. See docs/production.md.")
    return laptop


SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SITE_URL = env("SITE_URL", "http://localhost:8000").rstrip("/")
DATA_DIR = Path(env("REGIA_DATA", str(BASE_DIR / ".data")))
# A demo shop lets anybody in as one of its cast with a click; no other shop does.
DEMO = LAPTOP and os.environ.get("REGIA_DEMO") == "1"
# Shop fronts on this very laptop that site checks may ask, as 127.0.0.1:8100 with commas between.
_beside = os.environ.get("REGIA_LOCAL_SITES", "") if LAPTOP else ""
LOCAL_SITES = [
    (ip, int(port)) for ip, _, port in (s.rpartition(":") for s in _beside.split(",")) if ip
]

# One line per floor, lowest first. The order is enforced by import-linter (pyproject.toml).
INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_celery_beat",
    "django_htmx",
    "guardian",
    "lucide",
    "template_partials",
    "config.apps.Ground",
    "config.exports",
    "config.intake",
    "catalog",
    "orders",
    "logistics",
    "customer_care",
    "roles.team",
    "roles.tasks",
    "roles.playbooks",
    "roles.web_writer",
    "roles.graphic_designer",
    "roles.webmaster",
    "roles.marketing",
    "roles.coordinator",
    "analytics.traffic",
    "analytics",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.lib.weather.DatabaseAwayMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "roles.team.middleware.PersonMiddleware",
    "roles.team.middleware.DoorsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.lib.htmx.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.lib.chrome.chrome",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "config.templatetags.regia",
            ],
        },
    }
]

# Rows: PostgreSQL, always.

_db = urlparse(env("DATABASE_URL"))
_socket = dict(part.split("=", 1) for part in _db.query.split("&") if "=" in part).get("host")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _db.path.lstrip("/"),
        "USER": _db.username or "",
        "PASSWORD": _db.password or "",
        "HOST": _socket or _db.hostname or "",
        "PORT": _db.port or "",
        "CONN_HEALTH_CHECKS": True,  # the pool hands out no connection a restart has broken
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": int(env("DATABASE_POOL", "4")), "timeout": 10},
            "connect_timeout": 5,
        },
        "TEST": {"TEMPLATE": "template0"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

# Jobs and cache: Redis. A silent Redis must not hang a page, so every wait is short.

REDIS_URL = env("REDIS_URL")
_patience = {"socket_connect_timeout": 0.5, "socket_timeout": 1}
CACHES = {
    "default": {
        "BACKEND": "config.lib.weather.PatientRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": _patience,
    }
}
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,  # above the longest single job, an import of 300 MB
    "unacked_restore_throttle": 1,  # a killed worker's work is back within ten seconds
    **_patience,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_ALWAYS_EAGER = os.environ.get("JOBS_INLINE") == "1"
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "config.timetable.Timetable"

# People

AUTH_USER_MODEL = "team.User"
AUTHENTICATION_BACKENDS = [
    "config.lib.rights.Backend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian: no stand-in row for logged-out visitors
GUARDIAN_MONKEY_PATCH_USER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "roles.team.accounts.StaffOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited by who sets the shop up
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # who has a second factor is asked for it first
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Regia] "
ACCOUNT_FORMS = {
    "reset_password_from_key": "roles.team.forms.LinkedPasswordForm",
    "set_password": "roles.team.forms.FirstPasswordForm",
    "change_password": "roles.team.forms.OtherPasswordForm",
}
# The account's own limit comes first: whoever hammers one account does not use up the office's.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "8/15m/key,40/15m/ip",
    "reset_password": "2/15m/key,10/15m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if urlparse(SITE_URL).scheme == "https" else 0
MFA_TOTP_ISSUER = "Regia"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

# Words

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("it", "Italiano"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True

# Files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
WHITENOISE_USE_FINDERS = LAPTOP
MEDIA_ROOT = DATA_DIR / "media"
_statics = "StaticFilesStorage" if LAPTOP else "ManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": f"django.contrib.staticfiles.storage.{_statics}"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# Mail: a folder of messages on a laptop, SMTP elsewhere.

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if LAPTOP:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
_smtp = urlparse(env("SMTP_URL", "smtp://localhost:25"))
EMAIL_HOST, EMAIL_PORT = _smtp.hostname, _smtp.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
EMAIL_USE_SSL = _smtp.scheme == "smtps" and EMAIL_PORT == 465  # there TLS comes before any word
EMAIL_USE_TLS = _smtp.scheme == "smtps" and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "Regia <regia@localhost>")
# Customers' mail has an address of its own. Without an IMAP_URL it comes from a folder.
CARE_MAIL_FROM = os.environ.get("CARE_MAIL_FROM") or DEFAULT_FROM_EMAIL
CARE_MAIL_BACKEND = "customer_care.gateways.folder.SentFolder" if LAPTOP else EMAIL_BACKEND
IMAP_URL = os.environ.get("IMAP_URL", "")
MAILBOX_DIR = DATA_DIR / "mailbox"

# Doors. Over https (every address but a laptop's) cookies are locked to this host.

HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
KNOWN_BROWSER_COOKIE = "__Host-known" if HTTPS else "known"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# The admin's Alpine.js evaluates attributes and sets styles; its pages alone may.
ADMIN_CSP = {
    "script-src": [SELF, UNSAFE_EVAL, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
}

UNFOLD = sidebar.UNFOLD

# Logs: one line of JSON per event; a person's line on a laptop.

_renderer = structlog.dev.ConsoleRenderer() if LAPTOP else structlog.processors.JSONRenderer()
_stamps = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
structlog.configure(
    processors=[*_stamps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _renderer,
            ],
            "foreign_pre_chain": _stamps,
        }
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {
        "handlers": ["out"],
        "level": os.environ.get("LOG_LEVEL", "WARNING" if LAPTOP else "INFO"),
    },
}
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
