import pytest
from django.utils import timezone

from cinemahub.inbox.letters import Letter


def letter(source: bytes) -> Letter:
    return Letter("key", timezone.now(), source)


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8"])
def test_cyrillic_is_readable_in_every_charset(charset: str) -> None:
    head = f'Content-Type: text/plain; charset="{charset}"\nContent-Transfer-Encoding: 8bit\n\n'
    assert letter(head.encode() + "Привет".encode(charset)).text == "Привет"


@pytest.mark.parametrize(
    "subject",
    [
        "=?utf-8?b?0J/RgNC40LLQtdGC?=",
        "=?koi8-r?b?8NLJ18XU?=",
        "=?utf-8?q?=D0=9F=D1=80?=\n =?utf-8?b?0LjQstC10YI=?=",
        "Привет",
    ],
)
def test_an_encoded_subject_is_decoded(subject: str) -> None:
    assert letter(f"Subject: {subject}\n\n".encode()).subject == "Привет"


def test_an_unknown_charset_is_read_as_utf_8() -> None:
    source = b"Content-Type: text/html; charset=martian\n\n" + "Привет".encode()
    assert letter(source).html == "Привет"


def test_an_attachment_is_not_the_text() -> None:
    source = b"Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nnotes"
    assert letter(source).text is None


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"no header at all",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: text/plain; c*; harset=x\n\n",
        b"Content-Type: text/html; charset=\xff\nSubject: =?utf-8?b?0?= \xff\nFrom: <<<\nDate: \xff\n\n\xff",
    ],
)
def test_a_broken_letter_can_still_be_looked_at(source: bytes) -> None:
    broken = letter(source)
    for text in (broken.subject, broken.sender, broken.source_text, str(broken.headers), broken.text, broken.html):
        assert text is None or text.encode() is not None
