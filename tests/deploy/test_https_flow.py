"""The whole reset in a browser, over https, on the machine that docs/deploy.md makes."""

import shlex

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.browser.conftest import QUIET
from tests.deploy.deployed import HOST, URL, Deployed

NEW_PASSWORD = "a newer and longer password"


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
        page = browser.new_context(base_url=URL, locale="en", ignore_https_errors=True).new_page()
        page.goto("/users/login/")
        page.locator("a[href$='/users/password-reset/']").first.click()
        page.locator("[name=email]").fill(address)
        page.locator("main form button").first.click()
        page.wait_for_url("**/users/password-reset/done/")
        page.goto(site.link_to(address))
        page.locator("[name=new_password1]").fill(NEW_PASSWORD)
        if page.locator("[name=new_password2]").count():
            page.locator("[name=new_password2]").fill(NEW_PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/users/password-reset/complete/")
        page.goto("/users/login/")
        page.locator("[name=username]").fill(address)
        page.locator("[name=password]").fill(NEW_PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/users/account/")
        browser.close()
    token = site.link_to(address).rstrip("/").rpartition("/")[2]
    logs = "cat /var/log/nginx/*.log; journalctl --no-pager --unit 'cinemahub*'"
    assert token not in site.machine.run(logs)
