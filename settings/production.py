"""Production: letters go through a provider."""

from settings.base import *
from settings.environment import env
from settings.providers import provider_mailer

MAILERS = {"default": provider_mailer(env)}
if (DATABASES["default"] or {}).get("ENGINE") == "django.db.backends.sqlite3":
    env.add_error("DATABASE_URL", "Must be PostgreSQL in production.")

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")
SERVER_EMAIL = env.str("SERVER_EMAIL")

env.validate()
