"""What arrived, the same for every server that a letter can reach."""

from dataclasses import dataclass
from typing import Self

from tests.servers.letters import Letter
from tests.servers.provider_letters import ProviderLetter


@dataclass(frozen=True)
class Arrived:
    recipients: list[str]
    subject: str
    text: str
    html: str
    message_id: str | None  # None: the provider sets its own
    auto_submitted: str | None  # None: the provider accepts no such header

    @classmethod
    def from_letter(cls, letter: Letter) -> Self:
        return cls(
            letter.recipients,
            letter.subject,
            letter.text,
            letter.html,
            letter.message_id,
            str(letter.message["Auto-Submitted"]),
        )

    @classmethod
    def from_provider(cls, letter: ProviderLetter) -> Self:
        return cls(
            letter.recipients,
            letter.subject,
            letter.text,
            letter.html,
            letter.headers.get("Message-ID"),
            letter.headers.get("Auto-Submitted"),
        )
