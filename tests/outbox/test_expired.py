"""Letters whose moment has passed, and letters that cannot be written."""

from tests.outbox.secret import SECRET
from tests.outbox.site import Site
from tests.servers.smtp import SmtpServer


def test_what_is_not_true_any_more_is_not_sent(site: Site) -> None:
    site.people_ask(1, 2)
    site.expire()
    site.people_ask(3, 4)
    with SmtpServer() as server, site.worker(site.smtp(server), "--once") as worker:
        assert worker.wait() == 0
        assert {letter.recipients[0] for letter in server.letters} == {"person3@example.com", "person4@example.com"}
    assert [(row["state"], row["reason"]) for row in site.letters()] == [("expired", "too_late")] * 2 + [
        ("sent", "")
    ] * 2


def test_one_that_was_put_off_until_its_moment_passed_expires(site: Site) -> None:
    site.people_ask(1, 1)
    with SmtpServer() as server:
        server.script.add("rcpt", "450 4.2.0 Greylisted, please try again later")
        with site.worker(site.smtp(server)) as worker:
            site.wait_for_states(deferred=1)
            site.expire()
            site.make_due()
            site.wait_for_states(expired=1)
            assert worker.stop() == 0
        assert server.letters == []


def test_of_several_requests_for_one_address_only_the_newest_is_sent(site: Site) -> None:
    for _ in range(3):
        site.people_ask(1, 1)
    with SmtpServer() as server, site.worker(site.smtp(server), "--once") as worker:
        assert worker.wait() == 0
        assert [letter.message_id for letter in server.letters] == [site.letters()[-1]["message_id"]]
    assert [row["reason"] for row in site.letters()] == ["superseded", "superseded", ""]


def test_a_broken_letter_in_the_middle_waits_alone(site: Site) -> None:
    site.people_ask(1, 5)
    site.people_ask(6, 6, kind="broken")
    site.people_ask(7, 11)
    with SmtpServer() as server, site.worker(site.smtp(server), "--once") as worker:
        assert worker.wait() == 0
        assert len(server.letters) == 10
    assert site.states() == {"sent": 10, "deferred": 1}
    (error,) = worker.said(" ERROR ")
    assert "of kind broken is broken" in error
    assert "Traceback (most recent call last)" in worker.text
    assert 'cinemahub/mail/sending/compose.py", line' in worker.text
    assert "TemplateDoesNotExist" in worker.text
    assert SECRET not in worker.text
    assert SECRET not in site.database.dump()
