"""What becomes of an email that came composed: it is readable to nobody, and its trouble is its own."""

import smtplib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail import outbox
from cinemahub.mail.diagnosis.vocabulary import Culprit, Step
from cinemahub.mail.figures import counts
from cinemahub.mail.letters import letter
from cinemahub.mail.models import Circuit, OutboxLetter, Reason, SealedEmail, State, Suppression
from cinemahub.mail.sending.delivery import prepare
from cinemahub.mail.sending.housekeeping import Housekeeping
from cinemahub.mail.sending.rate_limits import limit_reached
from cinemahub.mail.sending.restored import give_up_waiting
from cinemahub.mail.tests.other_emails import MAILERS, SECRET, put, refused, sent
from cinemahub.mail.tests.samples import ANNA, Greeting, claim, fresh

pytestmark = pytest.mark.django_db

BERT = "bert@example.com"
NO_MAILBOX = smtplib.SMTPRecipientsRefused({ANNA: (550, b"5.1.1 No such user")})
NOT_OWNED = smtplib.SMTPSenderRefused(553, b"5.7.1 Sender address rejected: not owned by auth user", "v@example.com")
SPAM = smtplib.SMTPDataError(554, b"5.7.1 Message rejected under suspicion of SPAM")
ODD = smtplib.SMTPDataError(550, b"We do not like this")
GREY = smtplib.SMTPRecipientsRefused({ANNA: (450, b"4.2.0 Greylisted")})


@pytest.fixture(autouse=True)
def transports(settings: Settings) -> None:
    settings.MAILERS = MAILERS


def everything_stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mail_outboxletter")
        rows = cursor.fetchall()
        cursor.execute("SELECT * FROM mail_sealedemail")
        return str(rows + cursor.fetchall())


def test_its_words_are_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    row = put(subject="Subject of secrets", cc=[BERT], headers={"X-Token": "token-of-secrets"})
    stored = everything_stored()
    assert sent(row).body == SECRET
    for words in (SECRET, "secrets"):
        assert words not in stored + everything_stored() + caplog.text


def test_a_copy_is_wiped_when_it_is_sent() -> None:
    row = put()
    assert SealedEmail.objects.count() == 1
    sent(row)
    assert fresh(row).state == State.SENT
    assert not SealedEmail.objects.exists()


def expire(row: OutboxLetter) -> None:
    row.expires_at = timezone.now()
    assert prepare(row, "default") is None


