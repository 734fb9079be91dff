"""What is asked of the outbox all the time goes through an index, on either database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from cinemahub.mail import outbox
from cinemahub.mail.letters import Letter, Priority
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.sending.purge import purge
from cinemahub.mail.sending.rate_limits import limit_reached
from cinemahub.mail.sending.route import letters_of
from users.letters import password_reset

pytestmark = pytest.mark.django_db
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


def test_claiming_reads_the_letters_that_wait() -> None:
    assert "outbox_due" in plans_of(lambda: claim(1))[0]


def test_claiming_passes_ten_thousand_newsletters() -> None:
    newsletter = Letter("password_reset", valid_for=timedelta(hours=1), priority=Priority.BULK)
    outbox.enqueue_all(newsletter, [(f"person{number}@example.com", "en") for number in range(10_000)])
    outbox.enqueue(password_reset, to="anna@example.com")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does; nobody does it on SQLite
    due = letters_of("default").due(timezone.now())[:1]
    (plan,) = plans_of(lambda: list(due), as_it_is=True)
    assert "outbox_due" in plan
    assert "Sort" not in plan  # of PostgreSQL
    assert "TEMP B-TREE" not in plan  # of SQLite
    (claimed,) = claim(1)
    assert claimed.address == "anna@example.com"


def test_what_may_keep_a_letter_back_is_looked_up_by_address_and_client() -> None:
    plan = plans_of(lambda: claim(1))[0]
    assert "outbox_address" in plan
    assert "outbox_mailbox" in plan
    assert "outbox_client" in plan


def test_limits_count_by_address_and_by_client() -> None:
    for _ in range(2):
        post()
    (letter, *_) = claim(2)
    assert letter.has_others
    *_now, of_mailbox, of_client = plans_of(lambda: limit_reached(letter))
    assert "outbox_mailbox" in of_mailbox
    assert "outbox_client" in of_client


def test_a_letter_without_others_needs_no_counting() -> None:
    post()
    (letter,) = claim(1)
    assert not letter.has_others


def test_purging_finds_what_is_to_go_without_looking_at_the_rest() -> None:
    old, unknown, soon = plans_of(purge)
    assert "outbox_finished" in old
    assert "outbox_unknown" in unknown
    assert "outbox_purge" in soon


def post() -> None:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "192.0.2.1"
    outbox.enqueue(password_reset, to="anna@example.com", request=request)


def claim(most: int) -> list[OutboxLetter]:
    claimed: list[OutboxLetter] = OutboxLetter.objects.claim(most, lease_for=timedelta(minutes=2))
    return claimed


def plans_of(work: Callable[[], object], *, as_it_is: bool = False) -> list[str]:
    """Return the database's plan of each query that reads; a table of two rows is read faster without an index."""
    queries: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        if sql.startswith("SELECT"):
            queries.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        work()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not as_it_is:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        return [_plan(cursor, *query) for query in queries]


def _plan(cursor: Any, sql: str, params: Any) -> str:
    cursor.execute(EXPLAIN[connection.vendor] + sql, params)
    return "\n".join(str(row) for row in cursor.fetchall())
