"""A mistyped domain: a hint with one press on the page after the form, which goes through as it is."""

from pathlib import Path

import pytest
from django.test import Client

from cinemahub.mail.models import OutboxLetter
from users.models import SignUp, User
from users.spelling import distance
from users.suggestion import DOMAINS, suggest
from users.tests.mailbox import fetch, fetch_one, path_in
from users.tests.reset import EMAIL, PASSWORD, ask, make_account
from users.tests.visitor import PASSWORD as CHOSEN
from users.tests.visitor import sign_up

# Domains of real mailboxes: https://github.com/derhuerst/email-providers (common.json, ISC), those of first users,
# and others from the pages of providers and universities.
REAL_DOMAINS = (Path(__file__).parent / "mail_domains.txt").read_text().split()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *((typo, "gmail.com") for typo in ("gmial.com", "gamil.com", "gmai.com", "gmal.com", "gmaill.com")),
        *((typo, "gmail.com") for typo in ("gnail.com", "gmail.con", "gmail.co", "gmail.cm", "GMAIL.CMO")),
        *((typo, "yandex.ru") for typo in ("yndex.ru", "yandx.ru", "yanedx.ru", "yandez.ru", "andex.ru", "yandex.ri")),
        *((typo, "mail.ru") for typo in ("mail.ri", "mial.ru", "maill.ru", "mail.tu", "mail.u", "mail.rru")),
        *((typo, "hotmail.com") for typo in ("hotmial.com", "hotmal.com", "otmail.com", "homtial.com")),
        ("outlok.com", "outlook.com"), ("iclod.com", "icloud.com"), ("yaho.com", "yahoo.com"), ("bk.ri", "bk.ru"),
        ("ramler.ru", "rambler.ru"), ("hotmail.co.uj", "hotmail.co.uk"), ("gmial.con", "gmail.com"),
    ],
)  # fmt: skip
def test_a_slip_is_seen(typed: str, meant: str) -> None:
    assert suggest(f"anna@{typed}") == f"anna@{meant}"


def test_a_real_domain_is_no_slip() -> None:
    assert len(REAL_DOMAINS) > 500
    assert [domain for domain in (*REAL_DOMAINS, *DOMAINS) if suggest(f"anna@{domain}")] == []


@pytest.mark.parametrize(
    "address", ["", "anna", "anna@", "anna@example", "anna@x", "anna@cinemahub.example", "anna@xn--h1alffa9f.xn--p1ai"]
)
def test_what_is_nowhere_near_is_no_slip(address: str) -> None:
    assert suggest(address) is None


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("", "", 0),
        ("a", "", 1),
        ("abc", "acb", 1),
        ("abc", "abx", 1),
        ("abc", "xabc", 1),
        ("ca", "abc", 3),
        ("mail", "gmail", 1),
    ],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == distance(other, one) == slips


@pytest.mark.django_db
def test_a_sign_up_goes_on_with_the_address_that_was_meant_and_the_password(client: Client) -> None:
    sign_up(client, "anna@gmial.com")
    typo = path_in(fetch_one("anna@gmial.com"), "/users/confirm-email/")
    page = client.get("/users/signup/done/").content.decode()
    assert "Did you mean <strong>anna@gmail.com</strong>?" in page
    page = client.post("/users/signup/done/", {"use": "suggestion"}, follow=True).content.decode()
    assert "anna@gmail.com" in page
    assert "Did you mean" not in page
    assert "A newer email has replaced it" in client.get(typo).content.decode()
    client.post(path_in(fetch_one("anna@gmail.com"), "/users/confirm-email/"))
    assert User.objects.get().email == "anna@gmail.com"
    assert User.objects.get().check_password(CHOSEN)


@pytest.mark.django_db
def test_a_typo_may_be_right(client: Client) -> None:
    sign_up(client, "anna@gmial.com")
    client.post(path_in(fetch_one("anna@gmial.com"), "/users/confirm-email/"))
    assert User.objects.get().email == "anna@gmial.com"
    client.post("/users/signup/done/", {"use": "suggestion"})
    assert SignUp.objects.count() == 1
    assert fetch() == []


@pytest.mark.django_db
def test_a_reset_is_asked_for_the_address_that_was_meant(client: Client) -> None:
    make_account("mike@gmail.com")
    ask(client, "mike@gmial.com")
    assert "Did you mean <strong>mike@gmail.com</strong>?" in client.get("/users/password-reset/done/").content.decode()
    page = client.post("/users/password-reset/done/", {"use": "suggestion"}, follow=True).content.decode()
    assert "Did you mean" not in page
    assert [letter.to for letter in fetch()] == [["mike@gmail.com"]]


@pytest.mark.django_db
def test_nobody_has_emails_sent_by_pressing_what_is_not_there(client: Client) -> None:
    ask(client, EMAIL)
    sign_up(client)
    asked = OutboxLetter.objects.count()
    for visitor in (client, Client()):
        for page in ("/users/password-reset/done/", "/users/signup/done/"):
            visitor.post(page, {"use": "suggestion"})
    assert OutboxLetter.objects.count() == asked


@pytest.mark.django_db
def test_a_change_of_address_takes_the_one_that_was_meant(client: Client) -> None:
    user = make_account()
    client.force_login(user)
    client.post("/users/email-change/", {"email": "mike@gmial.com", "password": PASSWORD})
    assert "Did you mean <strong>mike@gmail.com</strong>?" in client.get("/users/account/").content.decode()
    for _ in range(2):
        client.post("/users/email-change/use-suggestion/")
    user.refresh_from_db()
    assert user.pending_address == "mike@gmail.com"
    assert len(fetch("mike@gmail.com")) == 1
