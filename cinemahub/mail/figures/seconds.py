"""Durations in the database, as numbers."""

from typing import Any, override

from django.db.models import DurationField, ExpressionWrapper, F, FloatField, Func


class Seconds(Func):
    """The seconds of a duration."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)"
    output_field = FloatField()

    @override
    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite has no durations: there Django takes them for microseconds."""
        return self.as_sql(compiler, connection, template="((%(expressions)s) / 1000000.0)", **extra)


def between(begin: str, end: str) -> Seconds:
    """Seconds from one moment of a row to another."""
    return Seconds(ExpressionWrapper(F(end) - F(begin), output_field=DurationField()))
