from collections.abc import Sequence
from itertools import groupby
from math import erfc, sqrt


def mann_whitney_p(first: Sequence[float], second: Sequence[float]) -> float:
    """The two-sided p-value of the Mann-Whitney U test, by the normal approximation with mid-ranks for ties."""
    n, m = len(first), len(second)
    pooled = sorted([(value, True) for value in first] + [(value, False) for value in second])
    rank, rank_sum, tied = 0, 0.0, 0
    for _, group in groupby(pooled, key=lambda each: each[0]):
        of_first = [is_first for _, is_first in group]
        rank_sum += sum(of_first) * (rank + (len(of_first) + 1) / 2)
        rank += len(of_first)
        tied += len(of_first) ** 3 - len(of_first)
    u = rank_sum - n * (n + 1) / 2
    variance = n * m / 12 * (n + m + 1 - tied / ((n + m) * (n + m - 1)))
    return erfc(abs(u - n * m / 2) / sqrt(2 * variance)) if variance else 1.0
