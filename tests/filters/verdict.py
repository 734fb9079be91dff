from typing import NamedTuple


class Verdict(NamedTuple):
    """What a filter makes of an email: points against it, and the rules that it broke."""

    score: float
    rules: frozenset[str]
