from importlib import import_module
from typing import override

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.privacy.masking import show_links_to
from cinemahub.mail.services.registry import HELP_HOSTS


class MailConfig(AppConfig):
    name = "cinemahub.mail"
    verbose_name = _("Mail")

    @override
    def ready(self) -> None:
        autodiscover_modules("letters")
        show_links_to(HELP_HOSTS)
        import_module("cinemahub.mail.checks")
        import_module("cinemahub.mail.sending.allow_list").warn_if_open()
        import_module("cinemahub.mail.arrival.hooks").connect()
        if settings.MAIL_TASKS:
            import_module("cinemahub.mail.sending.tasks").connect()
