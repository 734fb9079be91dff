"""The worker looks for returned mail every few minutes, in a thread of its own, so that no letter waits for that."""

import imaplib
import logging
import threading
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from cinemahub.mail.arrival.returns.collect import collect
from cinemahub.mail.diagnosis.readers.oauth import TokenError
from cinemahub.mail.models import WatchedFolder
from cinemahub.mail.privacy.hashing import address_hash
from cinemahub.mail.privacy.masking import mask_address, printable, traceback_without_words
from cinemahub.mail.transport.configured import configured_transports
from cinemahub.mail.transport.own_mailbox import OwnMailbox, own_mailbox

INBOX = "INBOX"

log = logging.getLogger(__name__)


def start_watching(**_signal: Any) -> None:
    """Begin with the worker, where a mailbox is known; a daemon, so it ends with the worker."""
    if known_mailboxes():
        threading.Thread(target=_watch, name="returned mail", daemon=True).start()


def known_mailboxes() -> list[OwnMailbox]:
    mailboxes = {own_mailbox(transport) for transport in configured_transports() if transport.is_smtp}
    return sorted((each for each in mailboxes if each.is_known), key=lambda each: each.user)


def look_if_due(own: OwnMailbox) -> None:
    """Look into a mailbox, unless a worker has since MAIL_RETURNS_EVERY_SECONDS."""
    every = timedelta(seconds=settings.MAIL_RETURNS_EVERY_SECONDS)
    if not WatchedFolder.of(address_hash(own.user), INBOX).claim(every):
        return
    try:
        turn = collect(own)
    except (imaplib.IMAP4.error, TokenError, OSError, UnicodeEncodeError) as error:
        said = printable(str(error)) if isinstance(error, imaplib.IMAP4.error) else type(error).__name__
        log.warning("The mailbox %s cannot be searched for returned mail: %s", mask_address(own.user), said)
        return
    if turn.returned:
        log.info("%d emails came back to %s", turn.returned, mask_address(own.user))


def _watch() -> None:
    pause = threading.Event()
    while True:
        for own in known_mailboxes():
            try:
                look_if_due(own)
            except Exception as error:
                log.warning("Returned mail is left to another turn", exc_info=traceback_without_words(error))
            finally:
                connection.close()
        pause.wait(settings.MAIL_RETURNS_EVERY_SECONDS / 4)
