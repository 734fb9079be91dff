"""A history: emails sent during the last month."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import batched
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from bench.accounts import new_address
from cinemahub.mail.models import Delivery, OutboxLetter, State
from users.letters import password_reset

MONTH = timedelta(days=30)
BATCH = 5000
TRIED = {
    "at": "2026-11-22T13:15:00.000+00:00",
    "transport": "default",
    "outcome": "sent",
    "answer": "250 2.0.0 Ok: queued on mail.example as 1700000000-abcdef0123",
}


def add_finished(count: int) -> None:
    with connection.schema_editor() as editor:  # an index is built faster than it is filled row by row
        for index in OutboxLetter._meta.indexes:
            editor.remove_index(OutboxLetter, index)
        for batch in batched(_finished(count), BATCH):
            OutboxLetter.objects.bulk_create(batch)
        for index in OutboxLetter._meta.indexes:
            editor.add_index(OutboxLetter, index)


def _finished(count: int) -> Iterator[OutboxLetter]:
    month_ago = timezone.now() - MONTH
    for number in range(1, count + 1):
        moment, random = month_ago + number * MONTH / count, uuid4().hex
        yield OutboxLetter(
            kind=password_reset.name,
            address=new_address(),
            address_hash=random,
            mailbox_hash=random,
            language="en",
            client_hash=random,
            provider_id=random,
            priority=password_reset.priority,
            state=State.SENT,
            transport="default",
            tries=1,
            history=[TRIED],
            delivery=Delivery.DELIVERED,
            delivery_at=moment,
            created_at=moment,
            expires_at=moment,
            due_at=None,
            tried_at=moment,
            finished_at=moment,
        )
