"""DMARC: what receivers do with an email whose sender nobody vouches for (RFC 9989, which replaced RFC 7489)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cinemahub.mail.doctor.probes.resolver import Records

MAX_QUESTIONS = 8  # of the walk up the tree of names (4.10)
RECORD = re.compile(r"[vV]\s*=\s*DMARC1\s*(;|$)")  # its case counts
ALMOST = re.compile(r"\s*v\s*=\s*DMARC", re.IGNORECASE)
POLICIES = ("none", "quarantine", "reject")


@dataclass(frozen=True)
class Dmarc:
    """`policy` is what counts; "" if there is no record, or none that counts."""

    records: int
    domain: str = ""  # where the record stands: the sender's domain or one above it
    organization: str = ""  # the organizational domain of the sender
    policy: str = ""
    published: str = ""
    invalid: str = ""  # the tag that makes the record count as p=none
    is_test: bool = False
    adkim_strict: bool = False
    aspf_strict: bool = False
    malformed: str = ""  # a record that looks like one and is none

    @property
    def is_strict(self) -> bool:
        return self.policy in {"quarantine", "reject"}

    def aligns_dkim(self, sender: str, signer: str) -> bool:
        """Tell whether a signature of that domain speaks for the sender's."""
        if sender == signer or self.adkim_strict:
            return sender == signer
        return _is_within(sender, self.organization) and _is_within(signer, self.organization)


def read_dmarc(records: Records, domain: str) -> Dmarc:
    """Find the policy for emails from a domain, and what its organization is."""
    found = list(_walk(records, domain))
    at_sender = records_at(records, domain)
    organization = _organization(domain, found)
    if len(at_sender) > 1:
        return Dmarc(len(at_sender), domain, organization)
    places = dict(found)
    place = next((each for each in (domain, organization) if each in places), found[-1][0] if found else "")
    if not place:
        return Dmarc(0, organization=organization, malformed=_almost(records, domain))
    tags = places[place]
    return _judged(tags, place, organization, _wanted(tags, records, domain, place))


def records_at(records: Records, domain: str) -> list[str]:
    return [text for text in records.texts(f"_dmarc.{domain}") if RECORD.match(text)]


type Tags = dict[str, str]


def _walk(records: Records, domain: str) -> Iterator[tuple[str, Tags]]:
    """Go up from the sender's domain, as far as somebody says that it ends there."""
    labels = domain.split(".")
    starts = [0, *range(max(1, len(labels) - MAX_QUESTIONS + 1), len(labels))]
    for start in starts:
        name = ".".join(labels[start:])
        texts = records_at(records, name)
        if len(texts) != 1:
            continue
        tags = _tags(texts[0])
        is_public_suffix = tags.get("psd") == "y"
        if "." in name or is_public_suffix:  # a top-level domain is nobody's organization, unless it says so
            yield name, tags
        if tags.get("psd") == "n" or (is_public_suffix and start):
            return


def _organization(domain: str, found: list[tuple[str, Tags]]) -> str:
    """Name the organizational domain (4.10.2)."""
    if not found:
        return domain
    place, tags = found[-1]
    if tags.get("psd") == "y" and place != domain:
        below = domain.removesuffix(f".{place}").rpartition(".")[2]
        return f"{below}.{place}"
    return place


def _tags(text: str) -> Tags:
    tags: Tags = {}
    for name, _, value in (tag.partition("=") for tag in text.split(";")):
        known = tags.get(name.strip().lower())
        tags[name.strip().lower()] = value.strip() if known is None else f"{known}; {name.strip()}={value.strip()}"
    return tags


def _wanted(tags: Tags, records: Records, domain: str, place: str) -> str:
    """Choose between p, sp and np (4.7)."""
    if domain == place:
        return tags.get("p", "")
    below = tags.get("sp", tags.get("p", ""))
    return below if records.exists(domain) else tags.get("np", below)


def _judged(tags: Tags, place: str, organization: str, wanted: str) -> Dmarc:
    """Say what a record comes to; a tag that is there twice is no policy either."""
    policy = wanted.lower() or "none"
    named = {name: tags[name] for name in ("p", "sp", "np") if name in tags}
    invalid = next((f"{name}={value}" for name, value in named.items() if value.lower() not in POLICIES), "")
    is_test = tags.get("t", "").lower() == "y"
    if invalid:
        policy = "none"  # receivers that get reports go by it, the others by nothing (4.10.1): the same for a letter
    elif is_test:
        policy = POLICIES[max(0, POLICIES.index(policy) - 1)]
    return Dmarc(
        1,
        place,
        organization,
        policy,
        published=wanted.lower(),
        invalid=invalid,
        is_test=is_test,
        adkim_strict=tags.get("adkim", "").lower() == "s",
        aspf_strict=tags.get("aspf", "").lower() == "s",
    )


def _almost(records: Records, domain: str) -> str:
    return next((text for text in records.texts(f"_dmarc.{domain}") if ALMOST.match(text)), "")


def _is_within(name: str, domain: str) -> bool:
    return f".{name}".endswith(f".{domain}")
