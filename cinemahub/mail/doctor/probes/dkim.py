"""What services tell their customers to publish, looked for in a domain: SPF names and DKIM selectors."""

import re

from cinemahub.mail.doctor.probes.resolver import Records
from cinemahub.mail.services.registry import SERVICES


def allows(includes: set[str], service: str) -> bool:
    """Tell whether one of the names in an SPF record is the service's."""
    spf = SERVICES[service].spf if service in SERVICES else ""
    return bool(spf) and any(re.fullmatch(spf, name) for name in includes)


def signing_selector(records: Records, domain: str, service: str) -> str | None:
    """Return a selector of the service that has a key in the domain; "" if none has, None if they are not known."""
    selectors = SERVICES[service].selectors if service in SERVICES else None
    if selectors is None:
        return None
    return next((each for each in selectors if _has_key(records, f"{each}._domainkey.{domain}")), "")


def _has_key(records: Records, name: str) -> bool:
    return any(re.search(r"\bp=\s*[A-Za-z0-9+/]", text) for text in records.texts(name))
