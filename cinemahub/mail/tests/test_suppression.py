import smtplib

import pytest

from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.letters import Content
from cinemahub.mail.models import Reason, State, Suppression
from cinemahub.mail.sending.delivery import Outcome
from cinemahub.mail.tests.fake_connections import AcceptingConnection, RefusingConnection
from cinemahub.mail.tests.samples import ANNA, Greeting, try_to_deliver

NOBODY = smtplib.SMTPRecipientsRefused({ANNA: (550, b"5.1.1 No such user")})


def test_no_such_mailbox_is_not_written_to_again(greeting: Greeting) -> None:
    try_to_deliver(greeting.claimed(), RefusingConnection(NOBODY, Step.RCPT))
    assert Suppression.covers(ANNA.upper())
    connection = AcceptingConnection()
    outcome, row = try_to_deliver(greeting.claimed(), connection)
    assert (outcome, row.state, row.reason, connection.sent) == (Outcome.UNTRIED, State.SKIPPED, Reason.SUPPRESSED, [])


@pytest.mark.parametrize(("suppressed", "state"), [("new@example.com", State.SKIPPED), (ANNA, State.SENT)])
def test_the_address_that_gets_the_letter_counts_and_not_the_one_asked_for(
    greeting: Greeting, suppressed: str, state: State
) -> None:
    greeting.content = lambda row: Content("new@example.com", "", {})
    Suppression.add(suppressed, "no_such_mailbox", "")
    assert try_to_deliver(greeting.claimed(), AcceptingConnection())[1].state == state


def test_the_address_that_got_the_refusal_is_suppressed_and_not_the_one_asked_for(greeting: Greeting) -> None:
    greeting.content = lambda row: Content("new@example.com", "", {})
    try_to_deliver(greeting.claimed(), RefusingConnection(NOBODY, Step.RCPT))
    assert (Suppression.covers("new@example.com"), Suppression.covers(ANNA)) == (True, False)


@pytest.mark.parametrize(("limited", "state"), [(True, State.SENT), (False, State.SKIPPED)])
def test_who_complained_still_gets_what_is_asked_for(greeting: Greeting, state: State, *, limited: bool) -> None:
    greeting.declare(limited=limited)
    Suppression.add(ANNA, "complained", "")
    assert try_to_deliver(greeting.claimed(), AcceptingConnection())[1].state == state


def test_a_mailbox_that_is_gone_outweighs_a_complaint(greeting: Greeting) -> None:
    greeting.declare(limited=True)
    Suppression.add(ANNA, "complained", "")
    Suppression.add(ANNA, "no_such_mailbox", "")
    Suppression.add(ANNA, "complained", "")
    assert try_to_deliver(greeting.claimed(), AcceptingConnection())[1].state == State.SKIPPED
