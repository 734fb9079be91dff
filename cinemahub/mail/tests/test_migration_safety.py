"""A version and the one before it run side by side during a deploy, on the tables of the newer one."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import NOT_PROVIDED

from cinemahub.mail.models import OutboxLetter

# What every version has given since the first when it inserts. A field that comes later is not among them: Django's
# own default is none of the database, so it is either null or has a db_default.
FROM_THE_START = {
    "Circuit": {"id", "transport"},
    "DeliveryEvent": {"id", "fingerprint", "source", "delivery", "reason", "answer", "told_at", "is_news", "letter"},
    "Incident": {"id"},
    "OutboxLetter": {
        "id", "kind", "address", "address_hash", "parameters", "client_hash", "message_id", "key", "purge_when_sent",
        "state", "reason", "tries", "history", "provider_id", "delivery", "expires_at",
    },
    "Pace": {"id", "transport", "unit", "letters", "seconds", "slices"},
    "Suppression": {"id", "address_hash", "reason", "answer", "since"},
    "UsedToken": {"id", "at", "body", "token"},
    "WatchedFolder": {"id", "mailbox", "folder", "uid_validity", "last_uid"},
    "Worker": {"id", "host", "pid"},
}  # fmt: skip


def needs_a_value(field: models.Field) -> bool:
    return not field.null and field.db_default is NOT_PROVIDED


@pytest.mark.parametrize("name", FROM_THE_START)
def test_what_a_version_does_not_know_of_it_need_not_give(name: str) -> None:
    """A table that is not listed is a new one: no earlier version writes to it."""
    model, known = apps.get_model("mail", name), FROM_THE_START[name]
    unsafe = {field.name for field in model._meta.local_fields if needs_a_value(field)} - known
    assert unsafe == set(), "give these null=True or a db_default: the version before inserts without them"


@pytest.mark.django_db
def test_an_insert_of_the_first_version_gets_all_that_came_later() -> None:
    columns: dict[str, str | int | bool] = {
        "kind": "password_reset", "address": "anna@example.com", "address_hash": "", "parameters": "{}",
        "client_hash": "", "message_id": "<1@example.com>", "key": "00000000000000000000000000000001",
        "purge_when_sent": False, "state": "queued", "reason": "", "tries": 0, "history": "[]", "provider_id": "",
        "delivery": "", "expires_at": "2100-01-01 00:00:00+00:00",
    }  # fmt: skip
    values: list[str | int | bool] = [*columns.values()]
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(" ".join(["INSERT INTO mail_outboxletter", f"({names})", "VALUES", f"({places})"]), values)
    row = OutboxLetter.objects.get()
    assert (row.priority, row.language, row.transport) == (2, "", "")
    assert row.due_at is not None
    assert row.created_at is not None
