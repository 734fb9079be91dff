from datetime import timedelta

from django.utils import timezone

from cinemahub.mail.letters import Priority
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.tests.samples import LEASE, MINUTE, Greeting, claim

ENDED = timedelta(0)


def set_due(row: OutboxLetter, *, minutes: float) -> None:
    OutboxLetter.objects.filter(pk=row.pk).update(due_at=timezone.now() + minutes * MINUTE)


def test_what_is_claimed_is_nobody_elses(greeting: Greeting) -> None:
    posted = greeting.post()
    (claimed,) = claim()
    assert claimed == posted
    assert claim() == []
    posted.refresh_from_db()
    assert (posted.lease, posted.due_at) == (claimed.lease, claimed.due_at)
    assert claimed.lease is not None
    assert posted.due_at is not None
    assert posted.due_at - timezone.now() <= LEASE


def test_a_lease_ends_by_itself(greeting: Greeting) -> None:
    greeting.post()
    (first,) = claim(lease_for=ENDED)
    (second,) = claim()
    assert first == second
    assert first.lease != second.lease


def test_those_due_for_longest_come_first(greeting: Greeting) -> None:
    rows = [greeting.post() for _ in range(3)]
    for row, minutes in zip(rows, (-1, -3, -2), strict=True):
        set_due(row, minutes=minutes)
    assert claim() == [rows[1], rows[2], rows[0]]


def test_of_those_due_what_opens_an_account_goes_first(greeting: Greeting) -> None:
    ordinary = greeting.post()
    greeting.declare(priority=Priority.CONFIRMATION)
    confirmation = greeting.post()
    greeting.declare(priority=Priority.SECURITY)
    reset = greeting.post()
    set_due(reset, minutes=-1)
    set_due(ordinary, minutes=-9)
    assert claim() == [reset, confirmation, ordinary]


def test_no_more_than_asked_for(greeting: Greeting) -> None:
    rows = [greeting.post() for _ in range(3)]
    assert claim(2) == rows[:2]
    assert claim(2) == rows[2:]


def test_what_is_not_due_or_finished_stays(greeting: Greeting) -> None:
    set_due(greeting.post(), minutes=1)
    greeting.claimed().skipped("no_account")
    assert claim() == []


def test_finished_letters_are_not_waiting(greeting: Greeting) -> None:
    later, finished = greeting.post(), greeting.claimed()
    set_due(later, minutes=1)
    finished.sent("default", "250 Ok")
    assert list(OutboxLetter.objects.waiting()) == [later]
