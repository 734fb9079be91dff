"""Files are saved and never shown, whatever they say they are."""

from email.message import EmailMessage
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from cinemahub.inbox import maildir
from cinemahub.inbox.letters import Letter
from cinemahub.inbox.tests.samples import sample

SCRIPT = b"<script>alert(1)</script>"
BOUNCE = b"""Content-Type: multipart/report; boundary=x

--x
Content-Type: text/plain

Not delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Action: failed
--x
Content-Type: message/rfc822

Subject: inner

inner text
--x--
"""


def with_file(name: str, content: bytes = SCRIPT, subtype: str = "html") -> EmailMessage:
    message = sample()
    message.add_attachment(content, maintype="text", subtype=subtype, filename=name)
    return message


def letter(source: bytes) -> Letter:
    return Letter("key", timezone.now(), source)


def test_the_page_leads_to_each_file_and_the_list_counts_them(client: Client) -> None:
    key = maildir.keep("", ["anna@example.com"], with_file("Счёт.html").as_bytes())
    html = client.get(f"/inbox/{key}/").content.decode()
    assert f'href="/inbox/{key}/files/1/" download>Счёт.html</a>' in html
    assert "1 attachment" in client.get("/inbox/").content.decode()
    assert "alert(1)" not in html


def test_a_file_is_saved_under_its_name_and_cannot_run(client: Client) -> None:
    key = maildir.keep("", ["anna@example.com"], with_file("Счёт.html").as_bytes())
    answer = client.get(f"/inbox/{key}/files/1/")
    assert answer.content == SCRIPT
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%D0%A1%D1%87%D1%91%D1%82.html"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_file_that_is_not_there_is_not_found(client: Client, number: int) -> None:
    key = maildir.keep("", ["anna@example.com"], with_file("a.txt").as_bytes())
    assert client.get(f"/inbox/{key}/files/{number}/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("...", "1.html"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_a_name_is_a_plain_name(given: str, shown: str) -> None:
    (attachment,) = letter(with_file(given).as_bytes()).attachments
    assert attachment.name == shown


def test_a_bounce_has_its_report_and_the_original_as_files() -> None:
    bounce = letter(BOUNCE)
    assert bounce.text == "Not delivered."
    report, original = bounce.attachments
    assert b"Action: failed" in report.content
    assert b"inner text" in original.content


def test_an_email_of_text_and_html_has_no_files() -> None:
    assert letter(sample().as_bytes()).attachments == []
