"""The mailbox that sends, searched for returned mail on a real IMAP server."""

import imaplib
import ssl
import uuid
from collections.abc import Iterator
from email import message_from_bytes
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from cinemahub.mail.arrival.returns import collect as collecting
from cinemahub.mail.arrival.returns.collect import collect
from cinemahub.mail.arrival.returns.watch import look_if_due
from cinemahub.mail.models import Delivery, DeliveryEvent, OutboxLetter, WatchedFolder
from cinemahub.mail.transport.credentials import Password
from cinemahub.mail.transport.own_mailbox import OwnMailbox
from tests.arrival import returned
from tests.arrival.conftest import ANNA
from tests.arrival.returned import SITE, STYLES, Original
from tests.servers.certificates import Certificates, issue_certificates
from tests.servers.dovecot import Dovecot, find_dovecot, private_dovecot

PASSWORD = "canary-password"
PERSONAL = b"From: Boris <boris@example.com>\r\nSubject: Lunch?\r\nMessage-ID: <lunch@example.com>\r\n\r\nAt one?\r\n"

pytestmark = pytest.mark.skipif(
    find_dovecot() is None, reason="Dovecot is not installed (Debian: apt-get install dovecot-imapd)"
)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return issue_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def dovecot(certificates: Certificates) -> Iterator[Dovecot]:
    with private_dovecot(certificates.server, PASSWORD) as server:
        yield server


@pytest.fixture
def own(
    dovecot: Dovecot, certificates: Certificates, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OwnMailbox]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    settings.DOCTOR_IMAP_HOST, settings.DOCTOR_IMAP_PORT = "localhost", dovecot.port
    settings.DOCTOR_IMAP_USER, settings.DOCTOR_IMAP_PASSWORD = SITE, PASSWORD
    settings.MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "smtp.test"}}
    }
    yield OwnMailbox("localhost", SITE, Password(SITE, PASSWORD))
    dovecot.empty(SITE)


def now(row: OutboxLetter) -> OutboxLetter:
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("folder", ["INBOX", "Spam"])
@pytest.mark.parametrize("style", sorted(STYLES))
def test_returned_mail_is_found_written_down_and_filed_away(
    style: str, folder: str, own: OwnMailbox, dovecot: Dovecot, sent: OutboxLetter, original: Original
) -> None:
    dovecot.deliver(SITE, STYLES[style](original), folder)
    assert collect(own).returned == 1
    assert now(sent).delivery == Delivery.BOUNCED
    assert dovecot.letters(SITE, folder) == []
    assert len(dovecot.letters(SITE, "Returned")) == 1


def test_whoever_wants_it_gone_has_it_deleted(
    own: OwnMailbox, dovecot: Dovecot, settings: Settings, sent: OutboxLetter, original: Original
) -> None:
    settings.MAIL_RETURNS_DELETE = True
    dovecot.deliver(SITE, returned.yandex(original))
    assert collect(own).returned == 1
    assert dovecot.letters(SITE) == dovecot.letters(SITE, "Returned") == []


def test_a_folder_may_have_a_russian_name(
    own: OwnMailbox, dovecot: Dovecot, settings: Settings, sent: OutboxLetter, original: Original
) -> None:
    settings.MAIL_RETURNS_FOLDER = "Вернулось & ушло"
    dovecot.deliver(SITE, returned.yandex(original))
    collect(own)
    assert dovecot.letters(SITE) == []
    assert len(dovecot.letters(SITE, "&BBIENQRABD0EQwQ7BD4EQQRM- &- &BEMESAQ7BD4-")) == 1


def test_all_other_mail_stays_as_it_is(
    own: OwnMailbox, dovecot: Dovecot, sent: OutboxLetter, original: Original
) -> None:
    """Unread stays unread, what somebody marked for deletion stays, and so does what came back of other mail."""
    foreign = Original("<0123456789abcdef0123456789abcdef@elsewhere.test>", "boris@example.com")
    others = [PERSONAL, returned.yandex(foreign), returned.out_of_office(original), returned.mailru(foreign)]
    for content in others:
        dovecot.deliver(SITE, content)
    with session(dovecot) as person:
        person.select("INBOX")
        person.store("1", "+FLAGS", r"(\Deleted)")
    before = state(dovecot)
    dovecot.deliver(SITE, returned.yandex(original))
    assert collect(own).returned == 1
    assert state(dovecot) == before
    assert {flags for flags, _ in before} == {r"\Deleted", ""}
    assert len(before) == len(others)


def test_what_was_looked_at_is_not_looked_at_again(own: OwnMailbox, dovecot: Dovecot, sent: OutboxLetter) -> None:
    for _ in range(3):
        dovecot.deliver(SITE, PERSONAL)
    assert (collect(own).looked_at, collect(own).looked_at) == (3, 0)
    dovecot.deliver(SITE, PERSONAL)
    assert collect(own).looked_at == 1


def test_a_folder_made_anew_is_searched_from_its_beginning(
    own: OwnMailbox, dovecot: Dovecot, sent: OutboxLetter, original: Original
) -> None:
    """Another UIDVALIDITY says that the numbers mean other emails now (RFC 3501, 2.3.1.1)."""
    dovecot.deliver(SITE, PERSONAL)
    collect(own)
    WatchedFolder.objects.update(uid_validity=1, last_uid=1000)
    dovecot.deliver(SITE, returned.yandex(original))
    assert collect(own).returned == 1


