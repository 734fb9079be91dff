"""A worker that is stopped for longer than its lease, and goes on."""

import signal
from collections import Counter

from tests.outbox.site import Site
from tests.servers.smtp import SmtpServer

LETTERS = 20


def test_it_overwrites_nothing_and_sends_nothing_that_others_have_sent(site: Site) -> None:
    site.people_ask(1, LETTERS)
    with SmtpServer(reply_delay_seconds=0.1) as slow, SmtpServer() as quick, site.worker(site.smtp(slow)) as sleeper:
        slow.wait_for(1)
        sleeper.send_signal(signal.SIGSTOP)
        with site.worker(site.smtp(quick)) as other:
            site.wait_for_states(sent=LETTERS)
            assert other.stop() == 0
        after_the_other = site.letters()
        sleeper.send_signal(signal.SIGCONT)
        assert sleeper.stop() == 0
    assert site.letters() == after_the_other
    arrived = Counter(letter.message_id for letter in [*slow.letters, *quick.letters])
    assert len(arrived) == LETTERS
    assert max(arrived.values()) <= 2
    assert sum(arrived.values()) - LETTERS <= 4  # as many as were on the wire
