"""Whether the addresses of an email are such that some server accepts them; those of strangers are masked in errors."""

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage

from cinemahub.mail.privacy.addresses import canonical_address
from cinemahub.mail.privacy.masking import mask_address
from cinemahub.mail.rules.senders import bare_address

MAX_LENGTH = 254  # RFC 5321, 4.5.3.1, less the brackets


def envelope_recipients(message: EmailMessage) -> list[str]:
    """Return each of those in to, cc and bcc once; ValueError if one cannot be written to."""
    recipients = [_address(str(each)) for each in message.recipients()]
    return list({address.lower(): address for address in reversed(recipients)}.values())[::-1]


def check_senders(message: EmailMessage) -> None:
    """ValueError if it is from, or to be answered to, what is no address."""
    for written in (message.from_email, *message.reply_to):
        _address(str(written))


def _address(written: str) -> str:
    try:
        address = canonical_address(bare_address(written))
    except ValidationError:
        raise ValueError(f"No server accepts {mask_address(written)} as an address") from None
    if len(address) > MAX_LENGTH:
        raise ValueError(f"The address {mask_address(written)} is too long")
    return address
