"""Whether answers and returned emails reach the domain, and whether its own server has a name."""

from collections.abc import Iterator
from ipaddress import ip_address

from django.utils.translation import gettext as _

from cinemahub.mail.doctor.note import Note, good, not_checked, warning
from cinemahub.mail.doctor.probes.resolver import Records
from cinemahub.mail.doctor.steps.domain.findings import Findings


def look_at_mx(findings: Findings) -> Iterator[Note]:
    domain, records = findings.domain, findings.records
    hosts = records.mail_hosts(domain)
    if not hosts and records.addresses(domain):
        yield good(_("no MX: emails to %s go to its A record (RFC 5321)") % domain)
        return
    if not any(hosts):
        remedy = _("Give the domain an MX record: many servers refuse senders that accept no mail.")
        yield warning(_("%s accepts no mail, so replies and failures get lost") % domain, remedy)
        return
    lost = [host for host in hosts if not _leads_somewhere(records, host)]
    if lost:
        text = _("MX leads nowhere: %s") % ", ".join(lost)
        yield warning(text, _("An MX record holds the name of a host that has an IP address, not the address."))
    else:
        yield good(f"MX {', '.join(hosts)}")


def look_at_ptr(findings: Findings) -> Iterator[Note]:
    """Gmail, Yahoo and Microsoft refuse an address without a name that leads back to it; of a service it is its own."""
    if not findings.is_own_server:
        return
    if not (outside := [address for address in findings.addresses if address.is_global]):
        yield not_checked(_("PTR: the address that emails leave from is not known here"))
    for address in outside:
        if names := findings.records.confirmed_names_of(address):
            yield good(f"PTR {address}: {', '.join(names)}")
            continue
        found = findings.records.names_of(address)
        text = _("PTR %(address)s: %(names)s does not lead back to it") if found else _("%(address)s has no PTR record")
        remedy = _("Ask the hosting company for a PTR record with a name whose A or AAAA record is this address.")
        yield warning(text % {"address": address, "names": ", ".join(found)}, remedy)


def _leads_somewhere(records: Records, host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return any(ip_address(address).is_global for address in records.addresses(host))
    return False
