import dataclasses

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from cinemahub.mail.status import mail_status


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 while letters go out, 503 with the reasons while they do not."""
    status = mail_status()
    return JsonResponse(dataclasses.asdict(status), status=503 if status.problems else 200)
