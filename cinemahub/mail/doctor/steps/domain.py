"""Whether receivers have reason to believe the sender: MX, SPF, DKIM and DMARC of the domain in DEFAULT_FROM_EMAIL.

None of it keeps a letter from being sent, so nothing here is a failure: it decides between inbox and spam.
"""

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, good, not_checked, warning
from cinemahub.mail.doctor.probes.dkim import allows, signing_selector
from cinemahub.mail.doctor.probes.dmarc import read_dmarc
from cinemahub.mail.doctor.probes.resolver import DnsAwayError, Records
from cinemahub.mail.doctor.probes.spf import MAX_LOOKUPS, Spf, read_spf
from cinemahub.mail.services.addresses import domain_of
from cinemahub.mail.services.registry import FREE_MAIL_DOMAINS

NAMES_FOR_TESTS = ("test", "example", "invalid", "localhost", "example.com", "example.org", "example.net")  # RFC 2606


def look_at_domain(case: Case) -> Iterator[Note]:
    domain = domain_of(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    if case.transport.sends_nothing:
        yield not_checked(_("the letters stay on this machine"))
    elif f".{domain}".endswith(tuple(f".{name}" for name in NAMES_FOR_TESTS)):
        yield not_checked(_("%s is a name for examples and tests") % domain)
    elif domain in FREE_MAIL_DOMAINS:
        yield good(_("%s sees to SPF, DKIM and DMARC itself") % domain)
    else:
        try:
            yield from _judge(case, domain, Records())
        except DnsAwayError:
            yield not_checked(_("DNS does not answer"))


def _judge(case: Case, domain: str, records: Records) -> Iterator[Note]:
    yield _mx(records, domain)
    service = case.service
    spf, selector = read_spf(records, domain), signing_selector(records, domain, service)
    yield _spf(case, domain, spf, service)
    yield _dkim(domain, selector)
    yield _dmarc(records, domain, by_spf=_spf_vouches(case, spf, service), selector=selector)


def _mx(records: Records, domain: str) -> Note:
    hosts = records.mail_hosts(domain)
    if any(hosts):
        return good(f"MX {', '.join(sorted(hosts))}")
    remedy = _("Give the domain an MX record: many servers refuse senders who take no mail.")
    return warning(_("%s takes no mail, so nobody can answer and no failure is heard of") % domain, remedy)


def _spf(case: Case, domain: str, spf: Spf, service: str) -> Note:
    if spf.records == 0:
        remedy = _("Publish a TXT record at %s: v=spf1, then what your mail service tells you, then ~all.") % domain
        return warning(_("no SPF record"), remedy)
    if spf.records > 1:
        return warning(_("%d SPF records, which counts as none") % spf.records, _("Put them together into one."))
    if spf.too_deep:
        text = _("SPF needs more than %d look-ups, which counts as broken") % MAX_LOOKUPS
        return warning(text, _("Take out what sends no letters for the domain any more."))
    if spf.broken:
        text = _("SPF is broken at: %s") % ", ".join(spf.broken)
        return warning(text, _("Correct or take out what is named there."))
    if case.transport.is_provider or _spf_vouches(case, spf, service):
        return good(_("SPF with %d look-ups") % spf.lookups)
    text = _("SPF does not allow %s") % (service or case.host)
    return warning(text, _("Add what the mail service tells you, or the address its letters come from."))


def _spf_vouches(case: Case, spf: Spf, service: str) -> bool:
    """Tell whether SPF speaks for the sender's own domain: a provider's envelope has the provider's."""
    if case.transport.is_provider or spf.records != 1 or spf.too_deep or spf.broken:
        return False
    return allows(spf.includes, service) or any(spf.names(address) for address in case.addresses)


def _dkim(domain: str, selector: str | None) -> Note:
    if selector is None:
        return not_checked(_("DKIM: the selector is not known; a letter's Authentication-Results show it"))
    if selector:
        return good(f"DKIM {selector}._domainkey.{domain}")
    remedy = _("Switch DKIM on at the mail service for this domain and publish the record it shows.")
    return warning(_("no DKIM key that the mail service could sign with"), remedy)


def _dmarc(records: Records, domain: str, *, by_spf: bool, selector: str | None) -> Note:
    dmarc = read_dmarc(records, domain)
    if dmarc.records == 0:
        remedy = _("Publish a TXT record at _dmarc.%s: v=DMARC1; p=none") % domain
        return warning(_("no DMARC record, which Gmail, Yandex and Mail.ru ask for"), remedy)
    if dmarc.records > 1:
        return warning(_("%d DMARC records, which counts as none") % dmarc.records, _("Leave one of them."))
    if by_spf or selector:
        return good(f"DMARC p={dmarc.policy}, {'SPF' if by_spf else 'DKIM'}")
    text = _("DMARC p=%s, and neither SPF nor DKIM is in line with the sender") % dmarc.policy
    if selector is None:
        return not_checked(text)
    remedy = _("Switch DKIM on for the domain: with this policy letters go to spam or are refused.")
    return warning(text, remedy if dmarc.is_strict else _("Switch DKIM on for the domain."))
