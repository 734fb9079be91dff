"""What was measured against what was promised, as a table."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table; `at_most` or `at_least` is the promise, `detail` the numbers behind the ratio."""

    benchmark: int
    name: str
    value: float
    detail: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def reached(self) -> bool:
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    @property
    def target(self) -> str:
        return f">= {self.at_least:g}" if self.at_least is not None else f"<= {self.at_most:g}"


HEAD = ("", "measured", "", "target", "", "")


def table(figures: Iterable[Figure]) -> str:
    lines = [HEAD, *(_line(each) for each in figures)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _line(figure: Figure) -> tuple[str, ...]:
    verdict = "reached" if figure.reached else "MISSED"
    return (str(figure.benchmark), figure.name, f"{figure.value:.3g}", figure.target, verdict, figure.detail)
