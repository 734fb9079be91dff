import sys
from typing import Any, override

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import translation

from cinemahub.mail.doctor import report
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.steps.roundtrip import own_address
from cinemahub.mail.doctor.walk import StepResult, walk
from cinemahub.mail.rules.terminal import language_of_terminal
from cinemahub.mail.transport.aliases import DEFAULT, route_of
from cinemahub.mail.transport.configured import configured_transports

WRONG_USE = 2
INTERRUPTED = 130  # as a shell has it: 128 + SIGINT


class Command(BaseCommand):
    help = "Check each step from the site to the inbox, and say what to do about the first that fails (exit code 1)."
    requires_system_checks = []  # they are the first step

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default="", metavar="ADDRESS", help="send a real email there; else none is sent")
        parser.add_argument("--transport", default=DEFAULT, metavar="ALIAS", help="of MAILERS (default: default)")
        parser.add_argument("--roundtrip", action="store_true", help="send to your own mailbox and read it over IMAP")
        parser.add_argument("--json", action="store_true", help="for machines")
        parser.add_argument(
            "--language",
            choices=[code for code, _ in settings.LANGUAGES],
            help="default: the terminal's (LC_ALL, LANG)",
        )

    @override
    def handle(
        self, *, to: str, transport: str, roundtrip: bool, json: bool, language: str | None, **options: Any
    ) -> None:
        case = self._case(to, transport)
        if roundtrip:
            self._prepare_roundtrip(case)
        results: list[StepResult] = []
        with translation.override(language or language_of_terminal()):
            try:
                for found in walk(case):
                    results.append(found)
                    if not json:
                        self.stdout.write(report.line(found))
                        self.stdout.flush()
            except KeyboardInterrupt:
                sys.exit(INTERRUPTED)
            self.stdout.write(report.as_json(transport, results) if json else report.summary(results))
        if report.first_failure(results):
            sys.exit(1)

    def _prepare_roundtrip(self, case: Case) -> None:
        if case.to:
            raise CommandError("--roundtrip sends to your own mailbox; leave --to out.", returncode=WRONG_USE)
        case.to, case.roundtrip = own_address(case), True
        if not case.to:
            raise CommandError("--roundtrip needs DOCTOR_IMAP_USER.", returncode=WRONG_USE)

    def _case(self, to: str, alias: str) -> Case:
        transports = {transport.alias: transport for transport in configured_transports()}
        alias = route_of(alias)
        if alias not in transports:
            raise CommandError(f"MAILERS has no {alias!r}. Available: {', '.join(transports)}.", returncode=WRONG_USE)
        if to:
            try:
                validate_email(to)
            except ValidationError:
                raise CommandError("--to needs one email address.", returncode=WRONG_USE) from None
        return Case(transports[alias], to)
