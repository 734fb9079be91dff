"""Who asks, behind proxies of ours."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cinemahub.mail.privacy.clients import client_address


class TrustedProxyMiddleware:
    """Take the client's address from the entry that the outermost of our proxies appended.

    Each proxy appends whom it was asked by, so the entry is number TRUSTED_PROXIES from the end; those before it
    anybody can write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if forwarded := request.META.get("HTTP_X_FORWARDED_FOR", ""):
            request.META["REMOTE_ADDR"] = client_address(forwarded.split(",")[-settings.TRUSTED_PROXIES :][0])
        return self.get_response(request)
