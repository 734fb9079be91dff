"""What development writes a line about."""

import logging

import pytest

from cinemahub.log import WorthALineFilter


@pytest.mark.parametrize(
    ("request_line", "status", "written"),
    [
        ("GET / HTTP/1.1", 200, True),
        ("POST /users/login/ HTTP/1.1", 302, True),
        ("GET /static/site/site.css HTTP/1.1", 200, False),
        ("GET /users/account/ HTTP/1.1", 304, False),
        ("GET /inbox/ HTTP/1.1", 200, False),
        ("GET /inbox/1.M1P1Q1.host/ HTTP/1.1", 200, True),
        ("GET /nothing/ HTTP/1.1", 404, False),  # django.request has a line about it
        ("GET /health/mail/ HTTP/1.1", 503, False),
    ],
)
def test_lines_that_matter_are_not_buried(request_line: str, status: int, *, written: bool) -> None:
    """As runserver's handler makes its records: django.core.servers.basehttp."""
    record = logging.LogRecord(
        "django.server", logging.INFO, "", 0, '"%s" %s %s', (request_line, str(status), "0"), None
    )
    record.status_code = status
    assert WorthALineFilter().filter(record) is written


def test_other_lines_of_the_server_are_written() -> None:
    record = logging.LogRecord("django.server", logging.INFO, "", 0, "Broken pipe", None, None)
    assert WorthALineFilter().filter(record)
