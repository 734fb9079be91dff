"""Whether receivers have reason to believe the sender: MX, SPF, DKIM and DMARC of the domain in DEFAULT_FROM_EMAIL.

None of it keeps an email from being sent, so nothing here is a failure: it decides between inbox and spam.
"""

from collections.abc import Callable, Iterator
from email.utils import parseaddr

from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from cinemahub.mail.checks.transport import senders_of
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, good, not_checked, warning
from cinemahub.mail.doctor.probes.resolver import DnsAwayError, Records
from cinemahub.mail.doctor.steps.domain.dkim import look_at_dkim
from cinemahub.mail.doctor.steps.domain.dmarc import look_at_dmarc
from cinemahub.mail.doctor.steps.domain.findings import Findings
from cinemahub.mail.doctor.steps.domain.hosts import look_at_mx, look_at_ptr
from cinemahub.mail.doctor.steps.domain.spf import look_at_spf
from cinemahub.mail.services.addresses import domain_of, mailbox_of
from cinemahub.mail.services.registry import FREE_MAIL_DOMAINS

NAMES_FOR_TESTS = ("test", "example", "invalid", "localhost", "example.com", "example.org", "example.net")  # RFC 2606

type Look = Callable[[Findings], Iterator[Note]]

LOOKS: list[tuple[str, Look]] = [
    ("MX", look_at_mx),
    ("PTR", look_at_ptr),
    ("SPF", look_at_spf),
    ("DKIM", look_at_dkim),
    ("DMARC", look_at_dmarc),
]


def look_at_domain(case: Case) -> Iterator[Note]:
    sender = parseaddr(next(iter(senders_of(case.transport).values())))[1]
    domain = domain_of(sender)
    if case.transport.sends_nothing:
        yield not_checked(_("the emails stay on this machine"))
    elif f".{domain}".endswith(tuple(f".{name}" for name in NAMES_FOR_TESTS)):
        yield not_checked(_("%s is a name for examples and tests") % domain)
    elif domain in FREE_MAIL_DOMAINS:
        yield _free_mail(case, domain, sender)
    else:
        try:
            yield from _look(Findings(case, Records(), sender.rpartition("@")[0], punycode(domain)))
        except (DnsAwayError, UnicodeError):
            yield not_checked(_("DNS does not answer"))


def _look(findings: Findings) -> Iterator[Note]:
    """One name that DNS says nothing of leaves the rest to be judged."""
    for what, look in LOOKS:
        try:
            yield from look(findings)
        except DnsAwayError as away:
            if findings.records.is_silent:
                raise
            yield not_checked(_("%(what)s: DNS does not answer for %(name)s") % {"what": what, "name": away.name})


def _free_mail(case: Case, domain: str, sender: str) -> Note:
    """Only the service's own servers are allowed to send for such an address."""
    if not (case.service or case.transport.is_provider) or case.transport.mailbox is mailbox_of(sender):
        return good(_("%s looks after SPF, DKIM and DMARC") % domain)
    text = _("emails from %s are believed only if they come from its servers") % domain
    return warning(text, _("Set DEFAULT_FROM_EMAIL to an address in your own domain."))
