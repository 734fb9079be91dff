"""A worker whose token nears its end: no email waits for the renewal, and kill -9 in the middle of it loses nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.oauth.conftest import mail_oauth
from tests.outbox.site import SMTP, Site
from tests.outbox.worker import Worker
from tests.servers.certificates import Certificates
from tests.servers.dovecot import find_dovecot
from tests.servers.dovecot_oauth import SUBMISSION, token_mailbox
from tests.servers.oauth import oauth_server
from tests.servers.oauth_records import CANARY
from tests.servers.oauth_state import OAuthServer
from tests.servers.sink_process import SinkProcess
from tests.site.database import Sqlite

pytestmark = pytest.mark.skipif(
    find_dovecot() is None or not SUBMISSION.exists(),
    reason="Dovecot is not installed (Debian: dovecot-imapd, dovecot-submissiond)",
)

SETTINGS = "tests.oauth.process_settings"
ALLOW = """
from datetime import timedelta
from django.utils import timezone
from cinemahub.mail.models import OAuthToken
from cinemahub.mail.models.oauth_token import NewTokens
from cinemahub.mail.transport.oauth.application import Application
from cinemahub.mail.transport.oauth.tokens import Tokens
Tokens(Application.of("default")).authorise(NewTokens({access!r}, {refresh!r}, timedelta(hours=1)))
ends = timezone.now() + timedelta(minutes=4)
OAuthToken.objects.update(expires_at=ends, renewed_at=ends - timedelta(hours=1))
"""
LETTERS = 5


@dataclass
class TokenSite:
    site: Site
    oauth: OAuthServer
    sink: SinkProcess

    def worker(self) -> Worker:
        return self.site.worker(json.loads(self.site.variables["MAILERS"]))

    def stored(self) -> str:
        (row,) = self.site.database.rows("SELECT access, renewing_until FROM mail_oauthtoken")
        return str(row["access"])

    def let_time_pass(self) -> None:
        """Let the renewal of the dead be over, as it is after half a minute."""
        self.site.database.execute("UPDATE mail_oauthtoken SET renewing_until = '2020-01-01 00:00:00'")


@pytest.fixture
def here(sqlite: Sqlite, certificates: Certificates, tmp_path: Path) -> Iterator[TokenSite]:
    with (
        oauth_server() as oauth,
        SinkProcess(tmp_path / "log") as sink,
        token_mailbox(certificates.server, oauth, sink.port) as mailbox,
    ):
        options = {"host": "localhost", "port": mailbox.submission_port, "use_ssl": True, "username": oauth.user}
        mailers = {"default": {"BACKEND": SMTP, "OPTIONS": options | {"timeout": 10}}}
        variables = {
            "DATABASE_URL": sqlite.url,
            "MAILERS": json.dumps(mailers),
            "MAIL_OAUTH": json.dumps({"default": mail_oauth(oauth)}),
        }
        site = Site(SETTINGS, tmp_path, variables | certificates.environment, database=sqlite)
        allowed = oauth.allow()
        site.shell(ALLOW.format(access=allowed.access_token, refresh=allowed.refresh_token))
        site.people_ask(1, LETTERS)
        yield TokenSite(site, oauth, sink)
        assert CANARY not in sqlite.dump() + "".join(worker.text for worker in site.all_workers)


def test_a_killed_renewal_loses_neither_emails_nor_the_permission(here: TokenSite) -> None:
    here.oauth.keeps_earlier = True
    kill_while_renewing(here)
    before = here.stored()
    with here.worker() as next_one:
        here.site.wait_until(lambda: here.stored() != before)
        assert next_one.stop() == 0
    assert here.oauth.asked == ["refresh_token"] * 2
    assert here.site.states() == {"sent": LETTERS}


def test_a_permission_lost_with_a_killed_renewal_is_named_before_any_email_needs_it(here: TokenSite) -> None:
    kill_while_renewing(here)
    here.site.people_ask(LETTERS + 1, 2 * LETTERS)
    with here.worker() as next_one:
        next_one.wait_for_log("A worker was killed while it renewed the token")
        here.site.wait_for_states(sent=2 * LETTERS)
        assert next_one.stop() == 0
    assert len({letter.message_id for letter in here.sink.letters}) == here.sink.count == 2 * LETTERS


def kill_while_renewing(here: TokenSite) -> None:
    """Let a worker send everything while it waits for a new token; then end it, and give its answer to nobody."""
    here.oauth.may_answer.clear()
    with here.worker() as worker:
        here.site.wait_until(lambda: here.oauth.asked == ["refresh_token"])
        here.site.wait_for_states(sent=LETTERS)
        worker.kill()
    here.oauth.may_answer.set()
    here.let_time_pass()
