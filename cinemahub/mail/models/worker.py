import os
import socket
import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

BEAT_SECONDS = 5
ALIVE_FOR = timedelta(seconds=20)


def this_host() -> str:
    """Name this machine. A function of ours, as a migration would spell Python's own by the system it was made on."""
    return socket.gethostname()


def this_process() -> int:
    return os.getpid()


class WorkerQuerySet(models.QuerySet["Worker"]):
    def living(self) -> Self:
        return self.filter(seen_at__gte=timezone.now() - ALIVE_FOR)


class Worker(models.Model):
    """A process that sends letters and says every BEAT_SECONDS that it lives."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    host = models.CharField(_("host"), max_length=255, default=this_host)
    pid = models.PositiveIntegerField("PID", default=this_process)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now, db_index=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"

    def beat(self) -> None:
        """Say that it lives, and forget those who have not for long."""
        self.seen_at = timezone.now()
        self.save()
        type(self).objects.filter(seen_at__lt=self.seen_at - 10 * ALIVE_FOR).delete()
