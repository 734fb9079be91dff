"""What an error shows that comes from a value of ours: a setting, an address, a login. None shows the value."""

import smtplib

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import InvalidMailer

from cinemahub.mail.diagnosis.finding import Finding
from cinemahub.mail.diagnosis.vocabulary import Step

WHILE_CONNECTING = {None, Step.DNS, Step.CONNECT, Step.TLS, Step.EHLO, Step.AUTH}
ADDRESSES = {  # at these steps nothing but an address of ours, or of the recipient, is encoded
    Step.ENCODE_SENDER: "sender_malformed",
    Step.ENCODE_RECIPIENT: "address_unusable",
    Step.MAIL: "sender_malformed",
    Step.RCPT: "address_unusable",
}

IDNA = ("encoding with 'idna'", "label ")  # how the codec begins
TEXTS = {  # how Django, smtplib, the codecs and boto3 begin
    "Invalid address": "address_unusable",
    "command and arguments contain": "address_unusable",
    "Invalid endpoint": "api_address_wrong",
}


def read_settings(error: ImproperlyConfigured, step: Step | None) -> Finding:
    return Finding("mailer_misconfigured", step, str(error) if isinstance(error, InvalidMailer) else "")


def read_value(error: ValueError, step: Step | None) -> Finding:
    if step in ADDRESSES:
        return Finding(ADDRESSES[step], step)
    if isinstance(error, UnicodeEncodeError):
        return _read_encoding(error, step)
    text = str(error)
    if isinstance(error, UnicodeError) and text.startswith(IDNA):
        return _read_idna(step)
    unknown = "answer_not_understood" if step is Step.API else "broken_letter"
    return Finding(next((code for start, code in TEXTS.items() if text.startswith(start)), unknown), step)


def _read_encoding(error: UnicodeEncodeError, step: Step | None) -> Finding:
    """Tell by the codec what was encoded; `error.object` and its repr hold the value itself."""
    match error.encoding:
        case "idna":
            return _read_idna(step)
        case "ascii" if step in WHILE_CONNECTING and _comes_from_smtplib(error):
            return Finding("login_not_ascii", Step.AUTH)
        case "latin-1" | "iso-8859-1" if step is Step.API:
            return Finding("key_malformed", step)
    return Finding("broken_letter", step)


def _read_idna(step: Step | None) -> Finding:
    """A name nobody can have: the server's while connecting, else one in an address of the letter."""
    if step in WHILE_CONNECTING:
        return Finding("host_unknown", Step.DNS)
    return Finding("address_unusable" if step is Step.API else "broken_letter", step)


def _comes_from_smtplib(error: UnicodeEncodeError) -> bool:
    """Tell a login from the letter's own text; an error that was never raised is taken for a login."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is None or trace.tb_frame.f_globals.get("__name__") == smtplib.__name__
