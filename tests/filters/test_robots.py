"""Absence notes: Dovecot's vacation, run by its own sieve-test, stays silent."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pytest_django import Settings

from cinemahub.mail.transport.message import AUTOMATIC
from cinemahub.mail.transport.mime import as_bytes
from tests.filters.received import READER, SHAPES, ours
from tests.servers.dovecot import UNPRIVILEGED_USER
from users.letters import password_reset
from users.models import User

SIEVE_TEST = shutil.which("sieve-test")
AWAY = f'require ["vacation"];\nvacation :addresses ["{READER}"] "I am away.";\n'

pytestmark = pytest.mark.skipif(not SIEVE_TEST, reason="dovecot-sieve is not installed: see .ci/run")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of whoever Dovecot may become: it handles no mail as root."""
    with TemporaryDirectory() as name:
        if os.getuid() == 0:
            shutil.chown(name, UNPRIVILEGED_USER)
        yield Path(name)


def note_after(email: bytes, folder: Path) -> str:
    """Return what vacation says of an email that comes to READER, who is away."""
    script, file = folder / "away.sieve", folder / "email"
    script.write_text(AWAY)
    file.write_bytes(email)
    user = pwd.getpwuid(folder.stat().st_uid)
    options = {
        "mail_uid": user.pw_uid,
        "mail_gid": user.pw_gid,
        "first_valid_uid": 1,
        "first_valid_gid": 1,
        "mail_home": folder,
    }
    command = [str(SIEVE_TEST), "-e", "-l", f"mbox:{folder}/box", "-r", READER, "-f", SHAPES[2].sender]
    command += [argument for name, value in options.items() for argument in ("-o", f"{name}={value}")]
    done = subprocess.run([*command, script, file], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout + done.stderr


@pytest.fixture
def email(db: None, settings: Settings) -> bytes:
    SHAPES[2].apply(settings)
    return as_bytes(ours(password_reset, User.objects.create(email=READER, password="!unusable"), "en"))


@pytest.mark.parametrize("left_out", ["", *AUTOMATIC])
def test_vacation_does_not_answer_even_if_a_provider_drops_one_of_the_headers(
    left_out: str, email: bytes, folder: Path
) -> None:
    assert "sent vacation response" not in note_after(without(email, left_out), folder)


def test_vacation_would_answer_an_email_that_does_not_say_it_is_automatic(email: bytes, folder: Path) -> None:
    assert "sent vacation response" in note_after(without(email, *AUTOMATIC), folder)


def without(email: bytes, *names: str) -> bytes:
    return b"\r\n".join(line for line in email.split(b"\r\n") if line.partition(b":")[0].decode() not in names)
