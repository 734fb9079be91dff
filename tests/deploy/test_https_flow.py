"""The whole reset in a browser, over https, on the machine that docs/deploy.md makes."""

import shlex

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.browser.conftest import QUIET
from tests.browser.person import NEW_PASSWORD, Person
from tests.deploy.deployed import HOST, URL, Deployed


@pytest.fixture
def browser_executable(site: Deployed, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Chromium with the network of the machine."""
    path = tmp_path_factory.mktemp("browser") / "chromium"
    command = shlex.join(site.machine.on_its_network(chromium.find() or pytest.fail(chromium.HOW_TO)))
    path.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    path.chmod(0o755)
    return str(path)


def test_a_person_resets_the_password_over_https(site: Deployed, browser_executable: str) -> None:
    (address,) = site.new_accounts(1)
    with sync_playwright() as playwright:
        rules = f"--host-resolver-rules=MAP {HOST} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        browser = playwright.chromium.launch(executable_path=browser_executable, args=[*QUIET, rules])
        person = Person(browser.new_context(base_url=URL, locale="en", ignore_https_errors=True).new_page())
        person.address = address
        person.open("/users/login/")
        person.follow("/users/password-reset/")
        person.send(email=address)
        assert person.path == "/users/password-reset/done/"
        person.open(site.link_to(address))
        person.send(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
        assert person.path == "/users/password-reset/complete/"
        person.sign_in(NEW_PASSWORD)
        assert person.path == "/users/account/"
        browser.close()
    token = site.link_to(address).rstrip("/").rpartition("/")[2]
    logs = "cat /var/log/nginx/*.log; journalctl --no-pager --unit 'cinemahub*'"
    assert token not in site.machine.run(logs)
