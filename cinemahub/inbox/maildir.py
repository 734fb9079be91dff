"""Where the inbox keeps its letters: a Maildir, one file a letter."""

import re
from datetime import UTC, datetime, timedelta
from mailbox import Maildir
from pathlib import Path

from django.conf import settings

from cinemahub.inbox.letters import Letter

# The name that Python's Maildir gives to a file: seconds, microseconds, process, count, host.
_KEY = re.compile(r"(\d{1,10})\.M(\d{1,6})P\d+Q(\d{1,10})\.[^/]+", re.ASCII)


def keep(sender: str, recipients: list[str], content: bytes) -> str:
    """Keep a letter with its envelope, which goes before its own headers; return its key."""
    envelope = f"X-Envelope-From: {sender}\nX-Envelope-To: {', '.join(recipients)}\n"
    return open_maildir().add(envelope.encode() + content.replace(b"\r\n", b"\n"))


def newest_first(most: int) -> list[Letter]:
    """Read the `most` newest letters."""
    maildir = open_maildir()
    keys = [(arrival, key) for key in maildir.iterkeys() if (arrival := _arrival(key))]
    return [letter for _, key in sorted(keys, reverse=True)[:most] if (letter := _read(maildir, key))]


def find(key: str) -> Letter | None:
    return _read(open_maildir(), key)


def empty() -> None:
    """Throw all letters away."""
    maildir = open_maildir()
    for key in list(maildir.iterkeys()):
        maildir.discard(key)


def open_maildir() -> Maildir:
    """Open it; create it if it is not there."""
    path = Path(settings.INBOX_MAILDIR)
    path.parent.mkdir(parents=True, exist_ok=True)
    return Maildir(path)


def _read(maildir: Maildir, key: str) -> Letter | None:
    arrival = _arrival(key)
    try:  # Maildir looks the key up in its list of files, it does not make a path of it
        return Letter(key, arrival[0], maildir.get_bytes(key)) if arrival else None
    except (KeyError, FileNotFoundError):
        return None


def _arrival(key: str) -> tuple[datetime, int] | None:
    """Tell when a letter came; the count orders those of one microsecond."""
    match = _KEY.fullmatch(key)
    if match is None:
        return None
    seconds, microseconds, count = map(int, match.groups())
    return datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microseconds), count
