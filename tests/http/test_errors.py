"""Pages shown instead of one: they are the site's own, in the visitor's language, and give nothing away."""

import pytest

from tests.http.urls import SECRET
from tests.http.wire import Visitor, Wire
from tests.site.signs import sign

MEGABYTE = 1024 * 1024
LANGUAGES = ("en", "ru")


@pytest.mark.parametrize(
    ("path", "status", "template"),
    [
        ("/nowhere/", 404, "404.html"),
        ("/nowhere/%00%ff%0d%0a/", 404, "404.html"),
        ("/broken/", 500, "500.html"),
        ("/users/password-change/MQ/a/b/", 404, "404.html"),
        ("/inbox/", 404, "404.html"),
    ],
)
def test_error_pages_are_our_own_and_say_nothing(path: str, status: int, template: str, site: Wire) -> None:
    answer = site.send("GET", path)
    assert answer.status == status
    assert sign(template) in answer.body
    for inside in (SECRET, "Traceback", "RuntimeError", "Django", "DEBUG", "urlconf", "Python"):
        assert inside not in answer.body


def test_a_form_without_its_token_is_refused_on_our_own_page(site: Wire) -> None:
    for language in LANGUAGES:
        answer = site.send("POST", "/users/password-reset/", b"email=a@b.example", accept_language=language)
        assert answer.status == 403
        assert sign("403_csrf.html", language) in answer.body


def test_a_foreign_host_gets_our_own_page(site: Wire) -> None:
    answer = site.send("GET", "/", host="evil.example")
    assert answer.status == 400
    assert sign("400.html") in answer.body
    assert "evil" not in answer.body


def test_too_many_fields_are_not_understood(site: Wire) -> None:
    visitor = Visitor(site)
    visitor.get("/users/password-reset/")
    answer = visitor.post("/users/password-reset/", **{f"email{number}": "" for number in range(1001)})
    assert answer.status == 400
    assert sign("400.html") in answer.body


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_a_body_of_ten_megabytes_is_refused_before_it_is_read(kind: str, site: Wire) -> None:
    length = str(10 * MEGABYTE)
    for language in LANGUAGES:
        headers = {"content_type": kind, "content_length": length, "accept_language": language}
        answer = site.send("POST", "/users/password-reset/", None, **headers)
        assert answer.status == 400
        assert sign("400.html", language) in answer.body


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=email\r\n\r\n\xff"),
        ("multipart/form-data; boundary=\xc3\xa9", b"--x--"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfe\x00"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"email=a"),
        ("application/json", b"{"),
        ("", b"\x00\xff" * 100),
    ],
)
def test_a_body_that_is_no_form_is_no_error_of_ours(kind: str, body: bytes, site: Wire) -> None:
    assert site.send("POST", "/users/password-reset/", body, content_type=kind).status in {400, 403}


@pytest.mark.parametrize(
    "headers",
    [
        {"accept_language": "x" * 5000},
        {"accept_language": "ru;q=nan, \xff"},
        {"cookie": "__Host-session=%00\xff; __Host-language=../../x; __Host-csrf=x; __Host-reset=:::"},
        {"cookie": "=;;;=,"},
        {"x_forwarded_for": "evil, \xff, '; DROP TABLE"},
        {"user_agent": "\xff" * 1000},
        {"referer": "https://[evil"},
        {"if_modified_since": "yesterday"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/users/login/"])
def test_headers_that_make_no_sense_break_nothing(headers: dict[str, str], path: str, site: Wire) -> None:
    assert site.send("GET", path, None, **headers).status == 200


def test_pages_answer_to_head_without_a_body(site: Wire) -> None:
    for path in ("/", "/users/login/", "/users/password-reset/", "/users/password-reset/MQ/abc-123/"):
        answer = site.send("HEAD", path)
        assert (answer.status, answer.body) == (200, "")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
def test_other_methods_change_nothing(method: str, site: Wire) -> None:
    for path in ("/", "/health/"):
        assert site.send(method, path).status in {403, 405}
