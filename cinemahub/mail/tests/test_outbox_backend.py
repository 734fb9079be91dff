"""What any app sends with `using="outbox"` goes out as it would have gone at once."""

import email.policy
from email.message import EmailMessage as Mime
from email.message import MIMEPart
from typing import Any, override

import pytest
from django.core import mail
from django.core.mail import EmailMessage, InvalidMailer, mailers
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy
from pytest_django import Settings

from cinemahub.mail.backend import EmailTooLargeError
from cinemahub.mail.letters import Priority
from cinemahub.mail.models import OutboxLetter, SealedEmail
from cinemahub.mail.tests.other_emails import MAILERS, OUTBOX, SECRET, SMTP, put, sent
from cinemahub.mail.tests.samples import ANNA, claim
from cinemahub.mail.transport.api import BackendConnection
from cinemahub.mail.transport.copy import RecipientCopy
from cinemahub.mail.transport.mime import as_bytes

pytestmark = pytest.mark.django_db

BERT, CLARA = "bert@example.com", "clara@example.com"


@pytest.fixture(autouse=True)
def transports(settings: Settings) -> None:
    settings.MAILERS = MAILERS


def parts(message: EmailMessage) -> list[tuple[str, Any, Any]]:
    return [
        (part.get_content_type(), part.get_filename() or part.get("Content-ID", ""), part.get_content())
        for part in message.message().walk()
        if isinstance(part, Mime | MIMEPart) and not part.is_multipart()
    ]


def test_everything_an_email_can_hold_arrives() -> None:
    image = MIMEPart()
    image.set_content(b"\x89PNG", maintype="image", subtype="png", disposition="inline", cid="<logo@cinemahub.test>")
    written: dict[str, Any] = {
        "subject": gettext_lazy("Email"),
        "body": "Привет\n",
        "from_email": "Анна <anna@пример.example>",
        "to": ["Анна <anna@example.com>"],
        "reply_to": ["Bert <bert@example.com>"],
        "headers": {"X-Entity": "1", "Precedence": "bulk"},
        "attachments": [("a.csv", "a;ы\n", "text/csv"), ("b.bin", b"\x00\xff", "application/x-b"), image],
        "alternatives": [("<p>Привет</p>\n", "text/html"), (b"BEGIN:VCALENDAR", "application/ics")],
    }
    expected, found = mail.EmailMultiAlternatives(**written), sent(put(**written))
    assert parts(found) == parts(expected)
    for name in ("Subject", "From", "To", "Cc", "Reply-To", "X-Entity", "Precedence", "Content-Type"):
        assert str(found.message()[name]).split(";")[0] == str(expected.message()[name]).split(";")[0]


def test_an_email_in_an_email_and_bytes_of_every_kind() -> None:
    inner = EmailMessage("Inner", "Text", to=[BERT])
    attachments = [("inner.eml", inner, "message/rfc822"), ("m.bin", memoryview(b"\x01"), "application/x-m")]
    message = sent(put(attachments=attachments))
    assert b"Subject: Inner" in as_bytes(message)
    assert parts(message)[-1] == ("application/x-m", "m.bin", b"\x01")


def test_html_alone_and_another_encoding() -> None:
    message = EmailMessage("Hello", "<p>Привет</p>", to=[ANNA])
    message.content_subtype, message.encoding = "html", "koi8-r"
    message.send(using="outbox")
    made = sent(claim()[0]).message()
    assert (made.get_content_type(), made.get_content_charset()) == ("text/html", "koi8-r")
    assert made.get_content() == "<p>Привет</p>\n"


def test_each_recipient_has_a_row_and_sees_who_else_was_written_to() -> None:
    put(to=[ANNA, f"Bert <{BERT}>"], cc=[CLARA, ANNA.upper()], bcc=["secret@example.com"])
    OutboxLetter.objects.update(lease=None, due_at=timezone.now())
    copies = {row.address: sent(row) for row in claim()}
    assert sorted(address.lower() for address in copies) == sorted([ANNA, BERT, CLARA, "secret@example.com"])
    for address, message in copies.items():
        made = message.message()
        assert message.recipients() == [address]
        assert (made["To"], made["Cc"]) == (f"{ANNA}, Bert <{BERT}>", f"{CLARA}, {ANNA.upper()}")
        assert b"secret@example.com" not in as_bytes(message)
    assert len({message.message()["Message-ID"] for message in copies.values()}) == 1


class Signing(EmailMessage):
    """As packages that sign or encrypt extend Django's class."""

    @override
    def message(self, **options: object) -> Mime:
        made = super().message()
        made["X-Signed"] = "by its class"
        return made


def test_what_a_class_of_its_own_makes_of_it_is_sent() -> None:
    Signing("Hello", "Text", to=[ANNA]).send(using="outbox")
    message = sent(claim()[0])
    assert message.message(policy=email.policy.SMTP)["X-Signed"] == "by its class"
    assert b"X-Signed: by its class" in as_bytes(message)


def test_every_try_has_one_message_id_and_one_of_the_app_is_kept() -> None:
    row = put(headers={"Message-ID": "<ticket-7@shop.example>"})
    assert row.message_id == "<ticket-7@shop.example>"
    assert sent(row).message()["Message-ID"] == row.message_id
    again = put(headers={"message-id": "<ticket-7@shop.example>"})  # the same once more is no error
    assert again.message_id == row.message_id
    assert put(headers={"Message-ID": "nonsense"}).message_id != "nonsense"


