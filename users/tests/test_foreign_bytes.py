"""Whatever bytes and lengths come in, the answer is the same for an address with an account and for one without."""

import pytest
from django.conf import settings
from django.test import Client

from users.browser_name import BROWSERS, SYSTEMS, browser_name
from users.models import User
from users.tests.reset import PASSWORD, make_account

KNOWN, INACTIVE, UNKNOWN = "anna@example.com", "boris@example.com", "nobody@example.com"
LONG = "Z" * 200
MESSAGE = "Routine check by Cinemahub, no action needed. Call us"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
AGENTS = [
    f"{LONG}/1.0 CFNetwork/1 Darwin/20", f"{MESSAGE}/1.0 CFNetwork/1 Darwin/20", "\x00", "\xff" * 900, "\ud800",
    "Mozilla/5.0 (" + "(" * 5000, "Firefox/" + "9" * 400, "<b>Firefox</b>/1", "",
]  # fmt: skip
NAMES = ["session", "browser", "reset", "csrf", "language", "signup", "sign_up", "receipt", "messages"]
COOKIES = ['"\\000"', '"\\000abc\\377"', "\xff" * 50, LONG * 10, ":::", "WyJhIl0:1abc:x", "null"]


def status(path: str, fields: dict[str, str], **headers: str) -> int:
    return Client().post(path, fields, headers=headers).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("password", [PASSWORD + "!", PASSWORD])
def test_sign_in_answers_alike_whatever_the_browser_is_called(agent: str, password: str) -> None:
    make_account(KNOWN)
    make_account(INACTIVE, is_active=False)
    answers = [
        status("/users/login/", {"username": address, "password": password}, user_agent=agent)
        for address in (KNOWN, INACTIVE, UNKNOWN)
    ]
    assert answers == [302 if password == PASSWORD else 200, 200, 200]


@pytest.mark.django_db
@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("path", ["/users/signup/", "/users/password-reset/"])
def test_forms_answer_alike_whatever_the_browser_is_called(agent: str, path: str) -> None:
    make_account(KNOWN)
    fields = {"password1": PASSWORD, "password2": PASSWORD}
    assert {status(path, fields | {"email": address}, user_agent=agent) for address in (KNOWN, UNKNOWN)} == {302}


@pytest.mark.django_db
@pytest.mark.parametrize("value", COOKIES)
@pytest.mark.parametrize("name", NAMES)
def test_no_cookie_breaks_a_page(name: str, value: str) -> None:
    make_account(KNOWN)
    names = {getattr(settings, f"{name.upper()}_COOKIE_NAME", name), name}
    cookie = "; ".join(f"{each}={value}" for each in names)
    for path in (
        "/",
        "/users/login/",
        "/users/signup/done/",
        "/users/account/",
        "/users/password-reset/MQ/set-password/",
    ):
        answer = Client(raise_request_exception=True).get(path, HTTP_COOKIE=cookie)
        assert answer.status_code < 500
    form = {"username": KNOWN, "password": PASSWORD}
    assert Client().post("/users/login/", form, HTTP_COOKIE=cookie).status_code in {302, 403}


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["\x00", "a\x00b", "\ud800", LONG * 10, "\u202e", "99999999999999999999999999"])
@pytest.mark.parametrize(
    ("path", "name"),
    [("/users/login/", "username"), ("/users/login/", "password"), ("/users/login/", "next"),
     ("/users/signup/", "email"), ("/users/signup/done/", "code"), ("/users/password-reset/", "email"),
     ("/language/setlang/", "language"), ("/users/signup/", "password1")],
)  # fmt: skip
def test_no_field_breaks_a_form(path: str, name: str, value: str) -> None:
    fields = {"username": KNOWN, "password": PASSWORD, "email": KNOWN, "password1": PASSWORD, "password2": PASSWORD}
    answer = Client().post(path, fields | {name: value.encode("utf-8", "surrogatepass").decode("latin-1")})
    assert answer.status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    "part", ["%00", "%FF", "MQ%00", "9" * 30, "LTE", "MTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMA", "x" * 3000]
)
def test_no_path_breaks_a_page(part: str) -> None:
    for path in (
        "password-reset/{}/abc-123/",
        "confirm-email/{}/",
        "email-change/confirm/{}/",
        "email-change/undo/{}/",
    ):
        assert Client().get(f"/users/{path.format(part)}").status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["q=%00", "q=%FF", "is_active__exact=%00", "p=999999999999", "e=1", "o=%00", "all=%00"]
)
def test_no_query_breaks_the_admin(query: str) -> None:
    staff = Client()
    staff.force_login(User.objects.create_superuser("staff@example.com"))
    for model in ("users/user", "users/securityevent", "mail/outboxletter", "mail/suppression"):
        assert staff.get(f"/admin/{model}/?{query}").status_code < 500


@pytest.mark.parametrize("agent", AGENTS)
def test_the_name_of_a_browser_is_one_that_we_know(agent: str) -> None:
    assert set(browser_name(agent).split(", ")) <= BROWSERS | SYSTEMS | {""}
    assert len(browser_name(agent)) <= 60
    assert browser_name(FIREFOX) == "Firefox, Linux"


def test_names_are_short_words() -> None:
    assert all(len(name) < 30 for name in BROWSERS | SYSTEMS)
