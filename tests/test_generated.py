"""Texts that are made from the code are as the code has them."""

from pathlib import Path

import pytest

from docs.generated import generated


@pytest.mark.parametrize("path", generated(), ids=lambda path: path.name)
def test_generated_text_is_up_to_date(path: Path) -> None:
    """Written anew by `make docs`."""
    assert path.read_text() == generated()[path]
