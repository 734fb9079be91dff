"""A Python that has loaded the libraries, and forks for each command that it is asked to run.

Starting Python and loading Django takes most of the time of a command, and the tests run hundreds. Nothing of the
project, and nothing that reads settings or the environment, is loaded before the fork.
"""

import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
from dataclasses import dataclass

LIBRARIES = (
    "anymail.utils", "authlib.integrations.base_client", "cryptography.fernet", "dj_database_url",
    "django.contrib.admin", "django.contrib.auth.hashers", "django.core.handlers.wsgi", "django.core.mail.message",
    "django.core.management", "django.db.backends.postgresql.base", "django.db.backends.sqlite3.base",
    "django.template.loader", "django.test", "django.views.generic", "dns.resolver", "environs", "joserfc.jwt",
    "requests", "whitenoise.middleware",
)  # fmt: skip


@dataclass(frozen=True)
class Command:
    arguments: list[str]
    variables: dict[str, str]
    max_seconds: int
    output: int
    errors: int


def main() -> None:
    for library in LIBRARIES:
        importlib.import_module(library)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("")  # to a name that the system makes up
    listener.listen()
    sys.stdout.write(listener.getsockname().hex() + "\n")
    sys.stdout.flush()
    if command := serve(listener):
        become(command)


def serve(listener: socket.socket) -> Command | None:
    """Fork for each that connects; return its command in the new process, and None in this one when all is over."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        asked, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in asked:
            return None
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            return attend(connection)
        connection.close()


def attend(connection: socket.socket) -> Command:
    """Fork once more; return in the new process, and see it to its end in this one."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, descriptors, _, _ = socket.recv_fds(connection, 1, 2)
    command = Command(*json.loads(connection.makefile().read()), *descriptors)
    if (process := os.fork()) == 0:
        connection.close()
        return command
    signal.signal(signal.SIGALRM, lambda *_: os.kill(process, signal.SIGKILL))
    signal.alarm(command.max_seconds)
    _, status = os.waitpid(process, 0)
    connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def become(command: Command) -> None:
    """Be what `python ARGUMENTS` would be."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(command.output, 1)
    os.dup2(command.errors, 2)
    os.environ.clear()
    os.environ.update(command.variables)
    match command.arguments:
        case ["-c", code, *rest]:
            sys.argv = ["-c", *rest]
            exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
        case ["-m", module, *rest]:
            sys.argv = [module, *rest]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case [script, *_]:
            sys.argv = command.arguments
            runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
