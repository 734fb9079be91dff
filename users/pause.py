"""How often the same email can be sent again at the press of a button."""

import math
from datetime import datetime, timedelta

from django.utils import timezone

PAUSE = timedelta(minutes=1)


def seconds_to_wait(last: datetime | None) -> int:
    """Return how long to wait after the last one; 0 if not at all."""
    left = last + PAUSE - timezone.now() if last else timedelta(0)
    return max(0, math.ceil(left.total_seconds()))
