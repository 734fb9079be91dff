"""What this process knows of transports on hold."""

import threading

from cinemahub.mail.models import Hold


class Brake:
    """Stops letters that were handed out before their transport was put on hold: each could make it worse."""

    def __init__(self) -> None:
        self._held: set[str] = set()
        self._lock = threading.Lock()

    def __contains__(self, transport: str) -> bool:
        return transport in self._held

    def pull(self, transport: str) -> None:
        """Stop letters at once, after a hold was placed here."""
        with self._lock:
            self._held.add(transport)

    def look(self) -> dict[str, Hold]:
        """Return the holds there are, by transport, and go by them from now on."""
        with self._lock:  # or an older look would undo a pull
            holds = {hold.transport: hold for hold in Hold.objects.all()}
            self._held = set(holds)
        return holds
