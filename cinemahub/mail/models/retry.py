"""When a letter is tried again, and when a held transport is."""

import random
from datetime import timedelta

from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Verdict

DELAYS_IN_SECONDS = [30, 60, 120, 300, 600, 1800]
PROBE_PAUSES_IN_SECONDS = [15, 30, 60, 120, 300, 600, 900]
JITTER = 0.2
MIN_WAIT_SECONDS, MAX_WAIT_SECONDS = 1, 24 * 60 * 60  # that a server may ask for

_random = random.SystemRandom()


def delay_after(tries: int, diagnosis: Diagnosis) -> timedelta:
    """How long a letter rests after its `tries`-th try, counted from 1."""
    if diagnosis.retry_after_seconds is not None:
        return _asked_for(diagnosis.retry_after_seconds)
    return _jittered(_nth(DELAYS_IN_SECONDS, tries - 1))


def pause_before_probe(probes: int, diagnosis: Diagnosis) -> timedelta:
    """How long a held transport rests after its `probes`-th probe, counted from 0."""
    if diagnosis.verdict == Verdict.HOLD:
        return _asked_for(diagnosis.rest_seconds)
    return pause_after_unclear_probe(probes)


def pause_after_unclear_probe(probes: int) -> timedelta:
    """How long a held transport rests after a probe that showed neither that it works nor that it does not."""
    return _jittered(_nth(PROBE_PAUSES_IN_SECONDS, probes))


def _nth(seconds: list[int], index: int) -> int:
    return seconds[min(index, len(seconds) - 1)]


def _jittered(seconds: float) -> timedelta:
    """Keep letters that failed together from coming back together."""
    return timedelta(seconds=seconds * _random.uniform(1 - JITTER, 1 + JITTER))


def _asked_for(seconds: float) -> timedelta:
    return timedelta(seconds=min(max(seconds, MIN_WAIT_SECONDS), MAX_WAIT_SECONDS))
