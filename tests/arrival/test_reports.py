"""What returned mail says, in the words of many servers."""

import dataclasses
from collections.abc import Callable

import pytest

from cinemahub.mail.arrival.record import record
from cinemahub.mail.arrival.returns.report import read_report
from cinemahub.mail.models import Delivery, DeliveryEvent, OutboxLetter, Suppression
from cinemahub.mail.services.webhook import Fate
from tests.arrival import returned
from tests.arrival.conftest import ANNA
from tests.arrival.returned import DELAYS, LINK, STYLES, Original

NO_MAILBOX = set(STYLES) - {"exchange"}


def take(content: bytes) -> list[OutboxLetter]:
    report = read_report(content)
    return [row for told in (report.told() if report else ()) if (row := record(told)) is not None]


def now(row: OutboxLetter) -> OutboxLetter:
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("style", sorted(NO_MAILBOX))
def test_a_mailbox_that_does_not_exist_is_known_whoever_says_so(
    style: str, sent: OutboxLetter, original: Original
) -> None:
    assert take(STYLES[style](original)) == [sent]
    assert (now(sent).delivery, sent.reason) == (Delivery.BOUNCED, "no_such_mailbox")
    assert sent.delivery_at is not None
    assert Suppression.covers(ANNA)


def test_a_full_mailbox_comes_back_and_is_written_to_again(sent: OutboxLetter, original: Original) -> None:
    assert take(returned.exchange(original)) == [sent]
    assert (now(sent).delivery, sent.reason) == (Delivery.BOUNCED, "mailbox_full")
    assert not Suppression.covers(ANNA)


@pytest.mark.parametrize("style", sorted(DELAYS))
def test_a_warning_that_it_takes_longer_is_no_return(style: str, sent: OutboxLetter, original: Original) -> None:
    assert take(DELAYS[style](original)) == [sent]
    assert now(sent).delivery == Delivery.DEFERRED
    assert not Suppression.covers(ANNA)


def test_a_failure_for_a_reason_that_passes_never_suppresses(sent: OutboxLetter, original: Original) -> None:
    """Yandex gives up after days with Action failed and Status 4.4.1, or quotes 550 5.1.1 of one of many tries."""
    take(returned.yandex(original, "4.4.1", "connect to mx.test[192.0.2.79]:25: Connection timed out"))
    take(returned.yandex(original, "4.0.0", "550 5.1.1 No such user!"))
    assert now(sent).delivery == Delivery.BOUNCED
    assert not Suppression.covers(ANNA)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("550 5.7.1 Message rejected as spam", "spam_suspected"),
        ("550 5.7.26 Unauthenticated email is not accepted: DMARC", "sender_unauthenticated"),
        ("552 5.2.2 Mailbox full", "mailbox_full"),
    ],
)
def test_what_is_our_fault_or_passes_is_not_held_against_the_address(
    said: str, reason: str, sent: OutboxLetter, original: Original
) -> None:
    take(returned.yandex(original, said.split()[1], said))
    assert (now(sent).delivery, sent.reason) == (Delivery.BOUNCED, reason)
    assert not Suppression.covers(ANNA)


def test_returned_mail_about_somebody_else_changes_nothing(sent: OutboxLetter, original: Original) -> None:
    """Who got a letter knows its Message-ID, and could otherwise have any address suppressed."""
    for style in STYLES.values():
        assert take(style(dataclasses.replace(original, recipient="boris@example.com"))) == []
    assert now(sent).delivery == ""
    assert not Suppression.objects.exists()


def test_returned_mail_about_a_letter_that_nobody_sent_changes_nothing(sent: OutboxLetter, original: Original) -> None:
    for style in STYLES.values():
        assert take(style(dataclasses.replace(original, message_id=f"<{'0' * 32}@127.0.0.1>"))) == []
    assert now(sent).delivery == ""
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("style", sorted(STYLES))
def test_a_person_who_writes_like_a_server_is_not_believed(style: str, sent: OutboxLetter, original: Original) -> None:
    """Neither an empty envelope sender nor Auto-Submitted: somebody forwards what came back."""
    content = STYLES[style](original)
    for name in (b"Return-Path:", b"Return-path:", b"Auto-Submitted:"):
        content = content.replace(name, b"X-Was:", 1)
    assert take(b"Return-Path: <boris@example.com>\r\n" + content) == []
    assert now(sent).delivery == ""


def test_an_answering_machine_is_no_server(sent: OutboxLetter, original: Original) -> None:
    assert take(returned.out_of_office(original)) == []
    assert now(sent).delivery == ""


