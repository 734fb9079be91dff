"""Letters of one transport do not wait for those of another."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.letters import Priority
from cinemahub.mail.models import Circuit, OutboxLetter, Reason, State
from cinemahub.mail.sending.day_limit import day_limit
from cinemahub.mail.sending.jobs import Job
from cinemahub.mail.sending.route import Route
from cinemahub.mail.sending.worker import MIN_CLAIMED, MailWorker
from cinemahub.mail.tests.other_emails import MAILERS
from cinemahub.mail.tests.samples import ANNA, SPAM, Greeting, fresh, hold

TRANSPORT = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1"}}


@pytest.fixture
def worker(settings: Settings) -> MailWorker:
    """A worker whose senders have not started."""
    settings.MAILERS = {"news": TRANSPORT, "default": TRANSPORT}
    return MailWorker(connections=1)


def prepared(route: Route) -> list[OutboxLetter]:
    jobs = [route.senders.jobs.get_nowait() for _ in range(route.senders.jobs.qsize())]
    return [job.row for job in jobs if isinstance(job, Job)]


def test_a_worker_sends_by_every_transport_or_by_the_one_it_is_for(worker: MailWorker) -> None:
    assert [route.name for route in worker.routes] == ["default", "news"]
    assert [route.name for route in MailWorker(connections=1, transport="news").routes] == ["news"]


def test_each_transport_has_the_letters_that_name_it(worker: MailWorker, greeting: Greeting) -> None:
    default, news = worker.routes
    usual = greeting.post()
    greeting.declare(transport="news")
    special = greeting.post()
    for route in worker.routes:
        worker._hand_out(route, route.name)
    assert (prepared(default), prepared(news)) == ([usual], [special])


def test_a_hold_of_one_is_not_a_hold_of_the_other(worker: MailWorker, greeting: Greeting) -> None:
    default, news = worker.routes
    greeting.declare(transport="news", priority=Priority.BULK)
    greeting.post()
    greeting.declare()
    usual = greeting.post()
    hold("news", why=SPAM)
    circuits = worker.circuits.read(worker.transports)
    assert [worker._serve(route, circuits) for route in worker.routes] == [1, 0]
    assert (prepared(default), prepared(news)) == ([usual], [])
    assert worker.circuits.is_open("news")
    assert not worker.circuits.is_open("default")


def test_only_the_default_takes_the_fallback(settings: Settings) -> None:
    settings.MAILERS = {"fallback": TRANSPORT, "news": TRANSPORT, "default": TRANSPORT}
    worker = MailWorker(connections=1)
    assert [route.transports for route in worker.routes] == [["default", "fallback"], ["news"]]


def test_what_is_urgent_is_claimed_though_there_is_enough_to_do(worker: MailWorker, greeting: Greeting) -> None:
    default, _news = worker.routes
    greeting.declare(priority=Priority.BULK)
    for number in range(MIN_CLAIMED):
        greeting.post(f"person{number}@example.com")
    worker._hand_out(default, "default")
    assert not default.senders.need_more()
    assert not default.has_work()
    greeting.declare(priority=Priority.SECURITY)
    reset = greeting.post()
    assert default.has_work()
    assert worker._hand_out(default, "default") == 1
    assert prepared(default)[0] == reset


def test_of_what_is_urgent_no_more_is_claimed_than_there_is_time_for(worker: MailWorker, greeting: Greeting) -> None:
    default, _news = worker.routes
    greeting.declare(priority=Priority.SECURITY)
    for number in range(MIN_CLAIMED + 1):
        greeting.post(f"person{number}@example.com")
    assert default.has_work()
    assert worker._hand_out(default, "default") == MIN_CLAIMED
    assert default.has_due()
    assert not default.has_work()


def test_when_one_works_again_letters_of_the_other_go_on_resting(greeting: Greeting) -> None:
    greeting.declare(transport="news")
    hold("default", why=SPAM)
    resting = {}
    for transport in ("default", "news"):
        row = greeting.claimed()
        row.deferred(transport, SPAM, timedelta(hours=1))
        resting[transport] = row
    Circuit.close("default")
    now = timezone.now()
    due = set(OutboxLetter.objects.due(now).values_list("pk", flat=True))
    assert {name: row.pk in due for name, row in resting.items()} == {"default": True, "news": False}


def test_a_day_limit_is_not_used_up_by_what_goes_elsewhere(greeting: Greeting, settings: Settings) -> None:
    settings.MAIL_DAY_LIMIT = 20
    greeting.declare(transport="news")
    greeting.claimed()
    assert day_limit("default").used == 0
    greeting.declare()
    greeting.claimed("bert@example.com")
    assert day_limit("default").used == 1


def test_waiting_letters_follow_their_declaration(worker: MailWorker, greeting: Greeting) -> None:
    row = greeting.post(ANNA)
    greeting.declare(transport="news")
    worker.housekeeping.do()
    assert fresh(row).route == "news"


def test_a_transport_that_is_not_in_mailers_is_named(worker: MailWorker, greeting: Greeting) -> None:
    greeting.declare(transport="of_tomorrow")
    row = greeting.post()
    worker.housekeeping.do()
    assert (fresh(row).state, fresh(row).reason) == (State.DEFERRED, Reason.TRANSPORT_UNKNOWN)
    assert fresh(row).due_at is not None


def test_no_more_attachments_are_held_ready_than_there_is_room_for(
    worker: MailWorker, greeting: Greeting, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cinemahub.mail.sending.jobs.MAX_BYTES", 5000)
    settings.MAILERS = MAILERS
    for _ in range(4):
        EmailMessage("Hello", "x" * 3000, to=[ANNA]).send(using="outbox")
    default, _news = worker.routes
    worker._hand_out(default, "default")
    assert default.senders.jobs.is_full()
    assert not default.has_work()
    assert len(prepared(default)) == 2
    assert OutboxLetter.objects.filter(lease=None).count() == 2
    greeting.declare(priority=Priority.SECURITY)
    reset = greeting.post()
    worker._hand_out(default, "default")
    assert reset in prepared(default)
