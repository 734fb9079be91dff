"""DMARC: what receivers do with a letter whose sender nobody vouches for."""

import re
from dataclasses import dataclass

from cinemahub.mail.doctor.probes.resolver import Records


@dataclass(frozen=True)
class Dmarc:
    records: int
    domain: str = ""  # where the record stands: the sender's domain or one above it
    policy: str = ""

    @property
    def is_strict(self) -> bool:
        return self.policy in {"quarantine", "reject"}


def read_dmarc(records: Records, domain: str) -> Dmarc:
    """Look at the domain and, as long as there is nothing, at the ones above it."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        found = [text for text in records.texts(f"_dmarc.{name}") if re.match(r"v\s*=\s*DMARC1\b", text)]
        if found:
            return Dmarc(len(found), name, _policy(found[0], inherited=start > 0))
    return Dmarc(0)


def _policy(text: str, *, inherited: bool) -> str:
    pairs = (tag.lower().partition("=") for tag in text.split(";"))
    tags = {name.strip(): value.strip() for name, _, value in pairs}
    return tags.get("sp", tags.get("p", "")) if inherited else tags.get("p", "")
