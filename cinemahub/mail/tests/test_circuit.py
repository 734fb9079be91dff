import pytest

from cinemahub.mail.models import Hold
from cinemahub.mail.sending.circuit import Brake
from cinemahub.mail.tests.samples import WRONG_PASSWORD

pytestmark = pytest.mark.django_db


def test_a_transport_is_free_until_somebody_says_otherwise() -> None:
    brake = Brake()
    assert brake.look() == {}
    assert "default" not in brake


def test_what_a_sender_finds_out_counts_at_once() -> None:
    brake = Brake()
    brake.pull("default")
    assert "default" in brake
    assert "fallback" not in brake


def test_what_other_processes_found_out_counts_from_the_next_look() -> None:
    brake = Brake()
    Hold.place("default", WRONG_PASSWORD)
    assert brake.look() == {"default": Hold.objects.get()}
    assert "default" in brake


def test_a_hold_that_is_gone_brakes_nobody() -> None:
    brake = Brake()
    brake.pull("default")
    brake.look()
    assert "default" not in brake
