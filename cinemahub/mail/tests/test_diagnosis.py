"""Answers of SMTP servers."""

import csv
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Step, Verdict

HOSTS = {
    "yandex": "smtp.yandex.ru",
    "mail.ru": "smtp.mail.ru",
    "gmail": "smtp.gmail.com",
    "outlook": "smtp.office365.com",
}
with Path(__file__).with_name("smtp_answers.csv").open(newline="") as table:
    ROWS = list(csv.DictReader(table))


def error_of(name: str, code: str, text: str) -> Exception:
    reply = (int(code or 0), text.encode())
    kinds: dict[str, Callable[[], Exception]] = {
        "SMTPSenderRefused": lambda: smtplib.SMTPSenderRefused(*reply, "post@cinemahub.example"),
        "SMTPRecipientsRefused": lambda: smtplib.SMTPRecipientsRefused({"anna@example.com": reply}),
        "SMTPServerDisconnected": lambda: smtplib.SMTPServerDisconnected(text),
        "SMTPNotSupportedError": lambda: smtplib.SMTPNotSupportedError(text),
        "ssl.SSLError": lambda: ssl.SSLError(1, text),
        "ssl.SSLCertVerificationError": lambda: ssl.SSLCertVerificationError(1, text),
        "ConnectionRefusedError": lambda: ConnectionRefusedError(111, "Connection refused"),
        "TimeoutError": lambda: TimeoutError(text),
        "socket.gaierror": lambda: socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        "UnicodeEncodeError": lambda: UnicodeEncodeError("ascii", "\u043f\u0430", 0, 2, "ordinal not in range(128)"),
    }
    with_reply: type[smtplib.SMTPResponseException] = getattr(smtplib, name, smtplib.SMTPResponseException)
    return kinds[name]() if name in kinds else with_reply(*reply)


def diagnose_reply(step: Step, code: int, text: str, host: str = "") -> Diagnosis:
    kind = {
        Step.CONNECT: "SMTPConnectError",
        Step.TLS: "SMTPResponseException",
        Step.EHLO: "SMTPHeloError",
        Step.AUTH: "SMTPAuthenticationError",
        Step.MAIL: "SMTPSenderRefused",
        Step.RCPT: "SMTPRecipientsRefused",
        Step.DATA: "SMTPDataError",
    }[step]
    return diagnose(error_of(kind, str(code), text), host=host)


@pytest.mark.parametrize("row", ROWS, ids=[f"{r['provider']} {r['text']}" for r in ROWS])
def test_every_known_answer_has_its_class_and_its_cause(row: dict[str, str]) -> None:
    code = row["diagnosis"]
    error = error_of(row["exception"], row["code"], row["text"])
    diagnosis = diagnose(error, step=Step(row["stage"]), host=HOSTS.get(row["provider"], ""))
    assert (diagnosis.verdict, diagnosis.code) == (row["class"], code)
    assert diagnosis.reply_code == (int(row["code"]) if row["code"] else None)
    assert diagnosis.suppresses == (code == "no_such_mailbox")
    assert diagnosis.cause
    assert diagnosis.remedy


@pytest.mark.parametrize(
    ("text", "code", "remedy"),
    [
        ("Invalid user or password!", "bad_credentials", "id.yandex.ru/security/app-passwords"),
        ("This user does not have access rights to this service", "mail_clients_off", "mail.yandex.ru/#setup/client"),
        ("Your message looks like spam. Prove you are not a robot http://ya.cc/x", "spam_suspected", "24 hours"),
        ("Please accept EULA first.", "terms_not_accepted", "accept the terms"),
        ("Invalid format.", "credentials_malformed", "without spaces"),
        ("Account is blocked", "account_blocked", "Sign in to the mailbox"),
        ("something new", "bad_credentials", "id.yandex.ru/security/app-passwords"),
    ],
)
def test_the_535s_of_yandex_are_told_apart(text: str, code: str, remedy: str) -> None:
    diagnosis = diagnose_reply(Step.AUTH, 535, f"5.7.8 Error: authentication failed: {text}", "smtp.yandex.ru")
    assert diagnosis.code == code
    assert remedy in diagnosis.remedy


