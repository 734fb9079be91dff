"""From the outbox through a real Postfix to a server that refuses, and back into a real mailbox."""

import time
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from cinemahub.mail import outbox
from cinemahub.mail.arrival.returns.collect import collect
from cinemahub.mail.models import Delivery, OutboxLetter, State, Suppression
from cinemahub.mail.sending.delivery import deliver
from cinemahub.mail.tests.samples import claim
from cinemahub.mail.transport.credentials import Password
from cinemahub.mail.transport.open import open_connection
from cinemahub.mail.transport.own_mailbox import OwnMailbox
from tests.arrival.conftest import ANNA
from tests.arrival.returned import SITE
from tests.servers.certificates import Certificates, issue_certificates
from tests.servers.dovecot import Dovecot, find_dovecot, private_dovecot
from tests.servers.postfix import Postfix, can_run_postfix, private_postfix
from tests.servers.smtp import SmtpServer
from users.letters import password_reset
from users.models import User

PASSWORD = "canary-password"
RETURN_SECONDS = 30

pytestmark = pytest.mark.skipif(
    find_dovecot() is None or not can_run_postfix(),
    reason="Postfix or Dovecot is not installed (Debian: postfix, dovecot-imapd), or the tests are not run by root",
)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return issue_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def dovecot(certificates: Certificates) -> Iterator[Dovecot]:
    with private_dovecot(certificates.server, PASSWORD) as server:
        yield server


@pytest.fixture(scope="module")
def recipients_server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture(scope="module")
def postfix(dovecot: Dovecot, recipients_server: SmtpServer) -> Iterator[Postfix]:
    routes = {"example.com": f"smtp:[127.0.0.1]:{recipients_server.port}"}
    with private_postfix(mailboxes=dovecot.mailboxes, mailbox=SITE, routes=routes) as server:
        yield server


@pytest.fixture
def own(
    dovecot: Dovecot, postfix: Postfix, certificates: Certificates, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OwnMailbox]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    settings.DOCTOR_IMAP_PORT = dovecot.port
    settings.DEFAULT_FROM_EMAIL = f"Cinemahub <{SITE}>"
    options = {"host": postfix.host, "port": postfix.port, "timeout": 10}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    yield OwnMailbox("localhost", SITE, Password(SITE, PASSWORD))
    dovecot.empty(SITE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "said", "reason", "suppressed"),
    [
        (550, "5.1.1 No such user", "no_such_mailbox", True),
        (552, "5.2.2 Mailbox full", "mailbox_full", False),
        (554, "5.7.1 This looks like spam", "spam_suspected", False),
    ],
)
def test_what_a_server_on_the_way_refuses_comes_back(
    code: int,
    said: str,
    reason: str,
    *,
    suppressed: bool,
    own: OwnMailbox,
    dovecot: Dovecot,
    postfix: Postfix,
    recipients_server: SmtpServer,
) -> None:
    User.objects.create_user(ANNA, PASSWORD)
    recipients_server.script.clear()
    recipients_server.script.add("data" if code == 554 else "rcpt", f"{code} {said}")
    outbox.enqueue(password_reset, to=ANNA)
    (row,) = claim()
    connection = open_connection("default")
    deliver(row, connection, "default")
    connection.close()
    row.refresh_from_db()
    assert row.state == State.SENT, row.history
    wait_for_return(dovecot, postfix)
    assert collect(own).returned == 1
    row.refresh_from_db()
    assert (row.delivery, row.reason) == (Delivery.BOUNCED, reason)
    assert Suppression.covers(ANNA) is suppressed
    assert dovecot.letters(SITE) == []
    assert OutboxLetter.objects.get().events.get().answer.startswith(str(code))


def wait_for_return(dovecot: Dovecot, postfix: Postfix) -> None:
    deadline = time.monotonic() + RETURN_SECONDS
    while not dovecot.letters(SITE):
        if time.monotonic() > deadline:
            raise TimeoutError(postfix.log)
        time.sleep(0.1)
