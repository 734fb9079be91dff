"""Each transport and how it is now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.models import Circuit, CircuitState
from cinemahub.mail.transport.configured import configured_transports

CLOSED, PAUSED, HELD = (state.value for state in CircuitState)
STATES = (CLOSED, PAUSED, HELD)


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
    circuits = {circuit.transport: circuit for circuit in Circuit.objects.open() if not circuit.is_brief}
    names = sorted({each.alias for each in configured_transports()} | circuits.keys())
    return [_with(circuits[name]) if name in circuits else Transport(name) for name in names]


def _with(circuit: Circuit) -> Transport:
    return Transport(circuit.transport, circuit.state, circuit.since, circuit.probe_at, circuit.diagnosis)
