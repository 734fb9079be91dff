"""Accounts and links of a site that runs elsewhere, made with its own commands."""

from tests.http.strict import strictly

EMAIL, PASSWORD = "mike@cinemahub.example", "popcorn before midnight"


def add_account(database_url: str) -> None:
    create = ("createsuperuser", "--noinput", "--email", EMAIL)
    strictly(*create, DATABASE_URL=database_url, DJANGO_SUPERUSER_PASSWORD=PASSWORD)


def path_of_link(database_url: str) -> str:
    return _ask(database_url, "reset_link(User.objects.get())[len(settings.SITE_URL):]")


def works(database_url: str, password: str) -> bool:
    return _ask(database_url, f"User.objects.get().check_password({password!r})") == "True"


def _ask(database_url: str, expression: str) -> str:
    code = f"from users.models import User; from users.reset_link import *; print({expression})"
    return strictly("shell", "--verbosity", "0", "--command", code, DATABASE_URL=database_url).strip()
