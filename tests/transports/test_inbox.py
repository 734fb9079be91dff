"""Development without credentials: into the local inbox."""

import mailbox
from pathlib import Path

from tests.servers.certificates import Certificates
from tests.servers.letters import Letter
from tests.servers.ports import free_port
from tests.site.database import Sqlite
from tests.transports.arrived import Arrived
from tests.transports.reset import reset_password
from tests.transports.site import Site


def test_development_resets_a_password_through_the_local_inbox(
    sqlite: Sqlite, tmp_path: Path, certificates: Certificates
) -> None:
    port, inbox_port, maildir = free_port(), free_port(), tmp_path / "inbox"
    variables = {
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": sqlite.url,
        "INBOX_SMTP_PORT": str(inbox_port),
        "INBOX_MAILDIR": str(maildir),
    }
    site = Site("tests.site.inbox_settings", tmp_path, variables, certificates=certificates, port=port)
    with site.running("inbox", port=inbox_port):
        reset_password(site, lambda: arrived(maildir))


def arrived(maildir: Path) -> list[Arrived]:
    kept = [Letter("", [], bytes(message)) for message in mailbox.Maildir(maildir)]
    return [Arrived.from_letter(Letter("", [letter.message["X-Envelope-To"]], letter.raw)) for letter in kept]
