"""A sender that one email names, and the site's others do not: where it is refused they would be taken."""

from django.conf import settings
from django.core.mail import EmailMessage

from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.rules.senders import bare_address
from cinemahub.mail.sending.other_email import is_other
from cinemahub.mail.transport.aliases import DEFAULT, FALLBACK, route_of

ABOUT_THE_SENDER = {
    "sender_not_owned", "sender_unauthenticated", "sender_refused", "sender_malformed", "sender_unverified",
    "sender_cannot_receive",
}  # fmt: skip


def blame_own_sender(row: OutboxLetter, message: EmailMessage, transport: str, diagnosis: Diagnosis) -> Diagnosis:
    """Leave the transport to the others; one that is for such letters alone is theirs to hold."""
    if diagnosis.code not in ABOUT_THE_SENDER or _address(message.from_email) == _address(settings.DEFAULT_FROM_EMAIL):
        return diagnosis
    is_shared = is_other(row) or transport in {route_of(DEFAULT), FALLBACK}
    return diagnosis.as_cause("own_sender_refused") if is_shared else diagnosis


def _address(sender: str) -> str:
    return bare_address(sender).lower()
