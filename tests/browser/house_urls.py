"""The site's pages, and those that it shows instead of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from cinemahub.urls import urlpatterns as pages


def error(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"{name}.html", status=int(name[:3]))


urlpatterns = [path("errors/<str:name>/", error), *pages]
