"""What receivers do with the emails if neither SPF nor DKIM speaks for the domain in From."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cinemahub.mail.doctor.note import Note, good, not_checked, warning
from cinemahub.mail.doctor.probes.dmarc import Dmarc, read_dmarc
from cinemahub.mail.doctor.steps.domain.findings import Findings
from cinemahub.mail.privacy.masking import printable


def look_at_dmarc(findings: Findings) -> Iterator[Note]:
    dmarc = read_dmarc(findings.records, findings.domain)
    if dmarc.records != 1:
        yield _missing(findings.domain, dmarc)
        return
    if dmarc.invalid or not dmarc.published:
        said = printable(dmarc.invalid) or _("no p=")
        text = _("DMARC at %(domain)s has %(said)s, which is treated as p=none")
        yield warning(text % {"domain": dmarc.domain, "said": said}, _("Write p=none, p=quarantine or p=reject."))
    yield _alignment(findings, dmarc)


def _missing(domain: str, dmarc: Dmarc) -> Note:
    remedy = _("Publish a TXT record at _dmarc.%s: v=DMARC1; p=none") % domain
    if dmarc.records > 1:
        return warning(_("%d DMARC records, so receivers ignore them all") % dmarc.records, _("Leave one of them."))
    if dmarc.malformed:
        text = _("the DMARC record cannot be read, so receivers ignore it: %s") % printable(dmarc.malformed)
        return warning(text, _("It begins with v=DMARC1; and a semicolon stands between all its parts."))
    return warning(_("no DMARC record, which Gmail, Yahoo, Microsoft, Yandex and Mail.ru ask for"), remedy)


def _alignment(findings: Findings, dmarc: Dmarc) -> Note:
    policy = f"DMARC p={dmarc.policy}"
    if dmarc.is_test and dmarc.published != dmarc.policy:
        policy += _(" (p=%s in test mode)") % dmarc.published
    signers = {key.domain for key in findings.keys or []}
    by_dkim = any(dmarc.aligns_dkim(findings.domain, signer) for signer in signers)
    if findings.spf_vouches or by_dkim:
        names = [name for name, speaks in (("SPF", findings.spf_vouches), ("DKIM", by_dkim)) if speaks]
        return good(f"{policy}, {', '.join(names)}")
    if signers and findings.spf_vouches is False:
        text = _("%(policy)s with adkim=s, and the DKIM key is at %(signer)s, not exactly at the sender's domain")
        remedy = _("Publish a DKIM key for %s itself, or take adkim=s out of the DMARC record.") % findings.domain
        return warning(text % {"policy": policy, "signer": min(signers)}, remedy)
    if findings.keys is None or findings.spf_vouches is None:
        return not_checked(_("%s; whether SPF or DKIM is in line with the sender is not known") % policy)
    text = _("%s, and neither SPF nor DKIM is in line with the sender") % policy
    remedy = _("Switch DKIM on for the domain: with this policy emails go to spam or are refused.")
    return warning(text, remedy if dmarc.is_strict else _("Switch DKIM on for the domain."))
