"""A mailbox read over IMAP: where one letter is, what its headers say, and away with it."""

import imaplib
import re
import ssl
from email import message_from_bytes
from email.message import Message
from types import TracebackType
from typing import NamedTuple, Self

JUNK_FLAGS = {"\\junk", "\\spam"}
JUNK_NAMES = {"spam", "junk", "junk email", "junk e-mail", "bulk mail", "\u0441\u043f\u0430\u043c"}
NOT_AN_ARRIVAL = {"\\sent", "\\drafts", "\\all"}  # the sender's own copy, and Gmail's folder of everything
ANSWER = re.compile(rb'\((?P<flags>[^)]*)\) (?:NIL|"[^"]*") (?P<name>.+)')


class Folder(NamedTuple):
    raw: str  # as the server writes it
    flags: frozenset[str]

    @classmethod
    def read(cls, line: "re.Match[bytes]") -> Self:
        return cls(line["name"].decode(), frozenset(line["flags"].decode().lower().split()))

    @property
    def name(self) -> str:
        """Read what IMAP writes in its own UTF-7 (RFC 3501, 5.1.3)."""
        return re.sub(r"&([^-]*)-", lambda coded: _plain(coded[1]), self.raw.strip('"'))

    @property
    def is_inbox(self) -> bool:
        return self.name.upper() == "INBOX"

    @property
    def is_junk(self) -> bool:
        return bool(self.flags & JUNK_FLAGS) or self.name.rpartition("/")[2].lower() in JUNK_NAMES


class MailboxReader:
    """Use as a context; every answer has `seconds`. imaplib.IMAP4.error is what the server says no with."""

    def __init__(self, host: str, port: int, *, user: str, password: str, seconds: float) -> None:
        self._connection = imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=seconds)
        self._connection.debug = 0  # imaplib's debug output holds the password
        try:
            self._connection.login(user, password)
            self._folders = self._list()
        except BaseException:
            self._connection.shutdown()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.logout()

    def find(self, message_id: str) -> tuple[Folder, Message] | None:
        """Return the folder a letter arrived in and its headers."""
        for folder in self._folders:
            if folder.flags & NOT_AN_ARRIVAL:
                continue
            for uid in self._search(folder, message_id, readonly=True):
                _, (answer, *_rest) = self._connection.uid("FETCH", uid, "(BODY.PEEK[HEADER])")
                if isinstance(answer, tuple):
                    return folder, message_from_bytes(answer[1])
        return None

    def discard(self, message_id: str) -> None:
        """Delete a letter and the sender's copy of it, and nothing else."""
        for folder in self._folders:
            for uid in self._search(folder, message_id, readonly=False):
                self._connection.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
                if "UIDPLUS" in self._connection.capabilities:  # a plain EXPUNGE would take the owner's letters along
                    self._connection.uid("EXPUNGE", uid)

    def _list(self) -> list[Folder]:
        self._connection.capabilities = tuple(self._connection.capability()[1][0].decode().upper().split())
        _, lines = self._connection.list()
        found = (ANSWER.match(line) for line in lines if isinstance(line, bytes))
        folders = [Folder.read(match) for match in found if match]
        return sorted((each for each in folders if "\\noselect" not in each.flags), key=lambda each: not each.is_inbox)

    def _search(self, folder: Folder, message_id: str, *, readonly: bool) -> list[str]:
        name = folder.raw if folder.raw.startswith('"') else f'"{folder.raw}"'
        status, _ = self._connection.select(name, readonly=readonly)
        if status != "OK":
            return []
        _, (uids,) = self._connection.uid("SEARCH", "HEADER", "Message-ID", f'"{message_id}"')
        return uids.decode().split() if uids else []


def _plain(coded: str) -> str:
    return f"+{coded.replace(',', '/')}-".encode().decode("utf-7", errors="replace") if coded else "&"
