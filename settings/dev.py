"""Development: http, debug pages, letters into the local inbox or through the mailbox in .env."""

from settings.environment import BASE_DIR, env

PORT = env.int("PORT", default=8000)
env.set_defaults(
    SECRET_KEY="for-development-only-" + "0" * 50,
    SITE_URL=f"http://127.0.0.1:{PORT}",
    ALLOWED_HOSTS="127.0.0.1,localhost,[::1]",
    DATABASE_URL=f"sqlite:///{BASE_DIR / 'db.sqlite3'}",
)

from django.utils.text import slugify

from cinemahub.mail.rules.senders import address_problems
from settings.base import *
from settings.site import named_address
from settings.yandex import mailbox_mailer, mailbox_oauth, sender

DEBUG = True

if env.str("EMAIL_HOST_USER", default="") or env.str("EMAIL_HOST_PASSWORD", default=""):
    MAILERS["default"] = mailbox_mailer(env)
    MAIL_OAUTH = mailbox_oauth(env)
    DEFAULT_FROM_EMAIL = sender(env, "DEFAULT_FROM_EMAIL")
    SERVER_EMAIL = sender(env, "SERVER_EMAIL")
else:
    INBOX_SMTP_PORT = env.int("INBOX_SMTP_PORT", default=1025)  # cinemahub.inbox listens there
    MAILERS["default"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": INBOX_SMTP_PORT, "timeout": 10},
    }
    _post = f"post@{slugify(SITE_NAME) or 'site'}.example"
    DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=named_address(SITE_NAME, _post))
    SERVER_EMAIL = env.str("SERVER_EMAIL", default=_post)
    env.add_problems(address_problems("DEFAULT_FROM_EMAIL", DEFAULT_FROM_EMAIL))
    env.add_problems(address_problems("SERVER_EMAIL", SERVER_EMAIL))

# Before any page: a debug page shows too much to somebody who asks by another host.
MIDDLEWARE.insert(
    MIDDLEWARE.index("cinemahub.health.HealthMiddleware") + 1, "cinemahub.foreign_host.ForeignHostMiddleware"
)
INSTALLED_APPS += ["cinemahub.inbox"]
TEMPLATES[0]["OPTIONS"]["context_processors"].append("cinemahub.inbox.trouble.mail_trouble")
INBOX_MAILDIR = BASE_DIR / "var" / "inbox"
CACHES["template_fragments"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # a template was edited
STATIC_ROOT = None  # runserver serves static files from where they are
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING["filters"]["worth_a_line"] = {"()": "cinemahub.log.WorthALineFilter"}
LOGGING["loggers"]["django.server"]["filters"] = ["worth_a_line"]

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
LANGUAGE_COOKIE_NAME, RESET_COOKIE_NAME, BROWSER_COOKIE_NAME = "language", "reset", "browser"
SIGN_UP_COOKIE_NAME, ADDRESS_COOKIE_NAME = "signup", "address"

env.validate()
