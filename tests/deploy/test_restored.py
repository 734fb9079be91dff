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
from users.models import User

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


def test_everybody_is_signed_out_and_no_change_of_address_is_pending() -> None:
    user = User.objects.create_user("anna@example.com", "a long and private password")
    User.objects.update(pending_email="thief@example.com")
    browser = Client()
    browser.force_login(user)
    restore()
    user.refresh_from_db()
    assert user.pending_email == ""
    assert browser.get("/users/account/").status_code == 302
