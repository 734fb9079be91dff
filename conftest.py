"""What every test starts from, wherever it lives."""

from collections.abc import Iterator

import pytest
from django.utils import timezone, translation


@pytest.fixture(autouse=True)
def english_in_utc() -> Iterator[None]:
    """Undo what an earlier test, or the shell, has chosen."""
    with translation.override("en"), timezone.override("UTC"):
        yield
