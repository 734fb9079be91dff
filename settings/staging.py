"""Staging: as production, but letters go through a mailbox."""

from cinemahub.mail.rules.senders import allow_list_problems
from settings.base import *
from settings.environment import env
from settings.yandex import mailbox_mailer, mailbox_oauth, sender

MAILERS["default"] = mailbox_mailer(env)
MAIL_OAUTH = mailbox_oauth(env)
DEFAULT_FROM_EMAIL = sender(env, "DEFAULT_FROM_EMAIL")
SERVER_EMAIL = sender(env, "SERVER_EMAIL")
MAIL_ONLY_TO = env.list("MAIL_ONLY_TO", default=[], subcast=str.strip)
for _entry in MAIL_ONLY_TO:
    env.add_problems(allow_list_problems("MAIL_ONLY_TO", _entry))

env.validate()
