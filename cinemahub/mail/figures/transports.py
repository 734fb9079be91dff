"""Each transport and how it is now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.models import Hold
from cinemahub.mail.transport.configured import configured_transports

CLOSED, PAUSED, HELD = STATES = ("closed", "paused", "held")


@dataclass(frozen=True)
class Transport:
    name: str
    state: str = CLOSED
    since: datetime | None = None
    probe_at: datetime | None = None
    diagnosis: Diagnosis | None = None

    @property
    def words(self) -> str:
        return {CLOSED: gettext("works"), PAUSED: gettext("paused"), HELD: gettext("on hold")}[self.state]


def transports() -> list[Transport]:
    holds = {hold.transport: hold for hold in Hold.objects.all()}
    names = sorted({each.alias for each in configured_transports()} | holds.keys())
    return [_with(holds[name]) if name in holds else Transport(name) for name in names]


def _with(hold: Hold) -> Transport:
    return Transport(hold.transport, HELD, hold.since, hold.probe_at, hold.diagnosis)