@pytest.mark.parametrize(
    ("host", "remedy"),
    [
        ("smtp.yandex.ru", "id.yandex.ru"),
        ("smtp.gmail.com", "myaccount.google.com/apppasswords"),
        ("smtp.mail.ru", "account.mail.ru"),
        ("smtp-mail.outlook.com", "admin.microsoft.com"),
        ("mail.example.org", "In the security settings of the mailbox"),
    ],
)
def test_the_same_535_has_the_remedy_of_its_host(host: str, remedy: str) -> None:
    assert remedy in diagnose_reply(Step.AUTH, 535, "5.7.8 authentication failed", host).remedy


def test_a_stored_diagnosis_recognises_its_provider_by_the_answer() -> None:
    found = diagnose_reply(Step.AUTH, 535, "5.7.8 Error: authentication failed: Invalid user or password!")
    stored = Diagnosis(found.code, found.verdict, found.step, found.answer, reply_code=None)
    assert "id.yandex.ru" in stored.remedy


@pytest.mark.parametrize(
    ("step", "code", "text", "verdict", "cause"),
    [
        (Step.CONNECT, 554, "5.7.1 go away", Verdict.CONFIGURATION, "server_refused"),
        (Step.CONNECT, -1, "HTTP/1.1 400 Bad Request", Verdict.CONFIGURATION, "not_smtp"),
        (Step.TLS, 454, "TLS not available due to temporary reason", Verdict.TRANSIENT, "temporary_answer"),
        (Step.EHLO, 550, "what name is that", Verdict.CONFIGURATION, "greeting_refused"),
        (Step.AUTH, 535, "5.0.0 nope", Verdict.CONFIGURATION, "login_refused"),
        (Step.AUTH, 454, "4.7.0 Temporary authentication failure", Verdict.TRANSIENT, "login_delayed"),
        (Step.AUTH, 504, "5.7.4 Unrecognized authentication type", Verdict.CONFIGURATION, "auth_unavailable"),
        (Step.MAIL, 550, "nope", Verdict.CONFIGURATION, "sender_refused"),
        (Step.MAIL, 421, "4.3.0 closing", Verdict.TRANSIENT, "temporary_answer"),
        (Step.MAIL, 552, "5.3.4 Message size exceeds fixed limit", Verdict.LETTER, "letter_too_large"),
        (Step.MAIL, 550, "5.7.60 Client does not have permissions", Verdict.CONFIGURATION, "sender_not_owned"),
        (Step.RCPT, 550, "nope", Verdict.RECIPIENT, "recipient_refused"),
        (Step.RCPT, 550, "5.7.1 Policy rejection on the target address", Verdict.RECIPIENT, "recipient_refused"),
        (Step.RCPT, 550, "5.2.1 account is disabled", Verdict.RECIPIENT, "mailbox_disabled"),
        (Step.RCPT, 554, "5.7.1 <a@b.example>: Relay access denied", Verdict.CONFIGURATION, "relay_denied"),
        (
            Step.RCPT,
            554,
            "5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org",
            Verdict.HOLD,
            "host_blocked",
        ),
        (
            Step.RCPT,
            553,
            "5.7.1 <a@b.example>: Sender address rejected: not owned by user",
            Verdict.CONFIGURATION,
            "sender_not_owned",
        ),
        (
            Step.RCPT,
            550,
            "5.1.8 <a@b.example>: Sender address rejected: Domain not found",
            Verdict.CONFIGURATION,
            "sender_refused",
        ),
        (Step.RCPT, 452, "4.2.2 The recipient's inbox is out of storage space", Verdict.TRANSIENT, "mailbox_full"),
        (Step.RCPT, 421, "4.7.0 relay access denied", Verdict.CONFIGURATION, "relay_denied"),
        (Step.RCPT, 550, "Reverse DNS of your IP address not found", Verdict.CONFIGURATION, "ptr_missing"),
        (Step.RCPT, 503, "5.5.1 need MAIL command", Verdict.TRANSIENT, "temporary_answer"),
        (Step.MAIL, 550, "5.7.1 Sender rate limit exceeded", Verdict.TRANSIENT, "throttled"),
        (Step.MAIL, 550, "only with SSL or TLS connection enabled", Verdict.CONFIGURATION, "encryption_needed"),
        (Step.DATA, 554, "5.6.0 nope", Verdict.LETTER, "letter_refused"),
        (
            Step.DATA,
            552,
            "5.7.0 This message was blocked because its content presents a risk",
            Verdict.LETTER,
            "letter_refused",
        ),
        (Step.DATA, 451, "4.7.1 spam check is busy", Verdict.TRANSIENT, "temporary_answer"),
        (
            Step.DATA,
            550,
            "5.7.26 Your email has been blocked because the sender is unauthenticated",
            Verdict.CONFIGURATION,
            "sender_unauthenticated",
        ),
        (Step.DATA, 554, "5.2.0 Exception:SubmissionQuotaExceededException", Verdict.HOLD, "day_limit"),
        (Step.DATA, 552, "5.2.2 user over quota", Verdict.TRANSIENT, "mailbox_full"),
        # Rules of receivers, 2024 to 2026.
        (Step.DATA, 421, "4.7.26 unauthenticated", Verdict.CONFIGURATION, "sender_unauthenticated"),
        (Step.DATA, 550, "5.7.27 SPF check did not pass", Verdict.CONFIGURATION, "sender_unauthenticated"),
        (Step.DATA, 421, "4.7.30 DKIM check did not pass", Verdict.CONFIGURATION, "sender_unauthenticated"),
        (Step.DATA, 550, "5.7.40 no DMARC record", Verdict.CONFIGURATION, "sender_unauthenticated"),
        (Step.DATA, 421, "4.7.29 this email was not sent over TLS", Verdict.CONFIGURATION, "encryption_needed"),
        (Step.DATA, 421, "4.7.23 no PTR record", Verdict.CONFIGURATION, "ptr_missing"),
        (Step.DATA, 421, "4.7.28 unusual rate of unsolicited mail", Verdict.TRANSIENT, "throttled"),
        (Step.DATA, 550, "5.7.28 unusual rate of unsolicited mail", Verdict.HOLD, "spam_suspected"),
        (
            Step.DATA,
            550,
            "5.7.515 Access denied, sending domain x.org does not meet the required authentication level",
            Verdict.CONFIGURATION,
            "sender_unauthenticated",
        ),
        (Step.RCPT, 550, "5.7.606 Access denied, banned sending IP [192.0.2.1]", Verdict.HOLD, "host_blocked"),
        (
            Step.RCPT,
            451,
            "4.7.650 The mail server [192.0.2.1] has been temporarily rate limited",
            Verdict.TRANSIENT,
            "throttled",
        ),
        (Step.MAIL, 550, "5.7.1 part of their network is on our block list (S3150)", Verdict.HOLD, "host_blocked"),
        (Step.DATA, 550, "5.7.232 trial tenant has exceeded its limit", Verdict.HOLD, "day_limit"),
        (Step.AUTH, 421, "4.7.66 TLS 1.0 and 1.1 are not supported", Verdict.CONFIGURATION, "tls_too_old"),
        (Step.MAIL, 421, "4.7.0 [TSS04] Messages temporarily deferred", Verdict.TRANSIENT, "throttled"),
        (
            Step.DATA,
            554,
            "5.7.9 Message not accepted for policy reasons",
            Verdict.CONFIGURATION,
            "sender_unauthenticated",
        ),
        (Step.RCPT, 421, "4.7.0 [GL01] Message temporarily deferred", Verdict.TRANSIENT, "greylisted"),
        (
            Step.RCPT,
            554,
            "delivery error: dd This user doesn't have a yahoo.com account [0]",
            Verdict.RECIPIENT,
            "no_such_mailbox",
        ),
        (Step.RCPT, 451, "Ratelimit exceeded for mailbox x. Try again later", Verdict.TRANSIENT, "recipient_busy"),
        (Step.RCPT, 550, "Message was not accepted -- invalid mailbox", Verdict.RECIPIENT, "no_such_mailbox"),
        (
            Step.DATA,
            550,
            "5.7.1 This message was not accepted due to domain owner DMARC policy",
            Verdict.CONFIGURATION,
            "sender_unauthenticated",
        ),
        (Step.MAIL, 550, "Access from ip address 192.0.2.1 blocked", Verdict.HOLD, "host_blocked"),
        (
            Step.DATA,
            550,
            "5.7.1 Email rejected per DMARC policy for x.org",
            Verdict.CONFIGURATION,
            "sender_unauthenticated",
        ),
        # A 5xx that says "again", and a login that is only put off.
        (Step.DATA, 554, "5.3.0 Something failed, please try again later", Verdict.TRANSIENT, "temporary_answer"),
        (Step.MAIL, 550, "5.0.0 Try again in 5 minutes", Verdict.TRANSIENT, "temporary_answer"),
        (Step.AUTH, 535, "5.7.0 temporarily blocked, try again later", Verdict.TRANSIENT, "login_delayed"),
        (Step.DATA, 550, "5.7.1 hourly limit exceeded", Verdict.TRANSIENT, "throttled"),
        (Step.MAIL, 501, "5.1.7 Invalid address", Verdict.CONFIGURATION, "sender_malformed"),
        (Step.RCPT, 450, "4.1.8 Sender address rejected: Domain not found", Verdict.CONFIGURATION, "sender_refused"),
        (Step.DATA, 251, "perhaps", Verdict.UNKNOWN, "answer_not_understood"),
    ],
)
def test_other_answers_are_classed_by_text_code_and_step(
    step: Step, code: int, text: str, verdict: Verdict, cause: str
) -> None:
    diagnosis = diagnose_reply(step, code, text)
    assert (diagnosis.verdict, diagnosis.code, diagnosis.step) == (verdict, cause, step)
    assert diagnosis.answer


