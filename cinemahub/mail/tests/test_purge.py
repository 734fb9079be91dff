from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.models import OutboxLetter, Reason
from cinemahub.mail.sending import purge
from cinemahub.mail.tests.samples import DAY, NO_MAILBOX, Greeting


@pytest.fixture(autouse=True)
def days(settings: Settings) -> None:
    settings.MAIL_KEEP_DAYS = 30
    settings.MAIL_KEEP_UNKNOWN_ADDRESSES_DAYS = 1


def finished(greeting: Greeting, ago: timedelta, reason: str = "") -> OutboxLetter:
    row = greeting.claimed()
    row.skipped(reason) if reason else row.sent("default", "250 Ok")
    OutboxLetter.objects.filter(pk=row.pk).update(finished_at=timezone.now() - ago)
    return row


@pytest.mark.parametrize(
    ("reason", "days", "kept"),
    [
        ("", 29, True),
        ("", 31, False),
        (Reason.INACTIVE, 29, True),
        (Reason.INACTIVE, 31, False),
        (Reason.NO_ACCOUNT, 0.9, True),
        (Reason.NO_ACCOUNT, 1.1, False),
    ],
)
def test_how_long_letters_are_kept(greeting: Greeting, reason: str, days: float, kept: object) -> None:
    finished(greeting, days * DAY, reason)
    assert purge.purge() == (0 if kept else 1)
    assert OutboxLetter.objects.exists() is kept


def test_what_waits_is_never_purged(greeting: Greeting) -> None:
    waiting, leased = greeting.post(), greeting.claimed()
    OutboxLetter.objects.update(created_at=timezone.now() - 100 * DAY, due_at=timezone.now() - 99 * DAY)
    assert purge.purge() == 0
    assert OutboxLetter.objects.filter(pk__in=[waiting.pk, leased.pk]).count() == 2


def test_a_little_at_a_time(greeting: Greeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purge, "MAX_AT_ONCE", 2)
    for _ in range(5):
        finished(greeting, 31 * DAY)
    assert [purge.purge() for _ in range(4)] == [2, 2, 1, 0]


def test_the_command_clears_everything_there_is(
    greeting: Greeting, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(purge, "MAX_AT_ONCE", 2)
    for _ in range(5):
        finished(greeting, 31 * DAY)
    kept = greeting.claimed()
    kept.failed("default", NO_MAILBOX)
    call_command("mail_purge")
    assert capsys.readouterr().out == "5 emails deleted\n"
    assert OutboxLetter.objects.get() == kept
