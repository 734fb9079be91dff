import queue
import smtplib
from datetime import timedelta
from typing import override
from unittest.mock import patch

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from cinemahub.mail import outbox
from cinemahub.mail.diagnosis import Step
from cinemahub.mail.models import Hold, OutboxLetter
from cinemahub.mail.sender import Job, Sender
from cinemahub.mail.transport import BackendLine
from users.letters import password_changed

pytestmark = pytest.mark.django_db


class RefusedLogin(BackendLine):
    def __init__(self) -> None:
        super().__init__(BaseEmailBackend(alias="default"))
        self.host, self.step, self.tries = "smtp.example", Step.AUTH, 0

    @override
    def send(self, message: EmailMessage) -> str:
        self.tries += 1
        raise smtplib.SMTPAuthenticationError(535, b"5.7.8 Error: authentication failed: Invalid user or password!")

    @override
    def close(self) -> None:
        """Was never open."""


def test_of_the_letters_at_hand_one_finds_that_the_login_is_refused_and_the_others_wait_again() -> None:
    for number in range(5):
        outbox.post(password_changed, to=f"anna{number}@example.com")
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    for row in OutboxLetter.objects.claim(5, lease_for=timedelta(minutes=2)):
        jobs.put(Job(row, "default"))
    jobs.put(None)
    done: list[int] = []
    line = run_sender(jobs, done)
    assert line.tries == 1
    assert len(done) == 5
    assert Hold.objects.get().transport == "default"
    assert list(OutboxLetter.objects.values_list("lease", "tries").distinct()) == [(None, 0)]
    assert OutboxLetter.objects.waiting().count() == 5


def test_a_sender_that_gives_back_what_is_ready_leaves_the_sign_to_end() -> None:
    outbox.post(password_changed, to="anna@example.com")
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    (row,) = OutboxLetter.objects.claim(1, lease_for=timedelta(minutes=2))
    for job in (Job(row, "default"), None, None):
        jobs.put(job)
    run_sender(jobs, [])
    assert jobs.qsize() == 1


def run_sender(jobs: "queue.SimpleQueue[Job | None]", done: list[int]) -> RefusedLogin:
    """Let a sender work in this thread, which keeps its database connection."""
    line = RefusedLogin()
    with patch("cinemahub.mail.sender.open_line", return_value=line), patch("cinemahub.mail.sender.connection"):
        Sender(jobs, lambda: done.append(1)).run()
    return line
