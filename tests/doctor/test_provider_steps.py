"""Providers, asked over HTTP: the key, the account, the sender's domain, the letter."""

import json
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import Settings
from werkzeug.wrappers import Response

from cinemahub.mail.services.registry import PROVIDERS
from tests.doctor.conftest import RECIPIENT, Doctor
from tests.doctor.faults import closed_port
from tests.servers.http_server import HttpReply, HttpServer
from tests.servers.provider import ProviderServer
from tests.servers.ses import SesServer

KEY = "canary-password-of-a-provider"
SENDER, DOMAIN = "post@cinemahub.example", "cinemahub.example"
ACCOUNTS: dict[str, list[Any]] = {  # what each provider says of a verified and of an unverified domain
    "brevo": [{"domains": [{"domain_name": DOMAIN, "authenticated": fine}]} for fine in (True, False)],
    "mailersend": [{"data": [{"name": DOMAIN, "is_verified": fine}]} for fine in (True, False)],
    "mailjet": [{"Data": [{"Email": f"*@{DOMAIN}", "Status": fine}]} for fine in ("Active", "Inactive")],
    "mandrill": [[{"domain": DOMAIN, "valid_signing": fine}] for fine in (True, False)],
    "resend": [{"data": [{"name": DOMAIN, "status": fine}]} for fine in ("verified", "pending")],
    "scaleway": [{"domains": [{"name": DOMAIN, "status": fine}]} for fine in ("checked", "unchecked")],
    "sparkpost": [{"results": [{"domain": DOMAIN, "status": {"ownership_verified": fine}}]} for fine in (True, False)],
    "unisender_go": [
        {"domains": [{"domain": DOMAIN, "verification-record": {"status": fine}, "dkim": {"status": "active"}}]}
        for fine in ("confirmed", "unconfirmed")
    ],
}
SAYS_NOTHING = {"postal": 200, "postmark": 200, "mailgun": 400}  # and how a good key is answered


@pytest.fixture(autouse=True)
def senders(settings: Settings, doctor: Doctor) -> None:
    settings.DEFAULT_FROM_EMAIL = settings.SERVER_EMAIL = SENDER


def options_of(provider: str, url: str) -> dict[str, Any]:
    options = {option.name: KEY for option in PROVIDERS[provider].options if option.required}
    return options | {"api_url": f"{url}/v3/", "timeout": 5}


def backend_of(provider: str) -> str:
    return f"anymail.backends.{provider}.EmailBackend"


def answering(status: int, body: Any) -> HttpServer:
    server = HttpServer(Response("never asked"))
    server.script.add("send", HttpReply(status, json.dumps(body), {"Content-Type": "application/json"}))
    return server


@pytest.mark.parametrize("provider", ACCOUNTS)
def test_a_verified_domain_is_good(doctor: Doctor, provider: str) -> None:
    with answering(200, ACCOUNTS[provider][0]) as server:
        visit = doctor(backend=backend_of(provider), **options_of(provider, server.url))
        (request,) = server.requests
    assert visit.exit_code == 0, visit.text
    assert f"{DOMAIN} is verified" in visit.text
    credentials = f"{request.headers}{request.body.decode()}"
    assert KEY in credentials or "Basic " in credentials


@pytest.mark.parametrize("provider", ACCOUNTS)
def test_an_unverified_domain_ends_in_the_page_that_verifies_it(doctor: Doctor, provider: str) -> None:
    with answering(200, ACCOUNTS[provider][1]) as server:
        visit = doctor(backend=backend_of(provider), **options_of(provider, server.url))
    assert visit.marks["account"] == "FAILED"
    assert "Verify the domain of DEFAULT_FROM_EMAIL" in visit.verdict


def test_a_domain_above_the_sender_s_stands_for_it_and_one_that_ends_alike_does_not(
    doctor: Doctor, settings: Settings
) -> None:
    settings.SERVER_EMAIL = f"post@mail.{DOMAIN}"
    with answering(200, ACCOUNTS["brevo"][0]) as server:
        assert doctor(backend=backend_of("brevo"), **options_of("brevo", server.url)).exit_code == 0
        settings.SERVER_EMAIL = f"post@evil{DOMAIN}"
        assert doctor(backend=backend_of("brevo"), **options_of("brevo", server.url)).exit_code == 1


@pytest.mark.parametrize("provider", SAYS_NOTHING)
def test_where_a_provider_tells_no_domains_only_the_key_is_good(doctor: Doctor, provider: str) -> None:
    body = (
        {"status": "error", "data": {"code": "MessageNotFound"}}
        if provider == "postal"
        else {"message": "from is missing"}
    )
    with answering(SAYS_NOTHING[provider], body) as server:
        visit = doctor(backend=backend_of(provider), **options_of(provider, server.url))
    assert visit.exit_code == 0, visit.text
    assert "can only be known by sending" in visit.text


def test_postal_refuses_a_key_with_200(doctor: Doctor) -> None:
    with answering(200, {"status": "error", "data": {"code": "InvalidServerAPIKey"}}) as server:
        visit = doctor(backend=backend_of("postal"), **options_of("postal", server.url))
    assert "POSTAL_API_KEY" in visit.verdict