ENDS: dict[str, Callable[[OutboxLetter], object]] = {
    "no such mailbox": lambda row: refused(row, NO_MAILBOX, Step.RCPT),
    "its moment has passed": expire,
    "skipped": lambda row: row.skipped(Reason.SUPPRESSED),
    "given up": lambda row: (row.released(), OutboxLetter.objects.all().give_up()),
    "restored": lambda row: give_up_waiting(),
    "forgotten": lambda row: outbox.forget(ANNA),
    "deleted": lambda row: row.delete(),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_copy_is_wiped_however_it_ends(end: str) -> None:
    ENDS[end](put())
    assert not OutboxLetter.objects.waiting().exists()
    assert not SealedEmail.objects.exists()


def test_a_refusal_in_doubt_is_wiped_after_an_hour() -> None:
    row = refused(put(), ODD)
    assert row.state == State.FAILED
    assert SealedEmail.objects.exists()
    OutboxLetter.objects.update(finished_at=timezone.now() - timedelta(hours=1, seconds=1))
    Housekeeping(["default"]).do()
    assert not SealedEmail.objects.exists()


def test_while_its_transport_is_held_it_is_wiped_when_its_moment_has_passed() -> None:
    put()
    OutboxLetter.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    Housekeeping(["default"]).do()
    assert not SealedEmail.objects.exists()


def test_one_that_waits_is_kept() -> None:
    row = refused(put(), GREY, Step.RCPT)
    Housekeeping(["default"]).do()
    assert row.state == State.DEFERRED
    assert SealedEmail.objects.exists()


def test_one_that_was_wiped_is_not_sent_again() -> None:
    row = put()
    sent(row)
    assert OutboxLetter.objects.all().send_again() == 0
    assert fresh(row).state == State.SENT


def test_one_that_came_back_to_the_queue_without_its_text_is_named() -> None:
    row = put()
    SealedEmail.objects.all().delete()
    assert prepare(row, "default") is None
    assert (fresh(row).state, fresh(row).reason) == (State.SKIPPED, Reason.WIPED)


def test_a_key_that_went_to_the_fallbacks_opens_it(settings: Settings) -> None:
    row = put()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "new-key-" + "k" * 50
    assert sent(row).body == SECRET


def test_a_key_that_is_gone_is_named_and_may_come_back(settings: Settings) -> None:
    row, key = put(), settings.SECRET_KEY
    settings.SECRET_KEY = "new-key-" + "k" * 50
    assert prepare(row, "default") is None
    assert (fresh(row).state, fresh(row).reason) == (State.FAILED, "email_unreadable")
    (group,) = counts.finished(timezone.now() - timedelta(hours=1))
    assert (group.kind, group.culprit) == ("other_email", Culprit.LETTER)
    OutboxLetter.objects.update(finished_at=timezone.now() - timedelta(hours=2))
    SealedEmail.objects.needless().delete()
    settings.SECRET_KEY_FALLBACKS = [key]
    assert OutboxLetter.objects.all().send_again() == 1
    assert sent(claim()[0]).body == SECRET


def test_a_sender_that_the_server_refuses_holds_nothing() -> None:
    row = refused(put(from_email="visitor@example.com"), NOT_OWNED, Step.MAIL)
    assert (row.state, row.reason) == (State.FAILED, "own_sender_refused")
    assert not Circuit.objects.open().exists()


def test_the_sites_own_sender_that_is_refused_holds_its_transport() -> None:
    row = refused(put(), NOT_OWNED, Step.MAIL)
    assert row.state == State.QUEUED
    assert Circuit.objects.open().get().code == "sender_not_owned"


def test_a_letter_that_names_a_sender_holds_a_transport_that_resets_do_not_take(greeting: Greeting) -> None:
    greeting.declare(sender="news@example.com")
    assert refused(greeting.claimed(), NOT_OWNED, Step.MAIL).reason == "own_sender_refused"
    assert not Circuit.objects.open().exists()
    greeting.declare(sender="news@example.com", transport="bulk")
    assert refused(greeting.claimed(), NOT_OWNED, Step.MAIL).state == State.QUEUED
    assert Circuit.objects.open().get().transport == "bulk"


@pytest.mark.parametrize("error", [SPAM, ODD])
def test_what_strangers_wrote_holds_nothing_however_many_it_is_refused_for(error: Exception) -> None:
    for address in (ANNA, BERT, "clara@example.com"):
        refused(put(to=[address]), error)
    assert not Circuit.objects.open().exists()


def test_nothing_goes_to_a_suppressed_address_or_past_stagings_guard(settings: Settings) -> None:
    settings.MAIL_ONLY_TO = ["anna@example.com"]
    put(to=[ANNA], cc=[BERT])
    OutboxLetter.objects.update(lease=None, due_at=timezone.now())
    to_anna, to_bert = sorted(claim(), key=lambda row: row.address)
    assert sent(to_anna).recipients() == [ANNA]
    assert prepare(to_bert, "default") is None
    assert fresh(to_bert).reason == Reason.NOT_LISTED
    Suppression.add(ANNA, "no_such_mailbox", "")
    assert prepare(put(), "default") is None


def test_reports_of_errors_keep_nobody_from_a_reset(greeting: Greeting, settings: Settings) -> None:
    for _ in range(settings.MAIL_LETTERS_AN_HOUR_FOR_ADDRESS):
        sent(put())
    greeting.declare(limited=True)
    assert limit_reached(greeting.claimed()) is None


def test_nobody_else_declares_its_kind(greeting: Greeting) -> None:
    with pytest.raises(ValueError, match="other_email"):
        letter("other_email", valid_for=timedelta(hours=1))(greeting.to_whom_it_was_posted)


def test_it_is_removed_with_its_row_by_the_database() -> None:
    put()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM mail_outboxletter")
    assert not SealedEmail.objects.exists()


def test_many_recipients_are_sealed_once() -> None:
    EmailMessage("Hello", SECRET, to=[ANNA, BERT]).send(using="outbox")
    assert SealedEmail.objects.values("content").distinct().count() == 1
