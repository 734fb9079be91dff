"""A diagnosis: why a letter did not go, and what to do about it."""

from dataclasses import dataclass

from cinemahub.mail.diagnosis.causes.registry import CAUSES, cause_of, remedy_for
from cinemahub.mail.diagnosis.vocabulary import Step, Verdict
from cinemahub.mail.services.pages import provider_of

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
    provider: str = ""  # a key of knowledge.providers; "" is recognised by the answer, if at all

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
    def _provider(self) -> str:
        return self.provider or provider_of("", self.answer)
