"""Every answer carries the headers that protect it, also those that no view gives."""

import re

import pytest

from tests.http.wire import Answer, Wire

MEGABYTES = 10 * 1024 * 1024

ANSWERS = {
    "a page": ("GET", "/", 200, {}),
    "a form": ("GET", "/users/password-reset/", 200, {}),
    "a dead link": ("GET", "/users/password-reset/MQ/abc-123/", 200, {}),
    "a redirect to sign in": ("GET", "/users/account/", 302, {}),
    "a redirect to https": ("GET", "/", 301, {"x_forwarded_proto": "http"}),
    "a redirect to the slash": ("GET", "/users/login", 301, {}),
    "no page": ("GET", "/nowhere/", 404, {}),
    "no file": ("GET", "/static/nothing.css", 404, {}),
    "an error": ("GET", "/broken/", 500, {}),
    "a foreign host": ("GET", "/", 400, {"host": "evil.example"}),
    "a foreign host without https": ("GET", "/", 301, {"host": "evil.example", "x_forwarded_proto": "http"}),
    "no host": ("GET", "/", 400, {"host": "_"}),
    "no token": ("POST", "/users/login/", 403, {}),
    "the wrong method": ("GET", "/users/logout/", 405, {}),
    "trace of a page": ("TRACE", "/", 405, {}),
    "trace of a form": ("TRACE", "/users/login/", 405, {}),
    "trace of a dead link": ("TRACE", "/users/password-reset/MQ/abc-123/", 405, {}),
    "trace of the admin": ("TRACE", "/admin/", 405, {}),
    "health": ("GET", "/health/", 200, {}),
    "health by http": ("GET", "/health/", 200, {"host": "192.0.2.1", "x_forwarded_proto": "http"}),
    "health of mail": ("GET", "/health/mail/", 503, {}),
    "the admin": ("GET", "/admin/", 302, {}),
    "too much": ("POST", "/users/login/", 400, {"content_length": str(MEGABYTES)}),
}


@pytest.mark.parametrize(("method", "path", "status", "headers"), ANSWERS.values(), ids=ANSWERS)
def test_every_answer_is_protected(method: str, path: str, status: int, headers: dict[str, str], site: Wire) -> None:
    answer = site.send(method, path, None, **headers)
    assert answer.status == status
    assert_protected(answer, https=headers.get("x_forwarded_proto") != "http")


def test_static_files_are_protected(site: Wire) -> None:
    page = site.send("GET", "/").body
    for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        answer = site.send("GET", path)
        assert answer.status == 200
        assert_protected(answer, https=True)
        assert_protected(site.send("GET", path, if_none_match=str(answer.headers["ETag"])), https=True)
        assert "max-age=315360000" in str(answer.headers["Cache-Control"])


def assert_protected(answer: Answer, *, https: bool) -> None:
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert not [source for source in policy.values() if "unsafe" in source or "*" in source or "http" in source]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    strict = answer.headers["Strict-Transport-Security"]
    assert strict == ("max-age=31536000; includeSubDomains; preload" if https else None)
