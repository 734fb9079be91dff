"""A request that is killed: what it changed and the letter about it exist both, or neither."""

import signal

import pytest
from django.contrib.auth.hashers import check_password

from tests.outbox.management.commands.change_password_and_die import NEW, OLD
from tests.outbox.site import Site


@pytest.mark.parametrize(
    ("moment", "password", "letters"),
    [
        ("before the letter", OLD, []),
        ("after the letter", OLD, []),
        ("after the answer", NEW, ["password_changed"]),
    ],
)
def test_a_changed_password_and_its_notice_exist_both_or_neither(
    site: Site, moment: str, password: str, letters: list[str]
) -> None:
    assert site.manage("change_password_and_die", moment).returncode == -signal.SIGKILL
    (user,) = site.database.rows("SELECT * FROM users_user")
    assert check_password(password, user["password"])
    assert [row["kind"] for row in site.letters()] == letters
