"""Requests that no page of the site has a use for, refused before any page sees them."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed


class RefusalMiddleware:
    """Answer 405 to TRACE, which function views would take for a GET, and 400 to a body that is too long.

    Django by itself measures the fields of a form alone: a file beside them may have any size, though no form
    of the site takes one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "TRACE":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        most, length = settings.DATA_UPLOAD_MAX_MEMORY_SIZE, request.META.get("CONTENT_LENGTH") or ""
        if most is not None and length.isdecimal() and int(length[:18]) > most:
            raise RequestDataTooBig(f"The body is longer than {most} bytes.")
        return self.get_response(request)
