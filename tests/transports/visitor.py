"""A visitor with cookies, who opens pages and fills in forms."""

import re
import socket
import ssl
from http.client import HTTPResponse, HTTPSConnection
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, override
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, ProxyHandler, Request, build_opener

TIMEOUT_SECONDS = 20
CSRF_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Visitor:
    """`url` and `page` are where the visitor has got to, redirects followed; an answer of 4xx or 5xx raises HTTPError.

    Every https site, whatever its name, is the one on `port` of this machine; `authority` is that of its certificate.
    """

    def __init__(self, site_url: str, port: int, authority: Path) -> None:
        self.site_url = site_url
        self.url = self.page = ""
        here = HttpsHere(port, ssl.create_default_context(cafile=authority))
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()), here)
        self._opener.addheaders = [("Accept-Language", "en"), ("Origin", site_url)]

    def open(self, url: str) -> None:
        self._load(url if "://" in url else self.site_url + url)

    def submit(self, **fields: str) -> None:
        """Send the form of the page one is on."""
        token = CSRF_TOKEN.search(self.page)
        assert token, f"no form on {self.url}"
        self._load(self.url, urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode())

    def _load(self, url: str, form: bytes | None = None) -> None:
        with self._opener.open(url, form, TIMEOUT_SECONDS) as answer:
            self.url, self.page = answer.url, answer.read().decode()


class HttpsHere(HTTPSHandler):
    def __init__(self, port: int, context: ssl.SSLContext) -> None:
        super().__init__()
        self._port, self._trust = port, context

    @override
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **options: Any) -> HTTPSConnection:
        connection = HTTPSConnection(host, **options)
        plain = socket.create_connection(("127.0.0.1", self._port), TIMEOUT_SECONDS)
        connection.sock = self._trust.wrap_socket(plain, server_hostname=host)  # connected already, under its own name
        return connection
