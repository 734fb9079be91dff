"""Which host the site answers to, and what of a proxy's headers it believes."""

import pytest

from tests.http.conftest import Serve
from tests.http.strict import HOST
from tests.http.wire import Wire
from tests.site.database import Sqlite


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"{HOST}.evil.example", f"evil.{HOST}", f"{HOST}@evil.example", f"{HOST}:x", "127.0.0.1", "[::1]",
     f"{HOST}/evil", "\xff", "localhost"],
)  # fmt: skip
def test_a_foreign_host_is_refused(host: str, site: Wire) -> None:
    assert site.send("GET", "/users/password-reset/", host=host).status == 400


@pytest.mark.parametrize("host", [HOST, HOST.upper(), f"{HOST}:443", f"{HOST}."])
def test_every_spelling_of_the_own_host_is_served(host: str, site: Wire) -> None:
    assert site.send("GET", "/users/password-reset/", host=host).status == 200


def test_http_is_sent_to_https_on_the_configured_host(site: Wire) -> None:
    for host in (HOST, "evil.example"):
        answer = site.send("GET", "/users/login/?next=/", x_forwarded_proto="http", host=host)
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/users/login/?next=/")


def test_a_forwarded_host_is_not_believed(site: Wire) -> None:
    answer = site.send("GET", "/users/login", x_forwarded_host="evil.example", forwarded="host=evil.example")
    assert (answer.status, answer.headers["Location"]) == (301, "/users/login/")
    assert "evil" not in site.send("GET", "/nowhere/", x_forwarded_host="evil.example").body


def test_without_a_proxy_a_forwarded_protocol_is_not_believed(serve: Serve, sqlite: Sqlite) -> None:
    with serve(sqlite.url, TRUSTED_PROXIES="") as site:
        assert site.send("GET", "/").status == 301
        assert site.send("GET", "/", x_forwarded_ssl="on", x_forwarded_protocol="ssl").status == 301
