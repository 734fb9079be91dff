"""What one try makes of a letter, verdict by verdict."""

import logging
import smtplib

import pytest

from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.models import Circuit, State
from cinemahub.mail.sending.delivery import Outcome, deliver
from cinemahub.mail.tests.fake_connections import AcceptingConnection, RefusingConnection
from cinemahub.mail.tests.samples import ANNA, Greeting, fresh, try_to_deliver
from cinemahub.mail.transport.open import open_connection

LINK = "https://cinemahub.test/open/secret/"
GREY = smtplib.SMTPRecipientsRefused({ANNA: (450, b"4.2.0 Greylisted, please try again later")})
NOBODY = smtplib.SMTPRecipientsRefused({ANNA: (550, b"5.1.1 No such user")})
PASSWORD = smtplib.SMTPAuthenticationError(535, b"5.7.8 Error: authentication failed: Invalid user or password!")
SPAM = smtplib.SMTPDataError(554, b"5.7.1 [2] Message rejected under suspicion of SPAM; https://ya.cc/1IrBc")
TOO_LARGE = smtplib.SMTPDataError(552, b"5.3.4 Message size exceeds fixed limit")


def test_what_the_server_accepts_is_sent_with_its_answer(greeting: Greeting) -> None:
    connection = AcceptingConnection()
    outcome, row = try_to_deliver(greeting.claimed(), connection)
    assert (outcome, row.state, row.tries) == (Outcome.WORKS, State.SENT, 1)
    assert row.history[0]["answer"] == "250 2.0.0 Ok"
    assert [message.to for message in connection.sent] == [[ANNA]]


@pytest.mark.parametrize(
    ("error", "step", "outcome", "state", "reason", "tries"),
    [
        (GREY, Step.RCPT, Outcome.REFUSED, State.DEFERRED, "greylisted", 1),
        (TimeoutError("timed out"), Step.CONNECT, Outcome.BROKEN, State.QUEUED, "", 0),
        (smtplib.SMTPServerDisconnected("x"), Step.DATA, Outcome.REFUSED, State.DEFERRED, "reply_lost", 1),
        (NOBODY, Step.RCPT, Outcome.REFUSED, State.FAILED, "no_such_mailbox", 1),
        (TOO_LARGE, Step.DATA, Outcome.REFUSED, State.FAILED, "letter_too_large", 1),
        (PASSWORD, Step.AUTH, Outcome.BROKEN, State.QUEUED, "", 0),
        (SPAM, Step.DATA, Outcome.REFUSED, State.DEFERRED, "spam_suspected", 1),
        (RuntimeError("what?"), Step.API, Outcome.REFUSED, State.UNKNOWN, "answer_not_understood", 1),
        (RuntimeError("what?"), Step.MAIL, Outcome.REFUSED, State.DEFERRED, "broken_letter", 1),
    ],
)
def test_each_error_ends_in_a_state_a_reason_and_a_number_of_tries(
    greeting: Greeting, error: Exception, step: Step, outcome: Outcome, state: State, reason: str, tries: int
) -> None:
    shown, row = try_to_deliver(greeting.claimed(), RefusingConnection(error, step))
    assert (shown, row.state, row.reason, row.tries, row.lease) == (outcome, state, reason, tries, None)
    assert len(row.history) == 1


@pytest.mark.parametrize(("error", "held"), [(PASSWORD, True), (SPAM, False), (GREY, False), (NOBODY, False)])
def test_only_a_transports_own_faults_put_it_on_hold(greeting: Greeting, error: Exception, held: object) -> None:
    try_to_deliver(greeting.claimed(), RefusingConnection(error))
    assert Circuit.objects.open().filter(transport="default").exists() is held


def test_one_error_line_for_all_the_letters_that_meet_the_same_wall(
    greeting: Greeting, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        try_to_deliver(greeting.claimed(), RefusingConnection(PASSWORD, Step.AUTH))
    (line,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert line.startswith("Transport default is on hold, its emails wait.")
    assert "app password" in line


def test_settings_that_make_no_line_are_a_broken_transport_not_a_broken_letter(greeting: Greeting) -> None:
    row = greeting.claimed()
    assert deliver(row, open_connection("nowhere"), "nowhere") is Outcome.BROKEN
    assert (fresh(row).state, fresh(row).tries) == (State.QUEUED, 0)
    assert Circuit.objects.get().code == "mailer_misconfigured"


def test_what_a_server_says_is_kept_without_addresses_and_links(
    greeting: Greeting, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    refusal = smtplib.SMTPDataError(451, f"4.3.0 {ANNA} {LINK} try\r\nlater".encode())
    _, row = try_to_deliver(greeting.claimed(), RefusingConnection(refusal))
    for text in (row.history[0]["answer"], caplog.text):
        assert "a***@example.com" in text
        assert "try later" in text
        assert ANNA not in text
        assert "secret" not in text
