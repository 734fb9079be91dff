"""What the pages that everybody opens ask of the database; a query more should be worth it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from users.models import User
from users.tests.visitor import PASSWORD, sign_in

pytestmark = pytest.mark.django_db

ADDRESS = "anna@example.com"
NO_QUESTION = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


@pytest.fixture(autouse=True)
def anna() -> User:
    return User.objects.create_user(ADDRESS, PASSWORD)


def queries_of(visit: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        visit()
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(NO_QUESTION)]


def enter(client: Client) -> None:
    client.post("/users/login/", {"username": ADDRESS, "password": PASSWORD})


@pytest.mark.parametrize("path", ["/", "/users/login/", "/users/signup/", "/users/password-reset/"])
def test_a_page_for_strangers_asks_nothing(client: Client, path: str) -> None:
    assert queries_of(lambda: client.get(path)) == []


def test_asking_for_a_reset_is_one_insert(client: Client) -> None:
    (insert,) = queries_of(lambda: client.post("/users/password-reset/", {"email": ADDRESS}))
    assert insert.startswith("INSERT")


def test_signing_in(client: Client) -> None:
    new = queries_of(lambda: enter(client))
    assert len(new) == 15
    client.post("/users/logout/")
    assert len(queries_of(lambda: enter(client))) == 11  # in a browser that is known


def test_the_account_page_reads_the_user_once(client: Client) -> None:
    sign_in(client)
    asked = queries_of(lambda: client.get("/users/account/"))
    assert sum('FROM "users_user"' in each for each in asked) == 1
    assert len(asked) == 7
