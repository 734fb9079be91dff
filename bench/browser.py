"""A visitor of the reset form, over one connection that stays open."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.cookies import SimpleCookie
from time import monotonic, perf_counter, sleep
from urllib.parse import urlencode, urlsplit

from bench.clients import new_client_address
from bench.site import SITE_URL, Site
from tests.servers.ports import free_port

HOST = "127.0.0.1"
FORM = "/users/password-reset/"
CSRF_COOKIE = "__Host-csrf"
START_SECONDS = 20
PAUSE_SECONDS = 0.05


class Browser:
    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=10)
        self.cookie = ""

    def open_form(self) -> float:
        """Return how many seconds it took."""
        seconds, headers = self._ask("GET", HTTPStatus.OK)
        self.cookie = SimpleCookie(headers["Set-Cookie"])[CSRF_COOKIE].value
        return seconds

    def ask_for_letter(self, address: str) -> float:
        """Return how many seconds it took."""
        body = urlencode({"csrfmiddlewaretoken": self.cookie, "email": address})
        return self._ask("POST", HTTPStatus.FOUND, body, Cookie=f"{CSRF_COOKIE}={self.cookie}")[0]

    def _ask(
        self, method: str, expected: HTTPStatus, body: str = "", **headers: str
    ) -> tuple[float, http.client.HTTPMessage]:
        as_proxy = {"Host": urlsplit(SITE_URL).netloc, "X-Forwarded-Proto": "https", "Origin": SITE_URL}
        as_proxy["X-Forwarded-For"] = new_client_address()  # a client of its own each time: no limit is reached
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        started = perf_counter()
        self.connection.request(method, FORM, body or None, as_proxy | form | headers)
        answer = self.connection.getresponse()
        answer.read()
        seconds = perf_counter() - started
        if answer.status != expected:
            raise RuntimeError(f"{method} {FORM}: {answer.status} instead of {expected}")
        return seconds, answer.headers


@contextmanager
def browser_of(site: Site) -> Iterator[Browser]:
    """The site behind gunicorn on loopback, asked as the proxy in front of it would ask."""
    site.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    port = free_port()
    options = ("--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--threads", "2", "--keep-alive", "60")
    with site.running("-m", "gunicorn", *options, "cinemahub.wsgi"):
        _wait_for(port)
        yield Browser(port)


def _wait_for(port: int) -> None:
    deadline = monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except ConnectionRefusedError:
            if monotonic() > deadline:
                raise
            sleep(PAUSE_SECONDS)
