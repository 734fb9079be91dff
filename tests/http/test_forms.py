"""Forms come from the site's own pages, change something by POST alone, and help password managers."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from users.models import User
from users.reset_link import reset_link

EMAIL, PASSWORD = "mike@cinemahub.example", "popcorn before midnight"
FORMS = {
    "/users/login/": {"username": EMAIL, "password": PASSWORD},
    "/users/logout/": {},
    "/users/signup/": {"email": "new@cinemahub.example", "password1": PASSWORD, "password2": PASSWORD},
    "/users/password-reset/": {"email": EMAIL},
    "/users/password-change/": {"old_password": PASSWORD, "new_password1": "front row", "new_password2": "front row"},
    "/users/account/": {"name": "Mallory", "language": "en"},
    "/users/account/delete/": {"password": PASSWORD},
    "/users/account/sessions/end/": {},
    "/users/account/mailbox-works/": {},
    "/users/email-change/": {"email": "new@cinemahub.example", "password": PASSWORD},
    "/users/email-change/resend/": {},
    "/users/email-change/withdraw/": {},
    "/users/email-change/use-suggestion/": {},
    "/users/signup/done/": {},
    "/users/password-reset/done/": {"code": "BBBB-CCCC"},
    "/language/setlang/": {"language": "ru"},
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create_user(EMAIL, PASSWORD)


@pytest.fixture
def visitor(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def token_of(client: Client) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/").content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize(("path", "fields"), FORMS.items(), ids=FORMS)
def test_a_form_of_another_site_is_refused(path: str, fields: dict[str, str], visitor: Client) -> None:
    token = {"csrfmiddlewaretoken": token_of(visitor)}
    other = Client()
    for posted, headers in [
        (fields, {}),
        (fields | {"csrfmiddlewaretoken": "x" * 64}, {}),
        (fields | {"csrfmiddlewaretoken": token_of(other)}, {}),
        (fields | token, {"origin": "https://evil.example"}),
        (fields | token, {"origin": "null"}),
        (fields | token, {"origin": f"http://{settings.ALLOWED_HOSTS[0]}:1"}),
    ]:
        assert visitor.post(path, posted, headers=headers).status_code == 403


def test_the_form_of_a_reset_link_is_refused_from_another_site(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    form = client.get(reset_link(user).removeprefix(settings.SITE_URL))["Location"]
    posted = {"new_password1": "front row, left side", "new_password2": "front row, left side"}
    assert client.post(form, posted).status_code == 403
    token = token_of(client)
    forged = posted | {"csrfmiddlewaretoken": token}
    assert client.post(form, forged, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post(form, forged, headers={"origin": "http://testserver"}).status_code == 302


@pytest.mark.parametrize(("path", "fields"), FORMS.items(), ids=FORMS)
def test_a_get_changes_nothing(path: str, fields: dict[str, str], visitor: Client, user: User) -> None:
    before = User.objects.values().get()
    for method in (visitor.get, visitor.head):
        method(path, fields)
    assert User.objects.values().get() == before
    assert visitor.get("/users/account/").status_code == 200
    assert settings.LANGUAGE_COOKIE_NAME not in visitor.cookies


@pytest.mark.parametrize(
    ("path", "signed_in", "wanted"),
    [
        ("/users/login/", False, {"username": "username", "password": "current-password"}),
        ("/users/signup/", False, {"email": "email", "password1": "new-password", "password2": "new-password"}),
        ("/users/password-reset/", False, {"email": "email"}),
        ("/users/password-change/", True, {"username": "username", "old_password": "current-password",
                                           "new_password1": "new-password", "new_password2": "new-password"}),
        ("/users/account/", True, {"name": "name"}),
        ("/users/account/delete/", True, {"password": "current-password"}),
        ("/users/email-change/", True, {"email": "email", "password": "current-password"}),
    ],
)  # fmt: skip
def test_password_managers_know_what_a_field_is(
    path: str, *, signed_in: bool, wanted: dict[str, str], visitor: Client
) -> None:
    assert wanted.items() <= fields_of(visitor if signed_in else Client(), path).items()


def test_password_managers_know_whose_password_is_new(user: User) -> None:
    client = Client()
    form = client.get(reset_link(user).removeprefix(settings.SITE_URL))["Location"]
    wanted = {"username": "username", "new_password1": "new-password", "new_password2": "new-password"}
    assert wanted.items() <= fields_of(client, form).items()
    assert f'value="{EMAIL}"' in client.get(form).content.decode()


def fields_of(client: Client, path: str) -> dict[str, str]:
    page = client.get(path).content.decode()
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", page)]
    return {field["name"]: field.get("autocomplete", "") for field in inputs if "name" in field}


def test_no_field_forbids_pasting_or_carries_script(visitor: Client) -> None:
    for path in ["/users/login/", "/users/signup/", "/users/password-change/", "/users/password-reset/"]:
        page = (Client() if "change" not in path else visitor).get(path).content.decode()
        assert not re.search(r"\son\w+=|javascript:|<style|\sstyle=", page)


def test_password_managers_find_the_page_that_changes_a_password(client: Client, visitor: Client) -> None:
    answer = client.get("/.well-known/change-password")
    assert (answer.status_code, answer["Location"]) == (302, "/users/password-change/")
    assert visitor.get("/.well-known/change-password", follow=True).status_code == 200
    assert (
        client.get("/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200").status_code == 404
    )


def test_no_form_is_forgotten_here() -> None:
    """Pages with a token in their address have tests of their own; the others are in FORMS."""

    def paths(patterns: list[URLPattern | URLResolver], start: str = "/") -> list[str]:
        found = []
        for pattern in patterns:
            path = start + str(pattern.pattern)
            found += paths(pattern.url_patterns, path) if isinstance(pattern, URLResolver) else [path]
        return found

    ours = [path for path in paths(get_resolver().url_patterns) if not path.startswith(("/admin/", "/inbox/"))]
    showing_only = {
        *("/", "/metrics", "/health/", "/health/mail/", "/.well-known/change-password"),
        *("/favicon.ico", "/apple-touch-icon.png", "/site.webmanifest", "/robots.txt", "/brand.css"),
        *("/users/password-reset/complete/", "/users/account/secured/", "/users/account/address-restored/"),
    }
    without_token = {path for path in ours if "<" not in path}
    assert without_token - showing_only - FORMS.keys() == set()
