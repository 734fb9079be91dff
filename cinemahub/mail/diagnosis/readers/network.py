"""What an exception of a socket, of TLS or of the resolver shows."""

import errno
import os
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

from cinemahub.mail.diagnosis.finding import Finding
from cinemahub.mail.diagnosis.vocabulary import Step

UNKNOWN_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME), socket.EAI_SERVICE}
CA_FILES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
NO_CA_FILE = "Could not find a suitable TLS CA certificate bundle"  # requests' words
LOST = {errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, errno.ENOTCONN}

# OpenSSL's words in the text of the error, since an SSLError has no other mark that lasts over its versions.
CERTIFICATE_WORDS = {
    "has expired": "certificate_expired",
    "not yet valid": "certificate_expired",
    "mismatch": "certificate_name",
    "not valid for": "certificate_name",
}
TLS_WORDS = {
    "WRONG_VERSION_NUMBER": "tls_mode_mismatch",
    "RECORD_LAYER_FAILURE": "tls_mode_mismatch",
    "UNKNOWN_PROTOCOL": "tls_mode_mismatch",
    "HTTP_REQUEST": "tls_mode_mismatch",
    "PROTOCOL_VERSION": "tls_too_old",
    "UNSUPPORTED_PROTOCOL": "tls_too_old",
    "HANDSHAKE_FAILURE": "tls_too_old",
    "TOO_SMALL": "tls_too_old",
    "EOF": "connection_lost",
}


def read_network(error: OSError, step: Step | None) -> Finding:
    match error:
        case ssl.SSLCertVerificationError():
            untrusted = "ca_file_missing" if _ca_file_is_missing() else "certificate_untrusted"
            return Finding(_by_words(CERTIFICATE_WORDS, error, untrusted), Step.TLS, str(error))
        case ssl.SSLError():
            return Finding(_by_words(TLS_WORDS, error, "tls_failed"), Step.TLS, str(error))
        case socket.gaierror():
            code = "host_unknown" if error.errno in UNKNOWN_NAME else "dns_away"
            return Finding(code, Step.DNS, error.strerror or "")
        case TimeoutError():
            return Finding(_timeout_at(step), step, error.strerror or "timed out")
        case ConnectionRefusedError():
            return Finding("connection_refused", step or Step.CONNECT, error.strerror or "")
        case FileNotFoundError() | IsADirectoryError() | NotADirectoryError():
            return Finding("mailer_misconfigured" if step else "broken_letter", step)
    if str(error).startswith(NO_CA_FILE):
        return Finding("ca_file_missing", Step.TLS)
    code = "network_unreachable"
    if isinstance(error, ConnectionError) or error.errno in LOST:
        code = "reply_lost" if step is Step.DATA else "connection_lost"
    return Finding(code, step, error.strerror or "")


def _ca_file_is_missing() -> bool:
    """Tell whether a variable names a file that is not there; OpenSSL then trusts nobody, without a word."""
    named = (os.environ.get(name) for name in CA_FILES)
    return any(path and not Path(path).exists() for path in named)


def network_error_behind(error: BaseException) -> OSError | None:
    """Dig out what HTTP libraries wrap: the error of the socket, of TLS or of the resolver."""
    known = (ssl.SSLError, socket.gaierror, ConnectionRefusedError)
    return next((cause for cause in _chain(error) if isinstance(cause, known)), None)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _by_words(words: dict[str, str], error: ssl.SSLError, otherwise: str) -> str:
    text = str(error)
    return next((code for word, code in words.items() if word in text), otherwise)


def _timeout_at(step: Step | None) -> str:
    if step is Step.DATA:
        return "reply_lost"
    return "connect_timeout" if step in {None, Step.DNS, Step.CONNECT} else "answer_timeout"
