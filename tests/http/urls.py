"""The site's pages, and one that breaks."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cinemahub.urls import urlpatterns as pages

SECRET = "what only a traceback knows"


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


urlpatterns = [path("broken/", broken), *pages]
