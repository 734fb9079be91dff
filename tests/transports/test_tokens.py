"""Staging without any password, in a real browser: allowed once, sent and read with tokens, the link opened once."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, sync_playwright

from tests import chromium
from tests.browser.conftest import QUIET
from tests.browser.person import NEW_PASSWORD, Person
from tests.servers.certificates import Certificates
from tests.servers.dns import DnsServer
from tests.servers.dovecot import find_dovecot
from tests.servers.dovecot_oauth import SUBMISSION
from tests.servers.oauth import oauth_server
from tests.servers.oauth_records import CANARY, CLIENT, REDIRECT, SECRET
from tests.servers.postfix import can_run_postfix
from tests.site.database import Sqlite
from tests.site.environment import SECRET_KEY
from tests.site.processes import start_manage
from tests.transports.site import HTTPS_SITE, Site
from tests.transports.token_mailbox import MailService, mail_service

pytestmark = pytest.mark.skipif(
    find_dovecot() is None or not SUBMISSION.exists() or not can_run_postfix(),
    reason="Dovecot or Postfix is not installed, or the tests are not run by root",
)

SENDER, ANNA = "post@cinemahub.example", "anna@cinemahub.example"
RESET = "/users/password-reset/"


@pytest.fixture
def service(certificates: Certificates) -> Iterator[MailService]:
    with oauth_server(user=SENDER) as oauth, mail_service(oauth, certificates, SENDER, ANNA) as service:
        yield service


@pytest.fixture
def site(
    collected_static: None, service: MailService, sqlite: Sqlite, tmp_path: Path, certificates: Certificates
) -> Site:
    variables = {
        "SECRET_KEY": SECRET_KEY,
        "SITE_URL": HTTPS_SITE,
        "DATABASE_URL": sqlite.url,
        "EMAIL_OAUTH": "google",
        "EMAIL_OAUTH_CLIENT_ID": CLIENT,
        "EMAIL_OAUTH_CLIENT_SECRET": SECRET,
        "EMAIL_HOST_USER": SENDER,
        "EMAIL_HOST": "localhost",
        "EMAIL_PORT": str(service.mailbox.submission_port),
        "EMAIL_USE_SSL": "true",
        "DOCTOR_IMAP_HOST": "localhost",
        "DOCTOR_IMAP_PORT": str(service.mailbox.dovecot.port),
        "OAUTH_ADDRESSES": json.dumps(service.oauth.addresses),
    }
    variables |= certificates.environment
    return Site("tests.transports.token_settings", tmp_path, variables, certificates=certificates)


@pytest.fixture
def page(site: Site) -> Iterator[Page]:
    """A browser for which the site's name leads to this machine."""
    rules = f"--host-resolver-rules=MAP {HTTPS_SITE.removeprefix('https://')} 127.0.0.1:{site.port}, MAP * ~NOTFOUND"
    with sync_playwright() as playwright:
        executable = chromium.find() or pytest.fail(chromium.HOW_TO)
        browser = playwright.chromium.launch(executable_path=executable, args=[*QUIET, f"{rules}, EXCLUDE 127.0.0.1"])
        context = browser.new_context(base_url=site.url, locale="en", ignore_https_errors=True)
        yield context.new_page()
        browser.close()


def test_a_password_is_reset_by_emails_that_are_sent_and_read_with_tokens(
    site: Site, service: MailService, page: Page, sqlite: Sqlite
) -> None:
    said = [allow(site, page)]
    site.add_account(ANNA)
    person = Person(page)
    person.address = ANNA
    with site.visitor():
        person.ask_for_reset()
        said.append(site.send())
        (email,) = service.read(ANNA)
        (link,) = re.findall(rf"^{site.url}{RESET}\S+$", email.text, re.MULTILINE)
        person.open(link)
        person.send(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
        assert person.path == f"{RESET}complete/"
        person.sign_in(NEW_PASSWORD)
        assert person.is_signed_in
        person.open(link)
        assert page.locator("[name=new_password1]").count() == 0
    assert service.oauth.asked == ["authorization_code"]
    said.append(go_there_and_back(site))
    told = "".join(said) + sqlite.dump() + site.log("gunicorn").read_text()
    for secret in (CANARY, SECRET, link.rstrip("/").rpartition("/")[2]):
        assert secret not in told


def go_there_and_back(site: Site) -> str:
    """Have the doctor send to the mailbox that sends, and read it."""
    with DnsServer({}) as dns:
        told = site.manage("mail_doctor", "--roundtrip", "--language=en", DOCTOR_DNS=dns.address).stdout
    for step in ("logged in with a token as p***@cinemahub.example", "arrived in the inbox"):
        assert step in told
    return told


def allow(site: Site, page: Page) -> str:
    """Do what a person does once: open the page that the command names, and bring back where the browser ended."""
    ended: list[str] = []
    page.on("requestfailed", lambda request: ended.append(request.url))
    command = start_manage("mail_oauth", settings=site.settings, **site.variables)
    assert command.stdout is not None
    said = ""
    while not (found := re.search(r"^http://127\.0\.0\.1\S+$", said, re.MULTILINE)):
        said += (line := command.stdout.readline())
        assert line, said
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.goto(found[0])
    assert ended[-1].startswith(REDIRECT)
    more, _ = command.communicate(ended[-1] + "\n")
    assert "Done: emails are sent as p***@cinemahub.example." in more
    return said + more
