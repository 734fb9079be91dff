from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from cinemahub.mail.diagnosis.vocabulary import Verdict


@dataclass(frozen=True)
class Cause:
    """Why a letter did not go, what to do about it, and what may be different at one provider."""

    verdict: Verdict
    cause: Promise
    remedy: Promise
    at: Mapping[str, Promise] = field(default_factory=dict)  # provider -> its own remedy; "api" is any provider
    suppresses: bool = False
