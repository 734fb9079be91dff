"""Errors go to Sentry, too, if SENTRY_DSN is set, without what opens an account or names a person."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

from cinemahub.mail.privacy.masking import without_addresses
from cinemahub.mail.privacy.tokens import mask_tokens

if TYPE_CHECKING:
    from sentry_sdk._types import Event, Hint


def start(dsn: str) -> None:
    if find_spec("sentry_sdk") is None:
        raise ImproperlyConfigured("SENTRY_DSN is set, but sentry-sdk is not installed: pip install sentry-sdk")
    import sentry_sdk

    sentry_sdk.init(
        dsn,
        before_send=masked,
        send_default_pii=False,
        include_local_variables=False,  # passwords and links are in them
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=0,
    )


def masked(event: "Event", hint: "Hint") -> "Event":
    """Return an event without cookies, tokens and addresses, wherever they stand in it."""
    request: dict[str, Any] = event.setdefault("request", {})
    for name in ("cookies", "data", "env", "query_string"):
        request.pop(name, None)
    request["headers"] = {name: request.get("headers", {}).get(name, "") for name in _HEADERS}
    event.pop("user", None)
    cleaned: Event = _clean(event)
    return cleaned


_HEADERS = {"Host", "User-Agent", "Accept-Language"}
_NAMES_OF_OURS = {"event_id", "trace_id", "span_id", "parent_span_id", "timestamp", "release", "sdk", "modules"}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_addresses(mask_tokens(value))
    if isinstance(value, dict):
        return {name: each if name in _NAMES_OF_OURS else _clean(each) for name, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list | tuple) else value
