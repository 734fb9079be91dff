"""A private mail server of the tests, for the machine that has Postfix (Debian: postfix) and lets them be root."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from tests.servers.base import START_SECONDS, wait_until_open
from tests.servers.ports import free_port

DAEMONS = Path("/usr/lib/postfix/sbin")
NO_MORE: Mapping[str, str] = MappingProxyType({})

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.test
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_client_event_limit_exceptions =
smtp_tls_security_level = none
virtual_mailbox_domains = {domain}
virtual_mailbox_base = {mailboxes}
virtual_mailbox_maps = static:{mailbox}/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
transport_maps = inline:{{ {routes} }}
{more}
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """Accepts email from this machine; what comes back to `mailbox` lies in its Maildir below `mailboxes`.

    routes: where the email of a domain goes, as transport(5) has it: {"example.com": "smtp:[127.0.0.1]:2525"}
    parameters: more of postconf(5), such as its limits
    """

    host = "127.0.0.1"

    def __init__(
        self,
        folder: Path,
        *,
        mailboxes: Path,
        mailbox: str,
        routes: dict[str, str],
        parameters: Mapping[str, str],
        port: int = 0,
    ) -> None:
        self.port = port or free_port()
        self._folder = folder
        owner = pwd.getpwuid(mailboxes.stat().st_uid)
        for name in ("queue", "data", "etc"):
            (folder / name).mkdir()
        folder.chmod(0o755)
        shutil.chown(folder / "data", "postfix")
        words = {"folder": folder, "daemons": DAEMONS, "domain": mailbox.rpartition("@")[2], "port": self.port}
        words |= {"mailboxes": mailboxes, "mailbox": mailbox, "uid": owner.pw_uid, "gid": owner.pw_gid}
        words["routes"] = ", ".join(f"{{ {domain} = {route} }}" for domain, route in routes.items())
        words["more"] = "\n".join(f"{name} = {value}" for name, value in parameters.items())
        (folder / "etc" / "main.cf").write_text(MAIN.format(**words))
        (folder / "etc" / "master.cf").write_text(MASTER.format(**words))

    def start(self) -> None:
        self._run("start")
        if wait_until_open(self.port):
            return
        self.stop()
        raise TimeoutError(f"Postfix did not start: {self.log}")

    def stop(self) -> None:
        self._run("stop")

    @property
    def log(self) -> str:
        log = self._folder / "log"
        return log.read_text() if log.exists() else ""

    def _run(self, what: str) -> None:
        command = ["postfix", "-c", str(self._folder / "etc"), what]
        with (self._folder / "output").open("a") as output:  # no pipe, which its daemons would keep open
            subprocess.run(command, stdout=output, stderr=output, check=False, timeout=START_SECONDS)


@contextmanager
def private_postfix(
    *, mailboxes: Path, mailbox: str, routes: dict[str, str], parameters: Mapping[str, str] = NO_MORE, port: int = 0
) -> Iterator[Postfix]:
    folder = Path(tempfile.mkdtemp(prefix="postfix-"))
    try:
        postfix = Postfix(folder, mailboxes=mailboxes, mailbox=mailbox, routes=routes, parameters=parameters, port=port)
        postfix.start()
        try:
            yield postfix
        finally:
            postfix.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def can_run_postfix() -> bool:
    return os.geteuid() == 0 and shutil.which("postfix") is not None and DAEMONS.is_dir()
