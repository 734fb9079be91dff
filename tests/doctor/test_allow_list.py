"""Staging writes to whom it may, and to nobody else."""

import pytest
from pytest_django import Settings

from cinemahub.mail.models import OutboxLetter, Reason, State
from cinemahub.mail.sending.allow_list import is_allowed
from tests.doctor.conftest import LOGIN, PASSWORD, RECIPIENT, Doctor
from tests.servers.smtp import SmtpServer
from tests.site.environment import PRODUCTION, STAGING
from tests.site.processes import manage

LISTED = ["anna@cinemahub.example", " Staff.Example", "@crew.example"]
WARNING = "MAIL_ONLY_TO is empty"


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("anna@cinemahub.example", True),
        ("Anna@Cinemahub.Example", True),
        ("boris@cinemahub.example", False),
        ("anyone@staff.example", True),
        ("anyone@crew.example", True),
        ("anyone@sub.staff.example", False),
        ("anyone@evilstaff.example", False),
        ("staff.example@evil.example", False),
    ],
)
def test_only_listed_addresses_and_domains_are_written_to(settings: Settings, address: str, may: object) -> None:
    settings.MAIL_ONLY_TO = LISTED
    assert is_allowed(address) is may


@pytest.mark.parametrize("value", [None, []])
def test_an_empty_list_is_no_restriction(settings: Settings, value: object) -> None:
    settings.MAIL_ONLY_TO = value
    assert is_allowed("anyone@anywhere.example")


def test_what_is_held_back_is_a_skipped_letter_with_that_reason(doctor: Doctor, settings: Settings) -> None:
    settings.MAIL_ONLY_TO = ["staff.example"]
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        visit = doctor(to=RECIPIENT, host="localhost", port=server.port, timeout=5, username=LOGIN, password=PASSWORD)
        assert not server.letters
    row = OutboxLetter.objects.get()
    assert (row.state, row.reason) == (State.SKIPPED, Reason.NOT_LISTED)
    assert visit.exit_code == 1
    assert "to MAIL_ONLY_TO" in visit.verdict


def test_staging_without_a_list_warns_once_at_start() -> None:
    assert manage("check", settings="settings.staging", **STAGING).stderr.count(WARNING) == 1


def test_a_list_and_other_environments_need_no_warning() -> None:
    listed = manage("check", settings="settings.staging", **STAGING, MAIL_ONLY_TO="cinemahub.example, a@b.example")
    assert listed.returncode == 0
    assert WARNING not in listed.stderr
    assert WARNING not in manage("check", settings="settings.production", **PRODUCTION).stderr
