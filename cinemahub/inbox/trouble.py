"""What keeps emails from going out, for every page of development; in other environments pages say nothing of it."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cinemahub.inbox.transport import inbox_port
from cinemahub.mail.figures.news import News, Tone, interruptions
from cinemahub.mail.models import OutboxLetter


def mail_trouble(request: HttpRequest) -> dict[str, Any]:
    return {"mail_trouble": _trouble if settings.DEBUG else None}


def _trouble() -> list[News]:
    """Return why emails wait, if any do; templates call it where they show it."""
    try:
        return list(map(_in_development, interruptions())) if OutboxLetter.objects.waiting().exists() else []
    except Error:  # not migrated yet, or the database is away
        connection.close()
        return []


def _in_development(news: News) -> News:
    if inbox_port() and news.tone is Tone.PATIENT:
        return replace(news, remedy=_("Start the local inbox: manage.py inbox; make run starts it with the site."))
    return news
