"""The one reset test, the same for every settings module and every way a letter can take."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from tests.transports.arrived import Arrived
from tests.transports.site import OLD_PASSWORD, Site
from tests.transports.visitor import Visitor

ADDRESS = "anna@example.com"
NEW_PASSWORD = "a new and longer password"


def reset_password(site: Site, letters: Callable[[], list[Arrived]]) -> None:
    """Go from the forgotten password to the new one; `letters` is everything that has arrived."""
    site.add_account(ADDRESS)
    with site.visitor() as visitor:
        visitor.open("/users/password-reset/")
        visitor.submit(email=ADDRESS)
        assert visitor.url == f"{site.url}/users/password-reset/done/"
        assert letters() == []  # a letter costs the request nothing but a row
        site.send()
        (letter,) = letters()
        check(letter, site)
        set_password(visitor, link(letter, site))
        sign_in(visitor)


def check(letter: Arrived, site: Site) -> None:
    host, domain = urlsplit(site.url).netloc, urlsplit(site.url).hostname
    assert letter.recipients == [ADDRESS]
    assert letter.subject == f"Password reset on {host}"
    assert letter.auto_submitted in {"auto-generated", None}
    domain = r"[\w.-]+\.[a-z]+" if domain == "127.0.0.1" else domain  # the sender's: an address is no mail domain
    assert letter.message_id is None or re.fullmatch(rf"<[^@]+@{domain}>", letter.message_id)
    assert link(letter, site) in letter.html
    for part in (letter.text, letter.html):
        assert ADDRESS in part
        assert OLD_PASSWORD not in part
        assert all(url.startswith(site.url) for url in re.findall(r"https?://[^\s\"<]+", part))


def link(letter: Arrived, site: Site) -> str:
    """Return the link as the text shows it: on a line of its own."""
    found = re.findall(rf"^{re.escape(site.url)}/users/password-reset/\S+$", letter.text, re.MULTILINE)
    assert len(found) == 1
    return str(found[0])


def set_password(visitor: Visitor, link: str) -> None:
    visitor.open(link)
    visitor.submit(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    assert visitor.url == f"{visitor.site_url}/users/password-reset/complete/"


def sign_in(visitor: Visitor) -> None:
    visitor.open("/users/login/")
    visitor.submit(username=ADDRESS, password=OLD_PASSWORD)
    assert visitor.url == f"{visitor.site_url}/users/login/"
    visitor.submit(username=ADDRESS, password=NEW_PASSWORD)
    assert visitor.url == f"{visitor.site_url}/users/account/"
    assert ADDRESS in visitor.page
