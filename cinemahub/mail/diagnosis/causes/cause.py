from dataclasses import dataclass

from django.utils.functional import Promise

from cinemahub.mail.diagnosis.vocabulary import Culprit, Verdict

USUAL_CULPRITS = {
    Verdict.TRANSIENT: Culprit.TRANSPORT,
    Verdict.HOLD: Culprit.SENDER,
    Verdict.CONFIGURATION: Culprit.TRANSPORT,
    Verdict.RECIPIENT: Culprit.RECIPIENT,
    Verdict.LETTER: Culprit.LETTER,
    Verdict.UNKNOWN: Culprit.TRANSPORT,
}


@dataclass(frozen=True)
class Cause:
    """Why a letter did not go and what to do about it, unless the service has a remedy for it.

    blames: the culprit, where it is not the usual one of the verdict
    by_evidence: it is named by a status or a step alone, or is said of one recipient as well as of the sender
    """

    verdict: Verdict
    cause: Promise
    remedy: Promise
    at_provider: Promise | None = None  # the remedy where a provider's API is the transport
    suppresses: bool = False
    blames: Culprit | None = None
    by_evidence: bool = False
    rest_seconds: float = 24 * 60 * 60  # of Verdict.HOLD, if the other side asks for no time

    @property
    def culprit(self) -> Culprit:
        return self.blames or USUAL_CULPRITS[self.verdict]
