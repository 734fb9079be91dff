from typing import Any, override

from django.core.management.base import BaseCommand
from django.db import transaction

from cinemahub.mail.sending.restored import give_up_waiting
from users.restored import end_what_goes_on


class Command(BaseCommand):
    help = (
        "Run once after a backup was restored, before any worker starts: gives up the emails that waited when it was "
        "made, signs everyone out everywhere, and ends links, pending sign-ups and pending changes of address."
    )

    @override
    def handle(self, **options: Any) -> None:
        with transaction.atomic():
            emails, sessions = give_up_waiting(), end_what_goes_on()
        self.stdout.write(f"{emails} waiting emails given up, {sessions} sessions ended")
