"""Made-up data that show a letter without an account and without a link that opens anything."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone

from cinemahub.mail.letters import Content

SAMPLE_CODE = "TEST-XXXX"


def sample(*parts: str, **more: Any) -> Callable[[str], Content]:
    """Make the sample of a letter that needs `parts`: link, code, or browser with its time."""

    def make(address: str) -> Content:
        known: dict[str, dict[str, Any]] = {
            "link": {"link": f"{settings.SITE_URL}/users/this-is-a-test/"},
            "code": {"code": SAMPLE_CODE},
            "name": {"name": "Anna"},
            "browser": {"browser": "Firefox, Linux", "at": timezone.now()},
        }
        context = {name: value for part in parts for name, value in known[part].items()}
        return Content(address, "", context | more)

    return make
