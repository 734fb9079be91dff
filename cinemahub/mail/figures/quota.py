"""How much of a day's emails the mail service has accepted."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from cinemahub.mail.models import OutboxLetter, State
from cinemahub.mail.services.registry import PROVIDERS
from cinemahub.mail.services.service import Service
from cinemahub.mail.transport.configured import ConfiguredTransport, configured_transports


@dataclass(frozen=True)
class Quota:
    """used: emails of the last 24 hours; limit: None where the service publishes none."""

    used: int
    limit: int | None = None
    service: str = ""

    @property
    def percent(self) -> int:
        return min(100 * self.used // self.limit, 100) if self.limit else 0


def quota(alias: str = "default") -> Quota:
    day_ago = timezone.now() - timedelta(days=1)
    used = OutboxLetter.objects.filter(finished_at__gte=day_ago, state=State.SENT).count()
    for transport in configured_transports():
        if transport.alias == alias and (service := _service(transport)):
            return Quota(used, service.day_limit, service.name)
    return Quota(used)


def _service(transport: ConfiguredTransport) -> Service | None:
    provider = transport.backend.removeprefix("anymail.backends.").partition(".")[0]
    return transport.mailbox or PROVIDERS.get(provider)
