"""Whether the domain lets the transport's servers send for it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cinemahub.mail.doctor.note import Note, good, not_checked, warning
from cinemahub.mail.doctor.probes.spf.evaluation import MAX_LOOKUPS, Result, SeveralRecordsError, TooManyLookupsError
from cinemahub.mail.doctor.probes.spf.look import Spf, read_spf, sample_addresses
from cinemahub.mail.doctor.probes.spf.terms import BrokenSpfError
from cinemahub.mail.doctor.steps.domain.findings import Findings
from cinemahub.mail.services.registry import SERVICES


def look_at_spf(findings: Findings) -> Iterator[Note]:
    spf = read_spf(findings.records, findings.sender)
    if spf.broken is not None:
        yield _broken(spf.broken)
        return
    if spf.result is Result.NONE:
        remedy = _("Publish a TXT record at %s: v=spf1, then what your mail service tells you, then ~all.")
        yield warning(_("no SPF record"), remedy % findings.domain)
        return
    if spf.result is Result.PASSES:
        yield warning(_("SPF lets every server in the world send (+all)"), _("End the record with ~all or -all."))
    yield _permission(findings, spf)


def _broken(broken: BrokenSpfError) -> Note:
    match broken:
        case SeveralRecordsError():
            text = _("%d SPF records, so receivers ignore them all") % broken.records
            return warning(f"{text} ({broken.at})", _("Put them together into one."))
        case TooManyLookupsError():
            text = _("SPF needs more than %d look-ups, so receivers ignore it") % MAX_LOOKUPS
            return warning(text, _("Take out what sends no emails for the domain any more."))
    remedy = _("Correct or take out what is named there: as it is, receivers treat the whole record as broken.")
    return warning(_("SPF is broken at: %(at)s (%(why)s)") % {"at": broken.at, "why": broken.why}, remedy)


def _permission(findings: Findings, spf: Spf) -> Note:
    """A provider's envelope has a domain of its own, so this record is not asked."""
    size = ngettext("SPF with %d look-up", "SPF with %d look-ups", spf.lookups) % spf.lookups
    if findings.case.transport.is_provider:
        return good(size)
    allowed, asked = _allowed(findings, spf)
    who = findings.service or findings.case.host
    remedy = _("Add what the mail service tells you, or the address its emails come from.")
    if asked and allowed == asked:
        findings.spf_vouches = True
        return good(size)
    if allowed:
        return warning(_("SPF allows only some of the servers of %s") % who, remedy)
    if asked and (findings.service or _is_known(findings)):
        return warning(_("SPF does not allow %s") % who, remedy)
    findings.spf_vouches = None
    return not_checked(_("%(size)s; which addresses %(who)s sends from is not known") % {"size": size, "who": who})


def _allowed(findings: Findings, spf: Spf) -> tuple[int, int]:
    """Count the addresses that may send, and those that were tried."""
    name = SERVICES[findings.service].spf if findings.service in SERVICES else ""
    addresses = sample_addresses(findings.records, name) if name else findings.addresses
    return sum(spf.permits(address, findings.case.host) for address in addresses), len(addresses)


def _is_known(findings: Findings) -> bool:
    return findings.is_own_server and all(address.is_global for address in findings.addresses)
