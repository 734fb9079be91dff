import pytest

from cinemahub.mail.models import OutboxLetter, Reason, State
from cinemahub.mail.sending.delivery import deliver
from cinemahub.mail.tests.fake_connections import AcceptingConnection
from cinemahub.mail.tests.samples import ANNA, GREYLISTED, MINUTE, NO_MAILBOX, Greeting, claim

STRANGER = "boris@example.com"


def deliver_due() -> int:
    connection = AcceptingConnection()
    for row in claim():
        deliver(row, connection, "default")
    return len(connection.sent)


def outcomes() -> list[tuple[str, str]]:
    return list(OutboxLetter.objects.order_by("pk").values_list("state", "reason"))


def test_only_the_newest_of_those_that_wait_is_sent(greeting: Greeting) -> None:
    greeting.declare(newest_only=True)
    for _ in range(3):
        greeting.post()
    assert deliver_due() == 1
    assert outcomes() == [(State.EXPIRED, Reason.SUPERSEDED)] * 2 + [(State.SENT, "")]


def test_other_kinds_are_all_sent(greeting: Greeting) -> None:
    for _ in range(3):
        greeting.post()
    assert deliver_due() == 3


@pytest.mark.parametrize(("other", "sent"), [(ANNA.upper(), 1), (STRANGER, 2)])
def test_the_same_address_in_any_case_and_nobody_elses(greeting: Greeting, other: str, sent: int) -> None:
    greeting.declare(newest_only=True)
    greeting.post()
    greeting.post(other)
    assert deliver_due() == sent


def test_one_that_was_put_off_is_replaced_by_a_newer_one_that_got_through(greeting: Greeting) -> None:
    greeting.declare(newest_only=True)
    greeting.claimed().deferred("default", GREYLISTED, MINUTE)
    greeting.claimed().sent("default", "250 Ok")
    OutboxLetter.objects.filter(state=State.DEFERRED).send_again()
    assert deliver_due() == 0
    assert outcomes() == [(State.EXPIRED, Reason.SUPERSEDED), (State.SENT, "")]


def test_one_that_failed_replaces_nothing(greeting: Greeting) -> None:
    greeting.declare(newest_only=True)
    greeting.claimed().deferred("default", GREYLISTED, MINUTE)
    greeting.claimed().failed("default", NO_MAILBOX)
    OutboxLetter.objects.filter(state=State.DEFERRED).send_again()
    assert deliver_due() == 1
