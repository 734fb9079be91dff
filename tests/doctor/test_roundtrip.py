"""There and back again, against a real IMAP server."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dkim
import pytest
from pytest_django import Settings

from cinemahub.mail.transport.imap import Folder
from tests.doctor.conftest import LOGIN, PASSWORD, RECIPIENT, Doctor, Visit
from tests.doctor.faults import closed_port
from tests.doctor.keys import dkim_record, private_pem
from tests.servers.certificates import Certificates
from tests.servers.dns import DnsServer
from tests.servers.dovecot import Dovecot, find_dovecot, private_dovecot
from tests.servers.smtp import SmtpServer
from tests.site.processes import manage

needs_dovecot = pytest.mark.skipif(
    find_dovecot() is None,
    reason="Dovecot is not installed (Debian: apt-get install dovecot-imapd)",
)
PASSED = b"Authentication-Results: mx.test; spf=pass smtp.mailfrom=site@yandex.test;\r\n dkim=pass; dmarc=pass\r\n"
FAILED = b"Authentication-Results: mx.test; spf=fail; dkim=none\r\n" + PASSED
OTHER = b"Message-ID: <other@cinemahub.test>\r\nSubject: keep me\r\n\r\n"

type Headers = bytes | Callable[[bytes], bytes]
type GoAndReturn = Callable[[str, Headers], Visit]


def sign_as(selector: bytes) -> Callable[[bytes], bytes]:
    return lambda letter: dkim.sign(letter, selector, b"yandex.test", private_pem(2048))


@pytest.fixture(scope="module")
def dovecot(certificates: Certificates) -> Iterator[Dovecot]:
    with private_dovecot(certificates.server, PASSWORD) as server:
        yield server


@pytest.fixture
def mailbox(
    dovecot: Dovecot, trusted: Certificates, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The address of an empty mailbox that the doctor can read."""
    monkeypatch.setattr("cinemahub.mail.doctor.steps.roundtrip.PAUSE_SECONDS", 0.1)
    monkeypatch.setattr("cinemahub.mail.doctor.steps.roundtrip.MAX_WAY_SECONDS", 20)
    settings.DOCTOR_IMAP_HOST, settings.DOCTOR_IMAP_PORT = "localhost", dovecot.port
    yield LOGIN
    dovecot.empty(LOGIN)


@pytest.fixture
def go_and_return(doctor: Doctor, dovecot: Dovecot, mailbox: str) -> GoAndReturn:
    def go(folder: str, headers: Headers) -> Visit:
        with SmtpServer(users={LOGIN: PASSWORD}) as server, delivery(server, dovecot, folder, headers):
            return doctor(
                "--roundtrip", host="localhost", port=server.port, timeout=5, username=LOGIN, password=PASSWORD
            )

    return go


@contextmanager
def delivery(server: SmtpServer, dovecot: Dovecot, folder: str, headers: Headers) -> Iterator[None]:
    """Carry the letter that the server takes into a folder, and the sender's copy into Sent, as Yandex does."""

    def carry() -> None:
        (letter,) = server.wait_for(1)
        for recipient in letter.recipients:
            dovecot.deliver(recipient, letter.raw, "Sent")
            added = headers if isinstance(headers, bytes) else headers(letter.raw)
            dovecot.deliver(recipient, added + letter.raw, folder)

    thread = threading.Thread(target=carry)
    thread.start()
    yield
    thread.join(10)


@needs_dovecot
def test_a_letter_in_the_inbox_is_good_and_is_deleted_with_its_copy(
    go_and_return: GoAndReturn, dovecot: Dovecot
) -> None:
    dovecot.deliver(LOGIN, OTHER)
    visit = go_and_return("INBOX", PASSED)
    assert visit.exit_code == 0, visit.text
    assert visit.marks["roundtrip"] == "ok"
    assert "arrived in the inbox" in visit.text
    assert "SPF pass, DKIM pass, DMARC pass" in visit.text
    assert [path.read_bytes() for path in dovecot.letters(LOGIN)] == [OTHER]
    assert not dovecot.letters(LOGIN, "Sent")


@needs_dovecot
def test_a_letter_in_spam_is_a_failure_that_names_the_folder(go_and_return: GoAndReturn, dovecot: Dovecot) -> None:
    visit = go_and_return("Spam", PASSED)
    assert visit.exit_code == 1
    assert "arrived in the folder Spam" in visit.text
    assert "not spam" in visit.verdict
    assert not dovecot.letters(LOGIN, "Spam")


