"""The alias of MAILERS that puts emails of any app into the outbox: `send_mail(..., using="outbox")`."""

import re
from collections.abc import Sequence
from email.policy import SMTP
from typing import Any, override

from django.core.mail import EmailMessage, InvalidMailer
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, transaction

from cinemahub.mail.letters import Priority
from cinemahub.mail.models.outbox_letter import new_message_id
from cinemahub.mail.outbox import enqueue_packed
from cinemahub.mail.transport.aliases import DEFAULT, routes
from cinemahub.mail.transport.packed import pack
from cinemahub.mail.transport.sendable import check_senders, envelope_recipients

MAX_BYTES = 10_000_000  # less than most servers accept
MAX_MESSAGE_ID = 255
PRIORITIES = {"ordinary": Priority.ORDINARY, "bulk": Priority.BULK}

_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")


class EmailTooLargeError(ValueError):
    """The outbox does not keep emails of that size."""


class OutboxBackend(BaseEmailBackend):
    """Keeps emails, encrypted, in the transaction of whoever sends them; workers do the rest.

    using: the alias that they go by
    max_bytes: the size of the largest, as it goes over the wire
    priority: "ordinary", or "bulk" for newsletters
    """

    def __init__(
        self,
        *,
        using: str = DEFAULT,
        max_bytes: int = MAX_BYTES,
        priority: str = "ordinary",
        fail_silently: bool = False,
        alias: str = "",
        **options: Any,
    ) -> None:
        super().__init__(alias=alias, **options)
        if priority not in PRIORITIES:
            raise InvalidMailer(f"'priority' must be one of {', '.join(PRIORITIES)}.", alias=alias)
        if using not in routes():
            raise InvalidMailer(f"'using' must be one of {', '.join(routes())}.", alias=alias)
        self.using, self.max_bytes, self.priority = using, max_bytes, PRIORITIES[priority]
        self.fail_silently = fail_silently

    @override
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many are kept; ValueError, and none is kept, if one of them can never be sent."""
        addressed = [(message, to) for message in email_messages if (to := envelope_recipients(message))]
        for message, _to in addressed:
            self._check(message)
        try:
            with transaction.atomic():
                for message, to in addressed:
                    self._keep(message, to)
        except DatabaseError:
            if not self.fail_silently:
                raise
            return 0
        return len(addressed)

    def _check(self, message: EmailMessage) -> None:
        check_senders(message)
        size = len(message.message(policy=SMTP).as_bytes())  # made here, so that a header of two lines is refused
        if size > self.max_bytes:
            raise EmailTooLargeError(f"The email has {size} bytes, and the outbox keeps {self.max_bytes} at most.")

    def _keep(self, message: EmailMessage, to: list[str]) -> None:
        message_id = _message_id(message)
        packed = pack(message, message_id)
        enqueue_packed(packed, to=to, message_id=message_id, route=self.using, priority=self.priority)


def _message_id(message: EmailMessage) -> str:
    """Return the one it brings along, or a new one; each of its copies has it, and each try of them."""
    given = next((str(value) for name, value in message.extra_headers.items() if name.lower() == "message-id"), "")
    return given if len(given) <= MAX_MESSAGE_ID and _MESSAGE_ID.fullmatch(given) else new_message_id()