def test_a_huge_return_is_read_no_further_than_its_report(
    own: OwnMailbox, dovecot: Dovecot, sent: OutboxLetter, original: Original
) -> None:
    """Of the letter below the report five megabytes are not fetched."""
    content = returned.postfix(original).replace(b"To choose", b"x" * 5_000_000 + b"\r\nTo choose")
    dovecot.deliver(SITE, content)
    assert collect(own).returned == 1
    assert now(sent).delivery == Delivery.BOUNCED


def test_a_full_mailbox_is_gone_through_turn_by_turn(
    own: OwnMailbox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, sent: OutboxLetter, original: Original
) -> None:
    monkeypatch.setattr(collecting, "MAX_LOOKED_AT", 4)
    for _ in range(6):
        dovecot.deliver(SITE, PERSONAL)
    dovecot.deliver(SITE, returned.yandex(original))
    turns = [collect(own) for _ in range(3)]
    assert [turn.looked_at for turn in turns] == [4, 3, 0]
    assert sum(turn.returned for turn in turns) == 1


def test_a_turn_ends_in_time(
    own: OwnMailbox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, sent: OutboxLetter, original: Original
) -> None:
    monkeypatch.setattr(collecting, "MAX_SECONDS", -1)
    dovecot.deliver(SITE, returned.yandex(original))
    assert (collect(own).looked_at, now(sent).delivery) == (0, "")


def test_nothing_that_came_back_is_kept(
    own: OwnMailbox, dovecot: Dovecot, sent: OutboxLetter, original: Original
) -> None:
    dovecot.deliver(SITE, returned.mailru(original))
    collect(own)
    kept = str([*DeliveryEvent.objects.values(), *OutboxLetter.objects.values("history", "reason", "provider_id")])
    assert "c0ffee" not in kept
    assert ANNA not in kept
    assert "Mail.Ru" not in kept


def test_a_crash_between_writing_down_and_filing_away_loses_nothing(
    own: OwnMailbox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, sent: OutboxLetter, original: Original
) -> None:
    dovecot.deliver(SITE, returned.yandex(original))
    with monkeypatch.context() as crash:
        crash.setattr("cinemahub.mail.transport.imap.MailboxReader.file_away", fail)
        with pytest.raises(imaplib.IMAP4.abort):
            collect(own)
    assert collect(own).returned == 1
    assert dovecot.letters(SITE) == []
    assert DeliveryEvent.objects.count() == 1


def test_of_several_workers_one_looks_at_a_time(
    own: OwnMailbox, dovecot: Dovecot, sent: OutboxLetter, original: Original
) -> None:
    look_if_due(own)
    dovecot.deliver(SITE, returned.yandex(original))
    look_if_due(own)
    assert now(sent).delivery == ""
    WatchedFolder.objects.update(looked_at=None)
    look_if_due(own)
    assert now(sent).delivery == Delivery.BOUNCED


def test_the_command_looks_at_once_and_says_what_it_found(
    own: OwnMailbox, dovecot: Dovecot, sent: OutboxLetter, original: Original
) -> None:
    dovecot.deliver(SITE, PERSONAL)
    dovecot.deliver(SITE, returned.yandex(original))
    out = StringIO()
    call_command("mail_returns", stdout=out)
    assert out.getvalue() == "s***@yandex.test: 2 looked at, 1 came back\n"


@pytest.mark.parametrize(("port", "password"), [(0, "wrong-canary"), (1, PASSWORD)])
def test_a_mailbox_that_cannot_be_read_is_named_without_its_password(
    own: OwnMailbox, settings: Settings, caplog: pytest.LogCaptureFixture, db: None, port: int, password: str
) -> None:
    settings.DOCTOR_IMAP_PASSWORD = password
    settings.DOCTOR_IMAP_PORT = port or settings.DOCTOR_IMAP_PORT
    with pytest.raises(CommandError) as error:
        call_command("mail_returns", stdout=StringIO())
    look_if_due(OwnMailbox("localhost", SITE, Password(SITE, password)))
    assert "s***@yandex.test cannot be searched" in caplog.text
    assert "canary" not in caplog.text + str(error.value)


def test_without_a_mailbox_the_command_says_what_to_set(settings: Settings) -> None:
    settings.DOCTOR_IMAP_HOST = ""
    with pytest.raises(CommandError, match="DOCTOR_IMAP_HOST"):
        call_command("mail_returns", stdout=StringIO())


def fail(*arguments: object) -> bool:
    raise imaplib.IMAP4.abort("the connection is gone")


def session(dovecot: Dovecot) -> imaplib.IMAP4_SSL:
    context = ssl.create_default_context()
    person = imaplib.IMAP4_SSL("localhost", dovecot.port, ssl_context=context)
    person.login(SITE, PASSWORD)
    return person


def state(dovecot: Dovecot) -> list[tuple[str, str]]:
    """Return flags and Message-ID of all that is in the inbox."""
    with session(dovecot) as person:
        person.select("INBOX", readonly=True)
        _, answers = person.fetch("1:*", "(FLAGS BODY.PEEK[HEADER])")
    found = []
    for answer in answers:
        if isinstance(answer, tuple):
            flags = imaplib.ParseFlags(answer[0])
            kept = sorted(flag.decode() for flag in flags if flag != rb"\Recent")
            found.append((" ".join(kept), str(message_from_bytes(answer[1]).get("Message-ID", uuid.uuid4()))))
    return sorted(found)
