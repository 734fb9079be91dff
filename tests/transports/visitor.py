"""A visitor with cookies, who opens pages and fills in forms."""

import re
import ssl
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, ProxyHandler, build_opener

TIMEOUT_SECONDS = 20
CSRF_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Visitor:
    """`url` and `page` are where the visitor has got to, redirects followed; an answer of 4xx or 5xx raises HTTPError.

    An https site is trusted if `authority` is that of its certificate.
    """

    def __init__(self, site_url: str, authority: Path | None = None) -> None:
        self.site_url = site_url
        self.url = self.page = ""
        https = HTTPSHandler(context=ssl.create_default_context(cafile=authority) if authority else None)
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()), https)
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
