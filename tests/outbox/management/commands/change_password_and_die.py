import os
import signal
from typing import Any, override

from django.core.management.base import BaseCommand, CommandParser
from django.db.models.signals import post_save, pre_save
from django.test import Client
from django.urls import reverse

from cinemahub.mail.models import OutboxLetter
from users.models import User

OLD, NEW = "the old password of anna", "the new password of anna"


class Command(BaseCommand):
    help = "Change a password as its owner does, in a process that is killed at a moment of the request."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("moment", choices=["before the letter", "after the letter", "after the answer"])

    @override
    def handle(self, *, moment: str, **options: Any) -> None:
        user = User.objects.create_user("anna@example.com", OLD)
        if moment == "before the letter":
            pre_save.connect(die, OutboxLetter)
        if moment == "after the letter":
            post_save.connect(die, OutboxLetter)
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(user)
        passwords = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
        assert client.post(reverse("password_change"), passwords).status_code == 302
        die()


def die(**_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
