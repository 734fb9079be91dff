"""Production: through a provider's API, for three of different shape."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.certificates import Certificates
from tests.servers.provider import ProviderServer
from tests.servers.ses import SesServer
from tests.site.database import Postgresql
from tests.site.environment import SECRET_KEY, WEBHOOK_SECRET
from tests.transports.arrived import Arrived
from tests.transports.reset import reset_password
from tests.transports.site import HTTPS_SITE, Site

KEY = "right-key"
DOMAIN = "cinemahub.test"
SENDER = f"post@{DOMAIN}"

type Production = Callable[[dict[str, str]], Site]


@pytest.fixture
def production(
    collected_static: None, postgresql: Postgresql, tmp_path: Path, certificates: Certificates
) -> Production:
    variables = {
        "SECRET_KEY": SECRET_KEY,
        "SITE_URL": HTTPS_SITE,
        "DATABASE_URL": postgresql.url,
        "DEFAULT_FROM_EMAIL": f"Cinemahub <{SENDER}>",
        "SERVER_EMAIL": SENDER,
    }
    return lambda provider: Site("settings.production", tmp_path, variables | provider, certificates=certificates)


@pytest.fixture
def provider() -> Iterator[ProviderServer]:
    with ProviderServer(api_key=KEY, mailgun_domain=DOMAIN) as provider:
        yield provider


def test_production_resets_a_password_through_unisender_go(production: Production, provider: ProviderServer) -> None:
    site = production(
        {
            "EMAIL_PROVIDER": "unisender_go",
            "UNISENDER_GO_API_KEY": KEY,
            "UNISENDER_GO_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "UNISENDER_GO_API_URL": provider.unisender_go_url,
        }
    )
    reset_password(site, lambda: arrived(provider))


def test_production_resets_a_password_through_mailgun(production: Production, provider: ProviderServer) -> None:
    site = production(
        {
            "EMAIL_PROVIDER": "mailgun",
            "MAILGUN_API_KEY": KEY,
            "MAILGUN_SENDER_DOMAIN": DOMAIN,
            "MAILGUN_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "MAILGUN_WEBHOOK_SIGNING_KEY": WEBHOOK_SECRET,
            "MAILGUN_API_URL": provider.mailgun_url,
        }
    )
    reset_password(site, lambda: arrived(provider))


def test_production_resets_a_password_through_amazon_ses(production: Production) -> None:
    with SesServer(identity=DOMAIN) as ses:
        site = production(
            {
                "EMAIL_PROVIDER": "amazon_ses",
                "AMAZON_SES_WEBHOOK_SECRET": WEBHOOK_SECRET,
                "AMAZON_SES_REGION_NAME": ses.region,
                "AMAZON_SES_ACCESS_KEY_ID": "testing",
                "AMAZON_SES_SECRET_ACCESS_KEY": "testing",
                "AMAZON_SES_ENDPOINT_URL": ses.url,
            }
        )
        reset_password(site, lambda: [Arrived.from_letter(letter) for letter in ses.letters])
        assert [letter.sender for letter in ses.letters] == [SENDER]


def arrived(provider: ProviderServer) -> list[Arrived]:
    assert all(letter.sender == SENDER for letter in provider.letters)
    return [Arrived.from_provider(letter) for letter in provider.letters]
