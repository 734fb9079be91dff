import logging
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from threading import Event, Thread
from time import time
from typing import Literal, override
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import Headers
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.servers.base import Server
from tests.servers.records import Records
from tests.servers.script import Fault, Script

HANG_LIMIT_SECONDS = 60
STOP_SECONDS = 10
POLL_SECONDS = 0.02

logging.getLogger("werkzeug").setLevel(logging.ERROR)  # else each request is a line on stderr


@dataclass(frozen=True)
class HttpRequest:
    method: str
    path: str
    headers: Headers
    body: bytes
    received_at: float = field(default_factory=time)


@dataclass(frozen=True)
class HttpReply:
    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class HttpServer(Server):
    """A WSGI application on 127.0.0.1, in threads, with a script of replies and faults in front of it.

    `requests` holds every request, also those that the script answered. Each connection serves one request.
    """

    def __init__(self, application: WSGIApplication, port: int = 0) -> None:
        self.port = port
        self.script: Script[Literal["send"], HttpReply | Fault] = Script()
        self._application = application
        self._handler = WSGIRequestHandler
        self._received: Records[HttpRequest] = Records()
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def requests(self) -> list[HttpRequest]:
        return self._received.snapshot()

    @override
    def start(self) -> None:
        """On the port of the last time, if there was one; OSError if it is taken."""
        self._stopping = Event()
        with socket.create_server((self.host, self.port)) as listener:  # werkzeug itself ends the process instead
            self._server = make_server(
                self.host, self.port, self._serve, threaded=True, request_handler=self._handler, fd=listener.fileno()
            )
        self.port = self._server.port
        self._thread = Thread(target=self._server.serve_forever, args=[POLL_SECONDS], daemon=True)
        self._thread.start()

    @override
    def stop(self) -> None:
        """Cuts the connections it lets hang, too."""
        if self._thread is None:
            return
        self._stopping.set()
        self._server.shutdown()
        self._thread.join(STOP_SECONDS)
        self._thread = None

    def _serve(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        body = request.get_data()
        environ["wsgi.input"] = BytesIO(body)
        self._received.append(HttpRequest(request.method, request.path, Headers(request.headers), body))
        answer = self.script.next("send")
        if answer is None:
            return self._application(environ, start_response)
        if isinstance(answer, HttpReply):
            return Response(answer.body, answer.status, answer.headers)(environ, start_response)
        if answer is Fault.HANG:
            self._stopping.wait(HANG_LIMIT_SECONDS)
        if answer is Fault.LOST_REPLY:
            list(self._application(environ, start_response))
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return []