def test_mailtrap_is_asked_account_by_account(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    server = HttpServer(Response("never asked"))
    for body in ([{"id": 7}], {"data": [{"domain_name": DOMAIN, "dns_verified": True}]}):
        server.script.add("send", HttpReply(200, json.dumps(body)), times=1)
    with server:
        monkeypatch.setattr("cinemahub.mail.services.mailtrap.ACCOUNTS", f"{server.url}/api/accounts")
        visit = doctor(backend=backend_of("mailtrap"), **options_of("mailtrap", server.url))
        assert [request.path for request in server.requests] == ["/api/accounts", "/api/accounts/7/sending_domains"]
    assert visit.exit_code == 0, visit.text


@pytest.mark.parametrize("provider", [*ACCOUNTS, "postmark", "mailgun"])
def test_a_refused_key_ends_in_its_variable_and_its_page(doctor: Doctor, provider: str) -> None:
    with answering(401, {"message": "Unauthorized"}) as server:
        visit = doctor(to=RECIPIENT, backend=backend_of(provider), **options_of(provider, server.url))
    assert visit.exit_code == 1
    assert visit.marks["account"] == "FAILED"
    assert "email" not in visit.marks
    assert f"{provider.upper()}_" in visit.verdict
    assert KEY not in visit.text


@pytest.mark.parametrize(("status", "body"), [(403, "Forbidden"), (401, {"name": "restricted_api_key"})])
def test_a_key_that_may_only_send_has_nothing_said_against_it(doctor: Doctor, status: int, body: Any) -> None:
    with answering(status, body) as server:
        visit = doctor(backend=backend_of("resend"), **options_of("resend", server.url))
    assert visit.exit_code == 0
    assert visit.marks["account"] == "not checked"


def test_an_answer_that_nobody_expected_is_no_failure(doctor: Doctor) -> None:
    with answering(200, ["something", "new"]) as server:
        visit = doctor(backend=backend_of("resend"), **options_of("resend", server.url))
    assert visit.exit_code == 0
    assert visit.marks["account"] == "not checked"


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("", "no key is set"),
        (f" {KEY}", "characters"),
        (f'"{KEY}"', "characters"),
        (f"xsmtpsib-{KEY}", "characters"),
    ],
)
def test_a_key_that_cannot_be_one_is_named_before_any_connection(doctor: Doctor, key: str, word: str) -> None:
    visit = doctor(backend=backend_of("brevo"), api_key=key, api_url="http://127.0.0.1:1/")
    assert list(visit.marks) == ["settings", "worker", "key", "domain"]
    assert word in visit.verdict
    assert "BREVO_API_KEY" in visit.verdict


def test_an_api_that_nobody_answers_at_is_named_with_its_variable(doctor: Doctor) -> None:
    with closed_port() as port:
        visit = doctor(backend=backend_of("postal"), **options_of("postal", f"http://127.0.0.1:{port}"))
    assert visit.marks["tcp"] == "FAILED"
    assert "POSTAL_API_URL" in visit.verdict


def test_http_where_https_is_spoken_to_is_named(doctor: Doctor) -> None:
    with answering(200, {}) as server:
        url = server.url.replace("http:", "https:")
        visit = doctor(backend=backend_of("postal"), **options_of("postal", url))
    assert visit.marks["tls"] == "FAILED"
    assert "POSTAL_API_URL" in visit.verdict


def test_a_real_letter_goes_through_a_provider(doctor: Doctor) -> None:
    with ProviderServer(api_key=KEY) as server:
        server.script.add("send", HttpReply(200, json.dumps(ACCOUNTS["unisender_go"][0])), times=1)
        visit = doctor(
            to=RECIPIENT, backend=backend_of("unisender_go"), api_key=KEY, api_url=server.unisender_go_url, timeout=5
        )
        (letter,) = server.letters
    assert visit.exit_code == 0, visit.text
    assert letter.recipients == [RECIPIENT]
    assert "no webhook is set up here" in visit.text


@pytest.mark.parametrize(("identity", "mark"), [(DOMAIN, "ok"), ("elsewhere.example", "FAILED")])
def test_amazon_ses_is_asked_for_its_identities(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, identity: str, mark: str
) -> None:
    with SesServer(identity=identity) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        params = {"region_name": server.region, "endpoint_url": server.url}
        visit = doctor(backend=backend_of("amazon_ses"), client_params=params)
    assert visit.marks["account"] == mark, visit.text


def test_the_proxy_of_the_environment_is_named_and_gone_through(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(200, ACCOUNTS["brevo"][0]) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        options = options_of("brevo", "http://api.brevo.test")
        visit = doctor(backend=backend_of("brevo"), **options)
    assert visit.exit_code == 0, visit.text
    assert "proxy 127.0.0.1" in visit.text
    assert "dns" not in visit.marks


def test_a_provider_nobody_described_is_not_checked(doctor: Doctor) -> None:
    """SendGrid's backend is in Anymail and no longer cared for there, so it has no file in services/."""
    with answering(401, {"errors": [{"message": "authorization required"}]}) as server:
        visit = doctor(backend=backend_of("sendgrid"), api_key=KEY, api_url=f"{server.url}/v3/", timeout=5)
        assert server.requests == []
    assert visit.exit_code == 0, visit.text
    assert (visit.marks["key"], visit.marks["account"]) == ("not checked", "not checked")


def test_a_provider_without_a_call_for_its_account_is_not_checked(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROVIDERS, "brevo", replace(PROVIDERS["brevo"], account=None))
    with answering(401, {"message": "Unauthorized"}) as server:
        visit = doctor(backend=backend_of("brevo"), **options_of("brevo", server.url))
        assert server.requests == []
    assert visit.marks["account"] == "not checked"


def test_every_provider_has_a_key_to_judge_and_a_call_to_make() -> None:
    for provider in PROVIDERS.values():
        assert any(option.secret for option in provider.options)
        assert provider.account is not None


def test_what_a_provider_does_to_emails_is_named(doctor: Doctor) -> None:
    with closed_port() as port:
        visit = doctor(backend=backend_of("unisender_go"), **options_of("unisender_go", f"http://127.0.0.1:{port}"))
    assert visit.marks["settings"] == "warning"
    assert "Unisender Go drops Auto-Submitted" in visit.text
    assert "Unisender Go adds an unsubscribe link" in visit.text
