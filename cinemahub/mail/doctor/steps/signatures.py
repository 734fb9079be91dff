"""Whether the email that came back bears a DKIM signature that speaks for the sender."""

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from cinemahub.mail.doctor.note import Note, good, not_checked, warning
from cinemahub.mail.doctor.probes.dmarc import read_dmarc
from cinemahub.mail.doctor.probes.resolver import DnsAwayError, Records
from cinemahub.mail.doctor.probes.signatures import Signature, signatures_of
from cinemahub.mail.privacy.masking import printable
from cinemahub.mail.services.addresses import domain_of


def look_at_signatures(letter: bytes, *, is_believed: bool = False) -> Iterator[Note]:
    """Judge each; `is_believed`: the receiver found a good one, which it need not have left in the email."""
    try:
        records = Records()
        signatures = list(signatures_of(letter, records))
        if not signatures and not is_believed:
            yield not_checked(_("no DKIM signature: some mail services sign only what leaves them"))
        yield from _judge(signatures, records)
    except DnsAwayError:
        yield not_checked(_("DKIM: DNS does not answer, so no signature can be verified"))


def _judge(signatures: list[Signature], records: Records) -> Iterator[Note]:
    sender = punycode(domain_of(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    good_ones = [signature for signature in signatures if not signature.problem]
    speaking = [each for each in good_ones if _speaks_for(sender, each.domain, records)]
    for each in speaking[:1]:
        yield good(_("DKIM signature of %(domain)s, selector %(selector)s, is good") % _named(each))
    for each in signatures if not speaking else ():
        if each.problem:
            text = _("DKIM signature of %(domain)s, selector %(selector)s: %(problem)s") % _named(each)
            remedy = _("Publish the key again as the mail service shows it, or find what changes emails on the way.")
            yield warning(text, remedy)
    if good_ones and not speaking:
        text = _("signed by %(signer)s, which does not speak for %(sender)s")
        text %= {"signer": printable(good_ones[0].domain), "sender": sender}
        yield warning(text, _("Switch DKIM on for your own domain at the mail service."))


def _speaks_for(sender: str, signer: str, records: Records) -> bool:
    return sender == signer or read_dmarc(records, sender).aligns_dkim(sender, signer)


def _named(signature: Signature) -> dict[str, str]:
    return {
        "domain": printable(signature.domain),
        "selector": printable(signature.selector),
        "problem": printable(signature.problem),
    }
