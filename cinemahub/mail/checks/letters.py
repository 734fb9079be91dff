"""What the letters of all apps must be to each other, and to the transports they name."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, Warning
from django.utils.translation import gettext as _

from cinemahub.mail.checks.transport import as_message
from cinemahub.mail.letters import Letter, declared_letters, namesakes
from cinemahub.mail.rules.senders import address_problems
from cinemahub.mail.transport.aliases import DEFAULT, outbox_aliases, route_of, routes
from cinemahub.mail.transport.configured import ConfiguredTransport, configured_transports
from cinemahub.mail.transport.message import provider_of


def check_letters() -> Iterator[CheckMessage]:
    yield from _check_names()
    transports = {transport.alias: transport for transport in configured_transports()}
    for letter in declared_letters():
        yield from _check_transport(letter)
        transport = transports.get(route_of(letter.transport))
        if letter.reply_to:
            yield from map(as_message, address_problems(f"{letter.name}.reply_to", letter.reply_to))
        if letter.sender and transport and transport.sends_nothing:  # others judge it themselves
            yield from map(as_message, address_problems(f"{letter.name}.sender", letter.sender))
        if transport:
            yield from _check_headers(letter, transport)


def check_outbox_aliases() -> Iterator[CheckMessage]:
    for alias, using in outbox_aliases().items():
        if using not in routes():
            yield Error(
                _("Emails for %(alias)s are to go by %(transport)s, which is not a transport in MAILERS.")
                % {"alias": alias, "transport": using},
                hint=_('Set OPTIONS["using"] of this alias to one of: %s.') % ", ".join(routes()),
                id="cinemahub.mail.E021",
            )


def _check_names() -> Iterator[CheckMessage]:
    for name, places in namesakes().items():
        yield Error(
            _("Several emails are called %(name)s: %(places)s.") % {"name": name, "places": ", ".join(places)},
            hint=_("Rename all but one, or people get the text of one when they requested another."),
            id="cinemahub.mail.E019",
        )


def _check_transport(letter: Letter) -> Iterator[CheckMessage]:
    if letter.transport != DEFAULT and route_of(letter.transport) not in routes():
        yield Error(
            _("The email %(name)s is to go by %(transport)s, which is not a transport in MAILERS.")
            % {"name": letter.name, "transport": letter.transport},
            hint=_("Put it into MAILERS, or name one of: %s.") % ", ".join(routes()),
            id="cinemahub.mail.E020",
        )


def _check_headers(letter: Letter, transport: ConfiguredTransport) -> Iterator[CheckMessage]:
    """Providers refuse some headers, so those are left out."""
    provider = provider_of(transport.backend)
    headers = dict.fromkeys(letter.headers, "")
    lost = headers.keys() - provider.headers.accepted(headers).keys() if provider else set()
    if provider and lost:
        yield Warning(
            _("%(provider)s does not carry these headers of the email %(name)s: %(headers)s.")
            % {"provider": provider.name, "name": letter.name, "headers": ", ".join(sorted(lost))},
            hint=_("Send it through another transport, or do without them."),
            obj=transport,
            id="cinemahub.mail.W005",
        )
