"""A letter with made-up data is the real one in every other way."""

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from cinemahub.mail.letters import Letter, declared_letter
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.sending.compose import compose, compose_sample

ADDRESS = "anna@cinemahub.example"
LINK = f"{settings.SITE_URL}/users/password-reset/test/this-is-a-test/"


def html_of(message: EmailMultiAlternatives) -> str:
    body, _mimetype = message.alternatives[0]
    return str(body)


@pytest.mark.parametrize(("language", "subject"), [("en", "Password reset on "), ("ru", "127.0.0.1:8000")])
def test_the_sample_of_a_reset_has_a_link_that_says_it_is_a_test(language: str, subject: str) -> None:
    message = compose_sample(declared_letter("password_reset"), ADDRESS, language)
    assert message.to == [ADDRESS]
    assert subject in message.subject
    assert LINK in message.body
    assert f'href="{LINK}"' in html_of(message)


def test_the_test_letter_is_the_reset_letter_with_that_link() -> None:
    row = OutboxLetter(kind="doctor_test", address=ADDRESS, language="en")
    sample, letter = compose_sample(declared_letter("password_reset"), ADDRESS, "en"), compose(row)
    assert (letter.subject, letter.body, html_of(letter)) == (sample.subject, sample.body, html_of(sample))
    assert letter.extra_headers["Message-ID"] == row.message_id


def test_a_letter_without_a_sample_says_so() -> None:
    bare = declared_letter("password_changed")
    letter = Letter("bare", content=bare.content, templates=bare.templates, valid_for=bare.valid_for)
    with pytest.raises(LookupError, match="bare"):
        compose_sample(letter, ADDRESS, "en")
