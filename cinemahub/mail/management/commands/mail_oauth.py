from typing import Any, override

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.readers.oauth import TokenError
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.models import Circuit
from cinemahub.mail.models.oauth_token import NewTokens
from cinemahub.mail.privacy.masking import mask_address
from cinemahub.mail.rules.terminal import language_of_terminal
from cinemahub.mail.transport.aliases import entries, route_of
from cinemahub.mail.transport.oauth.application import Application
from cinemahub.mail.transport.oauth.consent import DeviceConsent, PageConsent
from cinemahub.mail.transport.oauth.endpoint import Endpoint
from cinemahub.mail.transport.oauth.tokens import Tokens


class Command(BaseCommand):
    help = "Allow the site to send from the mailbox in EMAIL_HOST_USER with tokens instead of a password (EMAIL_OAUTH)."
    requires_system_checks = []

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--transport", default="default", metavar="ALIAS", help="of MAILERS (default: default)")
        parser.add_argument(
            "--page", action="store_true", help="ask for a code from a page, also where a device's code works"
        )

    @override
    def handle(self, *, transport: str, page: bool, **options: Any) -> None:
        transport = route_of(transport)
        if transport not in entries():
            raise CommandError(f"MAILERS has no {transport!r}. Available: {', '.join(entries())}.")
        application = Application.of(transport)
        with translation.override(language_of_terminal()):
            if application is None:
                raise CommandError(_("EMAIL_OAUTH is not set: the mailbox signs in with its password."))
            try:
                tokens = self._tokens(Endpoint(application), page=page)
            except TokenError as error:
                found = diagnose(error, step=Step.AUTH, host=str(settings.MAILERS[transport]["OPTIONS"]["host"]))
                raise CommandError("\n".join(filter(None, [found.reply, found.cause, found.remedy]))) from None
            Tokens(application).authorise(tokens)
            Circuit.start_over([transport])
            self.stdout.write(_("Done: emails are sent as %s.") % mask_address(application.username))

    def _tokens(self, endpoint: Endpoint, *, page: bool) -> NewTokens:
        application, service = endpoint.application, endpoint.service
        if application.needs_no_person:
            self.stdout.write(_("The application signs in without a person: there is nothing to allow here."))
            return endpoint.renew("")
        if service.device_url and not (page and service.authorize_url):
            device = DeviceConsent(endpoint)
            self.stdout.write(
                _("Open %(url)s on any device, sign in as %(user)s and enter the code %(code)s")
                % {
                    "url": device.url,
                    "user": application.username,
                    "code": device.user_code,
                }
            )
            self.stdout.write(_("Waiting for you..."))
            self.stdout.flush()
            return device.wait()
        consent = PageConsent(endpoint)
        self.stdout.write(_("Open this page, sign in as %s and allow the access:") % application.username)
        self.stdout.write(consent.url)
        self.stdout.write(
            _("The browser then goes to %s, where nothing answers. Copy the whole address of that page here.")
            % service.redirect_uri
        )
        return consent.finish(self._ask())

    def _ask(self) -> str:
        try:
            return input("> ")
        except EOFError:
            raise CommandError(_("No code was entered.")) from None
