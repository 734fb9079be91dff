import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail import outbox
from cinemahub.mail.arrival.webhooks import amazon_ses, certificates, scaleway
from cinemahub.mail.models import OutboxLetter, State
from tests.arrival.providers.key_signed import AmazonSes, Authority, Scaleway, pem
from tests.arrival.providers.wire import SECRET, Post, Provider
from tests.arrival.returned import Original
from users.letters import password_reset

ANNA = "anna@example.com"


@pytest.fixture
def sent(db: None) -> OutboxLetter:
    """A reset letter that a server took for Anna."""
    row = outbox.enqueue(password_reset, to=ANNA)
    OutboxLetter.objects.filter(pk=row.pk).update(
        state=State.SENT, due_at=None, finished_at=timezone.now(), tries=1, provider_id="provider-4711"
    )
    row.refresh_from_db()
    return row


@pytest.fixture
def original(sent: OutboxLetter) -> Original:
    return Original(sent.message_id, sent.address)


@dataclass
class Site:
    """The site as a provider reaches it."""

    client: Client
    settings: Settings

    def choose(self, provider: Provider) -> None:
        self.settings.MAIL_WEBHOOK = provider.settings

    def take(self, provider: Provider, post: Post, path: str = "") -> int:
        """Post to the address of a provider that is the chosen one; return the status of the answer."""
        self.choose(provider)
        return self.take_at(path or provider.path, post)

    def take_at(self, path: str, post: Post) -> int:
        answer = self.client.generic("POST", path, post.body, post.content_type, headers=post.headers)
        return answer.status_code


@pytest.fixture
def site(client: Client, settings: Settings, caplog: pytest.LogCaptureFixture, db: None) -> Iterator[Site]:
    """Nobody gets an error mail, and no log line has a secret, a body or an address in it."""
    caplog.set_level(logging.INFO)
    settings.SITE_URL = "https://cinemahub.example"
    client.raise_request_exception = False
    yield Site(client, settings)
    errors = {record.name for record in caplog.records if record.levelno >= logging.ERROR}
    assert errors <= {"django.security.RequestDataTooBig"}  # of which nobody is mailed
    for canary in (SECRET, ANNA, "canary"):
        assert canary not in caplog.text


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def fetched(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """What the addresses of Amazon and Scaleway give; any other address must not be asked."""
    given = {
        AmazonSes.certificate_url: pem(authority.issue("amazon_ses")),
        Scaleway.certificate_url: pem(authority.issue("scaleway")),
        scaleway.CHAIN_URL: authority.chain,
        AmazonSes.subscribe_url: b"",
        Scaleway.subscribe_url: b"",
    }
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return given[url]

    for module in (certificates, amazon_ses, scaleway):
        monkeypatch.setattr(module, "fetch", fetch)
    monkeypatch.setattr(scaleway, "ROOT", authority.fingerprint)
    certificates.certificates_at.cache_clear()
    yield given
    certificates.certificates_at.cache_clear()
    assert set(asked) <= given.keys()
