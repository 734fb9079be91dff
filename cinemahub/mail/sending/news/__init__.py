"""How an idle worker hears of new letters: PostgreSQL tells it, SQLite's file is watched, and whatever both miss is
found by a look from time to time."""

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from cinemahub.mail.sending.news.listener import Listener
from cinemahub.mail.sending.news.news import News
from cinemahub.mail.sending.news.wake import Wake
from cinemahub.mail.sending.news.watch import Watch

__all__ = ["News", "Wake", "news_for"]


def news_for(wake: Wake, connection: BaseDatabaseWrapper = connection) -> News:
    """Return what fits the database; PgBouncer in transaction mode hands no notifications on."""
    if connection.vendor == "sqlite":
        return Watch(wake, connection)
    if settings.DATABASE_DIRECT_URL:
        return Listener(wake, {"conninfo": settings.DATABASE_DIRECT_URL})
    if connection.vendor == "postgresql" and not connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        return Listener(wake, connection.get_connection_params())
    return News(wake)
