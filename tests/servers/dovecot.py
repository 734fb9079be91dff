"""A private IMAP server of the tests, for the machine that has Dovecot (Debian: dovecot-imapd)."""

import grp
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.servers.base import wait_until_open
from tests.servers.certificates import Certificate
from tests.servers.ports import free_port

UNPRIVILEGED_USER = "nobody"  # Dovecot's login process does not run as root
STOP_SECONDS = 20

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{chain}
ssl_key = <{key}
disable_plaintext_auth = yes
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = {uid}
mail_location = maildir:{folder}/mail/%u
{passdb}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = .
  mailbox Spam {{
    special_use = \\Junk
    auto = subscribe
  }}
  mailbox Sent {{
    special_use = \\Sent
    auto = subscribe
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""

STATIC = """
passdb {{
  driver = static
  args = password={password}
}}
"""


class Dovecot:
    """IMAP with TLS on 127.0.0.1; anybody may log in with the password, unless `more` says how else."""

    host = "127.0.0.1"

    def __init__(self, folder: Path, certificate: Certificate, password: str, more: str = "") -> None:
        self.port = free_port()
        self._folder = folder
        self._owner = pwd.getpwnam(UNPRIVILEGED_USER) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        for kind, path in (("chain", certificate.chain), ("key", certificate.key)):
            shutil.copy(path, folder / kind)
        (folder / "mail").mkdir()
        (folder / "configuration").write_text(
            CONFIGURATION.format(
                folder=folder,
                chain=folder / "chain",
                key=folder / "key",
                user=self._owner.pw_name,
                group=grp.getgrgid(self._owner.pw_gid).gr_name,
                uid=self._owner.pw_uid,
                gid=self._owner.pw_gid,
                passdb=more.replace("{folder}", str(folder)) or STATIC.format(password=password),
                port=self.port,
            )
        )
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, self._owner.pw_uid, self._owner.pw_gid)

    def start(self) -> None:
        as_user = ["runuser", "-u", UNPRIVILEGED_USER, "--"] if os.geteuid() == 0 else []
        program = find_dovecot()
        if program is None:
            raise FileNotFoundError("dovecot")
        command = [*as_user, program, "-F", "-c", str(self._folder / "configuration")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if wait_until_open(self.port, lambda: self._process.poll() is None):
            return
        log = self._folder / "log"
        self.stop()
        raise TimeoutError(f"Dovecot did not start: {log.read_text() if log.exists() else 'it left no log'}")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(STOP_SECONDS)

    @property
    def mailboxes(self) -> Path:
        """The folder that has a Maildir for each user."""
        return self._folder / "mail"

    def deliver(self, user: str, content: bytes, folder: str = "INBOX") -> None:
        """Put a letter into a folder, as the mail server's delivery agent does."""
        mailbox = self._folder / "mail" / user
        if folder != "INBOX":
            mailbox /= f".{folder}"
        for part in ("tmp", "new", "cur"):
            (mailbox / part).mkdir(parents=True, exist_ok=True)
        name = uuid.uuid4().hex
        (mailbox / "tmp" / name).write_bytes(content)
        for path in (self._folder / "mail" / user, *(self._folder / "mail" / user).rglob("*")):
            shutil.chown(path, self._owner.pw_uid, self._owner.pw_gid)
        (mailbox / "tmp" / name).rename(mailbox / "new" / name)

    def empty(self, user: str) -> None:
        shutil.rmtree(self._folder / "mail" / user, ignore_errors=True)

    def letters(self, user: str, folder: str = "INBOX") -> list[Path]:
        mailbox = self._folder / "mail" / user / ("" if folder == "INBOX" else f".{folder}")
        return [path for part in ("new", "cur") for path in (mailbox / part).glob("*")]


@contextmanager
def private_dovecot(
    certificate: Certificate, password: str = "", more: str = "", files: Mapping[str, str] | None = None
) -> Iterator[Dovecot]:
    """Run one; `more` is configuration, and `files` what it names in {folder}."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))  # short, as the paths of its sockets may not be long
    try:
        for name, content in (files or {}).items():
            (folder / name).write_text(content)
        dovecot = Dovecot(folder, certificate, password, more)
        dovecot.start()
        try:
            yield dovecot
        finally:
            dovecot.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_dovecot() -> str | None:
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
