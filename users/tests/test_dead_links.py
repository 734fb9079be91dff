"""A link that does not work says why, and what to do; with something stuck to its end it works (never 404)."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client
from django.utils.http import urlsafe_base64_encode

from users.models import User
from users.tests.mailbox import fetch, fetch_one, path_in
from users.tests.reset import PASSWORD, ask_for_link, make_account, set_password
from users.tests.visitor import confirmation_path, sign_up

ADDRESS, NEW = "mike@cinemahub.example", "new@cinemahub.example"
STUCK = [">", ")", ",", ".", " ", "\u200b", " and", ">.", "\n", "%", "/", "\0", "?", "//evil.example", "\u00bb"]
CUT = "incomplete"

pytestmark = pytest.mark.django_db


@dataclass
class Link:
    path: str
    browser: Client
    way_on: str


def reset() -> Link:
    make_account(ADDRESS)
    return Link(ask_for_link(Client(), ADDRESS), Client(), "/users/password-reset/")


def confirm() -> Link:
    client = Client()
    sign_up(client, ADDRESS)
    return Link(confirmation_path(ADDRESS), client, "/users/signup/")


def ask_for_change() -> Client:
    client = Client()
    client.force_login(make_account(ADDRESS))
    client.post("/users/email-change/", {"email": NEW, "password": PASSWORD})
    return client


def confirm_new() -> Link:
    client = ask_for_change()
    return Link(path_in(fetch_one(NEW), "/users/email-change/confirm/"), client, "/users/account/")


def stop() -> Link:
    client = ask_for_change()
    return Link(path_in(fetch_one(ADDRESS), "/users/email-change/stop/"), client, "/users/password-reset/")


def undo() -> Link:
    change = confirm_new()
    change.browser.post(change.path)
    return Link(path_in(fetch_one(ADDRESS), "/users/email-change/undo/"), Client(), "/users/password-reset/")


KINDS = [reset, confirm, confirm_new, stop, undo]
every_kind = pytest.mark.parametrize("make", KINDS)


def page_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


@every_kind
@pytest.mark.parametrize("stuck", STUCK)
def test_what_is_stuck_to_its_end_does_no_harm(make: Callable[[], Link], stuck: str) -> None:
    link = make()
    for path in (link.path, link.path.rstrip("/")):
        assert "does not work" not in page_of(link.browser, path + quote(stuck))


@every_kind
def test_cut_short_it_says_so_and_leads_on(make: Callable[[], Link]) -> None:
    link = make()
    prefix, token = link.path[:-1].rsplit("/", 1)
    for cut in (token[:-1], token[: len(token) // 2], token[:1], ""):
        for end in ("/", "", ">"):
            page = page_of(Client(), f"{prefix}/{cut}{end}")
            assert CUT in page
            assert f'href="{link.way_on}"' in page
            assert Client().post(f"{prefix}/{cut}{end}", follow=True).status_code in {200, 302}


@pytest.mark.parametrize(
    "path",
    ["confirm-email/", "email-change/confirm/", "email-change/stop/", "email-change/undo/", "password-reset/MQ",
     "password-reset/x/y/z/", "confirm-email/%0d%0a/x", "email-change/undo/%ff%00", f"confirm-email/{'a' * 10_000}"],
)  # fmt: skip
def test_whatever_is_below_a_link_is_the_page_of_the_link(path: str) -> None:
    assert CUT in page_of(Client(), f"/users/{path}")


@pytest.mark.parametrize("path", ["done", "complete"])
def test_pages_beside_links_are_found_without_their_last_slash(path: str) -> None:
    answer = Client().get(f"/users/password-reset/{path}")
    assert answer.headers["Location"] == f"/users/password-reset/{path}/"


@every_kind
def test_too_late_it_says_so(make: Callable[[], Link], monkeypatch: pytest.MonkeyPatch) -> None:
    link, now, reset_now = make(), time.time(), PasswordResetTokenGenerator()._now()
    late = timedelta(days=8)
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + late.total_seconds())
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _: reset_now + late)
    assert "It has expired." in page_of(link.browser, link.path)


@every_kind
def test_once_used_it_says_so(make: Callable[[], Link]) -> None:
    link = make()
    if make is reset:
        assert set_password(link.browser, link.path)
    else:
        assert link.browser.post(link.path).status_code == 302
    if make in {stop, undo}:
        user = User.objects.get()
        user.set_password("set by the owner")  # till then the link brings the email again
        user.save()
    for browser in (link.browser, Client()):
        assert "It has already been used." in page_of(browser, link.path)


def test_a_reset_form_in_another_browser_asks_for_the_link() -> None:
    link = reset()
    form = Client().get(link.path)["Location"]
    page = page_of(Client(), form)
    assert "allow cookies for this site" in page
    assert 'href="/users/password-reset/"' in page


def test_a_reset_link_that_was_overtaken_says_so() -> None:
    link = reset()
    User.objects.update(password="!")
    assert "Since it was sent" in page_of(Client(), link.path)


def test_two_accounts_in_two_tabs_do_not_get_into_each_others_way() -> None:
    browser, forms = Client(), []
    for number in range(3):
        make_account(f"{number}@cinemahub.example")
        forms.append(browser.get(ask_for_link(Client(), f"{number}@cinemahub.example"))["Location"])
    for form in forms:
        assert 'name="new_password1"' in page_of(browser, form)


def test_a_change_that_was_replaced_or_withdrawn_says_so() -> None:
    link = confirm_new()
    link.browser.post("/users/email-change/", {"email": f"newer-{NEW}", "password": PASSWORD})
    assert "A newer email has replaced it." in page_of(Client(), link.path)
    link.browser.post("/users/email-change/withdraw/")
    assert "The change was cancelled" in page_of(Client(), link.path)


def test_an_account_that_is_gone_is_said_to_be() -> None:
    link = undo()
    User.objects.update(is_active=False)
    assert "deleted or deactivated" in page_of(Client(), link.path)
    User.objects.all().delete()
    assert "deleted or deactivated" in page_of(Client(), link.path)


def test_stopping_a_change_after_it_was_confirmed_says_how_to_undo_it() -> None:
    client = ask_for_change()
    letters = fetch()
    (stop_path,) = (path_in(each, "/users/email-change/stop/") for each in letters if each.to == [ADDRESS])
    (confirm_path,) = (path_in(each, "/users/email-change/confirm/") for each in letters if each.to == [NEW])
    client.post(confirm_path)
    assert "confirmed since" in page_of(Client(), stop_path)


def test_nobody_learns_from_a_made_up_link_whether_there_is_an_account() -> None:
    user = make_account(ADDRESS)
    token = f"abc123-{'0' * 32}"
    pages = [page_of(Client(), f"/users/password-reset/{uid}/{token}/") for uid in (uid_of(user.pk), uid_of(987654))]
    assert without_tokens(pages[0]) == without_tokens(pages[1])


def uid_of(pk: int) -> str:
    return urlsafe_base64_encode(str(pk).encode())


def without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)
