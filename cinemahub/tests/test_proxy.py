"""The client is whom our outermost proxy names, however it writes that."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from cinemahub.mail.privacy.hashing import client_hash
from cinemahub.proxy import TrustedProxyMiddleware


def client_of(forwarded: str | None, proxies: int, settings: Settings) -> str:
    settings.TRUSTED_PROXIES = proxies
    seen: list[HttpRequest] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    TrustedProxyMiddleware(page)(RequestFactory().get("/", headers=headers, REMOTE_ADDR="198.51.100.1"))
    return str(seen[0].META["REMOTE_ADDR"])


@pytest.mark.parametrize(
    ("forwarded", "proxies", "client"),
    [
        ("192.0.2.1", 1, "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1", 1, "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1, 10.0.0.1", 2, "192.0.2.1"),
        ("6.6.6.6,192.0.2.1,10.0.0.2,10.0.0.1", 3, "192.0.2.1"),
        ("192.0.2.1", 2, "192.0.2.1"),
        ("192.0.2.11:4711", 1, "192.0.2.11"),
        ("[2001:db8::1]:443", 1, "2001:db8::1"),
        ("[2001:db8::1]", 1, "2001:db8::1"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ('"[2001:db8::1]:4711"', 1, "2001:db8::1"),
        ("6.6.6.6, unknown", 1, ""),
        ("6.6.6.6, _hidden", 1, ""),
        ("6.6.6.6,", 1, ""),
        ("6.6.6.6, evil'; DROP TABLE", 1, ""),
        ("1.2.3.4.5:80", 1, ""),
        (None, 1, "198.51.100.1"),
    ],
)
def test_the_client(forwarded: str | None, proxies: int, client: str, settings: Settings) -> None:
    assert client_of(forwarded, proxies, settings) == client


def test_without_a_proxy_the_header_is_not_read() -> None:
    from django.conf import settings

    assert settings.TRUSTED_PROXIES == 0
    assert "cinemahub.proxy.TrustedProxyMiddleware" not in settings.MIDDLEWARE


def test_clients_that_cannot_be_told_apart_are_one() -> None:
    keys = {client_hash(RequestFactory().get("/", REMOTE_ADDR=ip)) for ip in ("", "unix:", "unknown", "999.1.1.1")}
    assert len(keys) == 1
    assert keys != {""}
