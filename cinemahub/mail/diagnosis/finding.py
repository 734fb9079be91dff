"""What an exception shows, before it is known what follows from it."""

from typing import NamedTuple

from cinemahub.mail.diagnosis.vocabulary import Culprit, Step


class Finding(NamedTuple):
    code: str
    step: Step | None = None
    text: str | bytes = ""  # what the other side said, as it said it
    reply_code: int | None = None
    retry_after_seconds: float | None = None
    provider: str = ""
    culprit: Culprit | None = None  # if it is another than the cause's


class Pattern(NamedTuple):
    """A text of a server, in lower case or not, that gives its cause away at some of the steps."""

    code: str
    steps: frozenset[Step]
    text: str
