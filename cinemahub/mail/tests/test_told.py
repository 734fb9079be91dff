"""What is told of a letter after it was accepted."""

from itertools import pairwise, product

import pytest
from django.utils import timezone

from cinemahub.mail.models import Delivery, OutboxLetter
from cinemahub.mail.tests.samples import Greeting, claim

UPWARDS = ["", *Delivery]


@pytest.mark.parametrize(("known", "told"), [(known, told) for known, told in product(UPWARDS, Delivery)])
def test_what_is_known_of_a_letter_only_moves_up(greeting: Greeting, known: str, told: Delivery) -> None:
    row = greeting.post()
    OutboxLetter.objects.update(delivery=known)
    moves = UPWARDS.index(told) > UPWARDS.index(known)
    assert row.tell(told, timezone.now()) is moves
    row.refresh_from_db()
    assert row.delivery == (told if moves else known)


def test_the_states_are_in_the_order_of_anymail() -> None:
    assert UPWARDS == ["", "sent", "deferred", "delivered", "bounced", "complained"]
    assert all(lower in upper.below() for lower, upper in pairwise(Delivery))


def test_each_letter_has_a_key_that_nobody_can_guess(greeting: Greeting) -> None:
    keys = {greeting.post().key for _ in range(20)}
    assert len(keys) == 20
    assert len({key.version for key in keys}) > 1  # no UUID of any version: all 128 bits are random


def test_a_letter_sent_again_is_another_one_for_the_provider(greeting: Greeting) -> None:
    row = greeting.claimed()
    row.sent("default", "250 Ok")
    OutboxLetter.objects.update(provider_id="4711")
    row.tell(Delivery.BOUNCED, timezone.now())
    OutboxLetter.objects.send_again()
    (again,) = claim()
    assert again.key != row.key
    assert (again.provider_id, again.delivery, again.delivery_at) == ("", "", None)
