"""Mailbox services: where they take letters and give them out, and how their own domains are recognised."""

from typing import NamedTuple


class Mailbox(NamedTuple):
    smtp: tuple[str, ...]
    imap: str
    domains: frozenset[str]  # anybody can have an address there
    interchangeable: bool = False  # a***@one.domain and a***@another are one mailbox


MAILBOXES = {
    "yandex": Mailbox(
        ("smtp.yandex.ru", "smtp.yandex.com"),
        "imap.yandex.ru",
        frozenset({"yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "yandex.com.tr"}),
        interchangeable=True,
    ),
    "gmail": Mailbox(
        ("smtp.gmail.com",), "imap.gmail.com", frozenset({"gmail.com", "googlemail.com"}), interchangeable=True
    ),
    "mailru": Mailbox(
        ("smtp.mail.ru",),
        "imap.mail.ru",
        frozenset({"mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "xmail.ru"}),
    ),
    "outlook": Mailbox(
        ("smtp.office365.com", "smtp-mail.outlook.com"),
        "outlook.office365.com",
        frozenset({"outlook.com", "hotmail.com", "live.com", "msn.com"}),
    ),
    "rambler": Mailbox(("smtp.rambler.ru",), "imap.rambler.ru", frozenset({"rambler.ru", "lenta.ru", "ro.ru"})),
    "yahoo": Mailbox(("smtp.mail.yahoo.com",), "imap.mail.yahoo.com", frozenset({"yahoo.com", "ymail.com"})),
    "icloud": Mailbox(("smtp.mail.me.com",), "imap.mail.me.com", frozenset({"icloud.com", "me.com", "mac.com"})),
}
FREE_MAIL_DOMAINS = frozenset().union(*(mailbox.domains for mailbox in MAILBOXES.values()))


def mailbox_at(host: str) -> Mailbox | None:
    """Return the service whose SMTP server this is."""
    return next((mailbox for mailbox in MAILBOXES.values() if host.lower().rstrip(".") in mailbox.smtp), None)


def mailbox_of(address: str) -> Mailbox | None:
    """Return the service whose own domain this address is in."""
    return next((mailbox for mailbox in MAILBOXES.values() if domain_of(address) in mailbox.domains), None)


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower().rstrip(".")


def same_mailbox(one: str, other: str) -> bool:
    """Tell whether two addresses are spellings of one."""
    if one.lower() == other.lower():
        return True
    service = mailbox_of(one)
    if service is None or not service.interchangeable or service is not mailbox_of(other):
        return False
    return _plain(one) == _plain(other)


def _plain(address: str) -> str:
    """Drop what Yandex and Gmail do not look at: case, dots and hyphens, and a tag after a plus."""
    local_part = address.rpartition("@")[0].lower().partition("+")[0]
    return local_part.replace(".", "").replace("-", "")
