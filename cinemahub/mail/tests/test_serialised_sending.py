import threading

import pytest

from cinemahub.mail.sending import serialised
from cinemahub.mail.sending.serialised import SerialisedSending, Turn

LONG = 60.0


class Sending(threading.Thread):
    """Begins its turn and stays in it until it may leave."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(daemon=True)
        self.turn, self.began, self.leave = turn, threading.Event(), threading.Event()
        self.start()

    def run(self) -> None:
        with self.turn as turn:
            turn.begin()
            turn.begin()  # once more, over a fresh connection
            self.began.set()
            self.leave.wait(LONG)

    def end(self) -> None:
        self.leave.set()
        self.join(LONG)


def test_no_more_letters_wait_for_the_last_word_than_may_be_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serialised, "MAX_WAIT_SECONDS", LONG)
    sending = SerialisedSending(2)
    threads = [Sending(sending.turn()) for _ in range(2)]
    assert all(thread.began.wait(LONG) for thread in threads)
    third = Sending(sending.turn())
    assert not third.began.wait(0.05)
    threads[0].end()
    assert third.began.wait(LONG)
    for thread in (threads[1], third):
        thread.end()


def test_nobody_waits_long_for_a_letter_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serialised, "MAX_WAIT_SECONDS", 0.01)
    sending = SerialisedSending(1)
    threads = [Sending(sending.turn()) for _ in range(3)]
    assert all(thread.began.wait(LONG) for thread in threads)
    for thread in threads:
        thread.end()


def test_a_turn_that_never_began_leaves_its_place_to_others() -> None:
    sending = SerialisedSending(1)
    with sending.turn():
        pass
    thread = Sending(sending.turn())
    assert thread.began.wait(LONG)
    thread.end()
