"""`manage.py mail_oauth`: a page and its code, a device's code, or nobody at all."""

from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.management import CommandError, call_command
from pytest_django import Settings

from cinemahub.mail.models import OAuthToken
from cinemahub.mail.transport.oauth.tokens import Tokens
from tests.servers.oauth_records import CANARY, SECRET
from tests.servers.oauth_state import OAuthServer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def allow(monkeypatch: pytest.MonkeyPatch, *, whole: bool) -> StringIO:
    """Do what a person does: open the page that the command shows, and bring back what the browser ends at."""
    out = StringIO()

    def bring(_prompt: str) -> str:
        (page,) = (line for line in out.getvalue().splitlines() if line.startswith("http://127.0.0.1"))
        ended_at = requests.get(page, allow_redirects=False, timeout=10).headers["Location"]
        return ended_at if whole else parse_qs(urlsplit(ended_at).query)["code"][0]

    monkeypatch.setattr("builtins.input", bring)
    return out


@pytest.mark.parametrize("brought", ["the address", "the code"])
def test_a_person_brings_the_code_of_a_page(
    monkeypatch: pytest.MonkeyPatch, configured: OAuthServer, tokens: Tokens, brought: str
) -> None:
    out = allow(monkeypatch, whole=brought == "the address")
    call_command("mail_oauth", stdout=out)
    assert "Done: emails are sent as p***@cinemahub.example." in out.getvalue()
    assert tokens.access_token().startswith(CANARY)
    for secret in (CANARY, SECRET):
        assert secret not in out.getvalue()


def test_a_code_from_another_request_is_refused(monkeypatch: pytest.MonkeyPatch, configured: OAuthServer) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt: "http://127.0.0.1:8765/?code=abc&state=other")
    with pytest.raises(CommandError):
        call_command("mail_oauth", stdout=StringIO())
    assert configured.asked == []
    assert not OAuthToken.objects.exists()


def test_a_person_who_says_no_is_heard(monkeypatch: pytest.MonkeyPatch, configured: OAuthServer) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt: "http://127.0.0.1:8765/?error=access_denied")
    with pytest.raises(CommandError, match="has not agreed"):
        call_command("mail_oauth", stdout=StringIO())


def test_a_code_that_is_wrong_is_named_as_that(monkeypatch: pytest.MonkeyPatch, configured: OAuthServer) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt: "0000000")
    with pytest.raises(CommandError, match="The code is wrong, or it has expired"):
        call_command("mail_oauth", stdout=StringIO())


def test_a_person_types_the_code_of_a_device(
    monkeypatch: pytest.MonkeyPatch, configured: OAuthServer, settings: Settings, tokens: Tokens
) -> None:
    settings.MAIL_OAUTH["default"] |= {"device_url": f"{configured.url}/device"}
    naps: list[float] = []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) > 2:
            for device in configured.devices.values():
                device.allowed = True

    monkeypatch.setattr("cinemahub.mail.transport.oauth.consent.time.sleep", sleep)
    out = StringIO()
    call_command("mail_oauth", stdout=out)
    (device,) = configured.devices.values()
    assert f"enter the code {device.user_code}" in out.getvalue()
    assert len(naps) == 3
    assert "Done" in out.getvalue()


def test_an_application_of_microsoft_needs_nobody(configured: OAuthServer, settings: Settings) -> None:
    settings.MAIL_OAUTH["default"] |= {"service": "microsoft", "application_scope": "application", "tenant": "house"}
    out = StringIO()
    call_command("mail_oauth", stdout=out)
    assert "there is nothing to allow" in out.getvalue()
    assert OAuthToken.objects.exists()


def test_a_wrong_secret_is_named_with_what_to_do(configured: OAuthServer, settings: Settings) -> None:
    settings.MAIL_OAUTH["default"] |= {"service": "microsoft", "application_scope": "application"}
    settings.MAIL_OAUTH["default"]["client_secret"] = "wrong"
    with pytest.raises(CommandError) as refusal:
        call_command("mail_oauth", stdout=StringIO())
    assert "EMAIL_OAUTH_CLIENT_SECRET" in str(refusal.value)


def test_without_tokens_there_is_nothing_to_allow(configured: OAuthServer, settings: Settings) -> None:
    settings.MAIL_OAUTH = {}
    with pytest.raises(CommandError, match="EMAIL_OAUTH is not set"):
        call_command("mail_oauth")
