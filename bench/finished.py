"""A history: letters sent during the last month, made by the database itself, a million in half a minute."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

MONTH = timedelta(days=30)
EXPRESSIONS = {
    "postgresql": {
        "numbers": "SELECT generate_series AS i FROM generate_series(1, %(count)s)",
        "key": "md5(i::text || random())",
        "moment": "%(month_ago)s + i * interval '1 second' * %(seconds)s",
    },
    "sqlite": {
        "numbers": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %(count)s) SELECT i FROM n",
        "key": "lower(hex(randomblob(16)))",
        "moment": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', %(month_ago)s, (i * %(seconds)s) || ' seconds')",
    },
}
INSERT = """
INSERT INTO mail_outboxletter (
    kind, address, address_key, language, parameters, client, message_id, state, reason, tries, history,
    created_at, valid_until, due_at, lease, finished_at
)
SELECT 'password_reset', key || '@example.com', key, 'en', '{{}}', client, '<' || key || '@cinemahub.test>', 'sent', '', 1,
    %(history)s, moment, moment, NULL, NULL, moment
FROM (SELECT {key} AS key, {key} AS client, {moment} AS moment FROM ({numbers}) AS numbers) AS finished
"""
HISTORY = (
    '[{"at": "2026-11-22T13:15:00.000+00:00", "transport": "default", "outcome": "sent", '
    '"answer": "250 2.0.0 Ok: queued on mail.example as 1700000000-abcdef0123"}]'
)


def add_finished(count: int) -> None:
    parameters = {
        "count": count,
        "history": HISTORY,
        "month_ago": timezone.now() - MONTH,
        "seconds": MONTH.total_seconds() / count,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(**EXPRESSIONS[connection.vendor]), parameters)
