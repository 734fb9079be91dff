"""What an exception shows, before it is known what follows from it."""

import re
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
    host: str = ""  # whose name could not be resolved, if it is not the one that was asked for


class Pattern(NamedTuple):
    """A text of a server, in lower case or not, that gives its cause away at some of the steps."""

    code: str
    steps: frozenset[Step]
    text: str
    digits: str = "45"  # first ones of the reply codes it may come with

    def fits(self, step: Step, reply: str) -> bool:
        """Tell whether a reply, code in front, says this at a step."""
        return step in self.steps and reply[:1] in self.digits and bool(re.search(self.text, reply, re.IGNORECASE))
