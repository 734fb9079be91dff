"""Emails that any app sends with `using="outbox"`: a dead server costs them nothing, and nobody can read them."""

import json

from tests.outbox.site import Site
from tests.servers.ports import free_port
from tests.servers.smtp import SmtpServer

SECRET = "words-that-only-the-recipients-may-read"
SEND = f"""
from django.core.mail import EmailMultiAlternatives
message = EmailMultiAlternatives("{SECRET}", "{SECRET}", to=["anna@example.com"], cc=["bert@example.com"])
message.attach("secret.txt", "{SECRET}", "text/plain")
message.attach_alternative("<p>{SECRET}</p>", "text/html")
print(message.send(using="outbox"))
"""


def test_an_email_of_an_app_waits_for_the_server_and_leaves_nothing_behind(site: Site) -> None:
    server = SmtpServer(port=free_port())
    mailers = site.smtp(server) | {"outbox": {"BACKEND": "cinemahub.mail.backend.OutboxBackend"}}
    assert site.having(MAILERS=json.dumps(mailers)).shell(SEND) == "1"
    with site.worker(mailers) as worker:
        worker.wait_for_log("Transport default is paused")
        assert SECRET not in site.database.dump()
        with server:
            site.make_probe_due()
            site.wait_for_states(sent=2)
            assert worker.stop() == 0
    for letter in server.letters:
        assert (letter.message["To"], letter.message["Cc"]) == ("anna@example.com", "bert@example.com")
        assert letter.raw.decode().count(SECRET) == 4
    assert sorted(letter.recipients for letter in server.letters) == [["anna@example.com"], ["bert@example.com"]]
    assert len({letter.message_id for letter in server.letters}) == 1
    assert site.database.rows("SELECT * FROM mail_sealedemail") == []
    assert SECRET not in site.database.dump() + worker.text
