"""Every service there is a file for, and which of them somebody means."""

import re
from dataclasses import fields
from importlib import import_module
from pkgutil import iter_modules

from django.utils.translation import gettext_lazy as _

from cinemahub.mail import services
from cinemahub.mail.services.service import UNKNOWN_PAGES, MailboxService, Provider, Service, Text

NOT_A_SERVICE = {"registry", "addresses"}  # they are made from all the others
ANY_PROVIDER = "api"  # stands for a provider whose name is not known


def _discover() -> dict[str, Service]:
    names = [found.name for found in iter_modules(services.__path__) if found.name not in NOT_A_SERVICE]
    declared = (getattr(import_module(f"{services.__name__}.{name}"), "SERVICE", None) for name in names)
    return {service.key: service for service in declared if isinstance(service, Service)}


SERVICES = _discover()
MAILBOXES = {key: service for key, service in SERVICES.items() if isinstance(service, MailboxService)}
OAUTHS = {each.oauth.key: each.oauth for each in MAILBOXES.values() if each.oauth}  # by the value of EMAIL_OAUTH
PROVIDERS = {key: service for key, service in SERVICES.items() if isinstance(service, Provider)}
FREE_MAIL_DOMAINS = frozenset().union(*(mailbox.domains for mailbox in MAILBOXES.values()))
HELP_HOSTS = frozenset(host for service in SERVICES.values() for host in service.help_hosts)


def recognise(host: str, answer: str = "") -> str:
    """Return the key of a service by its host or its name, else by how it answers; "" if neither tells."""
    name = host.strip().lower()
    named = (key for key, service in SERVICES.items() if name in {key, str(service.name).lower()})
    if name == ANY_PROVIDER:
        return ANY_PROVIDER
    return next(named, "") or _who_says(host) or _who_says(answer)


def relay_of(host: str) -> str:
    """Return the key of the provider whose SMTP server this is; "" if it is no provider's."""
    name = host.strip().lower().rstrip(".")
    return next((key for key, each in PROVIDERS.items() if each.relay and re.fullmatch(each.relay, name)), "")


def words_of(key: str) -> dict[str, Text]:
    """Return what the texts of causes and remedies leave open."""
    provider = PROVIDERS.get(key)
    pages = provider.pages if provider else UNKNOWN_PAGES
    name = provider.name if provider else _("The provider")
    return {"name": name} | {each.name: getattr(pages, each.name) for each in fields(pages)}


def _who_says(text: str) -> str:
    found = (key for key, each in SERVICES.items() if each.says and re.search(each.says, text, re.IGNORECASE))
    return next(found, "")
