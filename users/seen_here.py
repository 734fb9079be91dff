"""How often this process has seen something lately: quicker to ask than the database, and enough to know when to."""

import threading
import time
from collections import Counter

MAX_SUBJECTS = 10_000


class SeenHere:
    """Counts within a fixed window of seconds."""

    def __init__(self, window_seconds: float) -> None:
        self._window_seconds = window_seconds
        self._ends = 0.0
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def again(self, subject: str) -> int:
        """Count it, and return how often it was seen in this window."""
        with self._lock:
            if (now := time.monotonic()) >= self._ends or len(self._counts) >= MAX_SUBJECTS:
                self._ends = now + self._window_seconds
                self._counts.clear()
            self._counts[subject] += 1
            return self._counts[subject]
