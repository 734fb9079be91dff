"""The aliases of MAILERS: which carry emails, and which put them into the outbox."""

from typing import Any

from django.conf import settings

OUTBOX = "cinemahub.mail.backend.OutboxBackend"
DEFAULT, FALLBACK = "default", "fallback"  # the second carries the emails of the first while that does not work


def entries() -> dict[str, dict[str, Any]]:
    """Return those that carry emails, as they are written."""
    return {alias: entry for alias, entry in _all().items() if not _is_outbox(entry)}


def outbox_aliases() -> dict[str, str]:
    """Return those that put emails into the outbox, each with the alias that they go by."""
    return {
        alias: str(entry.get("OPTIONS", {}).get("using", DEFAULT))
        for alias, entry in _all().items()
        if _is_outbox(entry)
    }


def routes() -> list[str]:
    """Return those that emails may be told to go by, the default one first."""
    first = route_of(DEFAULT)
    return sorted((alias for alias in entries() if alias != FALLBACK), key=lambda alias: alias != first)


def route_of(alias: str) -> str:
    """Return what emails for an alias go by in the end."""
    return outbox_aliases().get(alias, alias)


def oauth_of(alias: str) -> dict[str, Any]:
    """Return how an alias signs in with tokens, {} if it does not; the default's is that of what carries its emails."""
    declared = getattr(settings, "MAIL_OAUTH", {})
    found: dict[str, Any] = declared.get(alias) or (declared.get(DEFAULT, {}) if alias == route_of(DEFAULT) else {})
    return found


def _all() -> dict[str, dict[str, Any]]:
    return getattr(settings, "MAILERS", {})


def _is_outbox(entry: dict[str, Any]) -> bool:
    return entry.get("BACKEND") == OUTBOX
