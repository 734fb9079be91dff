"""Development and staging: through a mailbox, on a server that speaks like Yandex."""

from pathlib import Path

from tests.servers.certificates import Certificates
from tests.servers.clients import LOGIN
from tests.servers.ports import free_port
from tests.servers.smtp import SmtpServer
from tests.site.database import Sqlite
from tests.transports.arrived import Arrived
from tests.transports.reset import reset_password
from tests.transports.site import Site


def arrived(yandex: SmtpServer) -> list[Arrived]:
    assert all(letter.sender == LOGIN for letter in yandex.letters)
    return [Arrived.from_letter(letter) for letter in yandex.letters]


def test_development_resets_a_password_through_yandex(
    yandex: SmtpServer, mailbox: dict[str, str], sqlite: Sqlite, tmp_path: Path, certificates: Certificates
) -> None:
    port = free_port()
    variables = {"SITE_URL": f"http://127.0.0.1:{port}", "DATABASE_URL": sqlite.url, **mailbox}
    site = Site("settings.dev", tmp_path, variables, certificates=certificates, port=port)
    reset_password(site, lambda: arrived(yandex))
    assert yandex.logins == [LOGIN]


def test_staging_resets_a_password_through_yandex(staging: Site, yandex: SmtpServer) -> None:
    reset_password(staging, lambda: arrived(yandex))
    assert yandex.logins == [LOGIN]
