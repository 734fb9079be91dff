from typing import Any, override

from django.core.management.base import BaseCommand

from cinemahub.mail.sending.purge import purge
from cinemahub.mail.signals import day_passed


class Command(BaseCommand):
    help = "Delete emails that were sent or given up longer ago than MAIL_KEEP_DAYS. The worker does so once a day."

    @override
    def handle(self, **options: Any) -> None:
        total = 0
        while deleted := purge():
            total += deleted
        day_passed.send(sender=type(self))
        self.stdout.write(f"{total} emails deleted")
