"""When a letter is tried again, and when a transport that rests or is held."""

import random
from datetime import timedelta

from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Verdict

DELAYS_IN_SECONDS = [30, 60, 120, 300, 600, 1800]
AWAY_IN_SECONDS = [1, 2, 4]  # a server that is back is noticed in no time
THROTTLED_IN_SECONDS = [1, 4, 10, 45, 240, 600, 900]  # together a second, then a minute, as services count
HELD_IN_SECONDS = [15, 30, 60, 120, 300, 600, 900]
JITTER = 0.2
MIN_WAIT_SECONDS, MAX_WAIT_SECONDS = 1, 24 * 60 * 60  # that a server may ask for
THROTTLED = {"throttled", "too_many_connections"}

_random = random.SystemRandom()


def delay_after(tries: int, diagnosis: Diagnosis) -> timedelta:
    """How long a letter rests after its `tries`-th try, counted from 1."""
    if diagnosis.retry_after_seconds is not None:
        return _asked_for(diagnosis.retry_after_seconds)
    if diagnosis.verdict is Verdict.HOLD:  # nobody else to ask, and each further try would make it worse
        return _jittered(DELAYS_IN_SECONDS[-1])
    return _jittered(_nth(DELAYS_IN_SECONDS, tries - 1))


def pause_before_probe(probes: int, diagnosis: Diagnosis, window_seconds: float | None = None) -> timedelta:
    """How long a transport rests after its `probes`-th probe, counted from 0; in a full window no longer than that."""
    if diagnosis.verdict is Verdict.HOLD:
        return _asked_for(diagnosis.rest_seconds)
    if diagnosis.retry_after_seconds is not None:
        return _asked_for(diagnosis.retry_after_seconds)
    if diagnosis.verdict is Verdict.CONFIGURATION:
        return _jittered(_nth(HELD_IN_SECONDS, probes))
    if diagnosis.code not in THROTTLED:
        return _jittered(_nth(AWAY_IN_SECONDS, probes))
    seconds = _nth(THROTTLED_IN_SECONDS, probes)
    if window_seconds is not None and seconds > window_seconds / 2:  # late in a window a probe gains little
        seconds = window_seconds
    return timedelta(seconds=seconds)


def _nth(seconds: list[int], index: int) -> float:
    return seconds[min(index, len(seconds) - 1)]


def _jittered(seconds: float) -> timedelta:
    """Keep letters that failed together from coming back together."""
    return timedelta(seconds=seconds * _random.uniform(1 - JITTER, 1 + JITTER))


def _asked_for(seconds: float) -> timedelta:
    return timedelta(seconds=min(max(seconds, MIN_WAIT_SECONDS), MAX_WAIT_SECONDS))
