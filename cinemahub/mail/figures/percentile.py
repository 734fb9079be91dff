"""Percentiles of durations that the database has sorted into steps, each a tenth longer than the one before."""

import math
from collections import Counter
from dataclasses import dataclass, field

STEPS = 10  # to e times as long


@dataclass
class Percentiles:
    """counts: how many took as long as each step, which is the natural logarithm of seconds times STEPS."""

    counts: Counter[int] = field(default_factory=Counter)

    @property
    def median(self) -> float | None:
        return self.seconds(50)

    @property
    def most(self) -> float | None:
        """What 95 of 100 did not exceed."""
        return self.seconds(95)

    def seconds(self, percent: int) -> float | None:
        """Return what so many of 100 did not exceed; None if there are none."""
        rest = math.ceil(self.counts.total() * percent / 100)
        for step, number in sorted(self.counts.items()):
            rest -= number
            if rest <= 0:
                return math.exp((step + 0.5) / STEPS)
        return None
