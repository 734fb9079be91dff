import secrets
from typing import Any, override

import requests
from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.mail import mailers
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cinemahub.mail.arrival.webhooks.hook import Hook, configured_hook
from cinemahub.mail.services.account import MayOnlySendError
from cinemahub.mail.services.registry import PROVIDERS
from cinemahub.mail.transport.configured import configured_transports
from cinemahub.mail.transport.provider_api import BackendApi

UNREADABLE = (
    AnymailError,
    requests.RequestException,
    MayOnlySendError,
    KeyError,
    TypeError,
    AttributeError,
    ValueError,
)


class Command(BaseCommand):
    help = "Say which address to enter at the provider, and where; look whether it is entered, or enter it."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--register", action="store_true", help="enter the address through the provider's API")
        parser.add_argument("--secret", action="store_true", help="print a new secret for the address, and do no more")

    @override
    def handle(self, *, register: bool, secret: bool, **options: Any) -> None:
        if secret:
            self.stdout.write(f"{secrets.token_urlsafe(32)}7")  # with a digit, so that logs hide it
            return
        hook = configured_hook()
        if hook is None:
            raise CommandError("Only settings.production has a webhook: that of EMAIL_PROVIDER.")
        webhook = hook.webhook
        self.stdout.write(f"address: {hook.address}")
        self.stdout.write(f"enter it at: {webhook.page}")
        self.stdout.write(f"for: {webhook.events}")
        if not settings.SITE_URL.startswith("https://"):
            self.stdout.write("Providers post to https:// only; SITE_URL begins otherwise.")
        self.stdout.write("The address is a secret: anyone who knows it can post there.")
        if not self._is_entered(hook) and register:
            self._enter(hook)

    def _is_entered(self, hook: Hook) -> bool:
        if hook.webhook.hooks is None:
            self.stdout.write("Whether it is entered there, the provider's page shows.")
            return False
        try:
            entered = hook.address in {str(each) for each in hook.webhook.hooks(_api(hook))}
        except UNREADABLE as error:
            self.stdout.write(f"Whether it is entered there cannot be asked with this key ({type(error).__name__}).")
            return False
        self.stdout.write("It is entered there." if entered else "It is not entered there yet.")
        return entered

    def _enter(self, hook: Hook) -> None:
        if hook.webhook.enter is None:
            raise CommandError("The provider has no API for that; enter the address on its page.")
        try:
            key = hook.webhook.enter(_api(hook), hook.address)
        except UNREADABLE as error:
            raise CommandError(f"The provider did not accept the address ({type(error).__name__}).") from None
        self.stdout.write("It is entered there now.")
        if key and hook.webhook.signing_key:
            variable = hook.webhook.signing_key.variable
            self.stdout.write(f"It signs events with a new key, which its page shows: set {variable} and restart.")


def _api(hook: Hook) -> BackendApi:
    backend = f"anymail.backends.{PROVIDERS[hook.provider].key}.EmailBackend"
    alias = next((each.alias for each in configured_transports() if each.backend == backend), None)
    if alias is None:
        raise CommandError(f"No transport in MAILERS sends through {hook.provider}.")
    return BackendApi(mailers[alias])
