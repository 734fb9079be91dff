"""Emails that came composed, by an alias of MAILERS."""

from cinemahub.mail.letters import OTHER, NotSentError
from cinemahub.mail.models import OutboxLetter, Reason, SealedEmail
from cinemahub.mail.transport.copy import RecipientCopy
from cinemahub.mail.transport.packed import unpack


def is_other(row: OutboxLetter) -> bool:
    return row.kind == OTHER.name


def unsealed(row: OutboxLetter) -> RecipientCopy:
    """Return the copy for the row's address; UnreadableError if SECRET_KEY is another one now."""
    sealed = SealedEmail.objects.filter(letter=row.pk).first()
    if sealed is None:
        raise NotSentError(Reason.WIPED)
    return unpack(sealed.unseal(), row.address)
