"""Settings that keep letters from arriving, named before any connection: by `check`, runserver, worker and doctor.

None may fire on a good setting. What settings/yandex.py already refuses at start can come here only from a MAILERS
that somebody wrote by hand.
"""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, register

from cinemahub.mail.checks.connection import check_connection
from cinemahub.mail.checks.credentials import check_credentials
from cinemahub.mail.checks.environment import check_environment
from cinemahub.mail.checks.senders import check_senders
from cinemahub.mail.transport.configured import configured_transports


@register("mail")
def check_mail(app_configs: object, **options: Any) -> list[CheckMessage]:
    return list(problems())


def problems() -> Iterator[CheckMessage]:
    yield from check_environment()
    for transport in configured_transports():
        if transport.is_smtp:
            yield from check_connection(transport)
            yield from check_credentials(transport)
        yield from check_senders(transport)