@needs_dovecot
def test_a_letter_in_a_folder_with_a_russian_name_is_found(go_and_return: GoAndReturn) -> None:
    visit = go_and_return("&BB8EPgRHBEIEMA-", PASSED)
    assert visit.marks["roundtrip"] == "warning"
    assert "\N{CYRILLIC CAPITAL LETTER PE}" in visit.text


@needs_dovecot
def test_only_the_receiver_s_own_word_on_the_sender_counts(go_and_return: GoAndReturn) -> None:
    visit = go_and_return("INBOX", FAILED)
    assert visit.exit_code == 0
    assert visit.marks["roundtrip"] == "warning"
    assert "SPF fail, DKIM none" in visit.text


@needs_dovecot
def test_a_signature_is_verified_and_not_only_believed(go_and_return: GoAndReturn, settings: Settings) -> None:
    with DnsServer({"mail._domainkey.yandex.test TXT": [dkim_record(2048)]}) as dns:
        settings.DOCTOR_DNS = dns.address
        visit = go_and_return("INBOX", sign_as(b"mail"))
        assert "DKIM signature of yandex.test, selector mail, is good" in visit.text
        visit = go_and_return("INBOX", sign_as(b"other"))
    assert "there is no key at other._domainkey.yandex.test" in visit.text
    assert visit.marks["roundtrip"] == "warning"


@needs_dovecot
def test_a_receiver_that_says_nothing_of_the_sender_is_not_blamed(go_and_return: GoAndReturn) -> None:
    visit = go_and_return("INBOX", b"")
    assert visit.exit_code == 0
    assert "no Authentication-Results" in visit.text


@needs_dovecot
def test_the_sender_s_own_copy_is_no_arrival(go_and_return: GoAndReturn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cinemahub.mail.doctor.steps.roundtrip.MAX_WAY_SECONDS", 1)
    visit = go_and_return("Sent", PASSED)
    assert visit.exit_code == 1
    assert "did not arrive" in visit.verdict


@needs_dovecot
def test_a_refused_login_ends_in_the_setting_of_the_mailbox(
    go_and_return: GoAndReturn, settings: Settings, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imaplib.Debug", 5)
    settings.DOCTOR_IMAP_PASSWORD = f"not-the-{PASSWORD}"
    visit = go_and_return("INBOX", PASSED)
    assert visit.exit_code == 1
    assert "cannot be read over IMAP" in visit.verdict
    assert PASSWORD not in "".join(capfd.readouterr())


def test_a_mailbox_that_nobody_answers_for_is_named(doctor: Doctor, settings: Settings) -> None:
    with SmtpServer(users={LOGIN: PASSWORD}) as server, closed_port() as port:
        settings.DOCTOR_IMAP_HOST, settings.DOCTOR_IMAP_PORT = "localhost", port
        visit = doctor("--roundtrip", host="localhost", port=server.port, timeout=5, username=LOGIN, password=PASSWORD)
    assert visit.marks["roundtrip"] == "FAILED"
    assert "DOCTOR_IMAP_HOST" in visit.verdict


@needs_dovecot
def test_a_password_that_imap_cannot_carry_is_named_and_not_shown(
    go_and_return: GoAndReturn, settings: Settings
) -> None:
    settings.DOCTOR_IMAP_PASSWORD = "\N{CYRILLIC SMALL LETTER PE}" + PASSWORD
    visit = go_and_return("INBOX", PASSED)
    assert visit.marks["roundtrip"] == "FAILED"
    assert "keyboard in English" in visit.verdict


def test_a_login_of_no_known_service_needs_settings(doctor: Doctor) -> None:
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        visit = doctor("--roundtrip", host="localhost", port=server.port, timeout=5, username=LOGIN, password=PASSWORD)
    assert visit.exit_code == 1
    assert "Set DOCTOR_IMAP_HOST" in visit.verdict


def test_roundtrip_and_to_exclude_each_other() -> None:
    assert manage("mail_doctor", "--roundtrip", "--to", RECIPIENT, settings="settings.dev").returncode == 2


@pytest.mark.parametrize(
    ("raw", "name", "junk"),
    [
        ('"&BCEEPwQwBDw-"', "\u0421\u043f\u0430\u043c", True),
        ('"[Gmail]/Spam"', "[Gmail]/Spam", True),
        ("Spam &- more", "Spam & more", False),
        ("INBOX", "INBOX", False),
    ],
)
def test_names_of_folders_can_be_read(raw: str, name: str, junk: object) -> None:
    folder = Folder(raw, frozenset())
    assert folder.name == name
    assert folder.is_junk is junk
