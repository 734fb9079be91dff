"""One thing that is wrong with settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def marked(text: str) -> str:
    """Mark a text for translators. Django's gettext_noop asks its settings, which are still being made here."""
    return text


@dataclass(frozen=True)
class Problem:
    """`text` and `hint` are in English, to be translated where a language is known; neither holds a value."""

    number: str  # E... for what keeps email from going, W... for a doubt
    variable: str
    text: str
    hint: str
    words: Mapping[str, str] = field(default_factory=dict)  # what the text leaves open

    @property
    def is_error(self) -> bool:
        return self.number.startswith("E")
