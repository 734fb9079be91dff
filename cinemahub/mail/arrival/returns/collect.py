"""Goes through the mailbox that sends: what came back of our letters is written down and filed away, and only that."""

import logging
import time
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from cinemahub.mail.arrival.record import record
from cinemahub.mail.arrival.returns.report import may_be_returned, read_report
from cinemahub.mail.models import WatchedFolder
from cinemahub.mail.privacy.hashing import address_hash
from cinemahub.mail.privacy.masking import printable, traceback_without_words
from cinemahub.mail.transport.imap import Folder, MailboxReader
from cinemahub.mail.transport.own_mailbox import OwnMailbox

FIRST_LOOK = timedelta(days=3)  # how far back, in a mailbox that was never looked at
MAX_LOOKED_AT, MAX_READ = 500, 100  # emails of a folder a turn: their headers, and all of them
MAX_BYTES = 256 * 1024  # of one; the report stands before the letter that came back
MAX_SECONDS = 60  # a turn
ANSWER_SECONDS = 10

log = logging.getLogger(__name__)


@dataclass
class Turn:
    """What one look into the mailbox found."""

    ends_at: float = field(default_factory=lambda: time.monotonic() + MAX_SECONDS)
    looked_at: int = 0
    returned: int = 0  # of our letters
    left: int = 0  # that could not be filed away

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self.ends_at


def collect(own: OwnMailbox) -> Turn:
    """Look at what arrived since the last time; what the server refuses is raised (OSError, imaplib.IMAP4.error)."""
    turn = Turn()
    with own.open(ANSWER_SECONDS) as reader:
        for folder in reader.arrivals:
            if not turn.is_over:
                _go_through(reader, folder, WatchedFolder.of(address_hash(own.user), folder.raw), turn)
    return turn


def _go_through(reader: MailboxReader, folder: Folder, watched: WatchedFolder, turn: Turn) -> None:
    validity = reader.look_at(folder)
    if not validity:
        return
    start = watched.starts_at(validity)
    uids = reader.uids_after(start, since=_since(is_known=bool(start)))[:MAX_LOOKED_AT]
    ours: list[int] = []
    last, read = start, 0
    for uid in uids:
        if turn.is_over or read >= MAX_READ:
            break
        turn.looked_at += 1
        headers = reader.headers(uid)
        if headers is not None and may_be_returned(headers):
            read += 1
            if _is_ours(reader.content(uid, MAX_BYTES)):
                ours.append(uid)
        last = uid
    turn.returned += len(ours)
    if ours and not reader.file_away(folder, validity, ours, _target()):
        turn.left += len(ours)
        log.warning("%d returned emails stay in %s, as the server cannot move them", len(ours), printable(folder.name))
    watched.reached(validity, last)


def _is_ours(content: bytes | None) -> bool:
    """Write down what a returned email says, and tell whether it was about a letter of ours."""
    try:
        report = read_report(content) if content else None
    except Exception as error:  # anybody may have written it
        log.warning("A returned email cannot be read", exc_info=traceback_without_words(error))
        return False
    if report is None:
        return False
    letters = [record(told) for told in report.told()]
    return any(row is not None for row in letters)


def _target() -> str:
    return "" if settings.MAIL_RETURNS_DELETE else settings.MAIL_RETURNS_FOLDER


def _since(*, is_known: bool) -> date:
    return (timezone.now() - (timedelta(days=settings.MAIL_KEEP_DAYS) if is_known else FIRST_LOOK)).date()
