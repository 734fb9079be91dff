from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from cinemahub.mail.transport.oauth.application import Application
from cinemahub.mail.transport.oauth.tokens import Tokens
from tests.servers.oauth import oauth_server
from tests.servers.oauth_records import CLIENT, SECRET
from tests.servers.oauth_state import OAuthServer

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def oauth() -> Iterator[OAuthServer]:
    with oauth_server() as server:
        yield server


@pytest.fixture
def configured(oauth: OAuthServer, settings: Settings) -> OAuthServer:
    """Have the default transport sign in with tokens of the server."""
    options = {"host": "127.0.0.1", "port": 1, "use_ssl": True, "username": oauth.user, "password": "", "timeout": 10}
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
    settings.MAIL_OAUTH = {"default": mail_oauth(oauth)}
    return oauth


@pytest.fixture
def tokens(configured: OAuthServer) -> Tokens:
    application = Application.of("default")
    assert application is not None
    return Tokens(application)


def mail_oauth(oauth: OAuthServer, **more: Any) -> dict[str, str]:
    return {"service": "google", "client_id": CLIENT, "client_secret": SECRET, **oauth.addresses, **more}
