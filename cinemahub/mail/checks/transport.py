from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils.translation import gettext

from cinemahub.mail.letters import declared_letters
from cinemahub.mail.rules.connection import connection_problems
from cinemahub.mail.rules.credentials import credential_problems
from cinemahub.mail.rules.problem import Problem
from cinemahub.mail.rules.senders import sender_problems
from cinemahub.mail.transport.aliases import DEFAULT, outbox_aliases, route_of
from cinemahub.mail.transport.configured import ConfiguredTransport

FROM, SERVER = "DEFAULT_FROM_EMAIL", "SERVER_EMAIL"


def check_transport(transport: ConfiguredTransport) -> Iterator[CheckMessage]:
    for problem in _problems(transport):
        yield as_message(problem, transport)


def senders_of(transport: ConfiguredTransport) -> dict[str, str]:
    """Return the senders of what goes by a transport, by where they are declared."""
    own = [letter for letter in declared_letters() if route_of(letter.transport) == transport.alias]
    senders = {f"{letter.name}.sender": letter.sender for letter in own if letter.sender}
    if own and len(senders) == len(own) and transport.alias not in {*outbox_aliases().values(), route_of(DEFAULT)}:
        return senders
    return {FROM: settings.DEFAULT_FROM_EMAIL, SERVER: settings.SERVER_EMAIL} | senders


def as_message(problem: Problem, about: ConfiguredTransport | None = None) -> CheckMessage:
    kind = Error if problem.is_error else Warning
    text, number = gettext(problem.text) % problem.words, f"cinemahub.mail.{problem.number}"
    return kind(text, hint=gettext(problem.hint), obj=about, id=number)


def _problems(transport: ConfiguredTransport) -> Iterator[Problem]:
    if transport.is_smtp:
        yield from connection_problems(transport.options)
        yield from credential_problems(
            transport.host, transport.username, transport.password, by_token=transport.signs_in_by_token
        )
    if not transport.sends_nothing:
        server = {"host": transport.host, "username": transport.username} if transport.is_smtp else {}
        for variable, text in senders_of(transport).items():
            yield from sender_problems(variable, text, through_provider=transport.is_provider, **server)
