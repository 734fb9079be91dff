"""Whose mailbox an address is, and when two addresses are one mailbox."""

from cinemahub.mail.privacy.addresses import comparable_address
from cinemahub.mail.privacy.hashing import keyed_hashes
from cinemahub.mail.services.registry import MAILBOXES
from cinemahub.mail.services.service import MailboxService


def mailbox_at(host: str) -> MailboxService | None:
    """Return the service whose SMTP server this is."""
    return next((mailbox for mailbox in MAILBOXES.values() if host.lower().rstrip(".") in mailbox.smtp), None)


def mailbox_of(address: str) -> MailboxService | None:
    """Return the service whose own domain this address is in."""
    return next((mailbox for mailbox in MAILBOXES.values() if domain_of(address) in mailbox.domains), None)


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower().rstrip(".")


def same_mailbox(one: str, other: str) -> bool:
    """Tell whether two addresses are spellings of one."""
    return folded(one) == folded(other)


def folded(address: str) -> str:
    """Write an address as all spellings of its mailbox are written: without tag, as its service folds it."""
    service, domain = mailbox_of(address), domain_of(address)
    local_part = address.rpartition("@")[0].lower()
    if service is None:
        return f"{local_part}@{domain}"
    if service.tag:
        local_part = local_part.partition(service.tag)[0]
    for character, instead in service.folds.items():
        local_part = local_part.replace(character, instead)
    return f"{local_part}@{min(service.domains) if service.interchangeable else domain}"


def mailbox_hash(address: str) -> str:
    """Hash the mailbox an address leads to; for limits alone, see `mailbox_hashes`."""
    return mailbox_hashes(address)[0]


def mailbox_hashes(address: str) -> list[str]:
    """Hash a mailbox with SECRET_KEY and with each earlier key.

    More spellings are one here than when accounts are told apart: a tag after + is one nearly everywhere.
    """
    local_part, _at, domain = folded(comparable_address(address)).rpartition("@")
    return keyed_hashes("mailbox", f"{local_part.partition('+')[0]}@{domain}")
