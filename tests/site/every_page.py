"""Everything that a site shows and sends, in every language, as one text: what people see, and what is behind it."""

import sys

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from cinemahub.inbox.preview import preview_of
from cinemahub.mail.letters import declared_letters
from users.models import User

NO_PAGES = {"metrics", "health", "mail_health", "logout", "set_language"}
ERRORS = ("400", "403", "403_csrf", "404", "429", "500", "503")


def everything() -> str:
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    staff, stranger = Client(), Client()
    staff.force_login(User.objects.create_superuser("staff@site.example", "unguessable canary phrase"))
    said: list[str] = []
    for code, _ in settings.LANGUAGES:
        for path in [*pages(), *pages_of_admin()]:
            for client in (staff, stranger):
                answer = client.get(path, headers={"accept-language": code})
                said.append("" if answer.streaming else answer.text)
        with translation.override(code):
            said += [render_to_string(f"{name}.html") for name in ERRORS]
        said += [str(preview_of(letter, code)) for letter in declared_letters() if letter.sample]
    return "\n".join(said)


def pages() -> list[str]:
    """Return the address of each page that has no parameter."""
    found = []
    for name in names(get_resolver().url_patterns):
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return found


def names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> list[str]:
    found: list[str] = []
    for each in patterns:
        if isinstance(each, URLResolver):
            below = f"{namespace}{each.namespace}:" if each.namespace else namespace
            found += names(each.url_patterns, below)
        elif each.name and each.name not in NO_PAGES:
            found.append(f"{namespace}{each.name}")
    return found


def pages_of_admin() -> list[str]:
    models = [model._meta for model in admin.site._registry]
    return [reverse(f"admin:{each.app_label}_{each.model_name}_changelist") for each in models]


if __name__ == "__main__":
    sys.stdout.write(everything())
