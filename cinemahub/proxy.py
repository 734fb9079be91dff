"""Who asks, behind one proxy of ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class TrustedProxyMiddleware:
    """Take the client's address from the entry that our own proxy appended; those before it anybody can write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        client = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if client:
            request.META["REMOTE_ADDR"] = client
        return self.get_response(request)
