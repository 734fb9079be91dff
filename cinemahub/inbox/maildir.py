"""Where the inbox keeps its letters: a Maildir, one file a letter."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
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


def newest_first(most: int, words: str = "") -> list[Letter]:
    """Read the `most` newest letters, or of those that mention each of the words."""
    maildir = open_maildir()
    letters = (letter for key in _keys(maildir) if (letter := _read(maildir, key)))
    return list(islice((letter for letter in letters if letter.mentions(words)), most))


def neighbours(key: str) -> tuple[str | None, str | None]:
    """Return the keys of the next newer and the next older letter."""
    keys = [None, *_keys(open_maildir()), None]
    place = keys.index(key) if key in keys else 0
    return keys[place - 1], keys[place + 1]


def count_unread() -> int:
    return sum(1 for _ in (_folder() / "new").glob("*"))


def find(key: str) -> Letter | None:
    return _read(open_maildir(), key)


def mark_read(letter: Letter) -> None:
    """Move it from new/ to cur/, without flags: the colon before them is not allowed in names on Windows."""
    with suppress(FileNotFoundError):  # read or deleted already
        (_folder() / "new" / letter.key).rename(_folder() / "cur" / letter.key)


def delete(letter: Letter) -> None:
    open_maildir().discard(letter.key)


def empty() -> None:
    """Throw all letters away."""
    maildir = open_maildir()
    for key in list(maildir.iterkeys()):
        maildir.discard(key)


def open_maildir() -> Maildir:
    """Open it; create it if it is not there."""
    _folder().parent.mkdir(parents=True, exist_ok=True)
    return Maildir(_folder())


def _keys(maildir: Maildir) -> list[str]:
    """Return the keys of all letters, that of the newest first."""
    keys = [(arrival, key) for key in maildir.iterkeys() if (arrival := _arrival(key))]
    return [key for _, key in sorted(keys, reverse=True)]


def _read(maildir: Maildir, key: str) -> Letter | None:
    arrival = _arrival(key)
    if arrival is None:
        return None
    try:  # Maildir looks the key up in its list of files, it does not make a path of it
        source = maildir.get_bytes(key)
    except (KeyError, FileNotFoundError):
        return None
    return Letter(key, arrival[0], source, is_unread=(_folder() / "new" / key).exists())


def _folder() -> Path:
    return Path(settings.INBOX_MAILDIR)


def _arrival(key: str) -> tuple[datetime, int] | None:
    """Tell when a letter came; the count orders those of one microsecond."""
    match = _KEY.fullmatch(key)
    if match is None:
        return None
    seconds, microseconds, count = map(int, match.groups())
    return datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microseconds), count
