from typing import override

from django.apps import AppConfig
from django.conf import settings


class CinemahubConfig(AppConfig):
    name = "cinemahub"

    @override
    def ready(self) -> None:
        if settings.SENTRY_DSN:
            from cinemahub import sentry

            sentry.start(settings.SENTRY_DSN)
