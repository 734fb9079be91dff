from dataclasses import dataclass, field
from ipaddress import ip_address

from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.probes.dkim import Key
from cinemahub.mail.doctor.probes.resolver import IP, Records


@dataclass
class Findings:
    """What is asked about, and what has been found so far.

    spf_vouches: SPF lets the transport send for the sender's domain; None if that is not known
    keys: that the mail service can sign with; None if its selectors are not known
    """

    case: Case
    records: Records
    local_part: str
    domain: str
    spf_vouches: bool | None = False
    keys: list[Key] | None = field(default_factory=list)

    @property
    def sender(self) -> str:
        return f"{self.local_part}@{self.domain}"

    @property
    def service(self) -> str:
        """The key of the provider or mailbox service, "" for any other server."""
        return self.case.service

    @property
    def addresses(self) -> list[IP]:
        return [ip_address(address) for address in self.case.addresses]

    @property
    def is_own_server(self) -> bool:
        """Tell whether emails leave from the host that they are handed to: it bears the domain's name, or is here."""
        if not self.case.transport.is_smtp or self.service:
            return False
        labels = self.domain.split(".")
        above = [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]
        has_name = any(f".{self.case.host.lower()}".endswith(f".{name}") for name in above)
        return has_name or any(not address.is_global for address in self.addresses)
