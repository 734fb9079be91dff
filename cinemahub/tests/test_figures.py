"""The numbers behind the admin's first page, on either database."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from pytest_django import Settings

from cinemahub.mail.figures import counts, durations
from cinemahub.mail.figures.hours import HOURS, Fate, last_hours
from cinemahub.mail.figures.percentile import STEPS, Percentiles
from cinemahub.mail.figures.quota import quota
from cinemahub.mail.models import OutboxLetter, State
from cinemahub.mail.models.state import Delivery
from cinemahub.mail.outbox import enqueue
from users.letters import password_reset

pytestmark = pytest.mark.django_db


def done(state: State, *, hours_ago: float = 0, seconds: float = 1, **fields: object) -> OutboxLetter:
    """Put an email into the outbox that was done with so long ago, and had taken so long."""
    row = enqueue(password_reset, to="anna@example.com")
    at = timezone.now() - timedelta(hours=hours_ago)
    values = {
        "state": state,
        "transport": "default",
        "due_at": None,
        "finished_at": at,
        "created_at": at - timedelta(seconds=seconds),
    }
    OutboxLetter.objects.filter(pk=row.pk).update(**values | fields)
    return row


def test_two_days_have_their_hours_and_an_email_belongs_to_the_one_it_was_done_with_in() -> None:
    done(State.SENT)
    done(State.FAILED, hours_ago=5)
    done(State.SKIPPED, hours_ago=5)
    done(State.SENT, hours_ago=5, delivery=Delivery.BOUNCED)
    done(State.SENT, hours_ago=HOURS + 1)
    hours = last_hours()
    assert len(hours) == HOURS
    assert hours[-1].fates == {Fate.SENT: 1}
    assert hours[-6].fates == {Fate.FAILED: 1, Fate.LEFT: 1, Fate.CAME_BACK: 1}
    assert sum(hour.total for hour in hours) == 4


def test_only_accepted_emails_say_how_long_acceptance_takes() -> None:
    for seconds in (0.2, 3, 3, 3, 90):
        done(State.SENT, seconds=seconds)
    done(State.FAILED, seconds=3000)
    acceptance = last_hours()[-1].acceptance
    assert acceptance.median == pytest.approx(3, rel=0.11)
    assert acceptance.most == pytest.approx(90, rel=0.11)
    assert last_hours()[-2].acceptance.median is None


def test_an_email_that_took_no_time_by_the_clock_is_measured_too() -> None:
    done(State.SENT, seconds=-2)  # two hosts, two clocks
    assert last_hours()[-1].acceptance.median == pytest.approx(0.01, rel=0.2)


def test_half_and_95_of_100() -> None:
    percentiles = Percentiles(Counter(dict.fromkeys(range(100), 1)))
    assert percentiles.median is not None
    assert percentiles.most is not None
    assert percentiles.median < percentiles.most < 2.72 ** (95.6 / STEPS)


def test_histograms_count_upwards() -> None:
    for seconds in (0.1, 4, 40, 4000):
        done(State.SENT, seconds=seconds)
    histogram = durations.to_acceptance(timezone.now() - timedelta(hours=1))
    assert list(histogram.at_most.values()) == [1, 1, 1, 2, 2, 2, 3, 3, 3, 3]
    assert histogram.count == 4
    assert histogram.sum_in_seconds == pytest.approx(4044.1, abs=0.1)


def test_whose_fault_it_is_follows_from_the_cause() -> None:
    done(State.FAILED, reason="no_such_mailbox")
    done(State.SKIPPED, reason="no_account")
    found = counts.finished(timezone.now() - timedelta(hours=1))
    assert found == {
        counts.Group("password_reset", "failed", "recipient"): 1,
        counts.Group("password_reset", "skipped", ""): 1,
    }


def test_the_quota_counts_what_was_accepted_in_a_day(settings: Settings) -> None:
    settings.MAILERS = {"default": {"OPTIONS": {"host": "smtp.gmail.com", "username": "cinemahub@gmail.com"}}}
    done(State.SENT, hours_ago=23)
    done(State.SENT, hours_ago=25)
    done(State.FAILED)
    found = quota()
    assert (found.used, found.limit, found.service) == (1, 500, "Gmail")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_service_without_a_known_limit_has_none(language: str) -> None:
    with translation.override(language):
        assert quota().limit is None
