"""SQLite tells nobody of a commit, but says cheaply whether there was one."""

import sqlite3
import time
from typing import override

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from cinemahub.mail.sending.news.news import NET_SECONDS, News
from cinemahub.mail.sending.news.wake import Wake

WATCH_SECONDS = 0.04  # costs 0.3 % of a core


class Watch(News):
    """Asks for the number that each commit of another connection changes (https://sqlite.org/pragma.html#pragma_data_version)."""

    def __init__(self, wake: Wake, connection: BaseDatabaseWrapper) -> None:
        super().__init__(wake)
        self._connection = connection
        self._known: int | None = None

    @property
    @override
    def poll_seconds(self) -> float:
        return NET_SECONDS

    @override
    def forget(self) -> None:
        super().forget()
        self._known = self._version()

    @override
    def wait(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if self.wake.wait(min(left, WATCH_SECONDS)) or self._version() != self._known:
                return True
        return False

    def _version(self) -> int | None:
        """None while the database does not say: then the next look does."""
        try:
            self._connection.ensure_connection()
            (version,) = self._connection.connection.execute("PRAGMA data_version").fetchone()
        except (DatabaseError, sqlite3.Error):
            return None
        return int(version)
