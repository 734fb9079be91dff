from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings

from cinemahub.mail.models import OutboxLetter, State
from cinemahub.mail.tests.samples import ANNA, DAY, Greeting


def test_a_request_writes_one_row_and_reads_nothing(greeting: Greeting) -> None:
    with CaptureQueriesContext(connection) as queries:
        greeting.post(request=RequestFactory().get("/"))
    (query,) = queries.captured_queries
    assert query["sql"].startswith("INSERT INTO")


def test_what_stands_in_the_row(greeting: Greeting) -> None:
    before = timezone.now()
    with translation.override("ru"):
        row = greeting.post(parameters={"film": 7})
    row.refresh_from_db()
    assert (row.kind, row.address, row.language, row.parameters) == ("greeting", ANNA, "ru", {"film": 7})
    assert (row.state, row.tries, row.history, row.lease, row.finished_at) == (State.QUEUED, 0, [], None, None)
    assert before <= row.created_at == row.due_at == row.expires_at - DAY <= timezone.now()
    assert greeting.links == []


def test_a_language_of_ones_own_choosing(greeting: Greeting) -> None:
    with translation.override("ru"):
        assert greeting.post(language="en").language == "en"


def test_it_is_not_true_for_longer_than_its_kind(greeting: Greeting) -> None:
    greeting.declare(valid_for=timedelta(minutes=5))
    row = greeting.post()
    assert row.expires_at - row.created_at == timedelta(minutes=5)


def test_each_letter_has_a_message_id_at_the_sites_domain(greeting: Greeting, settings: Settings) -> None:
    settings.SITE_DOMAIN = "cinemahub.example"
    first, second = greeting.post(), greeting.post()
    assert first.message_id != second.message_id
    assert first.message_id.startswith("<")
    assert first.message_id.endswith("@cinemahub.example>")


def test_a_client_is_a_keyed_hash_and_nobody_is_nobody(greeting: Greeting) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    client = greeting.post(request=request).client_hash
    assert len(client) == 32
    assert "192" not in client
    assert greeting.post().client_hash == ""


def test_a_request_that_rolls_back_leaves_no_letter(greeting: Greeting) -> None:
    with pytest.raises(RuntimeError, match="too late"), transaction.atomic():
        greeting.post()
        raise RuntimeError("too late")
    assert not OutboxLetter.objects.exists()


def test_posting_is_one_query_whatever_waits(
    greeting: Greeting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    greeting.declare(newest_only=True, limited=True)
    for _ in range(30):
        greeting.post()
    with django_assert_num_queries(1):
        greeting.post()
