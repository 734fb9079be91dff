"""Staging's guard: it writes to the addresses and domains in MAIL_ONLY_TO and to nobody else."""

import logging

from django.conf import settings

from cinemahub.mail.privacy.addresses import comparable_address

log = logging.getLogger(__name__)


def is_allowed(address: str) -> bool:
    """Tell whether an address or its very domain is listed; an empty list is no restriction."""
    allowed = {_canonical_entry(entry) for entry in settings.MAIL_ONLY_TO or []}
    address = comparable_address(address)
    return not allowed or address in allowed or address.rpartition("@")[2] in allowed


def warn_if_open() -> None:
    """Say it if this environment asks for the guard and lists nobody; MAIL_ONLY_TO None asks for none."""
    if settings.MAIL_ONLY_TO == []:
        log.warning("MAIL_ONLY_TO is empty: emails go to everyone, to real people too.")


def _canonical_entry(entry: str) -> str:
    """Spell an address, or a domain with or without its @, as addresses are compared."""
    local_part, _at, domain = entry.strip().rpartition("@")
    return comparable_address(f"{local_part or 'anybody'}@{domain}").removeprefix("" if local_part else "anybody@")
