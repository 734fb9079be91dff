import os
import socket
import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.models.database import database_now, read_clock
from cinemahub.mail.models.process import has_ended, this_process
from cinemahub.mail.models.wake import say_alive

BEAT_SECONDS = 2
ALIVE_FOR = timedelta(seconds=6)
FORGET_AFTER = timedelta(minutes=3)


def this_host() -> str:
    """Name this machine. A function of ours, as a migration would spell Python's own by the system it was made on."""
    return socket.gethostname()


def this_pid() -> int:
    return os.getpid()


class WorkerQuerySet(models.QuerySet["Worker"]):
    def living(self) -> Self:
        return self.filter(seen_at__gte=database_now() - ALIVE_FOR)

    def ended(self) -> list[uuid.UUID]:
        """Return those whose process is known to have ended: killed, as one that ends signs off."""
        return [worker.pk for worker in self if has_ended(worker.process)]

    def are_missing(self) -> bool:
        """Tell whether nobody sends; where tasks do (MAIL_TASKS), a worker lives as long as its turn."""
        return not settings.MAIL_TASKS and not self.living().exists()


class Worker(models.Model):
    """A process that sends letters and says every BEAT_SECONDS that it lives."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    host = models.CharField(_("host"), max_length=255, default=this_host)
    pid = models.PositiveIntegerField("PID", default=this_pid)
    process = models.CharField(max_length=128, default=this_process, blank=True, db_default="", editable=False)
    configuration = models.CharField(max_length=64, blank=True, db_default="", editable=False)
    started_at = models.DateTimeField(_("started"), db_default=Now())
    seen_at = models.DateTimeField(_("last seen"), db_default=Now(), db_index=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"

    def beat(self) -> None:
        """Record a heartbeat; delete workers that stopped long ago."""
        read_clock()
        self.seen_at = database_now()
        self.save()
        say_alive()
        type(self).objects.filter(seen_at__lt=self.seen_at - FORGET_AFTER).delete()
