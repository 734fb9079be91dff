"""Sessions: where they begin, where they end, and where a visitor is sent."""

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from users.models import Session, User
from users.tests.reset import EMAIL, PASSWORD, make_account

CREDENTIALS = {"username": EMAIL, "password": PASSWORD}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def user() -> User:
    return make_account()


def signed_in(client: Client) -> bool:
    return client.get("/users/account/").status_code == 200


def test_the_session_key_is_a_new_one_after_sign_in(client: Client) -> None:
    session = client.session
    session["seats"] = 2
    session.save()
    planted = session.session_key
    assert client.post("/users/login/", CREDENTIALS).status_code == 302
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_sign_out_ends_the_session_on_the_server(client: Client) -> None:
    client.post("/users/login/", CREDENTIALS)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/users/logout/")
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not signed_in(client)


def test_sign_out_takes_a_post(client: Client) -> None:
    client.force_login(User.objects.get())
    assert client.get("/users/logout/").status_code == 405
    assert signed_in(client)


def test_deactivation_ends_a_session_at_the_next_click(client: Client) -> None:
    client.post("/users/login/", CREDENTIALS)
    assert signed_in(client)
    User.objects.update(is_active=False)
    assert not signed_in(client)


def test_sessions_live_on_when_the_key_moves_to_the_fallbacks(client: Client, settings: Settings) -> None:
    client.post("/users/login/", CREDENTIALS)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 5
    assert signed_in(client)
    assert signed_in(client)


@pytest.mark.parametrize("typed", [EMAIL.upper(), f" {EMAIL} ", EMAIL.title()])
def test_the_address_is_taken_in_any_case(typed: str, client: Client) -> None:
    assert client.post("/users/login/", CREDENTIALS | {"username": typed}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"password": PASSWORD.upper()}, {"password": f" {PASSWORD}"}, {"username": "nobody@cinemahub.example"},
     {"username": "m\u0131ke@cinemahub.example"}, {"username": f"{EMAIL}\0"}, {"password": ""}, {"username": "%"}],
)  # fmt: skip
def test_what_is_wrong_opens_nothing(wrong: dict[str, str], client: Client) -> None:
    assert client.post("/users/login/", CREDENTIALS | wrong).status_code == 200
    assert not signed_in(client)


def test_an_inactive_account_looks_like_a_wrong_password(client: Client) -> None:
    def problem(fields: dict[str, str]) -> str:
        page = Client().post("/users/login/", fields).content.decode()
        return page[page.index('role="alert"') : page.index("</form>")].replace(fields["username"], "")

    make_account("inactive@cinemahub.example", is_active=False)
    inactive = problem({"username": "inactive@cinemahub.example", "password": PASSWORD})
    unknown = problem({"username": "nobody@cinemahub.example", "password": PASSWORD})
    strip = inactive.split("csrfmiddlewaretoken")[0], unknown.split("csrfmiddlewaretoken")[0]
    assert strip[0] == strip[1]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example",
     "https:evil.example", "\thttps://evil.example", "//evil.example@127.0.0.1/", "///evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/users/login/", "/language/setlang/", "/users/logout/", "/admin/login/"])
def test_next_stays_on_the_site(path: str, elsewhere: str, client: Client) -> None:
    fields = CREDENTIALS | {"next": elsewhere, "language": "ru"}
    answer = client.post(path, fields)
    assert "evil" not in answer.get("Location", "")
    assert "alert" not in answer.get("Location", "")
    assert f'name="next" value="{elsewhere}"' not in client.get(path, {"next": elsewhere}).content.decode()


def test_next_leads_back_to_the_page_that_asked(client: Client) -> None:
    asked = client.get("/users/account/")
    assert asked["Location"] == "/users/login/?next=/users/account/"
    assert client.post(asked["Location"], CREDENTIALS | {"next": "/users/account/"})["Location"] == "/users/account/"


def test_the_language_switch_on_an_open_form_keeps_the_form(client: Client) -> None:
    page = client.get("/users/password-reset/")
    assert 'name="next" value="/users/password-reset/"' in page.content.decode()
    answer = client.post("/language/setlang/", {"language": "ru", "next": "/users/password-reset/"}, follow=True)
    assert answer.request["PATH_INFO"] == "/users/password-reset/"
    assert 'lang="ru"' in answer.content.decode()
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("ru", True, "Lax")
    assert cookie["max-age"] == settings.LANGUAGE_COOKIE_AGE


@pytest.mark.parametrize("language", ["", "xx", "../../etc/passwd", "ru\0", "x" * 10_000])
def test_a_language_that_there_is_not_changes_nothing(language: str, client: Client) -> None:
    assert client.post("/language/setlang/", {"language": language, "next": "/"}).status_code == 302
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies
    assert client.get("/", headers={"accept-language": language[:200].replace("\0", "")}).status_code == 200
