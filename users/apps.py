from typing import override

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "users"
    verbose_name = _("Users")

    @override
    def ready(self) -> None:
        from cinemahub.mail.signals import day_passed
        from users.housekeeping import tidy

        day_passed.connect(tidy, dispatch_uid="users.housekeeping")
