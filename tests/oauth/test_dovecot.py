"""The whole way with tokens alone, against Dovecot: its submission service takes the letter, its IMAP gives it back."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail import outbox
from cinemahub.mail.letters import declared_letter
from cinemahub.mail.models import OAuthToken, OutboxLetter, State
from cinemahub.mail.models.oauth_token import NewTokens
from cinemahub.mail.sending.token_renewal import TokenRenewal
from cinemahub.mail.transport.at_once import send_at_once
from cinemahub.mail.transport.configured import configured_transports
from cinemahub.mail.transport.oauth.tokens import Tokens
from cinemahub.mail.transport.own_mailbox import own_mailbox
from tests.servers.certificates import Certificates, issue_certificates
from tests.servers.dovecot import find_dovecot
from tests.servers.dovecot_oauth import SUBMISSION, TokenMailbox, token_mailbox
from tests.servers.oauth_records import CANARY
from tests.servers.oauth_state import OAuthServer
from tests.servers.sink_process import SinkProcess

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        find_dovecot() is None or not SUBMISSION.exists(),
        reason="Dovecot is not installed (Debian: dovecot-imapd, dovecot-submissiond)",
    ),
]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return issue_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[SinkProcess]:
    """Whom Dovecot hands what it takes: here letters end."""
    with SinkProcess(tmp_path / "log") as server:
        yield server


@pytest.fixture
def mailbox(
    certificates: Certificates,
    configured: OAuthServer,
    relay: SinkProcess,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[TokenMailbox]:
    for name, value in certificates.environment.items():
        monkeypatch.setenv(name, value)
    with token_mailbox(certificates.server, configured, relay.port) as running:
        settings.MAILERS["default"]["OPTIONS"] |= {"host": "localhost", "port": running.submission_port}
        settings.DEFAULT_FROM_EMAIL = settings.SERVER_EMAIL = configured.user
        settings.DEBUG, settings.SITE_URL = False, "https://cinemahub.example"
        settings.DOCTOR_IMAP_HOST, settings.DOCTOR_IMAP_PORT = "localhost", running.dovecot.port
        yield running


@pytest.fixture(autouse=True)
def nothing_is_renewed_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Renewing is the sender's here: a database in memory refuses a thread what another is writing."""
    monkeypatch.setattr(TokenRenewal, "check", lambda _: None)


def ask_and_send() -> OutboxLetter:
    row = outbox.enqueue(declared_letter("doctor_test"), to="anna@cinemahub.example")
    call_command("mail_worker", "--once")
    row.refresh_from_db()
    return row


def test_a_letter_goes_with_a_token(
    mailbox: TokenMailbox, relay: SinkProcess, tokens: Tokens, configured: OAuthServer
) -> None:
    allow(tokens, configured)
    assert ask_and_send().state == State.SENT
    assert [letter.recipient for letter in relay.letters] == ["anna@cinemahub.example"]


def test_one_that_ends_in_mid_run_is_renewed(
    mailbox: TokenMailbox, relay: SinkProcess, tokens: Tokens, configured: OAuthServer
) -> None:
    allow(tokens, configured)
    assert ask_and_send().state == State.SENT
    OAuthToken.objects.update(expires_at=timezone.now())
    assert ask_and_send().state == State.SENT
    assert configured.asked == ["refresh_token"]


def test_one_that_was_revoked_before_its_end_is_replaced(
    mailbox: TokenMailbox, tokens: Tokens, configured: OAuthServer
) -> None:
    allow(tokens, configured)
    refreshable = configured.allow()
    tokens.authorise(NewTokens(f"{CANARY}-nobody-knows", refreshable.refresh_token, timedelta(hours=1)))
    assert ask_and_send().state == State.SENT


def test_a_revoked_permission_holds_the_transport_and_loses_nothing(
    mailbox: TokenMailbox, tokens: Tokens, configured: OAuthServer, relay: SinkProcess
) -> None:
    allow(tokens, configured)
    configured.revoke_all()
    row = ask_and_send()
    assert row.state == State.QUEUED
    assert row.tries == 0
    assert CANARY not in str(row.history)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("mail_status", stdout=out)
    assert "mail_oauth" in out.getvalue()
    allow(tokens, configured)
    call_command("mail_worker", "--once")
    row.refresh_from_db()
    assert row.state == State.SENT


def test_admins_are_written_to_with_a_token(
    mailbox: TokenMailbox, relay: SinkProcess, tokens: Tokens, configured: OAuthServer
) -> None:
    allow(tokens, configured)
    admins = ["anna@cinemahub.example", "boris@cinemahub.example"]
    send_at_once(EmailMessage("Mail is not well", "It is held.", configured.user, admins))
    assert [letter.recipient for letter in relay.letters] == admins


def test_the_mailbox_is_read_with_a_token(mailbox: TokenMailbox, tokens: Tokens, configured: OAuthServer) -> None:
    allow(tokens, configured)
    letter = b"From: a@cinemahub.example\r\nMessage-ID: <one@cinemahub.example>\r\n\r\nHello\r\n"
    mailbox.dovecot.deliver(configured.user, letter)
    (transport,) = configured_transports()
    with own_mailbox(transport).open(10) as reader:
        found = reader.find("<one@cinemahub.example>")
    assert found is not None
    assert found[0].is_inbox


def allow(tokens: Tokens, oauth: OAuthServer) -> None:
    allowed = oauth.allow()
    tokens.authorise(NewTokens(allowed.access_token, allowed.refresh_token, timedelta(hours=1)))
