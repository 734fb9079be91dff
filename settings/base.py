"""Strict settings for every environment; settings.dev relaxes them."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from cinemahub.mail.rules.senders import address_problems
from settings.database import database, direct_url
from settings.environment import BASE_DIR, env
from settings.secret import MIN_TOKEN, check_secret
from settings.site import allowed_hosts, site_accent, site_address, site_name, trusted_proxies

DEBUG = False

SECRET_KEY = env.str("SECRET_KEY")
check_secret(env, "SECRET_KEY", SECRET_KEY)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
for _key in SECRET_KEY_FALLBACKS or []:
    check_secret(env, "SECRET_KEY_FALLBACKS", _key)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
check_secret(env, "METRICS_TOKEN", METRICS_TOKEN, min_length=MIN_TOKEN)

_site = site_address(env)
SITE_URL = _site.geturl()
SITE_HOST, SITE_DOMAIN = _site.netloc, _site.hostname or ""
ALLOWED_HOSTS = allowed_hosts(env, SITE_DOMAIN)
SITE_NAME = site_name(env)
SITE_ACCENT = site_accent(env)

DATABASES = {"default": database(env)}
DATABASE_DIRECT_URL = direct_url(env)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Parts of pages that are the same for everybody, for as long as the process runs: another release may differ.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
        "TIMEOUT": None,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "cinemahub",  # before staticfiles, whose runserver it extends
    "cinemahub.staff.StaffConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "anymail",
    "cinemahub.mail",
    "users",
]
MIDDLEWARE = [
    "django.middleware.csp.ContentSecurityPolicyMiddleware",  # first, for the redirect to https too
    "django.middleware.security.SecurityMiddleware",
    "cinemahub.health.HealthMiddleware",  # before anything looks at the host, which a balancer may not know
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "cinemahub.refusals.RefusalMiddleware",
    "users.limit_middleware.LimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "users.staff_sessions.StaffSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "cinemahub.urls"
WSGI_APPLICATION = "cinemahub.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский")]  # catalogues: make messages
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.time_zone("TIME_ZONE", default="UTC")
USE_TZ = True

# Accounts
AUTH_USER_MODEL = "users.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "home"
STAFF_SESSION_SECONDS = int(timedelta(hours=8).total_seconds())
STAFF_IDLE_SECONDS = int(timedelta(minutes=30).total_seconds())
SECURITY_EVENTS_KEEP_DAYS = 365
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=1).total_seconds())
PASSWORD_SITE_WORDS = ["кинохаб", "кино"]  # beside those of SITE_URL and SITE_NAME
PASSWORD_HASHERS = [
    "users.hashers.NormalisedArgon2PasswordHasher",
    "users.hashers.BoundedArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_validation = "django.contrib.auth.password_validation"
# 10 characters, not the 15 that NIST SP 800-63B-4 wants of a password alone: what is guessed early is refused whatever
# its length, tries are limited, and longer ones that people must think of are words with a year behind.
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "users.password_strength.EasyPasswordValidator"},
    {"NAME": f"{_validation}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
]

# HTTP
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # a balancer asks by http
SECURE_SSL_HOST = SITE_HOST  # else the redirect goes to the host that was asked for, whose it is not yet known
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = trusted_proxies(env)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE.insert(0, "cinemahub.proxy.TrustedProxyMiddleware")

SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_NAME = "__Host-language"
RESET_COOKIE_NAME = "__Host-reset"
BROWSER_COOKIE_NAME = "__Host-browser"
SIGN_UP_COOKIE_NAME = "__Host-signup"
ADDRESS_COOKIE_NAME = "__Host-address"
CSRF_FAILURE_VIEW = "cinemahub.csrf.csrf_failure"
SESSION_ENGINE = "users.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # else in a cookie without __Host-
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())

# Mail
MAILERS: dict[str, dict[str, Any]] = {"outbox": {"BACKEND": "cinemahub.mail.backend.OutboxBackend"}}
MAIL_NEEDS_PROVIDER = False  # a mailbox, or a transport that sends nothing, will do
MAIL_OAUTH: dict[str, dict[str, str]] = {}  # alias of MAILERS -> service, client_id, client_secret, tenant
MAIL_REPLY_TO = env.str("MAIL_REPLY_TO", default="")
if MAIL_REPLY_TO:
    env.add_problems(address_problems("MAIL_REPLY_TO", MAIL_REPLY_TO))
MAIL_ONLY_TO: list[str] | None = None  # staging's guard
MAIL_TASKS = env.bool("MAIL_TASKS", default=False)
MAIL_TRY_SECONDS = 45  # all of one try; each answer of the server has EMAIL_TIMEOUT
MAIL_LEASE_SECONDS = 120  # how long a worker has a letter for itself; more than two tries
MAIL_LETTERS_AN_HOUR_FOR_ADDRESS = 5
MAIL_LETTERS_A_MINUTE_FROM_CLIENT = 20
MAIL_DAY_LIMIT: int | None = env.int("MAIL_DAY_LIMIT", default=None)  # of the default transport; 0: none
MAIL_OLDEST_WAITING_SECONDS = 300  # an email that waited longer makes /health/mail/ answer 503
MAIL_KEEP_DAYS = 30
MAIL_KEEP_UNKNOWN_ADDRESSES_DAYS = 1
MAIL_WEBHOOK: dict[str, str] | None = None  # production's: provider, secret, signing_key
MAIL_RETURNS_EVERY_SECONDS = 300
MAIL_RETURNS_FOLDER = env.str("MAIL_RETURNS_FOLDER", default="Returned")
MAIL_RETURNS_DELETE = env.bool("MAIL_RETURNS_DELETE", default=False)

# Doctor
DOCTOR_DNS = env.str("DOCTOR_DNS", default="")
DOCTOR_IMAP_HOST = env.str("DOCTOR_IMAP_HOST", default="")
DOCTOR_IMAP_PORT = env.int("DOCTOR_IMAP_PORT", default=993)
DOCTOR_IMAP_USER = env.str("DOCTOR_IMAP_USER", default="")
DOCTOR_IMAP_PASSWORD = env.str("DOCTOR_IMAP_PASSWORD", default="")

# Log
DEFAULT_EXCEPTION_REPORTER_FILTER = "cinemahub.report_filters.NoEnvironmentFilter"
SENTRY_DSN = env.str("SENTRY_DSN", default="")
ADMINS: list[str] = env.list("ADMINS", default=[], subcast=str.strip)
for _admin in ADMINS:
    env.add_problems(address_problems("ADMINS", _admin))
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "cinemahub.log.UTCFormatter"},
        "json": {"()": "cinemahub.json_log.JSONFormatter"},
    },
    "filters": {"not_in_development": {"()": "django.utils.log.RequireDebugFalse"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": env.choice("LOG_FORMAT", ("text", "json"), default="text"),
        },
        "admins": {
            "()": "cinemahub.error_mail.ErrorMailHandler",
            "level": "ERROR",
            "filters": ["not_in_development"],
        },
    },
    "root": {"handlers": ["stderr"], "level": env.log_level("LOG_LEVEL", default=logging.INFO)},
    "loggers": {
        "django": {"level": "INFO"},
        "django.request": {"handlers": ["admins"]},  # and not django.security, where strangers choose what is told
        "django.server": {"handlers": ["stderr"], "propagate": False},
    },
}