def test_a_provider_is_told_of_nobody_but_the_recipient(settings: Settings) -> None:
    """Its API sends to whoever is named."""
    settings.MAILERS = MAILERS | {"default": {"BACKEND": "anymail.backends.test.EmailBackend"}}
    row = put(to=[ANNA], cc=[f"Bert <{BERT}>"], bcc=[CLARA])
    OutboxLetter.objects.update(lease=None, due_at=timezone.now())
    for row in claim():
        message = sent(row)
        assert isinstance(message, RecipientCopy)
        BackendConnection(mailers["default"]).send(message)
        assert message.anymail_status.recipients.keys() == {row.address}  # type: ignore[attr-defined]
        assert not message.cc
        assert not message.bcc


def test_what_anymail_knows_of_an_email_goes_along() -> None:
    message = EmailMessage("Hello", "Text", to=[ANNA])
    message.tags, message.metadata, message.track_opens = ["news"], {"order": 7}, False  # type: ignore[attr-defined]
    message.send(using="outbox")
    copy = sent(claim()[0])
    assert (copy.tags, copy.metadata, copy.track_opens) == (["news"], {"order": 7}, False)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "Hello\nBcc: b@example.com"},
        {"headers": {"X-Y": "a\r\nBcc: b@example.com"}},
        {"headers": {"Bcc": "b@example.com"}},
        {"to": ["nobody"]},
        {"to": ["a@example.com, b@example.com"]},
        {"to": [ANNA], "cc": ["анна@example.com"]},
        {"to": [ANNA], "bcc": ["a@example.com\nCc: b@example.com"]},
        {"to": [f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.com"]},
        {"from_email": "webmaster"},
        {"from_email": "a@example.com\nX: y"},
        {"reply_to": ["nobody"]},
    ],
)
def test_what_can_never_be_sent_fails_where_it_is_sent(wrong: dict[str, object]) -> None:
    good = EmailMessage("Hello", "Text", to=[ANNA])
    bad = EmailMessage(**{"subject": "Hello", "body": "Text", "to": [ANNA]} | wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r".") as error:
        mailers["outbox"].send_messages([good, bad])
    assert not OutboxLetter.objects.exists()
    assert "анна@example.com" not in str(error.value)


def test_a_limit_of_size_is_said(settings: Settings) -> None:
    settings.MAILERS = MAILERS | {"outbox": OUTBOX | {"OPTIONS": {"max_bytes": 2000}}}
    put()
    with pytest.raises(EmailTooLargeError, match="2000"):
        put(attachments=[("a.bin", b"\0" * 2000, "application/x-a")])


def test_nobody_to_send_to_is_no_email() -> None:
    assert EmailMessage("Hello", "Text", to=[]).send(using="outbox") == 0
    assert mailers["outbox"].send_messages([EmailMessage("Hello", "Text", to=[""])]) == 0
    assert not OutboxLetter.objects.exists()


def test_it_belongs_to_the_transaction_of_whoever_sends_it() -> None:
    def send_and_fail() -> None:
        with transaction.atomic():
            put()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        send_and_fail()
    assert not OutboxLetter.objects.exists()
    assert not SealedEmail.objects.exists()


def test_a_database_that_fails_is_heard_of(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    def away(*args: object, **options: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("cinemahub.mail.backend.enqueue_packed", away)
    with pytest.raises(DatabaseError):
        put()
    settings.MAILERS = MAILERS | {"outbox": OUTBOX | {"OPTIONS": {"fail_silently": True}}}
    assert EmailMessage("Hello", "Text", to=[ANNA]).send(using="outbox") == 0


def test_an_alias_says_how_its_emails_go(settings: Settings) -> None:
    settings.MAILERS = MAILERS | {"news": OUTBOX | {"OPTIONS": {"using": "bulk", "priority": "bulk"}}}
    row = put("news")
    assert (row.route, row.priority) == ("bulk", Priority.BULK)
    row = put()
    assert (row.route, row.priority) == ("default", Priority.ORDINARY)


@pytest.mark.parametrize("options", [{"using": "nowhere"}, {"using": "outbox"}, {"priority": "high"}, {"speed": 9}])
def test_an_alias_that_is_set_up_wrong(settings: Settings, options: dict[str, object]) -> None:
    settings.MAILERS = MAILERS | {"outbox": OUTBOX | {"OPTIONS": options}}
    with pytest.raises(InvalidMailer):
        mailers["outbox"]


def test_apps_that_name_no_alias_take_the_outbox_if_it_is_the_default(settings: Settings) -> None:
    settings.MAILERS = {"default": OUTBOX | {"OPTIONS": {"using": "smtp"}}, "smtp": SMTP}
    mail.send_mail("Hello", SECRET, None, [ANNA])
    (row,) = claim()
    assert row.route == "smtp"
    assert sent(row).body == SECRET
    assert isinstance(mailers["smtp"], SmtpBackend)


def test_admins_and_managers(settings: Settings) -> None:
    settings.ADMINS, settings.MANAGERS = [ANNA], [BERT]
    mail.mail_admins("Down", SECRET, using="outbox")
    mail.mail_managers("Up", SECRET, using="outbox")
    assert sorted(row.address for row in claim()) == [ANNA, BERT]
