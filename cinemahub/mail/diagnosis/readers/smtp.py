"""What an exception of smtplib shows."""

import re
import smtplib

from cinemahub.mail.diagnosis.causes.registry import CAUSES
from cinemahub.mail.diagnosis.finding import Finding
from cinemahub.mail.diagnosis.patterns.smtp import PATTERNS, REFUSED_AT
from cinemahub.mail.diagnosis.vocabulary import Culprit, Step, Verdict
from cinemahub.mail.privacy.masking import MAX_READ

STEPS = {
    smtplib.SMTPConnectError: Step.CONNECT,
    smtplib.SMTPHeloError: Step.EHLO,
    smtplib.SMTPAuthenticationError: Step.AUTH,
    smtplib.SMTPSenderRefused: Step.MAIL,
    smtplib.SMTPDataError: Step.DATA,
}
# Which of several recipients' answers counts: what helps most letters first.
FIRST_OF_MANY = [Verdict.TRANSIENT, Verdict.HOLD, Verdict.CONFIGURATION, Verdict.LETTER, Verdict.RECIPIENT]
NOT_SUPPORTED = {"STARTTLS": "starttls_missing", "AUTH": "auth_unavailable", "SMTPUTF8": "address_unusable"}

_NEXT_LINE = re.compile(r"\s*\n(?:\d\.\d{1,3}\.\d{1,3}\b)?\s*")  # servers repeat the status on every line


def read_smtp(error: smtplib.SMTPException, step: Step | None) -> Finding:
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _read_recipients(error)
        case smtplib.SMTPResponseException():
            return read_answer(STEPS.get(type(error)) or _inner_step(step), error.smtp_code, error.smtp_error)
        case smtplib.SMTPServerDisconnected():
            return Finding(_lost_at(step, str(error)), step, str(error))
        case smtplib.SMTPNotSupportedError():
            return Finding(_not_supported(str(error)), step, str(error))
    if "authentication method" in str(error):
        return Finding("auth_unavailable", Step.AUTH, str(error))
    return Finding("login_refused" if "AUTH mechanism" in str(error) else "connection_lost", step)


def read_answer(step: Step, code: int, answer: str | bytes) -> Finding:
    """Find what a reply means: by its text, or by its code and the step where the text is unknown."""
    said = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    text = _NEXT_LINE.sub(" ", said[:MAX_READ]).strip()
    cause = _cause(step, code, f"{code} {text}")
    unknown_at_rcpt = cause == "temporary_answer" and step is Step.RCPT
    return Finding(cause, step, text, code, culprit=Culprit.RECIPIENT if unknown_at_rcpt else None)


def _cause(step: Step, code: int, reply: str) -> str:
    if known := next((pattern.code for pattern in PATTERNS if pattern.fits(step, reply)), ""):
        return known
    match code // 100:
        case 4:
            return "temporary_answer"
        case 5:
            return REFUSED_AT.get(step, "letter_refused")
        case 2 if step is Step.DATA:
            return "answer_not_understood"
    return "not_smtp" if step is Step.CONNECT else _lost_at(step, "")


def _read_recipients(error: smtplib.SMTPRecipientsRefused) -> Finding:
    findings = [read_answer(Step.RCPT, code, answer) for code, answer in error.recipients.values()]
    order = {verdict: place for place, verdict in enumerate(FIRST_OF_MANY)}
    return min(
        findings,
        key=lambda finding: order.get(CAUSES[finding.code].verdict, len(order)),
        default=Finding("recipient_refused", Step.RCPT),
    )


def _inner_step(step: Step | None) -> Step:
    """A bare SMTPResponseException while connecting comes from STARTTLS."""
    return Step.TLS if step in {None, Step.CONNECT} else Step(step)


def _lost_at(step: Step | None, text: str) -> str:
    if step is Step.DATA:
        return "reply_lost"
    if "timed out" in text:
        return "no_greeting" if step in {None, Step.CONNECT} else "answer_timeout"
    return "connection_lost"


def _not_supported(text: str) -> str:
    return next((code for word, code in NOT_SUPPORTED.items() if word in text), "auth_unavailable")
