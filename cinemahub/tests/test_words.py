"""Times and durations as people read them."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from cinemahub.templatetags.duration import duration, wait

EVENING = datetime(2026, 5, 31, 21, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "english", "russian"),
    [
        (1, "one minute", "1 минуту"),
        (90, "90 minutes", "90 минут"),
        (60, "one hour", "1 час"),
        (180, "3 hours", "3 часа"),
        (1440, "one day", "1 день"),
        (7 * 1440, "7 days", "7 дней"),
    ],
)
def test_a_duration_is_said_in_the_largest_unit_without_a_rest(minutes: int, english: str, russian: str) -> None:
    with translation.override("en"):
        assert duration(minutes) == english
    with translation.override("ru"):
        assert duration(minutes) == russian


@pytest.mark.parametrize(
    ("seconds", "english", "russian"),
    [
        (0, "0 seconds", "0 секунд"),
        (1, "one second", "1 секунду"),
        (60, "one minute", "1 минуту"),
        (61, "one minute and one second", "1 минуту и 1 секунду"),
        (142, "2 minutes and 22 seconds", "2 минуты и 22 секунды"),
        (3600, "one hour", "1 час"),
    ],
)
def test_a_wait_is_said_to_the_second(seconds: int, english: str, russian: str) -> None:
    with translation.override("en"):
        assert wait(seconds) == english
    with translation.override("ru"):
        assert wait(seconds) == russian


@pytest.mark.parametrize(
    ("zone", "language", "said"),
    [
        ("UTC", "en", "31 May 2026, 21:05 UTC"),
        ("UTC", "ru", "31 мая 2026 \u0433., 21:05 UTC"),
        ("Europe/Moscow", "en", "1 June 2026, 00:05 MSK"),
        ("Europe/Moscow", "ru", "1 июня 2026 \u0433., 00:05 \u041c\u0421\u041a"),
        ("Asia/Yekaterinburg", "en", "1 June 2026, 02:05 UTC+05"),
    ],
)
def test_a_moment_is_said_in_the_site_s_time_zone_and_names_it(zone: str, language: str, said: str) -> None:
    template = Template("{% load moment %}{{ at|moment }}")
    with timezone.override(zone), translation.override(language):
        assert template.render(Context({"at": EVENING})) == said
