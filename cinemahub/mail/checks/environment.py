"""What must be true of the site around the transport."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils.translation import gettext as _

from cinemahub.mail.checks.transport import as_message
from cinemahub.mail.rules.hosts import is_private
from cinemahub.mail.rules.senders import address_problems, bare_address
from cinemahub.mail.sending.allow_list import is_allowed
from cinemahub.mail.transport.configured import configured_transports


def check_environment() -> Iterator[CheckMessage]:
    yield from _check_site_url()
    yield from _check_transports_of_production()
    yield from _check_old_settings()
    yield from _check_other_addresses()
    yield from _check_tasks()
    yield from _check_allow_list()


def _check_site_url() -> Iterator[CheckMessage]:
    sends = any(not transport.sends_nothing for transport in configured_transports())  # not so in Django's test runner
    if sends and not settings.DEBUG and is_private(urlsplit(settings.SITE_URL).hostname or ""):
        yield Error(
            _("SITE_URL cannot be reached from outside, so no link in an email works."),
            hint=_("Set it to the site's public address, for example https://cinemahub.example."),
            id="cinemahub.mail.E013",
        )


def _check_transports_of_production() -> Iterator[CheckMessage]:
    if not settings.MAIL_NEEDS_PROVIDER:
        return
    for transport in configured_transports():
        if transport.mailbox or transport.sends_nothing:
            yield Error(
                _("Production must use a provider, not a mailbox or a backend that sends nothing."),
                hint=_("A mailbox has tight limits. Choose a provider in EMAIL_PROVIDER."),
                obj=transport,
                id="cinemahub.mail.E014",
            )


def _check_other_addresses() -> Iterator[CheckMessage]:
    """The senders are a transport's matter."""
    addresses = [("ADMINS", admin) for admin in settings.ADMINS]
    if settings.MAIL_REPLY_TO:
        addresses.append(("MAIL_REPLY_TO", settings.MAIL_REPLY_TO))
    for variable, text in addresses:
        yield from map(as_message, address_problems(variable, text))


def _check_old_settings() -> Iterator[CheckMessage]:
    """Complain of settings without MAILERS; those that have it and old ones besides Django refuses itself."""
    if not hasattr(settings, "MAILERS"):
        yield Error(
            _("MAILERS is not set, so Django uses EMAIL_BACKEND, EMAIL_HOST and the like, which are deprecated."),
            hint=_("Put a transport into MAILERS and remove all EMAIL_* settings."),
            id="cinemahub.mail.E015",
        )


def _check_tasks() -> Iterator[CheckMessage]:
    backend = settings.TASKS.get("default", {}).get("BACKEND", "")
    if settings.MAIL_TASKS and (not backend or backend.startswith("django.tasks.backends.")):
        yield Error(
            _("MAIL_TASKS is true, but the backend in TASKS runs no task outside the request."),
            hint=_("Put a backend with workers into TASKS, or remove MAIL_TASKS and run manage.py mail_worker."),
            id="cinemahub.mail.E018",
        )


def _check_allow_list() -> Iterator[CheckMessage]:
    if not all(is_allowed(bare_address(admin)) for admin in settings.ADMINS):
        yield Warning(
            _("MAIL_ONLY_TO leaves out addresses in ADMINS, so reports of errors do not reach them."),
            hint=_("Add them to MAIL_ONLY_TO."),
            id="cinemahub.mail.W006",
        )
