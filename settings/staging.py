"""Staging: as production, but letters go through a mailbox."""

from settings.base import *
from settings.environment import env
from settings.yandex import mailbox_mailer, sender

MAILERS = {"default": mailbox_mailer(env)}
DEFAULT_FROM_EMAIL = sender(env, "DEFAULT_FROM_EMAIL")
SERVER_EMAIL = sender(env, "SERVER_EMAIL")
MAIL_ONLY_TO = env.list("MAIL_ONLY_TO", default=[])

env.validate()
