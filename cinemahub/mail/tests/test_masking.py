import pytest

from cinemahub.mail.privacy.masking import MAX_TEXT, mask_address, printable


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("anna@example.com", "a***@example.com"),
        ("a@b@example.com", "a***@example.com"),
        ("nobody", "n***"),
        ("", "***"),
        ("a@exam\nple\x00", "a***"),
        ("P@ssw0rd-of-anna", "P***"),
        ("a@b.example <text> account=1", "a***"),
        ("anna@xn--h1adke.xn--p1ai", "a***@\u043a\u0438\u043d\u043e.\u0440\u0444"),
    ],
)
def test_an_address_keeps_its_first_letter_and_its_domain(address: str, masked: str) -> None:
    assert mask_address(address) == masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (b"250 2.0.0 OK\r\n", "250 2.0.0 OK"),
        ("two\r\nlines", "two lines"),
        ("\x00\x1b[2J\u202e", r"\x00\x1b[2J\u202e"),
        (b"\xff", r"\xff"),
        ("<Anna@example.com>: no such user", "<A***@example.com>: no such user"),
        (
            "see https://support.google.com/mail/?p=BadCredentials",
            "see https://support.google.com/mail/?p=BadCredentials",
        ),
        ("see https://cinemahub.example/users/reset/MQ/abc-def/?x=1", "see https://cinemahub.example/***"),
        ("see https://evil-yandex.ru/token", "see https://evil-yandex.ru/***"),
        ("see https://user:password@host.example", "see https://host.example"),
        ("see https://[bad", "see https://***"),
        ("reset/MQ/cx3a1b-0123456789abcdef0123456789abcdef/", "reset/MQ/***/"),
        ("unknown command: AUTH PLAIN AGFubmEAc2VjcmV0", "unknown command: AUTH PLAIN ***"),
        ("bad response AGFubmEAc2VjcmV0Cg==", "bad response ***"),
    ],
)
def test_a_foreign_text_becomes_one_harmless_line(text: str | bytes, shown: str) -> None:
    assert printable(text) == shown


def test_a_long_text_is_cut() -> None:
    assert len(printable("word " * 1000)) == MAX_TEXT
