import threading
from datetime import timedelta

import pytest

from cinemahub.mail.sending.serialised import NoTurnError, SerialisedSending, Turn

LONG = 60.0
PATIENCE = timedelta(seconds=LONG)


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


def test_no_more_letters_wait_for_the_last_word_than_may_be_repeated() -> None:
    sending = SerialisedSending(2)
    threads = [Sending(sending.turn(PATIENCE)) for _ in range(2)]
    assert all(thread.began.wait(LONG) for thread in threads)
    third = Sending(sending.turn(PATIENCE))
    assert not third.began.wait(0.05)
    threads[0].end()
    assert third.began.wait(LONG)
    for thread in (threads[1], third):
        thread.end()


def test_a_letter_whose_time_is_over_is_not_sent_out_of_turn() -> None:
    sending = SerialisedSending(1)
    first = Sending(sending.turn(PATIENCE))
    assert first.began.wait(LONG)
    with sending.turn(timedelta(seconds=0.01)) as late, pytest.raises(NoTurnError):
        late.begin()
    first.end()
    with sending.turn(timedelta(0)) as free:  # what the late one did not have, it has not given back
        free.begin()
        with sending.turn(timedelta(0)) as another, pytest.raises(NoTurnError):
            another.begin()


def test_a_turn_that_never_began_leaves_its_place_to_others() -> None:
    sending = SerialisedSending(1)
    with sending.turn(PATIENCE):
        pass
    thread = Sending(sending.turn(PATIENCE))
    assert thread.began.wait(LONG)
    thread.end()
