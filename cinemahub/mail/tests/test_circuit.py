from datetime import timedelta

import pytest
from django.utils import timezone

from cinemahub.mail.diagnosis.vocabulary import Step, Verdict
from cinemahub.mail.models import Circuit, CircuitState
from cinemahub.mail.sending.circuit import Circuits, needs_fallback
from cinemahub.mail.tests.samples import (
    DAY,
    MINUTE,
    SPAM,
    WRONG_PASSWORD,
    Greeting,
    claim,
    diagnosis,
    fresh,
    hold,
)

pytestmark = pytest.mark.django_db

NOT_OWNED = diagnosis("sender_not_owned", Verdict.CONFIGURATION, step=Step.MAIL)
AWAY = diagnosis("connection_refused", Verdict.TRANSIENT, step=Step.CONNECT)


def held(*, probe_in: timedelta = -MINUTE, probes: int = 3) -> Circuit:
    hold()
    Circuit.objects.update(probe_at=timezone.now() + probe_in, probes=probes)
    return Circuit.objects.get()


def seconds_to_probe() -> float:
    return float((Circuit.objects.get().probe_at - timezone.now()).total_seconds())


def is_open() -> bool:
    return Circuit.objects.open().exists()


def test_it_keeps_the_diagnosis() -> None:
    kept = hold().diagnosis
    assert (kept.code, kept.verdict, kept.answer) == (
        WRONG_PASSWORD.code,
        WRONG_PASSWORD.verdict,
        WRONG_PASSWORD.answer,
    )
    assert kept.cause == WRONG_PASSWORD.cause
    assert 10 < seconds_to_probe() < 20


def test_what_settings_can_mend_is_held_and_what_passes_is_paused() -> None:
    assert hold().state == CircuitState.HELD
    assert hold("other", SPAM).state == CircuitState.HELD
    assert hold("away", AWAY).state == CircuitState.PAUSED


def test_the_last_diagnosis_counts_and_the_beginning_stays() -> None:
    before = held(probes=4)
    after = hold(why=NOT_OWNED)
    assert (after.code, after.since, after.probes) == ("sender_not_owned", before.since, 4)
    assert 200 < seconds_to_probe() < 400


def test_cause_and_remedy_are_said_once_for_each_cause(caplog: pytest.LogCaptureFixture) -> None:
    for why in (WRONG_PASSWORD, WRONG_PASSWORD, NOT_OWNED, NOT_OWNED):
        hold(why=why)
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2
    assert NOT_OWNED.cause in said[1]
    assert NOT_OWNED.remedy in said[1]


def test_a_worker_that_starts_says_what_holds(caplog: pytest.LogCaptureFixture) -> None:
    hold()
    caplog.clear()
    Circuit.start_over(["default"])
    assert WRONG_PASSWORD.remedy in caplog.text


def test_one_worker_probes_and_the_others_do_not() -> None:
    held()
    one, other = Circuit.objects.get(), Circuit.objects.get()
    assert one.claim_probe()
    assert not other.claim_probe()
    assert not Circuit.objects.get().claim_probe()
    assert Circuit.objects.get().probes == 4


def test_nobody_probes_before_it_is_time() -> None:
    assert not held(probe_in=MINUTE).claim_probe()


def test_when_it_closes_all_that_waited_for_it_is_due(greeting: Greeting) -> None:
    waits, other = greeting.claimed("one@example.com"), greeting.claimed("two@example.com")
    waits.deferred("default", WRONG_PASSWORD, DAY / 2)
    other.deferred("default", diagnosis("greylisted", Verdict.TRANSIENT), DAY / 2)
    hold()
    assert Circuit.close("default")
    assert claim() == [waits]
    assert not is_open()
    assert not Circuit.close("default")


def test_it_begins_anew_the_next_time() -> None:
    held(probes=5)
    Circuit.close("default")
    again = hold()
    assert (again.probes, again.probed_by) == (0, "")
    assert again.since > timezone.now() - MINUTE


def test_a_probe_that_showed_nothing_lets_the_next_letter_probe_at_once() -> None:
    held().claim_probe()
    Circuit.release_probe("default")
    assert seconds_to_probe() <= 0
    assert Circuit.objects.get().probes == 3


@pytest.mark.parametrize(("step", "closes"), [(Step.RCPT, True), (Step.CONNECT, False), (None, False)])
def test_a_letter_that_is_refused_further_on_shows_that_the_server_is_back(step: Step | None, closes: object) -> None:
    hold(why=AWAY)
    Circuit.refused_at("default", step)
    assert is_open() is not closes


def test_new_settings_are_tried_at_once() -> None:
    held(probe_in=MINUTE)
    Circuit.start_over(["default"])
    assert seconds_to_probe() <= 0


@pytest.mark.parametrize("transports", [["fallback"], []])
def test_new_settings_of_another_transport_say_nothing(transports: list[str]) -> None:
    held(probe_in=MINUTE)
    Circuit.start_over(transports)
    assert seconds_to_probe() > 0


def test_a_sender_that_must_rest_rests_whatever_the_settings() -> None:
    hold(why=SPAM)
    Circuit.start_over(["default"])
    assert seconds_to_probe() > 23 * 60 * 60


def test_what_a_sender_finds_out_counts_here_at_once_and_for_others_from_their_next_look() -> None:
    here, there = Circuits(), Circuits()
    here.interrupt("default", WRONG_PASSWORD)
    assert here.is_open("default")
    assert not here.is_open("fallback")
    assert not there.is_open("default")
    assert there.read(["default"]) == {"default": Circuit.objects.get()}
    assert there.is_open("default")


def test_what_closed_keeps_nobody() -> None:
    circuits = Circuits()
    circuits.interrupt("default", WRONG_PASSWORD)
    Circuit.close("default")
    assert circuits.read(["default"]) == {}
    assert not circuits.is_open("default")


def test_another_way_is_taken_when_a_rest_lasts() -> None:
    circuit = hold(why=AWAY)
    assert not needs_fallback(circuit)
    circuit.since -= MINUTE
    assert needs_fallback(circuit)
    assert needs_fallback(hold("other"))


def test_the_row_of_a_letter_is_untouched_by_a_circuit_of_another_cause(greeting: Greeting) -> None:
    row = greeting.claimed()
    row.deferred("default", diagnosis("mailbox_full", Verdict.TRANSIENT), DAY / 2)
    hold()
    Circuit.close("default")
    due_at = fresh(row).due_at
    assert due_at is not None
    assert due_at > timezone.now() + MINUTE
