"""Whether the mail service has a key to sign with for the domain."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cinemahub.mail.doctor.note import Note, good, not_checked, warning
from cinemahub.mail.doctor.probes.dkim import GOOD_BITS, Key, selectors_of, signing_keys
from cinemahub.mail.doctor.steps.domain.findings import Findings


def look_at_dkim(findings: Findings) -> Iterator[Note]:
    if selectors_of(findings.service) is None:
        findings.keys = None
        yield not_checked(_("DKIM: the selector is not known; mail_doctor --roundtrip shows it"))
        return
    keys = signing_keys(findings.records, findings.domain, findings.service)
    findings.keys = [key for key in keys if not key.problem]
    if findings.keys:
        yield from map(_good, findings.keys[:1])
        return
    for key in keys:
        text = _("no DKIM key that receivers accept: %(name)s: %(problem)s") % {
            "name": key.name,
            "problem": key.problem,
        }
        yield warning(text, _("Publish the record again as the mail service shows it."))
    if not keys:
        remedy = _("Switch DKIM on at the mail service for this domain and publish the record it shows.")
        yield warning(_("no DKIM key that the mail service could sign with"), remedy)


def _good(key: Key) -> Note:
    text = f"DKIM {key.name}, {key.kind.upper()} {key.bits}"
    if key.is_test:
        return warning(_("%s, in test mode (t=y)") % text, _("Take t=y out of the record once signing works."))
    if key.kind == "rsa" and key.bits < GOOD_BITS:
        return good(_("%s; 2048 is what is recommended") % text)
    return good(text)
