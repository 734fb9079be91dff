"""DKIM keys in DNS (RFC 6376, 3.6.1)."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from dkim.crypto import UnparsableKeyError, parse_public_key
from dkim.util import InvalidTagValueList, parse_tag_value

from cinemahub.mail.doctor.probes.resolver import Records
from cinemahub.mail.services.registry import SERVICES

MIN_BITS, GOOD_BITS = 1024, 2048  # RFC 8301, 3.2
ED25519_BYTES = 32


@dataclass(frozen=True)
class Key:
    """A key record; `problem` says why no receiver verifies with it."""

    selector: str
    domain: str
    kind: str = "rsa"
    bits: int = 0
    is_test: bool = False
    problem: str = ""

    @property
    def name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"


def signing_keys(records: Records, domain: str, service: str) -> list[Key]:
    """Return the keys a service could sign with: for the domain, or for one above it, which may sign for it too."""
    return [
        key
        for place in _places(domain)
        for selector in selectors_of(service) or ()
        for key in read_key(records, place, selector)
    ]


def selectors_of(service: str) -> tuple[str, ...] | None:
    """Return the selectors a service signs with; None if they are not known."""
    return SERVICES[service].selectors if service in SERVICES else None


def read_key(records: Records, domain: str, selector: str) -> Iterator[Key]:
    """Yield the key, good or not, if there is a record."""
    name = f"{selector}._domainkey.{domain}"
    texts = records.texts(name)
    if len(texts) > 1:
        yield Key(selector, domain, problem=_("there are several records, and none of them can be trusted"))
    elif texts:
        yield _read(selector, domain, texts[0])
    elif alias := records.alias_of(name):
        problem = _("it is a CNAME to %s, where there is no key") % alias
        yield Key(selector, domain, problem=problem)


def _read(selector: str, domain: str, text: str) -> Key:
    try:
        tags = {name.decode(): value.decode() for name, value in parse_tag_value(text.encode()).items()}
    except InvalidTagValueList:
        return Key(selector, domain, problem=_("it is malformed"))
    kind = tags.get("k", "rsa").lower()
    bits, problem = _judge(tags, kind)
    return Key(selector, domain, kind, bits, is_test="y" in tags.get("t", "").split(":"), problem=problem)


def _judge(tags: dict[str, str], kind: str) -> tuple[int, str]:
    data = "".join(tags.get("p", "").split())
    hashes, services = _list(tags.get("h", "sha256")), _list(tags.get("s", "*"))
    if tags.get("v", "DKIM1") != "DKIM1" or (next(iter(tags)) != "v" and "v" in tags) or "p" not in tags:
        return 0, _("it is malformed")
    if not data:
        return 0, _("it is revoked: p= is empty")
    if kind not in {"rsa", "ed25519"} or "sha256" not in hashes or not {"*", "email"} & services:
        return 0, _("it is not for signing emails with SHA-256")
    bits = _bits(kind, data)
    if not bits:
        return 0, _("p= holds no key: was it cut when it was pasted?")
    if kind == "rsa" and bits < MIN_BITS:
        return bits, _("it is too short: receivers do not accept less than 1024 bits")
    return bits, ""


def _bits(kind: str, data: str) -> int:
    """Return the length of a public key, 0 if it is none."""
    try:
        raw = base64.b64decode(data, validate=True)
        if kind == "ed25519":
            return 256 if len(raw) == ED25519_BYTES else 0
        return int(parse_public_key(raw)["modulus"]).bit_length()
    except (binascii.Error, UnparsableKeyError, LookupError, ValueError):
        return 0


def _list(value: str) -> set[str]:
    return {each.strip().lower() for each in value.split(":")}


def _places(domain: str) -> list[str]:
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]
