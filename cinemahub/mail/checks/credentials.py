"""Login and password. No text here holds either of them."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, Warning
from django.utils.translation import gettext as _

from cinemahub.mail.services.mailboxes import MAILBOXES
from cinemahub.mail.transport.configured import ConfiguredTransport

NEVER_HAS_SPACES = (MAILBOXES["yandex"], MAILBOXES["mailru"])  # Google overlooks the spaces it shows


def check_credentials(transport: ConfiguredTransport) -> Iterator[CheckMessage]:
    values = {"EMAIL_HOST_USER": transport.username, "EMAIL_HOST_PASSWORD": transport.password}
    needed = transport.mailbox is not None or any(values.values())
    for variable, value in values.items():
        if value:
            yield from _check_value(transport, variable, value)
        elif needed:
            yield Error(
                _("%(variable)s is empty, so Django skips the login without a word.") % {"variable": variable},
                hint=_("Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD."),
                obj=transport,
                id="cinemahub.mail.E006",
            )
    yield from _check_login(transport)
    if transport.mailbox in NEVER_HAS_SPACES and " " in transport.password.strip():
        yield Warning(
            _("EMAIL_HOST_PASSWORD has spaces inside; an app password has none."),
            hint=_("Write the app password without the spaces it is shown with."),
            obj=transport,
            id="cinemahub.mail.W003",
        )


def _check_value(transport: ConfiguredTransport, variable: str, value: str) -> Iterator[CheckMessage]:
    if value != value.strip():
        number, text = "E007", _("%(variable)s has spaces or a line end around it.")
    elif not value.isascii():
        number, text = (
            "E008",
            _("%(variable)s has letters that are not ASCII; was the keyboard left in another language?"),
        )
    elif len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        number, text = "E009", _("%(variable)s has quotation marks around it.")
    else:
        return
    hint = _("Type it again, without spaces and quotation marks, with the keyboard in English.")
    yield Error(text % {"variable": variable}, hint=hint, obj=transport, id=f"cinemahub.mail.{number}")


def _check_login(transport: ConfiguredTransport) -> Iterator[CheckMessage]:
    if transport.mailbox and transport.username and "@" not in transport.username:
        yield Error(
            _("EMAIL_HOST_USER has no domain."),
            hint=_("Write the full address of the mailbox, for example name@yandex.ru."),
            obj=transport,
            id="cinemahub.mail.E010",
        )
