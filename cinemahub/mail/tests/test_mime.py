import email
import email.policy
import re
from email.header import decode_header, make_header

import pytest
from django.core.mail import EmailMultiAlternatives

from cinemahub.mail.transport.mime import MAX_LINE, as_bytes

MADE_ANEW = re.compile(rb"={15}\d+==|=[0-9a-f]{32}=|\d\d:\d\d:\d\d")


def message(to: str, subject: str) -> EmailMultiAlternatives:
    letter = EmailMultiAlternatives(subject, "Текст\n", "Кино <post@cinemahub.example>", [to])
    letter.extra_headers = {"Message-ID": f"<{to}>", "Auto-Submitted": "auto-generated"}
    letter.attach_alternative("<p>Текст</p>\n", "text/html")
    return letter


def headers(sent: bytes) -> bytes:
    return MADE_ANEW.sub(b"", sent.partition(b"\r\n\r\n")[0])


def test_the_headers_are_those_of_django_however_often_one_returns() -> None:
    for number in range(3):
        for subject in ("Password reset", "Новый пароль " * 12):
            letter = message(f"anna{number}@example.com", subject)
            expected = letter.message(policy=email.policy.SMTP.clone(max_line_length=MAX_LINE)).as_bytes()
            assert headers(as_bytes(letter)) == headers(expected)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Set a new password here:\r\n\r\nhttps://cinemahub.example/\r\n", "7bit"),
        (f"{'x' * 998}\r\n.\r\nFrom here\r\n", "7bit"),
        (f"{'x' * 999}\r\n", "quoted-printable"),
        ("Ссылка\r\n", "base64"),
        (f"{'Новый пароль ' * 80}\r\n", "base64"),
        (f"{'New password ' * 80}\N{EN DASH} now\r\n", "quoted-printable"),
    ],
)
def test_a_text_arrives_as_it_is_in_lines_that_every_server_takes(text: str, encoding: str) -> None:
    letter = EmailMultiAlternatives("Subject", text.replace("\r\n", "\n"), "post@cinemahub.example", ["a@example.com"])
    letter.attach_alternative(f"<pre>{text}</pre>", "text/html")
    sent = as_bytes(letter)
    assert sent.isascii()
    assert max(map(len, sent.split(b"\r\n"))) <= 998
    parsed = email.message_from_bytes(sent, policy=email.policy.default)
    body = parsed.get_body(("plain",))
    assert body is not None
    assert body["Content-Transfer-Encoding"] == encoding
    assert body.get_content().splitlines() == text.splitlines()


def test_a_letter_has_its_own_headers_only() -> None:
    as_bytes(message("anna@example.com", "To Anna"))
    parsed = email.message_from_bytes(as_bytes(message("boris@example.com", "To Boris")), policy=email.policy.default)
    assert (parsed["To"], parsed["Subject"], parsed["Message-ID"]) == (
        "boris@example.com",
        "To Boris",
        "<boris@example.com>",
    )


def test_an_address_in_a_domain_that_is_not_ascii() -> None:
    letter = message("anna@example.com", "Новый пароль")
    letter.to = ["anna@почта.example"]
    parsed = email.message_from_bytes(as_bytes(letter), policy=email.policy.default)
    assert parsed["To"] == "anna@xn--80a1acny.example"


LONG_NAMES = [
    "Служба поддержки зрителей Кинохаба и всех друзей кино",
    "СлужбаподдержкизрителейКинохабаидрузей" * 3,
    "Support of Cinemahub for everybody who reads our emails anywhere in the world",
    "Support-of-Cinemahub-for-everybody-who-reads-our-emails-anywhere-in-the-world",
    "Поддержка",
]


@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_header_begins_on_the_line_of_its_name(name: str) -> None:
    letter = message("anna@example.com", name)
    letter.from_email, letter.reply_to = f'"{name}" <post@cinemahub.example>', [f'"{name}" <help@cinemahub.example>']
    wire = as_bytes(letter)
    head = wire.partition(b"\r\n\r\n")[0]
    assert not re.findall(rb"^[\w-]+:\s*$", head, re.MULTILINE)
    assert [line for line in head.split(b"\r\n") if len(line) > MAX_LINE and b"=?" in line] == []
    parsed = email.message_from_bytes(wire.replace(b"\r\n ", b" "))  # the newer policy parts encoded words
    shown = [str(make_header(decode_header(parsed[header]))) for header in ("From", "Reply-To", "Subject")]
    assert shown == [f"{name} <post@cinemahub.example>", f"{name} <help@cinemahub.example>", name]


@pytest.mark.parametrize("words", range(3, 24))
def test_a_name_with_commas_stays_one_address_however_long(words: int) -> None:
    letter = message("anna@example.com", "To Anna")
    letter.reply_to = [f'"Support, {"reader " * words}" <help@cinemahub.example>']
    parsed = email.message_from_bytes(as_bytes(letter), policy=email.policy.default)
    [address] = parsed["Reply-To"].addresses
    assert address.addr_spec == "help@cinemahub.example"
    assert not parsed["Reply-To"].defects
