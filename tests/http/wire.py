"""Requests as they go over the wire, with nothing added or followed, and a visitor who keeps cookies."""

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage
from http.cookies import Morsel, SimpleCookie
from urllib.parse import urlencode

TIMEOUT_SECONDS = 30
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: str

    @property
    def cookies(self) -> dict[str, Morsel[str]]:
        jar: SimpleCookie = SimpleCookie()
        for line in self.headers.get_all("Set-Cookie", []):
            jar.load(line)
        return dict(jar)


@dataclass(frozen=True)
class Wire:
    """A server on `port`; `headers` go with every request, as a proxy in front of it adds them."""

    port: int
    headers: dict[str, str]

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Send one request; `accept_language="ru"` is the header Accept-Language, an empty value leaves one out."""
        sent = self.headers | {name.replace("_", "-").title(): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.putrequest(method, path, skip_host="Host" in sent, skip_accept_encoding=True)
            if body is not None:
                sent = {"Content-Type": FORM, "Content-Length": str(len(body))} | sent
            for name, value in sent.items():
                if value:
                    connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))
        finally:
            connection.close()


@dataclass
class Visitor:
    wire: Wire
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str) -> Answer:
        return self._keep(self.wire.send("GET", path, cookie=self._cookie_header()))

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form with the token of the page that was got last."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields}).encode()
        origin = f"https://{self.wire.headers['Host']}"
        return self._keep(self.wire.send("POST", path, body, cookie=self._cookie_header(), origin=origin))

    def _keep(self, answer: Answer) -> Answer:
        self.cookies |= {name: cookie.value for name, cookie in answer.cookies.items()}
        if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.body):
            self.token = found[1]
        return answer

    def _cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)
