import getpass
from typing import Any, override

from django.contrib.auth.management.commands.changepassword import Command as ChangePasswordCommand
from django.core.management.base import CommandError
from django.db import transaction

from users.models import EventKind, User
from users.new_password import note_new_password


class Command(ChangePasswordCommand):
    """Django's command, which finds an address however it is spelled, and tells the owner."""

    @override
    def handle(self, *args: Any, **options: Any) -> str | None:
        typed = options["username"] or getpass.getuser()
        user = User.objects.db_manager(options["database"]).with_address(typed)
        if user is None:
            raise CommandError(f"user '{typed}' does not exist")
        said = super().handle(*args, **options | {"username": user.email})
        with transaction.atomic(using=options["database"]):
            user.refresh_from_db()
            note_new_password(None, user, EventKind.PASSWORD_CHANGED)
        return said
