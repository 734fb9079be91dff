"""A copy of the database opens no session: keys lie in it as digests."""

import asyncio
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.sessions.management.commands.clearsessions import Command
from django.test import Client
from django.utils import timezone

from users.forms.account import AccountForm
from users.models import Session
from users.sessions import SessionStore
from users.tests.reset import EMAIL, PASSWORD, make_account

pytestmark = pytest.mark.django_db


def sign_in() -> Client:
    client = Client()
    client.post("/users/login/", {"username": EMAIL, "password": PASSWORD})
    return client


def test_what_lies_in_the_table_is_no_cookie() -> None:
    make_account()
    client = sign_in()
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    row = Session.objects.get()
    assert key not in str(Session.objects.values().get())
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    assert thief.get("/users/account/").status_code == 302
    assert client.get("/users/account/").status_code == 200
    assert row.get_decoded()["_auth_user_id"] == str(row.user_id)


def test_signing_in_and_out_leave_one_row_and_none() -> None:
    make_account()
    client = sign_in()
    client.post("/users/login/", {"username": EMAIL, "password": PASSWORD})
    assert Session.objects.count() == 1
    client.post("/users/logout/")
    assert not Session.objects.exists()


def test_the_admin_works_with_it() -> None:
    make_account(is_staff=True, is_superuser=True)
    client = sign_in()
    for path in ("/admin/", "/admin/users/user/"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("cookie", ["", "\0", "x" * 4000, "%", "a" * 32])
def test_a_key_that_the_site_has_not_given_opens_nothing_and_is_not_taken_over(cookie: str) -> None:
    make_account()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert client.get("/users/account/").status_code == 302
    client.post("/users/login/", {"username": EMAIL, "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != cookie
    assert client.get("/users/account/").status_code == 200


def test_the_store_does_what_djangos_does() -> None:
    store = SessionStore()
    store["seats"] = 2
    store.save()
    key = store.session_key
    assert key is not None
    assert store.exists(key)
    assert SessionStore(key)["seats"] == 2
    store.cycle_key()
    assert not store.exists(key)
    assert SessionStore(store.session_key)["seats"] == 2
    store.flush()
    assert not Session.objects.exists()
    store.delete()  # nothing to delete is no error


@pytest.mark.django_db(transaction=True)
def test_the_store_does_so_without_blocking_too() -> None:
    async def use() -> None:
        store = SessionStore()
        await store.aset("seats", 2)
        await store.asave()
        key = store.session_key
        assert key is not None
        assert await store.aexists(key)
        assert await SessionStore(key).aget("seats") == 2
        await store.acycle_key()
        assert not await store.aexists(key)
        await store.adelete()
        assert await SessionStore(store.session_key).aget("seats") is None

    asyncio.run(use())


def test_sessions_that_have_ended_are_cleared() -> None:
    make_account()
    sign_in()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    live = sign_in()
    Command().handle()
    assert Session.objects.count() == 1
    assert live.get("/users/account/").status_code == 200


def test_a_session_that_ends_while_a_request_is_under_way_is_no_error_and_stays_ended() -> None:
    make_account()
    client = sign_in()
    real = AccountForm.clean

    def end_meanwhile(form: AccountForm) -> Any:
        Session.objects.all().delete()
        return real(form)

    with patch.object(AccountForm, "clean", end_meanwhile):
        answer = client.post("/users/account/", {"name": "Anna", "language": "en"})
    assert answer.status_code == 302
    page = client.get("/users/account/", follow=True)
    assert page.request["PATH_INFO"] == "/users/login/"
    assert "Saved." in page.content.decode()
