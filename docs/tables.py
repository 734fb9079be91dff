"""Parts of documents that are made from the code, in the active language."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cinemahub.mail.diagnosis.causes.registry import CAUSES, cause_of, remedy_for
from cinemahub.mail.rules.connection import SSL_PORT, STARTTLS_PORT
from cinemahub.mail.services.registry import ANY_PROVIDER, MAILBOXES, PROVIDERS, SERVICES
from cinemahub.mail.services.service import Provider
from docs.environments import IN_README, READERS, Reader
from settings.variables import DOCTOR, MAILBOX, RETURNS, SENDER, STAGING


class Part(NamedTuple):
    content: Callable[[], str]
    is_table: bool = True


def environments() -> str:
    """Say what each environment reads: \u25cf it must be set, \u25cb it may be."""
    return _rows(
        (
            f"`{name}`",
            *(_mark(name, reader) for reader in READERS.values()),
            str(about.comment),
        )
        for name, about in IN_README.items()
    )


def variables() -> str:
    described = (SENDER | MAILBOX | STAGING | DOCTOR | RETURNS).items()
    return _rows((f"`{name}`", str(about.comment), f"`{about.example}`") for name, about in described)


def mailboxes() -> str:
    return _rows(
        (
            mailbox.name,
            f"`{mailbox.smtp[0]}`",
            f"`{mailbox.port}`",
            *("`true`" if mailbox.port == port else "`false`" for port in (SSL_PORT, STARTTLS_PORT)),
            mailbox.app_passwords,
            str(mailbox.day_limit or ""),
        )
        for mailbox in MAILBOXES.values()
    )


def provider_names() -> str:
    return ", ".join(f"`{provider}`" for provider in PROVIDERS) + "\n"


def providers() -> str:
    return _rows(
        (
            f"`{provider.key}`",
            *(
                ", ".join(f"`{option.variable}`" for option in provider.variables if option.required is required)
                for required in (True, False)
            ),
            str(provider.pages.keys),
            _what_it_changes(provider),
        )
        for provider in PROVIDERS.values()
    )


def diagnoses() -> str:
    return _rows(
        (f"`{code}`", cause_of(code), "<br>".join(_remedies(code)), str(cause.verdict.label))
        for code, cause in CAUSES.items()
    )


def _mark(name: str, reader: Reader) -> str:
    if name not in reader.reads:
        return ""
    return "\u25cf" if name in reader.needs else "\u25cb"


def _what_it_changes(provider: Provider) -> str:
    return "; ".join(map(str, (provider.headers.on_message_id, *provider.changes)))


def _remedies(code: str) -> Iterable[str]:
    yield remedy_for(code)
    if CAUSES[code].at_provider:
        yield f"**API**: {remedy_for(code, ANY_PROVIDER)}"
    for key, service in SERVICES.items():
        if code in service.remedies:
            yield f"**{service.name}**: {remedy_for(code, key)}"


def _rows(rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in rows)


README = {"variables": Part(environments), "providers": Part(provider_names, is_table=False)}
MAIL_PAGE = {
    "mailboxes": Part(mailboxes),
    "providers": Part(providers),
    "diagnoses": Part(diagnoses),
    "variables": Part(variables),
}
