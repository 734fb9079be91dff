"""Production: letters go through a provider."""

from cinemahub.mail.rules.problem import marked as _
from settings.base import *
from settings.environment import env
from settings.providers import provider_mailer, provider_webhook, sender

MAILERS["default"] = provider_mailer(env)
MAIL_WEBHOOK = provider_webhook(env)
if (DATABASES["default"] or {}).get("ENGINE") == "django.db.backends.sqlite3":
    env.add_error("DATABASE_URL", _("Must be PostgreSQL in production."))

DEFAULT_FROM_EMAIL = sender(env, "DEFAULT_FROM_EMAIL")
SERVER_EMAIL = sender(env, "SERVER_EMAIL")
MAIL_NEEDS_PROVIDER = True

env.validate()
