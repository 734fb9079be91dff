"""What a service accepts a day is kept to, its last tenth goes to resets, and what it answers is learnt."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.diagnosis.vocabulary import Verdict
from cinemahub.mail.letters import Priority
from cinemahub.mail.models import OutboxLetter, Pace, State
from cinemahub.mail.sending.circuit import Circuits
from cinemahub.mail.sending.day_limit import DayLimits, day_limit
from cinemahub.mail.sending.status import mail_status
from cinemahub.mail.tests.samples import Greeting, diagnosis

pytestmark = pytest.mark.django_db

YANDEX = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {"host": "smtp.yandex.ru", "port": 465, "use_ssl": True, "username": "a@yandex.ru", "password": "p"},
}


@pytest.fixture(autouse=True)
def through_yandex(settings: Settings) -> None:
    settings.MAILERS, settings.MAIL_DAY_LIMIT = {"default": YANDEX}, None


def send(greeting: Greeting, count: int, *, ago: timedelta = timedelta(hours=1)) -> None:
    rows = [greeting.post(f"person{number}@example.com").pk for number in range(count)]
    sent = {"state": State.SENT, "transport": "default", "due_at": None, "finished_at": timezone.now() - ago}
    OutboxLetter.objects.filter(pk__in=rows).update(**sent)


def test_the_limit_of_a_known_service_is_known() -> None:
    assert day_limit("default").limit == 500


@pytest.mark.parametrize(
    ("sent", "places", "priority"),
    [(0, 3, Priority.BULK), (16, 2, Priority.BULK), (18, 2, Priority.SECURITY), (20, 0, Priority.SECURITY)],
)
def test_the_last_tenth_is_for_what_opens_an_account(
    greeting: Greeting, settings: Settings, sent: int, places: int, priority: Priority
) -> None:
    settings.MAIL_DAY_LIMIT = 20
    send(greeting, sent)
    assert DayLimits().places("default", 3) == (places, priority)


def test_those_in_hand_are_used_and_yesterdays_are_not(greeting: Greeting, settings: Settings) -> None:
    settings.MAIL_DAY_LIMIT = 20
    send(greeting, 5, ago=timedelta(hours=25))
    greeting.claimed("anna@example.com")
    assert day_limit("default").used == 1


@pytest.mark.parametrize("limit", [0, 1000])
def test_a_setting_says_what_an_account_may_send(settings: Settings, limit: int) -> None:
    settings.MAIL_DAY_LIMIT = limit
    assert day_limit("default").limit == (limit or None)


def test_a_service_that_says_it_is_enough_is_believed(greeting: Greeting) -> None:
    send(greeting, 7)
    Circuits().interrupt("default", diagnosis("day_limit", Verdict.HOLD))
    assert day_limit("default").limit == 7
    Circuits().interrupt("default", diagnosis("day_limit", Verdict.HOLD))
    assert Pace.objects.filter(transport="default").count() == 1


def test_another_transport_has_a_limit_of_its_own(greeting: Greeting, settings: Settings) -> None:
    settings.MAILERS, settings.MAIL_DAY_LIMIT = {"default": YANDEX, "news": YANDEX}, 3
    send(greeting, 3)
    assert DayLimits().places("news", 8) == (8, Priority.BULK)


def test_at_four_fifths_somebody_is_told_once(
    greeting: Greeting, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MAIL_DAY_LIMIT = 10
    send(greeting, 7)
    limits = DayLimits()
    with caplog.at_level(logging.WARNING):
        limits.places("default", 1)
        assert caplog.messages == []
        send(greeting, 1)
        limits.places("default", 1)
        limits.places("default", 1)
    assert len(caplog.messages) == 1
    assert "transport default has sent 8 of the 10 emails it may send a day" in mail_status().problems
