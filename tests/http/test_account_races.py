"""What comes at the same moment: of many confirmations one wins, and who withdraws first has withdrawn."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from time import sleep

import pytest

from tests.http.conftest import Serve
from tests.http.people import EMAIL, add_account
from tests.http.strict import strictly
from tests.http.wire import Visitor
from tests.site.database import Database, Sqlite
from users.limits import CODES_OF_BROWSER

VISITORS = 6
NEW = "new@cinemahub.example"
BLOCKED_SECONDS = 1
WITHDRAW = "UPDATE users_user SET pending_email = '', pending_access = ''"
NEW_PASSWORD = "UPDATE users_user SET password = '!'"

SIGN_UP = """
from users.models import SignUp
from users.signed_link import CONFIRM_EMAIL
from django.conf import settings
begun = SignUp.begin("anna@cinemahub.example", password="!", language="en", browser="a secret of another browser")
print(CONFIRM_EMAIL.make(begun.pk, begun.mark)[len(settings.SITE_URL):])
"""
ASK = f"""
from users.models import User
from users.signed_link import CONFIRM_NEW_EMAIL
from django.conf import settings
user = User.objects.get()
user.await_address({NEW!r})
link = CONFIRM_NEW_EMAIL.make(user.pk, user.access_marks({NEW!r})[0])
print(link[len(settings.SITE_URL):])
"""


def run(database: Database, code: str) -> str:
    return strictly("shell", "--verbosity", "0", "--command", code, DATABASE_URL=database.url).strip()


def test_one_of_many_confirmations_makes_the_account_with_its_password(database: Database, serve: Serve) -> None:
    with serve(database.url) as site:
        link, together = run(database, SIGN_UP), Barrier(VISITORS)

        def confirm(number: int) -> int:
            visitor, password = Visitor(site), f"the password of {number}"
            assert "password1" in visitor.get(link).body
            together.wait(timeout=60)
            return visitor.post(link, password1=password, password2=password).status

        with ThreadPoolExecutor(VISITORS) as pool:
            statuses = list(pool.map(confirm, range(VISITORS)))
    assert sorted(statuses) == [200] * (VISITORS - 1) + [302]
    (user,) = database.rows("SELECT password FROM users_user")
    check = "from django.contrib.auth.hashers import check_password; print(check_password({!r}, {!r}))"
    assert run(database, check.format(f"the password of {statuses.index(302)}", user["password"])) == "True"


def test_sign_ups_with_one_address_at_once_leave_one_row(database: Database, serve: Serve) -> None:
    with serve(database.url) as site:
        together = Barrier(VISITORS)

        def sign_up(number: int) -> int:
            visitor, password = Visitor(site), f"the password of {number}"
            visitor.get("/users/signup/")
            together.wait(timeout=60)
            address = "anna@cinemahub.example" if number % 2 else "ANNA@cinemahub.example"
            return visitor.post("/users/signup/", email=address, password1=password, password2=password).status

        with ThreadPoolExecutor(VISITORS) as pool:
            assert set(pool.map(sign_up, range(VISITORS))) == {302}
    assert len(database.rows("SELECT id FROM users_signup")) == 1


def test_of_wrong_codes_at_once_as_many_as_the_limit_are_looked_at(database: Database, serve: Serve) -> None:
    with serve(database.url) as site:
        visitor, together = Visitor(site), Barrier(2 * VISITORS)
        visitor.get("/users/password-reset/")
        visitor.post("/users/password-reset/", email=EMAIL)
        visitor.get("/users/password-reset/done/")

        def enter(number: int) -> int:
            tab = Visitor(site, dict(visitor.cookies), visitor.token)
            together.wait(timeout=60)
            return tab.post("/users/password-reset/done/", code="BBBB-CCCC").status

        with ThreadPoolExecutor(2 * VISITORS) as pool:
            statuses = sorted(pool.map(enter, range(2 * VISITORS)))
    assert statuses == [200] * CODES_OF_BROWSER.most + [429] * (2 * VISITORS - CODES_OF_BROWSER.most)


@pytest.mark.parametrize("statement", [WITHDRAW, NEW_PASSWORD])
def test_a_change_that_ends_while_it_is_confirmed_has_ended(database: Database, serve: Serve, statement: str) -> None:
    with serve(database.url) as site:
        add_account(database.url)
        link = run(database, ASK)
        visitor = Visitor(site)
        assert NEW in visitor.get(link).body
        with closing(database.connect()) as other, ThreadPoolExecutor(1) as pool:
            other.execute("BEGIN IMMEDIATE" if isinstance(database, Sqlite) else "BEGIN")
            other.execute(statement)
            answer = pool.submit(visitor.post, link)
            sleep(BLOCKED_SECONDS)
            assert not answer.done()
            other.execute("COMMIT")
        assert "This link does not work" in answer.result().body
    assert database.rows("SELECT email FROM users_user") == [{"email": EMAIL}]
