"""When a turn is asked for."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.tasks import task_backends

from cinemahub.mail.sending import tasks
from cinemahub.mail.signals import enqueued
from cinemahub.mail.tests.samples import Greeting

DUMMY = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def asked(settings: Any) -> Iterator[Callable[[], int]]:
    """Connect the outbox to a backend that only takes down what it is asked, and count that."""
    settings.TASKS = DUMMY
    tasks.connect()
    backend: Any = task_backends["default"]
    backend.clear()
    yield lambda: len(backend.results)
    enqueued.disconnect(dispatch_uid="cinemahub.mail.tasks")


@pytest.mark.django_db(transaction=True)
def test_a_turn_is_asked_for_once_a_transaction_and_after_its_commit(
    greeting: Greeting, asked: Callable[[], int]
) -> None:
    with transaction.atomic():
        greeting.post()
        greeting.post()
        assert asked() == 0
    assert asked() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_asks_for_nothing(greeting: Greeting, asked: Callable[[], int]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        greeting.post()
        raise ZeroDivisionError
    assert asked() == 0


@pytest.mark.django_db(transaction=True)
def test_a_backend_that_fails_does_not_fail_the_page(
    greeting: Greeting, asked: Callable[[], int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*args: object, **options: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(task_backends["default"], "enqueue", away)
    with transaction.atomic():
        row = greeting.post()
    row.refresh_from_db()
    assert row.due_at
    assert "ConnectionError" in caplog.text
