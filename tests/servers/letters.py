import email
import email.policy
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cached_property
from time import time


@dataclass(frozen=True)
class Letter:
    """A message as a server received it: the envelope, the bytes, and what they mean."""

    sender: str
    recipients: list[str]
    raw: bytes
    received_at: float = field(default_factory=time)

    @cached_property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return "" if part is None else part.get_content().replace("\r\n", "\n")
