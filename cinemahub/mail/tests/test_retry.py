from datetime import timedelta

import pytest

from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Verdict
from cinemahub.mail.sending.retry import (
    DELAYS_IN_SECONDS,
    HELD_IN_SECONDS,
    JITTER,
    THROTTLED_IN_SECONDS,
    delay_after,
    pause_before_probe,
)
from cinemahub.mail.tests.samples import GREYLISTED, SPAM, WRONG_PASSWORD, diagnosis


def is_about(seconds: float, pause: timedelta) -> bool:
    return abs(pause.total_seconds() - seconds) <= seconds * JITTER


def throttled(seconds: float) -> Diagnosis:
    return diagnosis("throttled", Verdict.TRANSIENT, retry_after_seconds=seconds)


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 30), (2, 60), (3, 120), (4, 300), (5, 600), (6, 1800), (7, 1800), (99, 1800)]
)
def test_a_letter_rests_longer_from_try_to_try(tries: int, seconds: int) -> None:
    assert is_about(seconds, delay_after(tries, GREYLISTED))


def test_letters_that_failed_together_do_not_come_back_together() -> None:
    assert len({delay_after(1, GREYLISTED) for _ in range(20)}) > 10


@pytest.mark.parametrize(
    ("asked", "seconds"), [(7, 7), (600, 600), (0, 1), (0.5, 1), (10**12, 86400), (float("inf"), 86400)]
)
def test_a_server_that_says_when_to_come_back_is_listened_to_within_reason(asked: float, seconds: float) -> None:
    assert delay_after(1, throttled(asked)).total_seconds() == seconds


@pytest.mark.parametrize(("probes", "seconds"), [(0, 15), (1, 30), (2, 60), (3, 120), (4, 300), (6, 900), (50, 900)])
def test_a_broken_transport_is_probed_with_growing_pauses(probes: int, seconds: int) -> None:
    assert is_about(seconds, pause_before_probe(probes, WRONG_PASSWORD))


@pytest.mark.parametrize("probes", [0, 3, 1000])
def test_a_server_that_is_back_is_noticed_in_seconds(probes: int) -> None:
    away = diagnosis("connection_refused", Verdict.TRANSIENT)
    assert pause_before_probe(probes, away).total_seconds() < 5


def test_a_transport_that_is_sent_to_too_fast_rests_no_longer_than_the_window_lasts() -> None:
    too_fast = diagnosis("throttled", Verdict.TRANSIENT)
    assert pause_before_probe(3, too_fast, 20).total_seconds() == 20
    assert pause_before_probe(3, too_fast, 50).total_seconds() == 50  # not 45: so late in it a probe gains little
    assert pause_before_probe(2, too_fast, 50).total_seconds() == 10
    assert pause_before_probe(0, throttled(7), 50).total_seconds() == 7


def test_a_letter_under_suspicion_of_spam_is_not_tried_again_soon() -> None:
    assert is_about(1800, delay_after(1, SPAM))


def test_a_sender_that_must_rest_is_not_probed_for_a_day() -> None:
    assert pause_before_probe(0, SPAM).total_seconds() == 24 * 60 * 60


def test_a_rest_of_the_servers_choosing() -> None:
    hour = diagnosis("day_limit", Verdict.HOLD, rest_seconds=3600)
    assert pause_before_probe(3, hour).total_seconds() == 3600


def test_pauses_between_tries_grow() -> None:
    for seconds in (DELAYS_IN_SECONDS, HELD_IN_SECONDS, THROTTLED_IN_SECONDS):
        assert seconds == sorted(seconds)
