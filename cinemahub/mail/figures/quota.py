"""How much of a day's emails the mail service has accepted."""

from dataclasses import dataclass

from cinemahub.mail.sending.day_limit import day_limit
from cinemahub.mail.transport.aliases import DEFAULT, route_of


@dataclass(frozen=True)
class Quota:
    """used: emails of the last 24 hours; limit: None where none is known."""

    used: int
    limit: int | None = None
    service: str = ""

    @property
    def percent(self) -> int:
        return min(100 * self.used // self.limit, 100) if self.limit else 0


def quota() -> Quota:
    today = day_limit(route_of(DEFAULT))
    return Quota(today.used, today.limit, today.service)
