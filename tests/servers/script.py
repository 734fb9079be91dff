"""What a server is to do other than well, rule by rule; may be changed while the server runs."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto
from threading import Lock


class Fault(Enum):
    """What a server does instead of an answer; LOST_REPLY alone keeps the message."""

    HANG = auto()
    CUT = auto()
    LOST_REPLY = auto()


@dataclass
class Rule[Stage, Answer]:
    stage: Stage
    answer: Answer
    times: int | None
    recipient: str | None

    def applies(self, stage: Stage, recipients: Collection[str]) -> bool:
        if self.stage != stage or self.times == 0:
            return False
        return self.recipient is None or self.recipient.casefold() in {each.casefold() for each in recipients}


class Script[Stage, Answer]:
    """The first rule that applies gives the answer; a rule with `times` is used up after so many."""

    def __init__(self) -> None:
        self._rules: list[Rule[Stage, Answer]] = []
        self._lock = Lock()

    def add(self, stage: Stage, answer: Answer, *, times: int | None = None, recipient: str | None = None) -> None:
        with self._lock:
            self._rules.append(Rule(stage, answer, times, recipient))

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()

    def next(self, stage: Stage, recipients: Collection[str] = ()) -> Answer | None:
        with self._lock:
            for rule in self._rules:
                if rule.applies(stage, recipients):
                    if rule.times is not None:
                        rule.times -= 1
                    return rule.answer
        return None
