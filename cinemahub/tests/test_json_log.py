"""LOG_FORMAT=json."""

import json

from tests.site.processes import python

LOG = """
import django, logging
django.setup()
log = logging.getLogger("a")
log.warning("one\\nline %s", "0123456789abcdef0123456789abcdef")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("it \\u043d\\u0435 works")
"""


def test_each_event_is_one_object_a_line_without_tokens() -> None:
    done = python("-c", LOG, settings="settings.dev", LOG_FORMAT="json")
    first, second = (json.loads(line) for line in done.stderr.splitlines())
    assert (first["level"], first["logger"], first["message"]) == ("WARNING", "a", "one\nline ***")
    assert first["time"].endswith("+00:00")
    assert second["message"] == "it не works"
    assert "ZeroDivisionError" in second["traceback"]


def test_another_format_is_refused_at_the_start() -> None:
    done = python("-c", "import django; django.setup()", settings="settings.dev", LOG_FORMAT="xml")
    assert done.returncode != 0
    assert "LOG_FORMAT: Must be one of text, json." in done.stderr
