from io import BytesIO

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest


def single_request(request: HttpRequest, body: bytes, content_type: str) -> HttpRequest:
    """Return a request as it would be if it had brought this body alone, for a view that reads all of it or nothing."""
    return WSGIRequest(
        {
            **{name: value for name, value in request.META.items() if name.startswith("HTTP_")},
            "REQUEST_METHOD": "POST",
            "PATH_INFO": request.path,
            "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
    )
