"""The doctor under each of the three settings modules, as a process of its own."""

import json

from tests.servers.certificates import Certificates
from tests.servers.http_server import HttpReply
from tests.servers.provider import ProviderServer
from tests.servers.smtp import SmtpServer
from tests.site.environment import PRODUCTION, STAGING
from tests.site.processes import manage

DOMAINS = {
    "domains": [
        {"domain": "cinemahub.example", "verification-record": {"status": "confirmed"}, "dkim": {"status": "active"}}
    ]
}


def test_development_as_it_comes_says_that_letters_stay_here() -> None:
    with SmtpServer() as inbox:
        done = manage("mail_doctor", "--language=en", settings="settings.dev", INBOX_SMTP_PORT=str(inbox.port))
    assert done.returncode == 0, done.stdout
    assert "emails stay on this machine" in done.stdout


def test_staging_goes_the_way_of_its_mailbox(certificates: Certificates) -> None:
    login, password = STAGING["EMAIL_HOST_USER"], STAGING["EMAIL_HOST_PASSWORD"]
    with SmtpServer(tls="implicit", certificate=certificates.server, users={login: password}) as server:
        variables = STAGING | certificates.environment | {"EMAIL_HOST": "localhost", "EMAIL_PORT": str(server.port)}
        done = manage("mail_doctor", "--json", settings="settings.staging", **variables)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["ok"]) == (0, True), done.stdout
    assert password not in done.stdout + done.stderr


def test_production_asks_its_provider() -> None:
    with ProviderServer(api_key=PRODUCTION["UNISENDER_GO_API_KEY"]) as server:
        server.script.add("send", HttpReply(200, json.dumps(DOMAINS)))
        variables = PRODUCTION | {"UNISENDER_GO_API_URL": server.unisender_go_url}
        done = manage("mail_doctor", "--language=en", settings="settings.production", **variables)
    assert done.returncode == 0, done.stdout
    assert "cinemahub.example is verified" in done.stdout
    assert PRODUCTION["UNISENDER_GO_API_KEY"] not in done.stdout + done.stderr
