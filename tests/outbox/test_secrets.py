"""What was sent is nowhere but in the mailbox."""

from tests.outbox.site import TOKEN, Site
from tests.servers.script import Fault
from tests.servers.smtp import SmtpServer

LETTERS = 30


def test_no_link_is_left_in_any_table_or_log_whatever_became_of_its_letter(site: Site) -> None:
    site.people_ask(1, LETTERS)
    with SmtpServer() as server:
        server.script.add("data", Fault.LOST_REPLY, times=3)
        refused = "person5@example.com"
        server.script.add("data", "451 4.3.0 https://127.0.0.1:8000/users/password-reset/MQ/abc-0123456789/", times=1)
        server.script.add("rcpt", "550 5.1.1 No such user", recipient=refused)
        with site.worker(site.smtp(server), "--connections", "1") as worker:
            site.wait_for_states(deferred=4, failed=1, sent=LETTERS - 5)
            site.make_due()
            site.wait_for_states(failed=1, sent=LETTERS - 1)
            assert worker.stop() == 0
        tokens = {token for letter in server.letters for token in TOKEN.findall(letter.text)}
        assert all(letter.text.count(token) == 1 for letter in server.letters for token in TOKEN.findall(letter.text))
    assert len(tokens) >= LETTERS - 1
    assert site.told_secrets() == []
    told = site.database.dump() + worker.text
    assert "person1@example.com" in told  # so the search would find something
    assert "abc-0123456789" not in told
