"""The site's name and its colour as somebody sets them."""

from email.utils import parseaddr

import pytest

from cinemahub.mail.rules.senders import address_problems
from settings.environment import Environment
from settings.site import MAX_NAME, named_address, site_accent, site_name


@pytest.mark.parametrize(
    ("variable", "value", "read"),
    [
        ("SITE_NAME", " Blue Door ", "Blue Door"),
        ("SITE_NAME", "Синяя дверь", "Синяя дверь"),
        ("SITE_NAME", "Blue\nBcc: door", None),
        ("SITE_NAME", "x" * (MAX_NAME + 1), None),
        ("SITE_ACCENT", "#1D4ED8", "#1d4ed8"),
        ("SITE_ACCENT", "blue", None),
        ("SITE_ACCENT", "#1d4ed8; x", None),
    ],
)
def test_a_brand_is_read_or_refused(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, read: str | None
) -> None:
    monkeypatch.setenv(variable, value)
    env = Environment()
    found = {"SITE_NAME": site_name, "SITE_ACCENT": site_accent}[variable](env)
    assert (variable in env.errors) is (read is None)
    assert read is None or found == read


@pytest.mark.parametrize("name", ["Blue Door", "Tom & Jerry, Inc.", 'The "Door"', "Синяя дверь"])
def test_any_name_makes_a_sender(name: str) -> None:
    sender = named_address(name, "post@site.example")
    assert [*address_problems("DEFAULT_FROM_EMAIL", sender)] == []
    assert parseaddr(sender) == (name, "post@site.example")
