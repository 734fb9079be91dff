from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import Policy, default
from typing import cast, override

from cinemahub.mail.rules.senders import bare_address
from cinemahub.mail.transport.message import OutboxMessage

ADDRESSEES = {"to", "cc"}


class RecipientCopy(OutboxMessage):
    """An email's copy for one recipient; its headers name all whom it was written to, and may not name this one."""

    recipient: str
    mime: bytes = b""  # what a class of its own has made of it

    @override
    def recipients(self) -> list[str]:
        return [self.recipient]

    @override
    def message(self, *, policy: "Policy[Message] | None" = default) -> EmailMessage:
        if not self.mime:
            return super().message(policy=policy)
        return cast("EmailMessage", message_from_bytes(self.mime, EmailMessage, policy=policy or default))

    def name_nobody_else(self) -> None:
        """Write it to its recipient alone, for backends that send to whoever is named."""
        named = (each for each in [*self.to, *self.cc] if bare_address(each).lower() == self.recipient.lower())
        self.to, self.cc = [next(named, self.recipient)], []
        self.extra_headers = {
            name: value for name, value in self.extra_headers.items() if name.lower() not in ADDRESSEES
        }
