import os
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from tests import chromium
from tests.browser import axe, fonts
from tests.browser.house import House, house
from tests.browser.looks import LOOKS, put_on
from tests.browser.person import Person
from tests.site.database import Sqlite

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-site-isolation-trials",  # else a letter's frame is a process, which can miss a click made at once
    "--no-first-run",
]
NOT_AN_ERROR = "Failed to load resource: the server responded with a status of "  # the page of that status is shown

# Everybody comes from elsewhere, or the failed sign-ins of one test would count in another.
CLIENTS = map(str, map(IPv4Address, count(int(IPv4Address("10.0.0.1")))))

type NewPerson = Callable[..., Person]
type LookAt = Callable[..., list[str]]


# Not for the whole session: while Playwright runs, Django takes the thread for asynchronous and refuses its database.
@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    executable = chromium.find() or pytest.fail(chromium.HOW_TO)
    variables: dict[str, str | float | bool] = {**os.environ, **fonts.only_ours(tmp_path_factory.mktemp("fonts"))}
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=executable, args=QUIET, env=variables) as browser,
    ):
        yield browser


@pytest.fixture(scope="package")
def the_house(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Sqlite) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with migrated_sqlite.copy(folder) as database, house(folder, database) as the_house:
        yield the_house


@pytest.fixture(scope="package")
def site_url(the_house: House) -> str:
    return the_house.site_url


@pytest.fixture
def new_person(browser: Browser, site_url: str) -> Iterator[NewPerson]:
    """Make people with a browser of their own; in the end none has asked another host or met an error."""
    contexts: list[BrowserContext] = []
    requests: list[str] = []
    errors: list[str] = []

    def new_person(language: str = "en", **options: Any) -> Person:
        headers = {"X-Forwarded-For": next(CLIENTS)}
        context = browser.new_context(base_url=site_url, locale=language, extra_http_headers=headers, **options)
        context.on("request", lambda request: requests.append(request.url))
        context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        contexts.append(context)
        return Person(context.new_page())

    yield new_person
    for context in contexts:
        context.close()
    assert requests
    assert [url for url in requests if not url.startswith((f"{site_url}/", "data:"))] == []
    assert [error for error in errors if not error.startswith(NOT_AN_ERROR)] == []


@pytest.fixture
def person(new_person: NewPerson) -> Person:
    return new_person()


@pytest.fixture
def page(person: Person) -> Page:
    return person.page


@pytest.fixture(scope="package")
def member(browser: Browser, site_url: str) -> StorageState:
    """The cookies of somebody who is signed in, for tests that leave the account as it is."""
    context = browser.new_context(base_url=site_url, locale="en")
    Person(context.new_page()).sign_up()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def look_at(pytestconfig: pytest.Config) -> LookAt:
    """Return what breaks a rule of axe or is wider than the window; keep screenshots if they are wanted."""
    screenshots: Path | None = pytestconfig.getoption("screenshots")

    def look_at(page: Page, language: str, state: str, rules: axe.Rules = axe.PAGE) -> list[str]:
        axe.load(page)
        problems = []
        for look in LOOKS[language]:
            put_on(page, look)
            problems += [f"{look}: {problem}" for problem in axe.violations(page, rules, colours_alone=look.again)]
            if screenshots:
                page.screenshot(path=screenshots / language / f"{state}-{look}.png", full_page=True)
        return problems

    return look_at
