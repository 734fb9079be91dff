import asyncio
import logging
from contextlib import suppress
from threading import Event, Thread
from typing import Literal, override

from tests.servers.base import Server
from tests.servers.certificates import Certificate
from tests.servers.smtp_behaviour import SmtpBehaviour
from tests.servers.smtp_dialogue import Dialogue

START_SECONDS = STOP_SECONDS = 10
TLS_GOODBYE_SECONDS = 1
IDLE_TOO_LONG = "421 4.4.2 smtp.yandex.test Error: timeout exceeded\r\n"  # Postfix, smtpd.c

# aiosmtpd warns at every login about a deprecated attribute that it sets itself.
logging.getLogger("mail.log").setLevel(logging.ERROR)


class SmtpServer(SmtpBehaviour, Server):
    """An SMTP server on 127.0.0.1, in a thread; start() after stop() takes the same port and keeps the records."""

    def __init__(
        self,
        *,
        tls: Literal["implicit", "starttls", "plain"] = "plain",
        certificate: Certificate | None = None,
        users: dict[str, str] | None = None,
        require_login: bool | None = None,
        port: int = 0,
        reply_delay_seconds: float = 0,
    ) -> None:
        super().__init__(users, require_login=require_login, reply_delay_seconds=reply_delay_seconds)
        if (tls == "plain") != (certificate is None):
            raise ValueError("a certificate belongs to implicit TLS and to STARTTLS, and only to them")
        self.tls = tls
        self.certificate = certificate
        self.port = port
        self._thread: Thread | None = None

    @override
    def start(self) -> None:
        """OSError if the port is taken."""
        self._ready = Event()
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, name="smtp server", daemon=True)
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise TimeoutError("the SMTP server did not start")
        if self._error:
            raise self._error

    @override
    def stop(self) -> None:
        """Cuts every connection, also those it lets hang."""
        if self._thread is None:
            return
        with suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(STOP_SECONDS)
        self._thread = None

    def end_idle_sessions(self, goodbye: str = IDLE_TOO_LONG) -> None:
        """End all sessions as if they had said nothing for too long."""
        for dialogue in self._dialogues:
            self._loop.call_soon_threadsafe(dialogue.end_for_idleness, goodbye)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:
            self._error = error
            self._ready.set()
            if not isinstance(error, OSError):
                raise

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        self._dialogues: list[Dialogue] = []
        self._context = self.certificate.server_context() if self.certificate else None
        implicit = self.tls == "implicit"
        server = await self._loop.create_server(
            self._new_dialogue,
            self.host,
            self.port,
            ssl=self._context if implicit else None,
            ssl_shutdown_timeout=TLS_GOODBYE_SECONDS if implicit else None,
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopping.wait()
        server.close()
        for dialogue in self._dialogues:
            dialogue.abort()

    def _new_dialogue(self) -> Dialogue:
        starttls = self.tls == "starttls"
        dialogue = Dialogue(
            self,
            tls_context=self._context if starttls else None,
            require_starttls=starttls,
            auth_require_tls=starttls,
        )
        self._dialogues.append(dialogue)
        return dialogue
