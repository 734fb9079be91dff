"""What the worker does about transports that do not work, and what this process knows of them."""

import threading
from collections.abc import Collection
from datetime import timedelta

from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.models import Circuit, CircuitState, Pace
from cinemahub.mail.models.database import database_now
from cinemahub.mail.sending.retry import THROTTLED, pause_before_probe

FALLBACK_AFTER = timedelta(seconds=30)


class Circuits:
    """Stops letters that were handed out before their transport was interrupted: each could make it worse."""

    def __init__(self) -> None:
        self._open: set[str] = set()
        self._lock = threading.Lock()

    def is_open(self, transport: str) -> bool:
        return transport in self._open

    def interrupt(self, transport: str, diagnosis: Diagnosis) -> None:
        """Let a transport rest, or hold it: first here, at once, then for all workers."""
        with self._lock:  # or a look between the two would undo the first
            self._open.add(transport)
            Circuit.interrupt(transport, diagnosis, lambda probes: pause_before_probe(probes, diagnosis))
        if diagnosis.code == "day_limit":
            Pace.refused_for_today(transport)

    def learn_pace(self, transport: str, diagnosis: Diagnosis, *, is_probe: bool) -> None:
        """Find out how fast a transport may be sent to, if it said that this was too fast."""
        if diagnosis.code not in THROTTLED:
            return
        window = Pace.refused(transport, diagnosis.retry_after_seconds, is_probe=is_probe)
        Circuit.interrupt(transport, diagnosis, lambda probes: pause_before_probe(probes, diagnosis, window))

    def read(self, transports: Collection[str]) -> dict[str, Circuit]:
        """Return those that are paused or held, by transport, and go by them from now on."""
        with self._lock:  # or an older look would undo `interrupt`
            circuits = {each.transport: each for each in Circuit.objects.open().filter(transport__in=transports)}
            self._open = set(circuits)
        return circuits


def needs_fallback(circuit: Circuit) -> bool:
    """Tell whether letters should take another way: a rest that is nearly over is waited for."""
    return circuit.state == CircuitState.HELD or database_now() - circuit.since > FALLBACK_AFTER
