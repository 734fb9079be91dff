"""The admin's first page, which opens with the mail."""

import pytest
from django.conf import settings

from tests.browser.conftest import LookAt, NewPerson
from tests.browser.house import House
from tests.browser.looks import LOOKS
from tests.browser.person import PASSWORD, Person

STAFF = "from users.models import User; User.objects.create_superuser({address!r}, {password!r})"
MAIL = """
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from cinemahub.mail.models import OutboxLetter, State
from cinemahub.mail.models.state import Delivery
from cinemahub.mail.outbox import enqueue
from users.letters import password_reset
ends = [(State.SENT, ""), (State.SENT, Delivery.BOUNCED), (State.FAILED, ""), (State.SKIPPED, "")]
with transaction.atomic():
    for hours in range(48):
        for state, delivery in ends[: 1 + hours % 4]:
            row, at = enqueue(password_reset, to="anna@example.com"), timezone.now() - timedelta(hours=hours)
            began = at - timedelta(seconds=0.3 * (1 + hours))
            done = dict(state=state, delivery=delivery, due_at=None, finished_at=at, created_at=began)
            OutboxLetter.objects.filter(pk=row.pk).update(**done)
"""


def staff(house: House, person: Person) -> Person:
    house.shell(STAFF.format(address=person.address, password=PASSWORD))
    house.shell(MAIL)
    person.sign_in(PASSWORD)
    person.open("/admin/")
    return person


@pytest.mark.parametrize("language", LOOKS)
def test_it_is_usable_by_all_its_tables_too(
    the_house: House, new_person: NewPerson, look_at: LookAt, language: str
) -> None:
    page = staff(the_house, new_person(language, reduced_motion="reduce")).page
    problems = look_at(page, language, "admin")
    for table in page.locator(".mail summary").all():
        table.click()
    assert problems + look_at(page, language, "admin-tables") == []


LISTS = ["mail/circuit/", "mail/outboxletter/", "mail/suppression/", "users/user/", "users/securityevent/"]


def test_every_list_is_usable_by_all(the_house: House, new_person: NewPerson, look_at: LookAt) -> None:
    person, problems = staff(the_house, new_person("ru", reduced_motion="reduce")), []
    for path in LISTS:
        person.open(f"/admin/{path}")
        problems += [f"{path} {problem}" for problem in look_at(person.page, "ru", f"admin-{path.replace('/', '-')}")]
    assert problems == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_sentence_comes_first_and_each_chart_has_a_table(
    the_house: House, new_person: NewPerson, *, scripts: bool
) -> None:
    page = staff(the_house, new_person(java_script_enabled=scripts)).page
    assert page.locator(".mail-sentence").first.is_visible()
    charts = page.locator(".mail svg[role=img]")
    assert charts.count() == 2
    for chart in charts.all():
        assert chart.locator("rect").count() > 0
        table = page.locator(f"#{chart.get_attribute('aria-describedby')}")
        assert not table.is_visible()
        table.locator("xpath=..").locator("summary").click()
        assert table.is_visible()
        assert table.locator("tbody tr").count() > 1


def test_it_is_the_sites_page_and_says_nothing_in_english_to_russian_staff(
    the_house: House, new_person: NewPerson
) -> None:
    page = staff(the_house, new_person("ru")).page
    assert page.title().endswith(f"| {settings.SITE_NAME}")
    words = set(page.locator(".mail").inner_text().replace("worker", "").replace("default", "").split())
    assert [word for word in words if word.isascii() and word.isalpha()] == []
