"""A visitor of the forms for strangers, over one connection that stays open."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode, urlsplit

from bench.clients import new_client_address
from bench.site import SITE_URL, Site
from tests.servers.ports import free_port

HOST = "127.0.0.1"
RESET, SIGN_IN, SIGN_UP = "/users/password-reset/", "/users/login/", "/users/signup/"
CSRF_COOKIE = "__Host-csrf"


class Browser:
    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=10)
        self.cookie = ""

    def open_form(self, path: str = RESET) -> float:
        """Return how many seconds it took."""
        seconds, headers = self._ask("GET", path, HTTPStatus.OK)
        self.cookie = SimpleCookie("; ".join(headers.get_all("Set-Cookie", [])))[CSRF_COOKIE].value
        return seconds

    def look_at(self, path: str) -> float:
        """Return how many seconds a page took."""
        return self._ask("GET", path, HTTPStatus.OK)[0]

    def ask_for_letter(self, address: str) -> float:
        """Return how many seconds it took."""
        return self.send(RESET, HTTPStatus.FOUND, email=address)

    def send(self, path: str, expected: HTTPStatus, **fields: str) -> float:
        """Send the form that was opened last; return how many seconds it took."""
        body = urlencode({"csrfmiddlewaretoken": self.cookie, **fields})
        return self._ask("POST", path, expected, body, Cookie=f"{CSRF_COOKIE}={self.cookie}")[0]

    def _ask(
        self, method: str, path: str, expected: HTTPStatus, body: str = "", **headers: str
    ) -> tuple[float, http.client.HTTPMessage]:
        as_proxy = {"Host": urlsplit(SITE_URL).netloc, "X-Forwarded-Proto": "https", "Origin": SITE_URL}
        as_proxy["X-Forwarded-For"] = new_client_address()  # a client of its own each time: no limit is reached
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        started = perf_counter()
        self.connection.request(method, path, body or None, as_proxy | form | headers)
        answer = self.connection.getresponse()
        answer.read()
        seconds = perf_counter() - started
        if answer.status != expected:
            raise RuntimeError(f"{method} {path}: {answer.status} instead of {expected}")
        return seconds, answer.headers


@contextmanager
def browser_of(site: Site) -> Iterator[Browser]:
    """The site behind gunicorn on loopback, asked as the proxy in front of it would ask."""
    port = free_port()
    with site.gunicorn(port, "--worker-class", "gthread", "--threads", "2", "--keep-alive", "60"):
        yield Browser(port)
