"""Settings that keep email from arriving, named before any connection: by `check`, runserver, worker and doctor.

None may fire on a good setting. What settings refuse at the start comes here only from a MAILERS written by hand.
"""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, register

from cinemahub.mail.checks.environment import check_environment
from cinemahub.mail.checks.letters import check_letters, check_outbox_aliases
from cinemahub.mail.checks.transport import check_transport
from cinemahub.mail.transport.configured import configured_transports


@register("mail")
def check_mail(app_configs: object, **options: Any) -> list[CheckMessage]:
    return list(problems())


def problems() -> Iterator[CheckMessage]:
    yield from check_environment()
    yield from check_letters()
    yield from check_outbox_aliases()
    for transport in configured_transports():
        yield from check_transport(transport)
