"""What a provider's request says, the same for all providers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from werkzeug.datastructures import Headers, MultiDict


@dataclass(frozen=True)
class ProviderLetter:
    """`sender` and `recipients` are bare addresses; `fields` is everything, as the provider names it."""

    sender: str
    recipients: list[str]
    subject: str
    text: str
    html: str
    headers: Headers
    fields: Mapping[str, Any]


def from_unisender_go(body: bytes) -> ProviderLetter:
    """https://godocs.unisender.ru/web-api-ref#email-send; KeyError, TypeError or ValueError for anything else."""
    message = json.loads(body)["message"]
    return ProviderLetter(
        sender=message["from_email"],
        recipients=[each["email"] for each in message["recipients"]],
        subject=message["subject"],
        text=message["body"].get("plaintext", ""),
        html=message["body"].get("html", ""),
        headers=Headers(message.get("headers", {})),
        fields=message,
    )


def from_mailgun(form: MultiDict[str, str]) -> ProviderLetter:
    """https://documentation.mailgun.com/docs/mailgun/api-reference: Messages; KeyError if a field is missing."""
    recipients = [*form.getlist("to"), *form.getlist("cc"), *form.getlist("bcc")]
    return ProviderLetter(
        sender=parseaddr(form["from"])[1],
        recipients=[parseaddr(each)[1] for each in recipients],
        subject=form["subject"],
        text=form.get("text", ""),
        html=form.get("html", ""),
        headers=Headers({name[2:]: value for name, value in form.items() if name.startswith("h:")}),
        fields=form.to_dict(flat=False),
    )
