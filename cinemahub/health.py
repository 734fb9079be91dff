"""Whether the site works, for balancers and monitors."""

import dataclasses
import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from cinemahub.mail.sending.status import is_mail_working, mail_status

PATH = "/health/"

log = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers at PATH whatever the scheme and the host: a balancer asks by http, with an IP address for a name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health(request) if request.path_info == PATH else self.get_response(request)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 while this process and its database work. What becomes of mail is nothing to a balancer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return _database_away(error)
    return _json({"status": "ok"})


@require_safe
def mail_health(request: HttpRequest) -> HttpResponse:
    """Answer 200 while emails go out, else 503; only staff, and whoever has METRICS_TOKEN, see why."""
    try:
        if not may_see_figures(request):
            return _json({"status": "ok"} if is_mail_working() else {"status": "not ok"})
        with translation.override("en"):
            status = mail_status()
            return _json({"status": "not ok" if status.problems else "ok"} | dataclasses.asdict(status))
    except Error as error:
        return _database_away(error)


def may_see_figures(request: HttpRequest) -> bool:
    """Tell staff, and whoever sends METRICS_TOKEN as a bearer token (RFC 6750), from strangers."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return constant_time_compare(token.strip(), settings.METRICS_TOKEN)
    return request.user.is_active and request.user.is_staff


def _database_away(error: Error) -> HttpResponse:
    log.warning("The database is away: %s", type(error).__name__)
    connection.close()
    return _json({"status": "not ok", "database": "away"})


def _json(said: Mapping[str, Any]) -> HttpResponse:
    response = JsonResponse(
        said, status=200 if said["status"] == "ok" else 503, json_dumps_params={"ensure_ascii": False}
    )
    add_never_cache_headers(response)
    return response
