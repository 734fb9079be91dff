from datetime import timedelta

import pytest
from django.utils import timezone

from cinemahub.mail.diagnosis.vocabulary import Verdict
from cinemahub.mail.models import Hold, Outcome
from cinemahub.mail.tests.samples import MINUTE, SPAM, WRONG_PASSWORD, diagnosis

pytestmark = pytest.mark.django_db

SENDER_NOT_OWNED = diagnosis("sender_not_owned", Verdict.CONFIGURATION)


def place(*, probe_in: timedelta = -MINUTE, probes: int = 3) -> Hold:
    Hold.place("default", WRONG_PASSWORD)
    Hold.objects.update(probe_at=timezone.now() + probe_in, probes=probes)
    return Hold.objects.get()


def seconds_to_probe() -> float:
    return (Hold.objects.get().probe_at - timezone.now()).total_seconds()


def test_a_hold_keeps_the_diagnosis() -> None:
    assert Hold.place("default", WRONG_PASSWORD)
    kept = Hold.objects.get().diagnosis
    assert (kept.code, kept.verdict, kept.answer) == (
        WRONG_PASSWORD.code,
        WRONG_PASSWORD.verdict,
        WRONG_PASSWORD.answer,
    )
    assert kept.cause == WRONG_PASSWORD.cause
    assert 10 < seconds_to_probe() < 20


def test_a_transport_is_put_on_hold_once_and_the_last_diagnosis_counts() -> None:
    hold = place(probes=4)
    assert not Hold.place("default", SENDER_NOT_OWNED)
    assert (Hold.objects.get().code, Hold.objects.get().since) == ("sender_not_owned", hold.since)
    assert 200 < seconds_to_probe() < 400


def test_one_worker_probes_and_the_others_do_not() -> None:
    place()
    one, other = Hold.objects.get(), Hold.objects.get()
    assert one.claim_probe()
    assert not other.claim_probe()
    assert not Hold.objects.get().claim_probe()
    assert Hold.objects.get().probes == 4


def test_nobody_probes_before_it_is_time() -> None:
    assert not place(probe_in=MINUTE).claim_probe()


def test_a_probe_that_worked_releases() -> None:
    place().claim_probe()
    Hold.probed("default", Outcome.WORKS)
    assert not Hold.objects.exists()


def test_a_probe_that_could_not_be_sent_lets_the_next_letter_probe_at_once() -> None:
    place(probes=3).claim_probe()
    Hold.probed("default", Outcome.NOTHING)
    assert seconds_to_probe() <= 0
    assert Hold.objects.get().probes == 3


def test_an_unclear_probe_is_followed_by_a_longer_pause() -> None:
    place(probes=3).claim_probe()
    Hold.probed("default", Outcome.UNCLEAR)
    assert 200 < seconds_to_probe() < 400


def test_a_probe_that_failed_leaves_the_hold_as_it_renewed_it() -> None:
    place(probes=3).claim_probe()
    Hold.place("default", SPAM)
    Hold.probed("default", Outcome.BROKEN)
    assert seconds_to_probe() > 23 * 60 * 60


def test_a_probe_of_what_staff_released_meanwhile_is_harmless() -> None:
    for outcome in Outcome:
        Hold.probed("default", outcome)
    assert not Hold.objects.exists()


def test_new_settings_are_tried_at_once() -> None:
    place(probe_in=MINUTE)
    Hold.probe_now(["default"])
    assert seconds_to_probe() <= 0


@pytest.mark.parametrize("transports", [["fallback"], []])
def test_new_settings_of_another_transport_say_nothing(transports: list[str]) -> None:
    place(probe_in=MINUTE)
    Hold.probe_now(transports)
    assert seconds_to_probe() > 0


def test_a_sender_that_must_rest_rests_whatever_the_settings() -> None:
    Hold.place("default", SPAM)
    Hold.probe_now(["default"])
    assert seconds_to_probe() > 23 * 60 * 60


def test_release_says_whether_there_was_anything_to_release() -> None:
    place()
    assert [Hold.release("default"), Hold.release("default")] == [True, False]


def test_a_probe_of_a_hold_that_was_released_and_placed_anew_meanwhile_is_harmless() -> None:
    place(probes=0)
    Hold.probed("default", Outcome.NOTHING)
    assert Hold.objects.get().probes == 0
