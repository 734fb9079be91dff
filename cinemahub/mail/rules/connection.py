"""Host, port, TLS and time limit of an SMTP server."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any

from cinemahub.mail.rules.problem import Problem
from cinemahub.mail.rules.problem import marked as _

SSL_PORT, STARTTLS_PORT = 465, 587
_MODES = _("Port 465 goes with EMAIL_USE_SSL=true, port 587 with EMAIL_USE_SSL=false and EMAIL_USE_TLS=true.")


def connection_problems(options: Mapping[str, Any]) -> Iterator[Problem]:
    """Judge the OPTIONS of Django's SMTP backend."""
    yield from _mode_problems(options)
    host = str(options.get("host") or "")
    if not host or host != host.strip() or set(host) & set("/@ \t\r\n") or host.count(":") == 1:
        yield Problem(
            "E004",
            "EMAIL_HOST",
            _("EMAIL_HOST must hold a host's name and nothing else."),
            _("Without scheme, port, login and spaces, for example smtp.yandex.ru."),
        )
    timeout = options.get("timeout")
    if timeout is None:
        text = _("There is no EMAIL_TIMEOUT: a server that does not answer would hold up an email forever.")
        yield Problem("W002", "EMAIL_TIMEOUT", text, _("Set EMAIL_TIMEOUT=10."))
    elif timeout <= 0:
        yield Problem("E005", "EMAIL_TIMEOUT", _("EMAIL_TIMEOUT must be above 0."), _("Set EMAIL_TIMEOUT=10."))


def _mode_problems(options: Mapping[str, Any]) -> Iterator[Problem]:
    use_ssl, use_tls = bool(options.get("use_ssl")), bool(options.get("use_tls"))
    if use_ssl and use_tls:
        text = _("EMAIL_USE_SSL and EMAIL_USE_TLS exclude each other, and both are on.")
        yield Problem("E001", "EMAIL_USE_TLS", text, _MODES)
    elif options.get("port") == SSL_PORT and not use_ssl:
        text = _("EMAIL_PORT is 465, where TLS begins with the first byte, and EMAIL_USE_SSL is off.")
        yield Problem("E002", "EMAIL_USE_SSL", text, _MODES)
    elif options.get("port") == STARTTLS_PORT and use_ssl:
        text = _("EMAIL_PORT is 587, where a connection begins unencrypted, and EMAIL_USE_SSL is on.")
        yield Problem("E003", "EMAIL_USE_SSL", text, _MODES)
    elif options.get("password") and not (use_ssl or use_tls or is_loopback(str(options.get("host") or ""))):
        text = _("The password would go over the network unencrypted: EMAIL_USE_SSL and EMAIL_USE_TLS are off.")
        yield Problem("W001", "EMAIL_USE_SSL", text, _MODES)


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() in {"localhost", "ip6-localhost"}
