import pytest
from django.test import Client

from cinemahub.inbox import maildir
from cinemahub.inbox.frame import framed
from cinemahub.inbox.tests.samples import HTML, sample

ATTACK = '<script>parent.document.title = "broken"</script><img src="https://spy.example/pixel.png" onerror="alert(1)">'


@pytest.fixture
def address() -> str:
    return f"/inbox/{maildir.keep('', ['anna@example.com'], sample(html=ATTACK).as_bytes())}/"


def test_a_script_in_a_letter_cannot_run_nor_a_picture_load(client: Client, address: str) -> None:
    policy = client.get(f"{address}frame/")["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "img-src data:" in policy
    [sandbox] = [rule for rule in policy if rule.startswith("sandbox")]
    assert "allow-scripts" not in sandbox
    assert "allow-forms" not in sandbox
    assert not [rule for rule in policy if rule.startswith("script-src")]


def test_only_the_inbox_may_frame_a_letter(client: Client, address: str) -> None:
    frame, page = client.get(f"{address}frame/"), client.get(address)
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_a_frame_is_allowed_only_on_the_page_that_has_one(client: Client, address: str) -> None:
    assert "frame-src 'self'" in client.get(address)["Content-Security-Policy"]
    assert "frame-src" not in client.get(f"{address}text/")["Content-Security-Policy"]


def test_the_page_itself_shows_an_attack_as_text(client: Client, address: str) -> None:
    for view in ("", "text/", "headers/", "source/"):
        assert "<script>parent" not in client.get(address + view).content.decode()


def test_links_open_new_tabs_and_the_doctype_stays_first() -> None:
    assert framed(HTML).startswith('<!doctype html><base target="_blank"><html>')
    assert framed("<p>short</p>") == '<base target="_blank"><p>short</p>'
    assert framed("\n<!DOCTYPE html>\n").startswith('\n<!DOCTYPE html><base target="_blank">')


def test_an_email_can_be_seen_dark_in_a_light_browser_and_the_other_way_round(client: Client) -> None:
    html = "<style>@media (prefers-color-scheme: dark) { p { color: #eee } }</style><p>x</p>"
    frame = f"/inbox/{maildir.keep('', ['anna@example.com'], sample(html=html).as_bytes())}/frame/"
    assert "(prefers-color-scheme: dark)" in client.get(frame).content.decode()
    assert "@media (min-width: 0) { p" in client.get(f"{frame}?look=dark").content.decode()
    assert "@media (max-width: 0) { p" in client.get(f"{frame}?look=light").content.decode()
    assert client.get(f"{frame}?look=none").content == client.get(frame).content
