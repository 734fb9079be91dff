from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from cinemahub.mail.services.mailboxes import FREE_MAIL_DOMAINS, domain_of, same_mailbox
from cinemahub.mail.transport.configured import ConfiguredTransport

SENDERS = ("DEFAULT_FROM_EMAIL", "SERVER_EMAIL")
LOCAL_DOMAINS = ("localhost", "localhost.localdomain")


def check_senders(transport: ConfiguredTransport) -> Iterator[CheckMessage]:
    if transport.sends_nothing:
        return
    for variable in SENDERS:
        address = parseaddr(getattr(settings, variable))[1]
        yield from _check_address(transport, variable, address) or _check_fit(transport, variable, address)


def _check_address(transport: ConfiguredTransport, variable: str, address: str) -> list[CheckMessage]:
    """Complain of what no server takes from anybody."""
    try:
        validate_email(address)
    except ValidationError:
        text = _("%(variable)s holds no address that mail servers take.")
    else:
        if domain_of(address) not in LOCAL_DOMAINS:
            return []
        text = _("%(variable)s is an address at localhost, which exists on no other machine.")
    hint = _("Set it to the address in EMAIL_HOST_USER or to one in your own domain.")
    return [Error(text % {"variable": variable}, hint=hint, obj=transport, id="cinemahub.mail.E011")]


def _check_fit(transport: ConfiguredTransport, variable: str, address: str) -> Iterator[CheckMessage]:
    login = transport.username
    if transport.mailbox and "@" in login and not same_mailbox(address, login):
        yield Warning(
            _("%(variable)s is not the address in EMAIL_HOST_USER.") % {"variable": variable},
            hint=_("A mailbox sends only for its own address; an alias of the mailbox is fine."),
            obj=transport,
            id="cinemahub.mail.W004",
        )
    if transport.is_provider and domain_of(address) in FREE_MAIL_DOMAINS:
        yield Error(
            _("%(variable)s is in %(domain)s, for which no provider can sign.")
            % {"variable": variable, "domain": domain_of(address)},
            hint=_("Set it to an address in your own domain and verify the domain at the provider."),
            obj=transport,
            id="cinemahub.mail.E012",
        )
