"""The code beside the link: in the browser that asked it opens what the link opens, and nowhere else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.models import OutboxLetter, State
from users.address_cookie import SALT
from users.email_code import ALPHABET, LIVES, read_code
from users.models import Attempt, SecurityEvent, SignUp, User
from users.tests.mailbox import fetch, fetch_one
from users.tests.reset import EMAIL, NEW_PASSWORD, ask, html_of, make_account, set_password
from users.tests.visitor import PASSWORD, same_browser, sign_in, sign_up, without_secrets

RESET_DONE, SIGN_UP_DONE = "/users/password-reset/done/", "/users/signup/done/"
CODE = re.compile(r"^[A-Z3479]{4}-[A-Z3479]{4}$", re.MULTILINE)
WRONG = "BBBB-CCCC"

pytestmark = pytest.mark.django_db


def code_in(letter: Any) -> str:
    (code,) = CODE.findall(letter.body)
    return str(code)


def enter(client: Client, code: str, page: str = RESET_DONE) -> str:
    """Enter a code; return where it leads, or the status of the page if it leads nowhere."""
    answer = client.post(page, {"code": code})
    return str(answer.headers.get("Location", answer.status_code))


def leads_on(client: Client, code: str) -> bool:
    return enter(client, code).endswith("/set-password/")


@pytest.fixture
def mike() -> User:
    return make_account()


@pytest.fixture
def code(client: Client, mike: User) -> str:
    ask(client)
    return code_in(fetch_one(EMAIL))


def test_text_and_html_hold_the_code_and_no_preview_of_the_email_does(client: Client, mike: User) -> None:
    ask(client)
    sign_up(client)
    for letter in fetch():
        code, html = code_in(letter), html_of(letter)
        assert set(code.replace("-", "")) <= set(ALPHABET)
        assert html.count(code) == 1
        assert code not in letter.subject
        assert code not in html[: html.index("<h1")]


def test_no_character_of_a_code_is_taken_for_another() -> None:
    assert [pair for pair in ("0O", "1I", "1L", "IL", "2Z", "5S", "6G", "8B", "UV") if set(pair) <= set(ALPHABET)] == []
    assert not set(ALPHABET) & set("0O1ILAEIOU")


@pytest.mark.parametrize(
    "typed",
    ["KBQM-3XRT", "kbqm3xrt", " kbqm 3xrt ", "K B Q M 3 X R T", "KBQM\u20143XRT", "kbqm\u00a03xrt",
     "\u041a\u0412QM-\u0417\u0425R\u0422", "\u043a\u0432qm-\u0437\u0445r\u0442",
     "K8QM-3XRT", "\uff2b\uff22\uff31\uff2d-3XRT", "KBQM-3XRT."],
)  # fmt: skip
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "KBQM3XRT"


@pytest.mark.parametrize("typed", ["", "KBQM", "KBQM-3XRTT", "KBQM-3XR0", "KBQM-3XR\0", "x" * 10_000, "🙂" * 8])
def test_what_is_no_code_costs_no_try(client: Client, code: str, typed: str) -> None:
    for _ in range(6):
        answer = client.post(RESET_DONE, {"code": typed})
        assert answer.status_code == 200
        assert answer.context["form"].errors["code"]
    assert leads_on(client, code)


def test_the_code_of_a_reset_leads_to_the_form_of_the_link(client: Client, code: str) -> None:
    assert leads_on(client, code.lower().replace("-", " "))
    assert set_password(client, enter(client, code))
    assert sign_in(Client(), EMAIL, NEW_PASSWORD) == "/users/account/"


def test_it_is_good_in_no_other_browser(client: Client, code: str) -> None:
    stranger = Client()
    assert enter(stranger, code) == "200"
    ask(stranger)
    assert enter(stranger, code) == "200"
    assert not leads_on(client, code_in(fetch_one(EMAIL)))
    assert leads_on(client, code)


def test_it_is_good_for_no_other_address(client: Client, code: str) -> None:
    make_account("anna@cinemahub.example")
    ask(client, "anna@cinemahub.example")
    assert enter(client, code) == "200"


@pytest.mark.parametrize("state", [State.SENT, State.UNKNOWN])
def test_it_lives_ten_minutes_from_the_moment_it_was_sent(client: Client, code: str, state: State) -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    for age, works in ((LIVES - timedelta(seconds=30), True), (LIVES + timedelta(seconds=1), False)):
        OutboxLetter.objects.update(state=state, created_at=hour_ago, finished_at=timezone.now() - age)
        assert leads_on(client, code) == works


def test_each_of_two_emails_has_a_code_that_works(client: Client, code: str) -> None:
    ask(client)
    newer = code_in(fetch_one(EMAIL))
    assert newer != code
    assert leads_on(client, code)
    assert leads_on(client, newer)


def test_a_code_that_was_never_sent_is_wrong(client: Client, code: str) -> None:
    OutboxLetter.objects.update(state=State.QUEUED, finished_at=None)
    assert enter(client, code) == "200"


@pytest.mark.parametrize("event", ["password", "revoked", "address", "inactive", "signed in", "used"])
def test_it_dies_with_the_link(client: Client, code: str, mike: User, event: str) -> None:
    if event == "password":
        mike.set_password(NEW_PASSWORD)
    elif event == "revoked":
        mike.revoke()
    elif event == "address":
        mike.email = "new@cinemahub.example"
    elif event == "inactive":
        mike.is_active = False
    elif event == "signed in":
        mike.last_login = timezone.now()
    else:
        assert set_password(client, enter(client, code))
        mike.refresh_from_db()
    mike.save()
    assert enter(client, code) == "200"


def test_a_new_secret_key_keeps_it(client: Client, code: str, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert leads_on(client, code)


def test_five_wrong_codes_are_enough_whatever_comes_after(client: Client, code: str) -> None:
    assert [enter(client, WRONG) for _ in range(6)] == ["200"] * 5 + ["429"]
    assert enter(client, code) == "429"
    twin = same_browser(client)
    assert enter(twin, code) == "429"
    Attempt.objects.update(at=timezone.now() - LIVES)
    assert leads_on(client, code)


def test_nobody_else_uses_up_the_tries(client: Client, code: str) -> None:
    stranger = Client()
    ask(stranger)
    fetch()
    for _ in range(8):
        enter(stranger, WRONG)
    assert leads_on(client, code)


def test_a_client_with_many_browsers_is_turned_away(mike: User) -> None:
    statuses = set()
    for _ in range(8):
        visitor = Client()
        ask(visitor)
        statuses |= {enter(visitor, WRONG) for _ in range(5)}
    assert statuses == {"200", "429"}


def test_right_codes_are_no_tries(client: Client, code: str) -> None:
    assert all(leads_on(client, code) for _ in range(7))


def test_an_address_without_account_sees_and_costs_the_same(mike: User) -> None:
    make_account("inactive@cinemahub.example", is_active=False)
    seen: list[Any] = []
    for address in (EMAIL, "nobody@cinemahub.example", "inactive@cinemahub.example"):
        visitor = Client()
        ask(visitor, address)
        fetch()
        for _ in range(6):
            with CaptureQueriesContext(connection) as queries:
                answer = visitor.post(RESET_DONE, {"code": WRONG})
            statements = [re.sub(r"'[^']*'|\d+", "-", query["sql"]) for query in queries.captured_queries]
            seen.append((address, answer.status_code, without_secrets(answer.content.decode()), statements))
    firsts = [each[1:] for each in seen[:6]]
    assert [each[1:] for each in seen[6:12]] == [each[1:] for each in seen[12:]] == firsts


def test_the_code_lies_nowhere(client: Client, code: str) -> None:
    rows = [*OutboxLetter.objects.values(), *SecurityEvent.objects.values(), *Attempt.objects.values()]
    for spelling in (code, code.replace("-", "")):
        assert spelling not in str(rows)
        assert spelling not in str(client.cookies)


@pytest.mark.parametrize("letter", ["staff", "an earlier version"])
def test_an_email_that_no_browser_has_asked_for_has_no_code(client: Client, code: str, letter: str) -> None:
    OutboxLetter.objects.update(parameters={}, state=State.QUEUED, due_at=timezone.now(), finished_at=None)
    assert not CODE.search(str(fetch_one(EMAIL).body))
    assert enter(client, code) == "200"


def test_a_cookie_that_the_site_has_not_made_asks_for_nothing(client: Client, code: str) -> None:
    good = client.cookies["address"].value
    for cookie in ("", "x" * 4000, "\0", good[:-1], f"{good}x", signing.dumps(["a list"], salt=SALT)):
        stranger = Client()
        stranger.cookies["address"] = cookie
        assert enter(stranger, code) == "200"
        assert stranger.get(RESET_DONE).status_code == 200


def test_the_code_of_a_sign_up_makes_the_account(client: Client) -> None:
    sign_up(client)
    code = code_in(fetch_one("anna@example.com"))
    twin = same_browser(client)
    assert enter(client, code, SIGN_UP_DONE) == "/users/account/"
    assert User.objects.get().check_password(PASSWORD)
    assert enter(twin, code, SIGN_UP_DONE) == "/users/account/"  # pressed twice
    client.post("/users/logout/")
    assert enter(client, code, SIGN_UP_DONE) == "200"
    assert SignUp.objects.get().password == ""


def test_a_stranger_does_not_make_it_with_the_code(client: Client) -> None:
    sign_up(client)
    code, stranger = code_in(fetch_one("anna@example.com")), Client()
    sign_up(stranger, "bert@example.com")
    assert enter(stranger, code, SIGN_UP_DONE) == enter(Client(), code, SIGN_UP_DONE) == "200"
    assert not User.objects.exists()


def test_a_sign_up_of_another_browser_ends_the_code(client: Client) -> None:
    sign_up(client)
    code = code_in(fetch_one("anna@example.com"))
    sign_up(Client())
    assert enter(client, code, SIGN_UP_DONE) == "200"


def test_a_taken_address_sees_and_costs_the_same_at_sign_up() -> None:
    make_account("anna@example.com")
    seen: list[Any] = []
    for address in ("anna@example.com", "bert@example.com"):
        visitor = Client()
        sign_up(visitor, address)
        assert bool(CODE.search(str(fetch_one(address).body))) == address.startswith("bert")
        for _ in range(6):
            with CaptureQueriesContext(connection) as queries:
                answer = visitor.post(SIGN_UP_DONE, {"code": WRONG})
            page = without_secrets(answer.content.decode()).replace(address, "-")
            statements = [re.sub(r"'[^']*'|\d+", "-", query["sql"]) for query in queries.captured_queries]
            seen.append((answer.status_code, page, statements))
    assert seen[:6] == seen[6:]
    assert [status for status, *_ in seen[:6]] == [200] * 5 + [429]