def test_of_several_refused_recipients_the_one_to_try_again_counts() -> None:
    replies = {"a@example.com": (550, b"5.1.1 No such user"), "b@example.com": (450, b"4.2.0 Greylisted")}
    diagnosis = diagnose(smtplib.SMTPRecipientsRefused(replies))
    assert (diagnosis.verdict, diagnosis.reply_code, diagnosis.suppresses) == (Verdict.TRANSIENT, 450, False)
    assert diagnose(smtplib.SMTPRecipientsRefused({})).verdict == Verdict.RECIPIENT


def test_a_hold_rests_for_a_day() -> None:
    assert diagnose_reply(Step.DATA, 554, "5.7.1 Message rejected under suspicion of SPAM").rest_seconds == 24 * 60 * 60


def test_lines_of_an_answer_become_one_without_addresses() -> None:
    text = "5.7.1 <anna@example.com>\n5.7.1 was refused\x1b[31m"
    assert diagnose_reply(Step.RCPT, 550, text).answer == r"5.7.1 <a***@example.com> was refused\x1b[31m"


@pytest.mark.parametrize("row", [row for row in ROWS if "://" in row["text"]], ids=lambda row: str(row["text"]))
def test_a_link_that_a_service_sends_people_to_is_shown_whole(row: dict[str, str]) -> None:
    (link,) = re.findall(r"https?://\S+", row["text"])
    error = error_of(row["exception"], row["code"], row["text"])
    shown = diagnose(error, step=Step(row["stage"]), host=HOSTS.get(row["provider"], "")).answer
    assert link in shown or shown.endswith("...")


def test_the_server_of_a_provider_gets_that_provider_s_pages() -> None:
    found = diagnose_reply(Step.AUTH, 525, "5.7.1 Unauthorized IP address", "smtp-relay.brevo.com")
    assert "https://app.brevo.com/security/authorised_ips" in found.remedy
    away = diagnose(ConnectionRefusedError(111, "refused"), step=Step.CONNECT, host="smtp-relay.brevo.com")
    assert "EMAIL_HOST" in away.remedy
