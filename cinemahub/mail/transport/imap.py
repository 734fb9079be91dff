"""A mailbox read over IMAP: where one letter is, what its headers say, and away with it."""

import imaplib
import re
import ssl
from base64 import b64encode
from datetime import date
from email import message_from_bytes
from email.message import Message
from types import TracebackType
from typing import NamedTuple, Self

from cinemahub.mail.transport.credentials import Credentials

JUNK_FLAGS = {"\\junk", "\\spam"}
JUNK_NAMES = {"spam", "junk", "junk email", "junk e-mail", "bulk mail", "\u0441\u043f\u0430\u043c"}
NOT_AN_ARRIVAL = {"\\sent", "\\drafts", "\\all"}  # the sender's own copy, and Gmail's folder of everything
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
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

    def __init__(self, host: str, port: int, credentials: Credentials, *, seconds: float) -> None:
        self._connection = imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=seconds)
        self._connection.debug = 0  # imaplib's debug output holds the password
        try:
            credentials.sign_in_to(self._connection)
            self._folders = self._list()
        except BaseException:
            self._connection.shutdown()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.logout()

    def find(self, message_id: str) -> tuple[Folder, bytes] | None:
        """Return the folder a letter arrived in and the letter, octet for octet."""
        for folder in self._folders:
            if folder.flags & NOT_AN_ARRIVAL:
                continue
            for uid in self._search(folder, message_id, readonly=True):
                _, (answer, *_rest) = self._connection.uid("FETCH", uid, "(BODY.PEEK[])")
                if isinstance(answer, tuple):
                    return folder, bytes(answer[1])
        return None

    @property
    def arrivals(self) -> list[Folder]:
        """The folders that mail from outside may lie in: the inbox and spam."""
        return [folder for folder in self._folders if folder.is_inbox or folder.is_junk]

    def look_at(self, folder: Folder) -> int:
        """Open a folder without changing anything in it and return its UIDVALIDITY; 0 if it cannot be opened."""
        return self._select(folder, readonly=True)

    def uids_after(self, uid: int, *, since: date) -> list[int]:
        """Return the UIDs above one, ascending; of mail that arrived on that day or later."""
        day = f"{since.day}-{MONTHS[since.month - 1]}-{since.year}"  # in English, whatever the locale
        _, (uids,) = self._connection.uid("SEARCH", "UID", f"{uid + 1}:*", "SINCE", day)
        # `n:*` always names the last one there is (RFC 3501, 6.4.8).
        return sorted(found for found in map(int, (uids or b"").split()) if found > uid)

    def headers(self, uid: int) -> Message | None:
        content = self._fetch(uid, "BODY.PEEK[HEADER]")
        return None if content is None else message_from_bytes(content)

    def content(self, uid: int, most: int) -> bytes | None:
        """Return the first `most` bytes of an email and leave it unread."""
        return self._fetch(uid, f"BODY.PEEK[]<0.{most}>")

    def file_away(self, folder: Folder, uid_validity: int, uids: list[int], target: str) -> bool:
        """Move emails into a folder of their own, made if need be, or delete them if that is ""; no other is touched.

        False if the server can only remove what somebody else has marked for deletion as well.
        """
        if not {"MOVE", "UIDPLUS"} & set(self._connection.capabilities):
            return False
        if target:
            self._connection.create(_quoted(_coded(target)))  # one that is there is refused, which is as good
        if self._select(folder, readonly=False) != uid_validity:
            return False
        for uid in map(str, uids):
            self._connection.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")
            if target and "MOVE" in self._connection.capabilities:
                self._connection.uid("MOVE", uid, _quoted(_coded(target)))
                continue
            if target and self._connection.uid("COPY", uid, _quoted(_coded(target)))[0] != "OK":
                return False
            self._connection.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
            self._connection.uid("EXPUNGE", uid)
        return True

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
        if not self._select(folder, readonly=readonly):
            return []
        _, (uids,) = self._connection.uid("SEARCH", "HEADER", "Message-ID", f'"{message_id}"')
        return uids.decode().split() if uids else []

    def _select(self, folder: Folder, *, readonly: bool) -> int:
        status, _ = self._connection.select(_quoted(folder.raw), readonly=readonly)
        if status != "OK":
            return 0
        _, (validity,) = self._connection.response("UIDVALIDITY")
        return int(validity) if validity else 1

    def _fetch(self, uid: int, what: str) -> bytes | None:
        _, (answer, *_rest) = self._connection.uid("FETCH", str(uid), f"({what})")
        return answer[1] if isinstance(answer, tuple) else None


def _quoted(name: str) -> str:
    return name if name.startswith('"') else f'"{name}"'


def _coded(name: str) -> str:
    """Write a folder's name as IMAP does (RFC 3501, 5.1.3)."""
    return re.sub(r"[^\x20-\x7e]+", lambda found: _base64(found[0]), name.replace("&", "&-"))


def _base64(text: str) -> str:
    return f"&{b64encode(text.encode('utf-16-be')).decode().rstrip('=').replace('/', ',')}-"


def _plain(coded: str) -> str:
    return f"+{coded.replace(',', '/')}-".encode().decode("utf-7", errors="replace") if coded else "&"
