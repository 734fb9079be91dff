"""A history: letters sent during the last month, made by the database itself."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter

MONTH = timedelta(days=30)
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %(count)s) SELECT i FROM n"
EXPRESSIONS = {
    "postgresql": {
        "numbers": "SELECT generate_series AS i FROM generate_series(1, %(count)s)",
        "key": "md5(i::text || random())",
        "moment": "%(month_ago)s + i * interval '1 second' * %(seconds)s",
    },
    "sqlite": {
        "numbers": NUMBERS,
        "key": "lower(hex(randomblob(16)))",
        "moment": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', %(month_ago)s, (i * %(seconds)s) || ' seconds')",
    },
}
INSERT = """
INSERT INTO mail_outboxletter (
    kind, address, address_hash, language, parameters, client, message_id, purge_when_sent,
    state, reason, tries, history, created_at, expires_at, finished_at
)
SELECT
    'password_reset', key || '@example.com', key, 'en', '{{}}', client, '<' || key || '@cinemahub.example>', false,
    'sent', '', 1, %(history)s, moment, moment, moment
FROM (SELECT {key} AS key, {key} AS client, {moment} AS moment FROM ({numbers}) AS numbers) AS finished
"""
HISTORY = (
    '[{"at": "2026-11-22T13:15:00.000+00:00", "transport": "default", "outcome": "sent", '
    '"answer": "250 2.0.0 Ok: queued on mail.example as 1700000000-abcdef0123"}]'
)


def add_finished(count: int) -> None:
    parameters: dict[str, Any] = {
        "count": count,
        "history": HISTORY,
        "month_ago": timezone.now() - MONTH,
        "seconds": MONTH.total_seconds() / count,
    }
    with connection.schema_editor() as editor:  # an index is built faster than it is filled row by row
        for index in OutboxLetter._meta.indexes:
            editor.remove_index(OutboxLetter, index)
        with connection.cursor() as cursor:
            cursor.execute(INSERT.format(**EXPRESSIONS[connection.vendor]), parameters)
        for index in OutboxLetter._meta.indexes:
            editor.add_index(OutboxLetter, index)