@pytest.mark.parametrize("style", sorted(STYLES))
def test_the_same_return_ten_times_is_one_event(style: str, sent: OutboxLetter, original: Original) -> None:
    for _ in range(10):
        assert take(STYLES[style](original)) == [sent]
    assert DeliveryEvent.objects.count() == 1


def test_several_servers_of_a_loop_are_one_return(sent: OutboxLetter, original: Original) -> None:
    """Each hop of a loop encloses what came before; all name the same letter."""
    loop = original
    for _ in range(5):
        content = returned.postfix(loop)
        take(content)
        loop = dataclasses.replace(original, message_id=f"{original.message_id}\r\nReferences: {original.message_id}")
    assert now(sent).delivery == Delivery.BOUNCED
    assert DeliveryEvent.objects.count() == 1


def test_a_success_report_says_that_it_arrived(sent: OutboxLetter, original: Original) -> None:
    fields = f"Final-Recipient: rfc822; {ANNA}\nAction: delivered\nStatus: 2.0.0"
    head = "Return-Path: <>\nFrom: MAILER-DAEMON@mail.test\nSubject: Successful Mail Delivery Report"
    take(returned.report(original, head=head, text="It was delivered.", fields=fields))
    assert now(sent).delivery == Delivery.DELIVERED


@pytest.mark.parametrize("field", ["rfc822; anna@EXAMPLE.com", "utf-8; anna@example.com", "rfc822;<anna@example.com>"])
def test_a_recipient_is_known_however_it_is_spelled(field: str, sent: OutboxLetter, original: Original) -> None:
    head = "Return-Path: <>\nFrom: MAILER-DAEMON@mail.test\nSubject: Undelivered"
    fields = f"Final-Recipient: {field}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown user"
    assert take(returned.report(original, head=head, text="Sorry.", fields=fields)) == [sent]


def test_who_forwards_to_a_mailbox_that_is_gone_is_known_by_the_original_recipient(
    sent: OutboxLetter, original: Original
) -> None:
    head = "Return-Path: <>\nFrom: MAILER-DAEMON@mail.test\nSubject: Undelivered"
    fields = (
        f"Original-Recipient: rfc822;{ANNA}\nFinal-Recipient: rfc822; gone@elsewhere.test\n"
        "Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full"
    )
    assert take(returned.report(original, head=head, text="Sorry.", fields=fields)) == [sent]


@pytest.mark.parametrize("style", sorted(STYLES))
def test_neither_link_nor_address_is_kept(style: str, sent: OutboxLetter, original: Original) -> None:
    take(STYLES[style](original))
    (event,) = DeliveryEvent.objects.all()
    assert LINK[-40:] not in event.answer
    assert ANNA not in event.answer
    assert "Cinemahub" not in event.answer


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:400],
        lambda content: content.replace(b"=_report", b"\xff\xfe", 3),
        lambda content: content.replace(b"charset=utf-8", b"charset=no-such-set"),
        lambda content: content.replace(b"rfc822;", b"=?utf-8?B?####?= ;"),
        lambda content: content.replace(b"Status:", b"Status: " + b"9" * 100_000),
        lambda content: b"Content-Type: multipart/report; boundary=a\r\n" * 3 + content,
        lambda content: content.replace(b"Date:", b"Date: \x00"),
        lambda content: content + b"--=_report\r\n" * 10_000,
    ],
)
def test_what_is_broken_breaks_nothing(spoil: Callable[[bytes], bytes], sent: OutboxLetter, original: Original) -> None:
    for style in (*STYLES.values(), *DELAYS.values()):
        take(spoil(style(original)))


def test_reports_within_reports_are_not_entered(sent: OutboxLetter, original: Original) -> None:
    """What a report encloses is the letter; a report in it is about some other one."""
    inner = returned.postfix(original).decode().replace("=_report", "=_inner")
    head = "Return-Path: <>\nFrom: MAILER-DAEMON@mail.test\nSubject: Undelivered"
    fields = "Final-Recipient: rfc822; boris@example.com\nAction: failed\nStatus: 5.1.1"
    outer = returned.report(original, head=head, text="Sorry.", fields=fields).decode()
    outer = outer.replace(original.text.replace("\n", "\r\n"), inner)
    assert take(outer.encode()) == []
    assert now(sent).delivery == ""


def test_fates_are_those_of_the_report() -> None:
    report = read_report(returned.postfix_delay(Original(f"<{'a' * 32}@127.0.0.1>", ANNA)))
    assert report is not None
    assert [refusal.fate for refusal in report.refusals] == [Fate.DEFERRED]
