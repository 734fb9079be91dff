"""Links and cookies that somebody made up, took from another account, or kept for too long."""

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.utils.http import urlsafe_base64_encode as encoded
from pytest_django import Settings

from users.models import User
from users.tests.reset import ask_for_link, make_account, opens

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_account()


@pytest.fixture
def link(user: User) -> str:
    return ask_for_link(Client())


@pytest.mark.parametrize("value", ["", "set-password", "x" * 4000, "a:b:c", "\0"])
def test_a_cookie_that_somebody_made_up_opens_nothing(value: str, user: User) -> None:
    client = Client()
    client.cookies[settings.RESET_COOKIE_NAME] = value
    uid = encoded(str(user.pk).encode())
    answer = client.get(f"/users/password-reset/{uid}/set-password/")
    assert answer.status_code == 200
    assert "new_password1" not in answer.content.decode()


def test_the_cookie_of_one_account_does_not_open_another(link: str) -> None:
    other = make_account("other@cinemahub.example")
    client = Client()
    assert opens(client, link)
    uid = encoded(str(other.pk).encode())
    assert "new_password1" not in client.get(f"/users/password-reset/{uid}/set-password/").content.decode()


def test_the_form_needs_the_browser_that_followed_the_link(link: str) -> None:
    form = Client().get(link)["Location"]
    assert "new_password1" not in Client().get(form).content.decode()


def test_a_link_lives_on_when_the_key_moves_to_the_fallbacks(link: str, settings: Settings) -> None:
    client = Client()
    form = client.get(link)["Location"]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 5
    assert "new_password1" in client.get(form).content.decode()
    assert opens(Client(), link)


def test_a_link_dies_with_its_key(link: str, settings: Settings) -> None:
    settings.SECRET_KEY = "another key " * 5
    assert not opens(Client(), link)


def test_what_is_signed_for_something_else_is_no_token(link: str) -> None:
    client = Client()
    form = client.get(link)["Location"]
    token = link.split("/")[-2]
    client.cookies[settings.RESET_COOKIE_NAME] = signing.get_cookie_signer(salt="other").sign(token)
    assert "new_password1" not in client.get(form).content.decode()


NO_UIDS = {
    "nul": "AA", "no base64": "!!!", "ten kilobytes": "M" * 10_000, "no text": "_____w", "letters": "YWJj",
    "zero": "MA", "negative": "LTE", "huge": encoded(b"9" * 30), "digits": encoded(b"9" * 5000),
    "set-password": "set-password", "escaped": "%00%ff%0a", "dots": "..",
}  # fmt: skip
NO_TOKENS = [
    "%00", "a" * 10_000, "%ff%fe", "---", "-", "x", "%D0%B0-%D0%B1", "z" * 13 + "-" + "0" * 32, "-1-0", "set-password",
]  # fmt: skip


@pytest.mark.parametrize("uid", NO_UIDS.values(), ids=NO_UIDS)
def test_a_made_up_account_gets_the_page_of_dead_links(uid: str) -> None:
    assert_dead(f"/users/password-reset/{uid}/abc123-{'0' * 32}/")


def test_a_made_up_token_gets_the_page_of_dead_links(link: str) -> None:
    for token in NO_TOKENS:
        assert_dead(f"/users/password-reset/{link.split('/')[-3]}/{token}/")


def test_the_token_of_one_account_does_not_fit_another(link: str) -> None:
    other = make_account("other@cinemahub.example")
    uid = encoded(str(other.pk).encode())
    assert_dead(f"/users/password-reset/{uid}/{link.split('/')[-2]}/")


def assert_dead(path: str) -> None:
    client = Client(headers={"accept-language": "en"})
    for answer in (client.get(path), client.post(path)):
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "This link does not work" in page
        assert 'class="button" href="/users/password-reset/"' in page
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies.keys() - {settings.CSRF_COOKIE_NAME}
    assert client.head(path).status_code == 200
