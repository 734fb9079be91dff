"""Addresses in settings, read as strictly as sending reads them."""

from collections.abc import Iterator
from email.headerregistry import AddressHeader
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cinemahub.mail.privacy.addresses import stored_address
from cinemahub.mail.rules.problem import Problem
from cinemahub.mail.rules.problem import marked as _
from cinemahub.mail.services.addresses import domain_of, mailbox_at, same_mailbox
from cinemahub.mail.services.registry import FREE_MAIL_DOMAINS, relay_of

LOCAL_DOMAINS = ("localhost", "localhost.localdomain")


def bare_address(text: str) -> str:
    """Return the one address of `Name <address>`; "" if Django's SMTP backend would not accept the text.

    Source: prep_address in django/core/mail/backends/smtp.py.
    """
    if not text or any(not character.isprintable() for character in text):
        return ""
    try:
        parsed = AddressHeader.value_parser(text)
    except IndexError:  # Python 3.12.1, where an address ends with its @
        return ""
    mailboxes = parsed.all_mailboxes
    if parsed.all_defects or len(mailboxes) != 1:
        return ""
    return str(mailboxes[0].addr_spec)


def sender_domain(text: str) -> str:
    """Return the domain of a sender in ASCII; "" if there is none."""
    return domain_of(stored_address(bare_address(text)))


@lru_cache(8)
def is_at_free_mailbox(sender: str) -> bool:
    """Tell whether anybody can have such an address: a filter suspects an email from one that names another one."""
    return sender_domain(sender) in FREE_MAIL_DOMAINS


def address_problems(variable: str, text: str) -> Iterator[Problem]:
    """Judge what no server accepts from anybody."""
    words = {"variable": variable}
    address = bare_address(text)
    try:
        validate_email(address)
    except ValidationError:
        yield Problem(
            "E011",
            variable,
            _("%(variable)s holds no address that mail servers accept."),
            _('Write name@cinemahub.example or "Name" <name@cinemahub.example>, the name in quotation marks.'),
            words,
        )
        return
    if domain_of(address) in LOCAL_DOMAINS:
        text = _("%(variable)s is an address at localhost, which exists on no other machine.")
        yield Problem("E011", variable, text, _("Set it to an address in your own domain."), words)


def allow_list_problems(variable: str, entry: str) -> Iterator[Problem]:
    """Judge an address or a domain."""
    if "@" in entry.strip().removeprefix("@"):
        yield from address_problems(variable, entry)
    else:
        yield from address_problems(variable, f"anybody@{entry.strip().removeprefix('@')}")


def sender_problems(
    variable: str, text: str, *, host: str = "", username: str = "", through_provider: bool = False
) -> Iterator[Problem]:
    """Judge a sender; `host` and `username` are those of the SMTP server, if one sends."""
    problems = list(address_problems(variable, text))
    yield from problems
    address = bare_address(text)
    if problems:
        return
    if host and not relay_of(host):
        yield from _mailbox_problems(variable, address, host, username)
    elif (host or through_provider) and domain_of(address) in FREE_MAIL_DOMAINS:
        yield Problem(
            "E012",
            variable,
            _("%(variable)s is in %(domain)s, for which no provider can sign."),
            _("Set it to an address in your own domain and verify the domain at the provider."),
            {"variable": variable, "domain": domain_of(address)},
        )


def _mailbox_problems(variable: str, address: str, host: str, username: str) -> Iterator[Problem]:
    mailbox = mailbox_at(host)
    if mailbox is None or "@" not in username or same_mailbox(address, username):
        return
    only_owner = mailbox.sends_only_as_owner and domain_of(username) in mailbox.domains
    yield Problem(
        "E017" if only_owner else "W004",
        variable,
        _("%(variable)s is not the address in EMAIL_HOST_USER, and %(service)s sends for no other.")
        if only_owner
        else _("%(variable)s is not the address in EMAIL_HOST_USER."),
        _("Set it to the address in EMAIL_HOST_USER; a name before it is fine.")
        if only_owner
        else _("A mailbox sends only for its own address; an alias of the mailbox is fine."),
        {"variable": variable, "service": mailbox.name},
    )
