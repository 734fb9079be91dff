"""The page on Windows holds, as far as that can be seen elsewhere: with what Windows lacks taken away."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.servers.ports import free_port
from tests.site.environment import ROOT
from tests.site.processes import cold_python

PAGES = [ROOT / "docs" / "windows.md", ROOT / "docs" / "ru" / "windows.md"]
COMMAND = re.compile(r"^\.venv\\Scripts\\python manage\.py (\w+)", re.MULTILINE)
# https://docs.python.org/3/library/intro.html#availability; what the standard library itself needs is imported first.
WITHOUT_UNIX = """
import asyncio, mailbox, multiprocessing, os, select, selectors, signal, subprocess, sys
for module in ("fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"):
    sys.modules[module] = None
GONE = {
    select: ("epoll", "kqueue", "poll"),
    os: ("fork", "forkpty", "geteuid", "getuid", "killpg", "mkfifo", "setsid", "uname", "wait4"),
    signal: ("SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGQUIT", "SIGUSR1", "SIGUSR2", "alarm", "setitimer"),
}
for module, names in GONE.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
selectors.DefaultSelector = selectors.SelectSelector
"""
RUN = (
    WITHOUT_UNIX
    + """
from django.core.management import call_command, load_command_class
import django
django.setup()
call_command("migrate", verbosity=0)
from cinemahub.inbox.server import inbox_server
from cinemahub.mail import outbox
from cinemahub.mail.models import OutboxLetter
from users.letters import password_reset
from users.models import User
User.objects.create_user("anna@example.com", "a long and private password")
server = inbox_server({port})
server.start()
for _ in range(3):  # on one connection, which is looked at between them
    outbox.enqueue(password_reset, to="anna@example.com")
    call_command("mail_worker", once=True, connections=1)
server.stop()
load_command_class("cinemahub", "runserver").check(display_num_errors=False)
print(OutboxLetter.objects.filter(state="sent").count())
"""
)


def test_what_development_runs_needs_nothing_that_windows_lacks(tmp_path: Path) -> None:
    port = free_port()
    variables = {"DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}", "INBOX_SMTP_PORT": str(port)}
    code = RUN.replace("{port}", str(port))
    done = cold_python(
        "-c", code, settings="tests.site.inbox_settings", INBOX_MAILDIR=str(tmp_path / "inbox"), **variables
    )
    assert done.stdout == "3\n", done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_the_page_names_what_is_there(page: Path) -> None:
    text = page.read_text()
    assert COMMAND.findall(text) == ["migrate", "runserver", "inbox", "mail_worker"]
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())
    (requirements,) = re.findall(r" -r (\S+)", text)
    assert (ROOT / requirements.replace("\\", "/")).exists()
    assert all((page.parent / link).exists() for link in re.findall(r"\]\((?!http)([^)#]+)", text))


def test_no_name_has_what_windows_forbids() -> None:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [name for name in names.splitlines() if re.search(r'[<>:"|?*\\]|[. ]$', name)] == []


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_time_zones_are_installed_where_the_system_has_none(name: str) -> None:
    locked = (ROOT / "requirements" / name).read_text()
    assert re.search(r"^tzdata==\S+ ; sys_platform == 'win32'", locked, re.MULTILINE)
