"""manage.py restored, without a machine."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter, Reason, State, Worker
from cinemahub.mail.outbox import enqueue
from users.letters import password_reset
from users.models import SignUp, User
from users.reset_link import token_generator

pytestmark = pytest.mark.django_db


def restore() -> str:
    output = StringIO()
    call_command("restored", stdout=output)
    return output.getvalue()


def test_what_waited_is_given_up_even_what_a_worker_had_in_hand() -> None:
    Worker().beat()
    first = enqueue(password_reset, to="anna@example.com")
    OutboxLetter.objects.claim(1, lease_for=timedelta(minutes=5))
    second = enqueue(password_reset, to="boris@example.com")
    assert "2 waiting emails given up" in restore()
    for row in (first, second):
        row.refresh_from_db()
        assert (row.state, row.reason, row.due_at, row.lease) == (State.SKIPPED, Reason.RESTORED, None, None)
        assert row.finished_at
    assert not Worker.objects.exists()


def test_what_was_sent_before_stays_as_it_was() -> None:
    row = enqueue(password_reset, to="anna@example.com")
    OutboxLetter.objects.filter(pk=row.pk).update(state=State.SENT, due_at=None, finished_at=timezone.now())
    restore()
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.SENT, "")


@pytest.fixture
def user() -> User:
    return User.objects.create_user("anna@example.com", "a long and private password")


def test_what_an_owner_may_have_ended_since_does_not_live_again(user: User) -> None:
    user.await_address("thief@example.com")
    known_browser, link = user.access_digest, token_generator.make_token(user)
    browser = Client()
    browser.force_login(user)
    restore()
    user.refresh_from_db()
    assert user.pending_address == ""
    assert browser.get("/users/account/").status_code == 302
    assert not user.recognises(known_browser)
    assert not token_generator.check_token(user, link)


def test_a_sign_up_that_waits_has_to_be_made_again(user: User) -> None:
    SignUp.begin("boris@example.com", password="!", language="en", browser="one")
    done = SignUp.begin("anna@example.com", password="!", language="en", browser="two")
    done.became(user)
    restore()
    assert list(SignUp.objects.values_list("address", flat=True)) == ["anna@example.com"]
