"""A diagnosis: why a letter did not go, and what to do about it."""

from dataclasses import dataclass, replace
from typing import Self

from cinemahub.mail.diagnosis.causes.registry import CAUSES, cause_of, remedy_for
from cinemahub.mail.diagnosis.vocabulary import Culprit, Step, Verdict
from cinemahub.mail.services.registry import recognise

SECONDS_OF_REST = 24 * 60 * 60


@dataclass(frozen=True)
class Diagnosis:
    code: str
    verdict: Verdict
    step: Step | None
    answer: str  # what the other side said: one line, masked
    reply_code: int | None  # of SMTP or HTTP
    retry_after_seconds: float | None = None
    rest_seconds: float = SECONDS_OF_REST  # counts for Verdict.HOLD
    provider: str = ""  # a service's key; "" is recognised by the answer, if at all
    culprit: Culprit = Culprit.TRANSPORT
    is_certain: bool = True  # or by evidence: a letter to somebody else decides

    @property
    def cause(self) -> str:
        return cause_of(self.code, self._provider)

    @property
    def remedy(self) -> str:
        return remedy_for(self.code, self._provider)

    @property
    def reply(self) -> str:
        """What the other side said, with its code."""
        return f"{self.reply_code} {self.answer}".strip() if self.reply_code else self.answer

    @property
    def suppresses(self) -> bool:
        """Tell whether nothing must be sent to this address any more."""
        return CAUSES[self.code].suppresses

    @property
    def blames_transport(self) -> bool:
        """Tell whether every letter of the transport would meet it."""
        return self.culprit in {Culprit.SENDER, Culprit.TRANSPORT}

    def if_others_meet_it(self) -> Self:
        """What it means once a letter to somebody else got the same answer."""
        if self.is_certain:
            return self
        if self.blames_transport:
            return replace(self, is_certain=True)
        if self.verdict is Verdict.TRANSIENT:
            return replace(self, culprit=Culprit.TRANSPORT, is_certain=True)
        return self.as_cause("refused_alike")

    def if_others_pass(self) -> Self:
        """What it means once a letter to somebody else was taken."""
        if self.is_certain or self.verdict is Verdict.UNKNOWN:
            return self
        if self.verdict is Verdict.TRANSIENT:
            culprit = Culprit.RECIPIENT if self.blames_transport else self.culprit
            return replace(self, culprit=culprit, is_certain=True)
        if self.blames_transport:
            return self.as_cause("recipient_refused" if self.step is Step.RCPT else "letter_refused")
        return replace(self, is_certain=True)

    def as_cause(self, code: str) -> Self:
        """Say that it is certainly this one, in the light of what is known besides."""
        cause = CAUSES[code]
        return replace(self, code=code, verdict=cause.verdict, culprit=cause.culprit, is_certain=True)

    @property
    def _provider(self) -> str:
        return self.provider or recognise("", self.answer)
