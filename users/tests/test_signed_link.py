"""Links of emails: short, signed, and worth nothing once they are changed, old or for another page."""

import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site
from pytest_django import Settings

from cinemahub.mail.letters import Letter
from cinemahub.mail.sending.compose import compose
from cinemahub.mail.tests.letter_parts import ADDRESS
from users.dead_link import DeadLink, DeadLinkError
from users.models import User
from users.signed_link import CONFIRM_EMAIL, UNDO_EMAIL_CHANGE, SignedLink, mark
from users.tests.real_letters import EVERY_LETTER, OWNER, row_of

SITE_URL = "https://cinemahub.example"
MAX_LENGTH = 100  # Django's link of a reset has 94 for that account


@pytest.fixture
def token() -> str:
    return token_of(CONFIRM_EMAIL.make(12, "Ab-_9z"))


def token_of(link: str) -> str:
    return urlsplit(link).path.split("/")[-2]


def why(token: str, link: SignedLink = CONFIRM_EMAIL) -> DeadLink | None:
    try:
        link.read(token)
    except DeadLinkError as error:
        return error.reason
    return None


@pytest.mark.parametrize("letter", EVERY_LETTER, ids=lambda letter: letter.name)
def test_a_link_is_as_short_as_that_of_a_reset(letter: Letter, settings: Settings, db: None) -> None:
    settings.SITE_URL = SITE_URL
    user = User.objects.create(pk=1234, email=OWNER, password="!unusable")
    for link in ADDRESS.findall(str(compose(row_of(letter, user, "en")).body)):
        assert len(link) <= MAX_LENGTH
        assert not {OWNER, user.access_digest} & set(link.split("/"))


def test_what_was_put_in_is_read(token: str) -> None:
    assert CONFIRM_EMAIL.read(token) == (12, ["Ab-_9z"])


def test_a_changed_link_is_nobody_s(token: str) -> None:
    for place, character in enumerate(token):
        other = "A" if character != "A" else "B"
        assert why(f"{token[:place]}{other}{token[place + 1 :]}") is DeadLink.CUT


def test_a_signature_is_not_taken_in_part(token: str) -> None:
    value = token.rpartition(":")[0]
    assert [rest for rest in range(22) if why(f"{value}:{token.rpartition(':')[2][:rest]}") is None] == []


def test_a_link_of_one_page_opens_no_other(token: str) -> None:
    assert why(token, UNDO_EMAIL_CHANGE) is DeadLink.CUT


def test_a_link_expires(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + CONFIRM_EMAIL.lives.total_seconds() + 1
    monkeypatch.setattr("time.time", lambda: later)
    assert why(token) is DeadLink.EXPIRED


def test_a_link_outlives_a_new_secret_key(token: str, settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [site.SECRET_KEY]
    assert why(token) is None
    settings.SECRET_KEY_FALLBACKS = []
    assert why(token) is DeadLink.CUT


def test_a_mark_differs_with_each_of_its_contents() -> None:
    assert len({mark("a", "b"), mark("a", "c"), mark("ab"), mark("a"), mark("b", "a")}) == 5
