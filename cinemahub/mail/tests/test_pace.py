"""The pace of a transport against servers with limits, in simulated time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from cinemahub.mail.diagnosis.vocabulary import Verdict
from cinemahub.mail.models import OutboxLetter, Pace, State
from cinemahub.mail.sending.retry import pause_before_probe
from cinemahub.mail.tests.samples import Greeting, diagnosis

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 1, 12, 0, 30, 300_000, tzinfo=UTC)


class World:
    """A server, and a worker that does what the engine's own does about its answers; both live by one clock."""

    def __init__(self, greeting: Greeting, takes: Callable[[list[float], float], bool], *, retry_after: bool) -> None:
        self.greeting = greeting
        self.takes = takes
        self.retry_after = retry_after
        self.now = START
        self.accepted: list[float] = []
        self.refused = 0
        self.probes = 0
        self.is_paused = False

    @property
    def seconds(self) -> float:
        return (self.now - START).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def send(self, letters: int) -> None:
        while len(self.accepted) < letters:
            places, wait = Pace.reserve("default", 8, at_its_pace=1, at_least=int(self.is_paused))
            if not places:
                self.sleep(max(wait, 0.01))
            for _ in range(min(places, 1 if self.is_paused else letters - len(self.accepted))):
                self.sleep(0.005)
                if not self._send_one():
                    break

    def _send_one(self) -> bool:
        if self.takes(self.accepted, self.seconds):
            self.accepted.append(self.seconds)
            row = self.greeting.post(f"{len(self.accepted)}@example.com")
            sent = {"state": State.SENT, "due_at": None, "finished_at": self.now, "transport": "default"}
            OutboxLetter.objects.filter(pk=row.pk).update(**sent)
            if self.is_paused:
                Pace.accepted("default")
            self.is_paused, self.probes = False, 0
            return True
        self.refused += 1
        asked = 1.0 if self.retry_after else None
        why = diagnosis("throttled", Verdict.TRANSIENT, retry_after_seconds=asked)
        window = Pace.refused("default", asked, is_probe=self.is_paused)
        self.sleep(pause_before_probe(self.probes, why, window).total_seconds())
        self.is_paused, self.probes = True, self.probes + 1
        return False


@pytest.fixture
def world(greeting: Greeting, monkeypatch: pytest.MonkeyPatch) -> Callable[..., World]:
    def make(takes: Callable[[list[float], float], bool], *, retry_after: bool = False) -> World:
        world = World(greeting, takes, retry_after=retry_after)
        monkeypatch.setattr("cinemahub.mail.models.pace.database_now", lambda: world.now)
        monkeypatch.setattr("cinemahub.mail.models.pace.time.sleep", world.sleep)
        return world

    return make


def sliding(limit: int, window: float) -> Callable[[list[float], float], bool]:
    """Take so many within any window."""
    return lambda accepted, now: sum(at > now - window for at in accepted) < limit


def fixed(limit: int, window: float) -> Callable[[list[float], float], bool]:
    """Take so many within each window of the server's clock, as Postfix does."""
    return lambda accepted, now: sum(at // window == now // window for at in accepted) < limit


@pytest.mark.parametrize(
    ("takes", "letters", "ideal"),
    [
        (sliding(2, 1), 120, 59),
        (fixed(2, 1), 120, 59),
        (sliding(20, 60), 120, 300),
        (fixed(20, 60), 120, 300),
        (sliding(20, 60), 60, 120),
        (fixed(100, 60), 500, 240),
    ],
)
@pytest.mark.parametrize("retry_after", [False, True])
def test_a_limit_costs_little_more_than_it_must_and_few_refused_calls(
    world: Callable[..., World],
    takes: Callable[[list[float], float], bool],
    letters: int,
    ideal: float,
    *,
    retry_after: bool,
) -> None:
    here = world(takes, retry_after=retry_after and ideal < 60)
    here.send(letters)
    assert here.seconds <= 1.2 * ideal
    assert here.refused <= 0.1 * letters


def test_both_a_limit_a_second_and_one_a_minute_are_kept(world: Callable[..., World]) -> None:
    second, minute = sliding(2, 1), sliding(20, 60)
    here = world(lambda accepted, now: second(accepted, now) and minute(accepted, now))
    here.send(100)
    assert here.seconds <= 1.2 * 250
    assert here.refused <= 10


@pytest.mark.parametrize("takes", [sliding(5, 2), fixed(5, 2), sliding(10, 5)])
def test_a_window_that_is_shorter_than_a_minute_is_not_taken_for_one(
    world: Callable[..., World], takes: Callable[[list[float], float], bool]
) -> None:
    here = world(takes)
    here.send(60)
    assert here.seconds <= 75  # and not the 360 of five or ten a minute
    assert here.refused <= 6


def test_a_window_of_the_servers_clock_is_not_taken_for_a_shorter_one_twice(world: Callable[..., World]) -> None:
    here = world(lambda accepted, now: sum((at + 50) // 60 == (now + 50) // 60 for at in accepted) < 20)
    here.send(120)
    assert here.seconds <= 1.2 * 300
    assert here.refused <= 12


def test_what_was_learnt_is_remembered(world: Callable[..., World]) -> None:
    here = world(sliding(2, 1))
    here.send(20)
    before = here.refused
    here.send(40)
    assert here.refused <= before + 1  # which asks whether there is more to be had


def test_a_limit_that_is_raised_is_noticed(world: Callable[..., World]) -> None:
    here = world(sliding(2, 1))
    here.send(20)
    here.takes = sliding(10, 1)
    began = here.seconds
    here.send(520)
    assert 500 / (here.seconds - began) > 4


def test_refusals_of_several_connections_at_once_are_one(world: Callable[..., World]) -> None:
    here = world(sliding(2, 1))
    here.send(2)
    for _ in range(4):
        Pace.refused("default", None, is_probe=False)
    pace = Pace.objects.get()
    assert (pace.letters, pace.seconds, pace.raise_after) == (2, 1, 10)


def test_without_a_limit_nothing_is_counted(greeting: Greeting) -> None:
    assert Pace.reserve("default", 32, at_its_pace=1) == (32, 0)
    assert not Pace.objects.exists()


def test_a_refusal_that_nothing_sent_explains_is_no_pace(greeting: Greeting) -> None:
    assert Pace.refused("default", None, is_probe=False) is None
    assert not Pace.objects.exists()
