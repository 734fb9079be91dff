"""PostgreSQL tells of what is new with the commit that brings it."""

import logging
import threading
import time
from typing import TYPE_CHECKING, Any, override

from cinemahub.mail.models.wake import LIFE_SIGN, LISTEN
from cinemahub.mail.models.worker import BEAT_SECONDS
from cinemahub.mail.sending.news.news import NET_SECONDS, POLL_SECONDS, News
from cinemahub.mail.sending.news.wake import Wake, ready

if TYPE_CHECKING:
    import psycopg

SILENT_SECONDS = 3 * BEAT_SECONDS  # after which it is not believed that it hears anything
RECONNECT_SECONDS = 5
PROXY_RECONNECT_SECONDS = 60  # where a connection has never told anything

log = logging.getLogger(__name__)


class Listener(News):
    """Listens on a connection of its own. It is believed for as long as it hears that workers live: that goes the same
    way as news, so a proxy that loses it, or a connection that is dead without saying so, costs but a slower look."""

    def __init__(self, wake: Wake, parameters: dict[str, Any]) -> None:
        super().__init__(wake)
        self._parameters = parameters
        self._ending = Wake()
        self._heard_at = float("-inf")
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)

    @property
    def is_heard(self) -> bool:
        return time.monotonic() - self._heard_at < SILENT_SECONDS

    @property
    @override
    def poll_seconds(self) -> float:
        return NET_SECONDS if self.is_heard else POLL_SECONDS

    @override
    def begin(self) -> None:
        self._thread.start()

    @override
    def end(self) -> None:
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(SILENT_SECONDS)

    def _run(self) -> None:
        import psycopg  # a site on SQLite does without it

        pause: float = 0
        while not self._ending.wait(pause):
            try:
                with psycopg.connect(**self._parameters | {"autocommit": True}) as connection:
                    heard = self._listen(connection)
            except psycopg.Error as error:
                log.debug("No news from the database: %s", type(error).__name__)
                heard = True  # until now: the database is away, or ended the connection
            if not heard:
                log.warning("The database sends no notifications: is a proxy in between? See DATABASE_DIRECT_URL.")
            pause = RECONNECT_SECONDS if heard else PROXY_RECONNECT_SECONDS

    def _listen(self, connection: "psycopg.Connection[Any]") -> bool:
        """Wake the worker at each news, until there is nothing but silence; tell whether there ever was something."""
        connection.execute(LISTEN)
        self.wake.set()  # for what came before
        has_heard = False
        while True:
            found = ready([self._ending, connection], SILENT_SECONDS)
            if not found or self._ending.fileno() in found:
                return has_heard or bool(found)
            for notice in connection.notifies(timeout=0):
                self._heard_at, has_heard = time.monotonic(), True
                if notice.payload != LIFE_SIGN:
                    self.wake.set()
