import threading
import time
from typing import Any, override

from django.conf import settings
from django.db import Error, connection
from whitenoise.runserver_nostatic.management.commands.runserver import Command as RunserverCommand

from cinemahub.mail.models import OutboxLetter, Worker

LOOK_EVERY_SECONDS = 2


class Command(RunserverCommand):
    """Django's runserver, which also says when emails wait and nobody sends them."""

    default_port = str(getattr(settings, "PORT", RunserverCommand.default_port))

    @override
    def inner_run(self, *args: Any, **options: Any) -> None:
        threading.Thread(target=self._watch_outbox, name="outbox watch", daemon=True).start()
        super().inner_run(*args, **options)

    def _watch_outbox(self) -> None:
        named: set[int] = set()
        while True:
            time.sleep(LOOK_EVERY_SECONDS)
            try:
                self._name_waiting_letters(named)
            except Error:  # not migrated yet, or the database is away
                connection.close()

    def _name_waiting_letters(self, named: set[int]) -> None:
        if not Worker.objects.are_missing():
            return
        for row in OutboxLetter.objects.waiting().exclude(pk__in=named):
            named.add(row.pk)
            self.stderr.write(
                f"The email {row.kind} waits: no worker is running. Start one in another terminal: "
                "python manage.py mail_worker (make run starts everything)"
            )
