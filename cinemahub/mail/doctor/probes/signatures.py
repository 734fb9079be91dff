"""The DKIM signatures of a letter, verified as a receiver does it (RFC 6376, 6)."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes

import dkim
from django.utils.translation import gettext as _
from dkim.util import InvalidTagValueList, parse_tag_value

from cinemahub.mail.doctor.probes.dkim import MIN_BITS, read_key
from cinemahub.mail.doctor.probes.resolver import Records

MAX_SIGNATURES = 5  # of one letter; a mail service and a provider in between make two

_silent = logging.getLogger(f"{__name__}.silent")
_silent.disabled = True


@dataclass(frozen=True)
class Signature:
    """`problem` says why it is not believed, "" if it is."""

    domain: str
    selector: str
    problem: str = ""


def signatures_of(letter: bytes, records: Records) -> Iterator[Signature]:
    """DnsAwayError if the domain of one says nothing."""
    headers = message_from_bytes(letter).get_all("DKIM-Signature", [])
    for place, header in enumerate(headers[:MAX_SIGNATURES]):
        try:
            tags = parse_tag_value(str(header).encode("ascii", "replace"))
            domain, selector = tags[b"d"].decode().lower(), tags[b"s"].decode()
        except (InvalidTagValueList, KeyError, UnicodeDecodeError):
            yield Signature("?", "?", _("it cannot be read"))
            continue
        yield Signature(domain, selector, _problem(letter, place, domain, selector, records))


def _problem(letter: bytes, place: int, domain: str, selector: str, records: Records) -> str:
    key = next(read_key(records, domain, selector), None)
    if key is None:
        return _("there is no key at %s") % f"{selector}._domainkey.{domain}"
    if key.problem:
        return key.problem
    verifier = dkim.DKIM(letter, logger=_silent, minkey=MIN_BITS)
    try:
        is_good = verifier.verify(idx=place, dnsfunc=lambda name, timeout: _key_text(records, name))
    except dkim.NaClNotFoundError:
        return _("an Ed25519 signature is not verified here")
    except dkim.ValidationError as error:
        return _("the body was changed on the way") if "body hash" in str(error) else str(error)
    except dkim.DKIMException as error:
        return str(error)
    return "" if is_good else _("its headers were changed on the way, or another key signed it")


def _key_text(records: Records, name: bytes) -> str | None:
    return next(iter(records.texts(name.decode().rstrip("."))), None)
