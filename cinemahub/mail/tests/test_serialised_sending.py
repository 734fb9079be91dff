import threading
import time

import pytest

from cinemahub.mail.sending.serialised import SerialisedSending

LONG = 60.0


def in_a_thread_of_its_own(
    turns: SerialisedSending, inside: threading.Event, leave: threading.Event
) -> threading.Thread:
    def take_turn() -> None:
        with turns.turn():
            inside.set()
            leave.wait(LONG)

    thread = threading.Thread(target=take_turn, daemon=True)
    thread.start()
    return thread


def test_while_letters_go_quickly_only_one_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cinemahub.mail.sending.serialised.QUICK_SECONDS", LONG)
    turns, under_way, most = SerialisedSending(), 0, 0

    def take_turns() -> None:
        nonlocal under_way, most
        for _ in range(20):
            with turns.turn():
                under_way += 1
                most = max(most, under_way)
                time.sleep(0.001)
                under_way -= 1

    threads = [threading.Thread(target=take_turns) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_nobody_waits_long_for_a_letter_that_hangs() -> None:
    turns, leave = SerialisedSending(), threading.Event()
    all_inside = [threading.Event() for _ in range(3)]
    threads = [in_a_thread_of_its_own(turns, inside, leave) for inside in all_inside]
    assert all(inside.wait(LONG) for inside in all_inside)
    leave.set()
    for thread in threads:
        thread.join()


def test_after_a_slow_letter_nobody_waits_until_one_is_quick_again(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = SerialisedSending()
    monkeypatch.setattr("cinemahub.mail.sending.serialised.QUICK_SECONDS", 0)
    with turns.turn():
        pass
    monkeypatch.setattr("cinemahub.mail.sending.serialised.QUICK_SECONDS", LONG)
    first, second, leave = threading.Event(), threading.Event(), threading.Event()
    threads = [in_a_thread_of_its_own(turns, inside, leave) for inside in (first, second)]
    assert first.wait(LONG / 2)
    assert second.wait(LONG / 2)
    leave.set()
    for thread in threads:
        thread.join()
    with turns.turn():
        third = threading.Event()
        waiting = in_a_thread_of_its_own(turns, third, leave)
        assert not third.wait(0.05)
    waiting.join()
    assert third.is_set()
