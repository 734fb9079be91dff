"""Connections that are opened one step at a time, where Django and smtplib do it all in one."""

import os
import smtplib
import socket
import ssl

import requests
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.utils import DNS_NAME

from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.transport.client import SmtpClient


def open_socket(case: Case) -> socket.socket:
    case.step = Step.CONNECT
    return socket.create_connection((case.addresses[0], case.port), case.timeout)


def converse(case: Case, sock: socket.socket) -> smtplib.SMTP:
    """Speak SMTP over a connection that stands; nothing is said yet."""
    smtp = SmtpClient(local_hostname=DNS_NAME.get_fqdn(), timeout=case.timeout)
    smtp.set_debuglevel(0)  # smtplib's debug output holds the password
    smtp.sock = sock
    return smtp


def greet(case: Case, smtp: smtplib.SMTP) -> str:
    """Return the server's greeting."""
    case.step = Step.CONNECT
    code, text = smtp.getreply()
    if code != 220:
        raise smtplib.SMTPConnectError(code, text)
    return text.decode(errors="replace")


def introduce(case: Case, smtp: smtplib.SMTP) -> None:
    case.step = Step.EHLO
    smtp.esmtp_features = {}  # what was offered before TLS does not count after it (RFC 3207, 4.2)
    smtp.ehlo_resp = smtp.helo_resp = None
    smtp.ehlo_or_helo_if_needed()


def encrypt(case: Case, smtp: smtplib.SMTP, context: ssl.SSLContext) -> ssl.SSLSocket:
    """Ask for STARTTLS after EHLO, then shake hands."""
    case.step = Step.TLS
    if not smtp.has_extn("starttls"):
        raise smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server.")
    code, text = smtp.docmd("STARTTLS")
    if code != 220:
        raise smtplib.SMTPResponseException(code, text)
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("no connection")
    encrypted = context.wrap_socket(smtp.sock, server_hostname=case.host)
    smtp.sock, smtp.file = encrypted, None
    return encrypted


def open_encrypted(case: Case, context: ssl.SSLContext) -> ssl.SSLSocket:
    """Come to an encrypted connection by the configured way."""
    sock = open_socket(case)
    try:
        if not case.starttls:
            case.step = Step.TLS
            return context.wrap_socket(sock, server_hostname=case.host)
        smtp = converse(case, sock)
        greet(case, smtp)
        introduce(case, smtp)
        return encrypt(case, smtp, context)
    except BaseException:
        sock.close()
        raise


def tls_context(case: Case) -> ssl.SSLContext:
    """Return what sending a letter would use."""
    if isinstance(case.backend, SmtpBackend):
        return case.backend.ssl_context
    bundle = (
        os.environ.get("REQUESTS_CA_BUNDLE")
        or os.environ.get("CURL_CA_BUNDLE")
        or requests.utils.DEFAULT_CA_BUNDLE_PATH
    )
    return ssl.create_default_context(cafile=bundle)
