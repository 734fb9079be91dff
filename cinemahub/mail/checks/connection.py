from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, Warning
from django.utils.translation import gettext as _

from cinemahub.mail.transport.configured import ConfiguredTransport, is_loopback

SSL_PORT, STARTTLS_PORT = 465, 587


def check_connection(transport: ConfiguredTransport) -> Iterator[CheckMessage]:
    options = transport.options
    use_ssl, use_tls = bool(options.get("use_ssl")), bool(options.get("use_tls"))
    modes = _("Port 465 goes with EMAIL_USE_SSL=true, port 587 with EMAIL_USE_SSL=false and EMAIL_USE_TLS=true.")
    if use_ssl and use_tls:
        text = _("EMAIL_USE_SSL and EMAIL_USE_TLS exclude each other, and both are on.")
        yield Error(text, hint=modes, obj=transport, id="cinemahub.mail.E001")
    elif options.get("port") == SSL_PORT and not use_ssl:
        text = _("EMAIL_PORT is 465, where TLS begins with the first byte, and EMAIL_USE_SSL is off.")
        yield Error(text, hint=modes, obj=transport, id="cinemahub.mail.E002")
    elif options.get("port") == STARTTLS_PORT and use_ssl:
        text = _("EMAIL_PORT is 587, where a connection begins unencrypted, and EMAIL_USE_SSL is on.")
        yield Error(text, hint=modes, obj=transport, id="cinemahub.mail.E003")
    elif transport.password and not (use_ssl or use_tls or is_loopback(transport.host)):
        text = _("The password would go over the network unencrypted: EMAIL_USE_SSL and EMAIL_USE_TLS are off.")
        yield Warning(text, hint=modes, obj=transport, id="cinemahub.mail.W001")
    yield from _check_host(transport)
    yield from _check_timeout(transport)


def _check_host(transport: ConfiguredTransport) -> Iterator[CheckMessage]:
    host = transport.host
    if not host or host != host.strip() or set(host) & set("/@ \t\r\n") or host.count(":") == 1:
        yield Error(
            _("EMAIL_HOST must hold a host's name and nothing else."),
            hint=_("Without scheme, port, login and spaces, for example smtp.yandex.ru."),
            obj=transport,
            id="cinemahub.mail.E004",
        )


def _check_timeout(transport: ConfiguredTransport) -> Iterator[CheckMessage]:
    timeout = transport.options.get("timeout")
    if timeout is None:
        text = _("There is no EMAIL_TIMEOUT: a server that does not answer would keep a letter for ever.")
        yield Warning(text, hint=_("Set EMAIL_TIMEOUT=10."), obj=transport, id="cinemahub.mail.W002")
    elif timeout <= 0:
        text = _("EMAIL_TIMEOUT must be above 0.")
        yield Error(text, hint=_("Set EMAIL_TIMEOUT=10."), obj=transport, id="cinemahub.mail.E005")
